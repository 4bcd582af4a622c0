import type { DateStyle, Instant } from './dates.ts';
import type { Messages } from './keys.ts';
import type { Lang } from './lang.ts';
import type { Tag } from './tag.ts';

/** The name of a sentence: room, dot, rest. */
export type MessageKey = keyof Messages & string;

/** A sentence with a tag in it (`<link>…</link>`): only `t.rich` can say it. */
export type RichKey = { [K in MessageKey]: Tag extends Messages[K][keyof Messages[K]] ? K : never }[MessageKey];

/** A sentence that becomes plain text. */
export type PlainKey = Exclude<MessageKey, RichKey>;

/** A sentence that needs nothing: what a table from refusals or states to sentences holds. */
export type BareKey = { [K in MessageKey]: keyof Messages[K] extends never ? K : never }[MessageKey];

/** What a sentence needs, as the rest of an argument list: nothing at all, or one object. One of several keys needs the arguments of all. */
export type ArgumentsOf<K extends PlainKey> = [K] extends [BareKey] ? [] : [args: Both<Messages[K]>];

/** What a rich sentence needs: its arguments (words, or something already made for the page), and a function for every tag. */
export type RichArgumentsOf<K extends MessageKey, T> = [K] extends [BareKey] ? [] : [args: Both<RichOf<Messages[K], T>>];

/** The lengths of time we say in words. Working hours and days are those of the programme (P6). */
export type LengthUnit = 'minute' | 'hour' | 'working-hour' | 'day' | 'working-day' | 'week' | 'month';

/** Everything a page needs to speak one language. `zone` is always the reader's own time zone, an IANA name. */
export interface Speak {
  /** A sentence in words. */
  <K extends PlainKey>(key: K, ...args: ArgumentsOf<K>): string;
  /** A sentence with tags or page pieces inside: pieces in reading order, ready to be children of an element. */
  rich<K extends MessageKey, T>(key: K, ...args: RichArgumentsOf<K, T>): (string | T)[];
  /** The language spoken. */
  readonly lang: Lang;
  /** Its locale (BCP 47), for the `lang` attribute and for Intl. */
  readonly locale: string;
  /** “a, b and c”, or with `or` “a, b or c”. An empty list is an empty text. */
  list(items: Iterable<string>, kind?: 'and' | 'or'): string;
  /** A day in words. */
  date(instant: Instant, zone: string, style?: DateStyle): string;
  /** A time of day: “5 pm”, « 17 h ». */
  time(instant: Instant, zone: string): string;
  /** A day and a time: “Tuesday, December 1 at 5 pm”; with `now`, “today at 5 pm”, or “Friday at 5 pm” within a week, or with the year when it is another. */
  moment(instant: Instant, zone: string, now?: Instant): string;
  /** From one moment to another: “Tuesday, December 1, 5 pm to 6 pm”, or days only when it passes midnight: “Friday, December 4 to Monday, December 7”. */
  span(from: Instant, to: Instant, zone: string): string;
  /** A length of time: “2 working days”. */
  lasting(amount: number, unit: LengthUnit): string;
  /** How far a moment is from now, in the largest unit that fits: “in 3 hours”, “2 days ago”. */
  away(instant: Instant, now: Instant): string;
  /** A number in digits; `percent` takes a part of one (0.94 is “94%”, « 94 % »). */
  number(value: number, style?: 'plain' | 'percent'): string;
}

type Both<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type RichOf<M, T> = M extends unknown ? { [A in keyof M]: M[A] extends Tag ? (words: (string | T)[]) => T : string extends M[A] ? M[A] | T : M[A] } : never;
