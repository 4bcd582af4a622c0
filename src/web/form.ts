import type { PlainKey } from '../messages/index.ts';
import type { Act, CodeOf, ValueOf } from '../platform/act.ts';
import type { Fields } from './fields.ts';
import type { Visit } from './visit.ts';

/** A sentence for the page that follows: a key, or a key with what fills it (numbers and safe words only: it travels in a cookie). */
export type Say = PlainKey | { readonly key: PlainKey; readonly about: Readonly<Record<string, string | number>> };

/** Where a person goes when the act is done. */
export interface Then {
  /** An address of this site. */
  readonly to: string;
  /** What the next page says first. */
  readonly say?: Say;
  /** A session that begins (its token, and how many seconds the browser keeps it; none: until it closes) or ends. */
  readonly session?: { readonly token: string; readonly keepSeconds?: number } | 'ended';
  /** Small things this browser brings back for a quarter of an hour (`visit.kept(name)`), signed and out of reach of scripts. An empty text forgets. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** How often one person, and one network, may send a form. `sign-in` slows guessing, `costly` is for mail, files and phone calls. */
export type Pace = 'ordinary' | 'sign-in' | 'costly';

/** A form: the act it performs, how the fields become its input, where to go then, and a sentence for each no. */
export interface FormDefinition<A extends Act = Act> {
  readonly act: A;
  /** The act's raw input from what was typed (a promise of it when a file must be read first). Field names equal the paths of the input, so that a mistake finds its field. */
  read(fields: Fields, visit: Visit): unknown;
  /** Where to go when it is done. */
  then(value: ValueOf<A>, visit: Visit, fields: Fields): Then | Promise<Then>;
  /** A sentence for every refusal of the act: a missing one does not compile. The refusal's `about` fills it. */
  readonly refusals: Readonly<Record<CodeOf<A>, PlainKey>>;
  /** Refusals that belong to a field (the first of these names that was sent, else the first): said there and in the summary, as a mistake is. */
  readonly refusedAt?: Readonly<Partial<Record<CodeOf<A>, readonly string[]>>>;
  /** Sentences for mistakes that need their own words, by field name or `field:code` (`about:too_small.string`). */
  readonly mistakes?: Readonly<Record<string, PlainKey>>;
  readonly pace?: Pace;
  /** Fields that are never shown or carried again: a password, a code. */
  readonly secret?: readonly string[];
  /** The most bytes this form may carry; 1 MB unless it says more (uploads do). */
  readonly mostBytes?: number;
}

/**
 * Ties one form of a page to the act it performs.
 * @example form({ act: askForSupport, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '/home' }), refusals: { 'already-waiting': 'intake.refusal.already-waiting' } })
 */
export function form<A extends Act>(definition: FormDefinition<A>): FormDefinition<A> {
  return definition;
}
