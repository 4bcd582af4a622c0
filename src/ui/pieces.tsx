import type { ComponentChildren } from 'preact';
import { Link } from './link.tsx';

/** Things under each other. */
export function Stack({ gap, children, as: As = 'div', ...rest }: { gap?: 'close' | 'tight' | 'roomy'; as?: 'div' | 'section' | 'article' | 'header'; id?: string; 'aria-labelledby'?: string; 'aria-label'?: string; children: ComponentChildren }) {
  return <As class={gap ? `stack ${gap}` : 'stack'} {...rest}>{children}</As>;
}

/** A list of things under each other, without bullets. */
export function List({ children, label }: { children: ComponentChildren; label?: string }) {
  return <ul class="stack" role="list" aria-label={label}>{children}</ul>;
}

/** Things beside each other that wrap. `between` pushes the first and the last apart. */
export function Row({ between, children }: { between?: boolean; children: ComponentChildren }) {
  return <div class={between ? 'row between' : 'row'}>{children}</div>;
}

/** Columns of at least 20 rem that fall under each other where there is no room. */
export function Columns({ children, as: As = 'div' }: { children: ComponentChildren; as?: 'div' | 'section' }) {
  return <As class="columns">{children}</As>;
}

/** One thought, one action. `moss`: the programme speaks. `clay`: a person does. `alarm`: somebody's safety, nothing else. */
export function Card({ tone, children, as: As = 'div', gap, ...rest }: {
  tone?: 'moss' | 'clay' | 'alarm';
  as?: 'div' | 'section' | 'article' | 'li';
  gap?: 'close' | 'tight';
  id?: string;
  'data-id'?: string;
  'aria-labelledby'?: string;
  children: ComponentChildren;
}) {
  const style = ['card stack', gap, tone === 'moss' ? 'wash' : tone === 'clay' ? 'person' : tone].filter(Boolean).join(' ');
  return <As class={style} {...rest}>{children}</As>;
}

/** The thing to do. One `first` in a view. With `to` it is a link that looks like a button; else it sends the form it stands in. */
export function Button({ to, second, name, value, disabled, children, describedBy, newTab }: {
  to?: string;
  second?: boolean;
  /** Tells the form which of its buttons was pressed. */
  name?: string;
  value?: string;
  disabled?: boolean;
  describedBy?: string;
  newTab?: boolean;
  children: ComponentChildren;
}) {
  const style = second ? 'button second' : 'button';
  if (to !== undefined) return <Link to={to} class={style} newTab={newTab}>{children}</Link>;
  return <button class={style} type="submit" name={name} value={value} disabled={disabled} aria-describedby={describedBy}>{children}</button>;
}

/** Something that may be done and need not be: a small bordered link or button. */
export function Quiet({ to, name, value, children, label }: { to?: string; name?: string; value?: string; label?: string; children: ComponentChildren }) {
  if (to !== undefined) return <Link to={to} class="quiet" label={label}>{children}</Link>;
  return <button class="quiet" type="submit" name={name} value={value} aria-label={label}>{children}</button>;
}

/** A few words that mark something: a role, a language, "must". */
export function Tag({ children }: { children: ComponentChildren }) {
  return <span class="tag">{children}</span>;
}

/** Smaller, softer words under something. */
export function Small({ children }: { children: ComponentChildren }) {
  return <p class="small">{children}</p>;
}

/** Words from somebody's mouth, in the voice of headings. */
export function Voice({ children }: { children: ComponentChildren }) {
  return <p class="voice">{children}</p>;
}

/** What will be here and what to do now, where there is nothing yet. */
export function Empty({ title, heading: Heading = 'h3', children, to, action }: { title: string; /** `h2` where nothing stands between it and the page's own heading. */ heading?: 'h2' | 'h3'; children?: ComponentChildren; to?: string; action?: string }) {
  return (
    <div class="card empty stack close">
      <Heading class="h3">{title}</Heading>
      {children}
      {to !== undefined && action !== undefined && <p><Link to={to}>{action}</Link></p>}
    </div>
  );
}

/** A moment in words, with its instant for machines. `words` come from `t.moment`, `t.date` or `t.time`. */
export function Time({ at, words }: { at: Date; words: string }) {
  return <time dateTime={at.toISOString()}>{words}</time>;
}
