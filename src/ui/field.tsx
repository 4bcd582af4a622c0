import { type ComponentChildren, h, type InputHTMLAttributes } from 'preact';
import { idOf } from './field-id.ts';
import { useFormAround } from './form.tsx';

/** What every field can say: its question, a hint, why it is asked, and whether it may stay empty. */
export interface Asked {
  /** The field's name: the path in the act's input. */
  readonly of: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** Why we ask, and who sees it: opened by choice. */
  readonly why?: ComponentChildren;
  /** Says beside the label that it may stay empty. */
  readonly optional?: boolean;
  /** What stands in it before anybody typed. */
  readonly value?: string | undefined;
  /** The label is the page's own heading. */
  readonly heading?: 'h1' | 'h2' | undefined;
}

/** A field's label. As a heading (one question a page) the label stands inside it, so that the page has a heading and the field its name. */
function Label({ id, children, optional, hidden, heading: Heading }: {
  id: string;
  children: ComponentChildren;
  optional?: string | false | undefined;
  hidden?: boolean | undefined;
  heading?: 'h1' | 'h2' | undefined;
}) {
  const label = <label for={id} class={hidden ? 'visually-hidden' : undefined}>{children}{optional && <span class="hint"> {optional}</span>}</label>;
  return Heading ? <Heading class="asked">{label}</Heading> : label;
}

/** What a control needs so that a screen reader hears its hint and what is to mend with it. */
export function useField(of: string, hint: unknown) {
  const form = useFormAround();
  const id = idOf(form?.id ?? 'field', of);
  const mending = form?.mendings.find((one) => one.of === of)?.sentence;
  const described = [hint !== undefined && `${id}-hint`, mending !== undefined && `${id}-mend`].filter(Boolean).join(' ');
  return {
    id,
    mending,
    form,
    typed: form?.typed(of),
    aria: { ...(described !== '' && { 'aria-describedby': described }), ...(mending !== undefined && { 'aria-invalid': true }) },
  };
}

/** What is to mend in one field, next to it. */
export function Mend({ id, sentence, prefix }: { id: string; sentence: string | undefined; prefix: string | undefined }) {
  if (sentence === undefined) return null;
  return (
    <p class="error" id={`${id}-mend`}>
      <span class="visually-hidden">{prefix} </span>
      {sentence}
    </p>
  );
}

/** Why a question is asked, folded under it. */
export function Why({ words, title }: { words: ComponentChildren; title: string | undefined }) {
  if (words === undefined) return null;
  return (
    <details class="why">
      <summary>{title}</summary>
      <div>{words}</div>
    </details>
  );
}

/** One line of text, or any other plain control of the browser (`type`). */
export function Field({ of, label, hint, why, optional, value, heading, type = 'text', ...rest }: Asked & {
  type?: 'text' | 'email' | 'tel' | 'url' | 'number' | 'password' | 'search' | 'time' | 'datetime-local' | 'month' | 'color' | 'file';
  autocomplete?: InputHTMLAttributes['autocomplete'];
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search';
  /** About how many characters fit: a short answer gets a short field. */
  width?: number;
  accept?: string;
  multiple?: boolean;
  maxlength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  spellcheck?: boolean;
  autocapitalize?: 'none' | 'sentences' | 'words' | 'characters';
  disabled?: boolean;
}) {
  const { id, mending, typed, aria, form } = useField(of, hint);
  const { width, ...attributes } = rest;
  const kept = type === 'file' || type === 'password' ? undefined : (typed?.[0] ?? value);
  return (
    <div class="field">
      <Label id={id} optional={optional && form?.words.optional} heading={heading}>{label}</Label>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      {type === 'file' && form?.tried && <p class="hint">{form.words.chooseFileAgain}</p>}
      {h('input', { id, name: of, type, value: kept, ...attributes, ...aria, ...(width !== undefined && { class: `w${width <= 6 ? 6 : width <= 12 ? 12 : 24}` }) })}
      <Why words={why} title={form?.words.why} />
    </div>
  );
}

/** Several lines of text. `rows` is its first height; it grows where browsers let it. */
export function Textarea({ of, label, hint, why, optional, value, heading, rows = 6, maxlength, hiddenLabel, spellcheck }: Asked & {
  rows?: number;
  maxlength?: number;
  /** The label is heard, not seen: where the place says it (a message box). */
  hiddenLabel?: boolean;
  spellcheck?: boolean;
}) {
  const { id, mending, typed, aria, form } = useField(of, hint);
  return (
    <div class="field">
      <Label id={id} optional={optional && form?.words.optional} hidden={hiddenLabel} heading={heading}>{label}</Label>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      <textarea id={id} name={of} rows={rows} maxlength={maxlength} spellcheck={spellcheck} {...aria}>{lead(typed?.[0] ?? value)}</textarea>
      <Why words={why} title={form?.words.why} />
    </div>
  );
}

/** A day. The browser's own picker; where there is none, it is typed as 2026-12-01. */
export function DateField({ of, label, hint, why, optional, value, heading, min, max }: Asked & { min?: string; max?: string }) {
  const { id, mending, typed, aria, form } = useField(of, hint);
  return (
    <div class="field">
      <Label id={id} optional={optional && form?.words.optional} heading={heading}>{label}</Label>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      <input id={id} name={of} type="date" class="w12" value={typed?.[0] ?? value} min={min} max={max} {...aria} />
      <Why words={why} title={form?.words.why} />
    </div>
  );
}

/** One of a long list. For a handful of answers use `Choices`: they can all be seen. */
export function Select({ of, label, hint, why, optional, value, options }: Asked & { options: readonly { readonly value: string; readonly label: string }[] }) {
  const { id, mending, typed, aria, form } = useField(of, hint);
  const chosen = typed?.[0] ?? value;
  return (
    <div class="field">
      <label for={id}>{label}{optional && <span class="hint"> {form?.words.optional}</span>}</label>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      <select id={id} name={of} {...aria}>
        {options.map((option) => <option key={option.value} value={option.value} selected={option.value === chosen}>{option.label}</option>)}
      </select>
      <Why words={why} title={form?.words.why} />
    </div>
  );
}

/** A first empty line in a textarea is swallowed by HTML parsers; one more keeps what was typed. */
function lead(text: string | undefined): string | undefined {
  return text?.startsWith('\n') ? `\n${text}` : text;
}
