import type { VNode } from 'preact';
import type { Speak } from '../messages/index.ts';
import { Link } from '../ui/link.tsx';
import { ownNames, type Fields } from './fields.ts';

/** A form that cannot be shown again (its page did not load), with everything that was typed into it. */
export interface KeptForm {
  readonly action: string;
  readonly form: string;
  readonly csrf: string;
  readonly key: string;
  readonly fields: Fields;
  /** Names of fields that are never shown or carried again. */
  readonly secret: readonly string[];
}

/** The one calm page for "not here" and "not yours": the two look the same. */
export function NotHere({ t }: { t: Speak }): VNode {
  return (
    <>
      <h1>{t('web.not-here.title')}</h1>
      <p>{t('web.not-here.words')}</p>
      <p><Link to="/">{t('web.not-here.home')}</Link></p>
    </>
  );
}

/** A page for a fault: whose doing it is not, what is kept, and the number that finds it in the log. */
export function TroublePage({ title, words, number, kept, button, signIn, begin, t }: {
  title: string;
  words: string;
  number?: string;
  kept?: KeptForm | undefined;
  button: string;
  signIn?: string | undefined;
  /** Where what was written can be begun again. */
  begin?: string | undefined;
  t: Speak;
}): VNode {
  return (
    <>
      <h1>{title}</h1>
      <p>{words}</p>
      {signIn !== undefined && <p><a class="button second" href={signIn} target="_blank" rel="noopener">{t('web.signed-out.sign-in')}</a></p>}
      {kept && <KeptWords kept={kept} button={button} t={t} />}
      {begin !== undefined && <p><Link to={begin}>{t('web.forgotten.begin')}</Link></p>}
      {number !== undefined && <p class="small">{t('web.trouble.number', { number })}</p>}
    </>
  );
}

/** What a person wrote into a form: not its short answers, its ids or its codes. */
export function wordsTyped(fields: Fields, secret: readonly string[]): readonly string[] {
  return fields.names().filter((name) => !secret.includes(name)).flatMap((name) => fields.list(name)).filter((text) => text.trim().length > 12 && !/^[\w.:-]+$/.test(text.trim()));
}

/** What was typed, to be read and copied, and a button that sends the very same once more. */
function KeptWords({ kept: { action, form, csrf, key, fields, secret }, button, t }: { kept: KeptForm; button: string; t: Speak }) {
  const names = fields.names().filter((name) => !secret.includes(name));
  const words = wordsTyped(fields, secret);
  const yours = words.length > 0 && (
    <div class="card stack">
      <h2>{t('web.signed-out.yours')}</h2>
      {words.map((text, index) => <p key={index} class="said">{text}</p>)}
    </div>
  );
  if (button === '') return yours || null;
  return (
    <form method="post" action={action} class="stack">
      <input type="hidden" name={ownNames.form} value={form} />
      <input type="hidden" name={ownNames.csrf} value={csrf} />
      <input type="hidden" name={ownNames.key} value={key} />
      {names.flatMap((name) => fields.list(name).map((text, index) => <textarea key={`${name} ${index}`} name={name} hidden>{`\n${text}`}</textarea>))}
      {yours}
      <button class="button" type="submit">{button}</button>
    </form>
  );
}
