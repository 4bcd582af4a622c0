/**
 * How an act can end. An expected "no" is a value with a name, never an exception; only faults are thrown.
 */

/** The act happened; `value` is what the page that asked needs next. */
export interface Done<V> {
  readonly kind: 'done';
  readonly value: V;
  /** What the trail says instead of `done`; never part of what the asker gets. */
  readonly noted?: string;
}

/** An expected no. `code` is kebab-case and has a sentence in the catalogue; `about` fills that sentence. */
export interface Refused<C extends string> {
  readonly kind: 'refused';
  readonly code: C;
  readonly about?: Readonly<Record<string, string | number>>;
}

/** One thing to mend in what was typed. `path` is the field; `message` a message key or empty; `code` the reason. */
export interface Mistake {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** What was typed cannot be read yet. Nothing was changed; the words are kept by the page. */
interface Mistaken {
  readonly kind: 'mistaken';
  readonly mistakes: readonly Mistake[];
}

/** Not there, or not yours: the two look the same (docs/promises.md). */
interface Missing {
  readonly kind: 'absent';
}

/** Every way an act can end but a fault. */
export type Outcome<V, C extends string> = Done<V> | Refused<C> | Mistaken | Missing;

/**
 * The act happened.
 * @param noted what the trail says instead of `done`: a wrong password is an answer and no refusal, since all answers must look alike, and still no sign-in
 * (ASVS 16.3.1). One short word, never anything typed.
 */
export function done<V>(value: V, noted?: string): Done<V>;
export function done(): Done<undefined>;
export function done(value?: unknown, noted?: string): Done<unknown> {
  return noted === undefined ? { kind: 'done', value } : { kind: 'done', value, noted };
}

/** An expected no: rolls the act back. */
export function refused<const C extends string>(code: C, about?: Readonly<Record<string, string | number>>): Refused<C> {
  return about === undefined ? { kind: 'refused', code } : { kind: 'refused', code, about };
}

/** Thrown by views and by look-ups inside acts when a thing is not there or not for this person. */
export class Absent extends Error {
  constructor() {
    super('absent');
    this.name = 'Absent';
  }
}

/** Ends a look-up: what is missing and what is forbidden look the same. */
export function absent(): never {
  throw new Absent();
}

/** Gives back the value, or ends as absent when there is none. */
export function present<V>(value: V | null | undefined): V {
  if (value === null || value === undefined) throw new Absent();
  return value;
}
