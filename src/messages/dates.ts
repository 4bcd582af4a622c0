import { kept } from './kept.ts';
import { isLang, localeOf, type Lang } from './lang.ts';

/** A moment: a `Date`, or a `Temporal.Instant` (native or polyfilled). */
export type Instant = Date | { readonly epochMilliseconds: number };

/**
 * How a date is said (Tuesday 1 December 2026, 5 pm):
 * `day` “Tuesday, December 1” · `weekday` “Tuesday” · `long` “December 1, 2026” · `full` “Tuesday, December 1, 2026” ·
 * `short` “Dec 1” · `month` “December 2026”.
 */
export type DateStyle = 'day' | 'weekday' | 'long' | 'full' | 'short' | 'month';

/** How the two times of day that people call by name are said. */
export interface ClockWords {
  readonly noon: string;
  readonly midnight: string;
}

/** The day of a moment in words, where the person is. `zone` is an IANA name. Throws `RangeError` for a zone nobody knows. */
export function dateIn(lang: Lang, instant: Instant, zone: string, style: DateStyle): string {
  return days(`${lang} ${style} ${dayNumber(instant, zone)}`);
}

/**
 * The time of day of a moment, where the person is: “5 pm”, “5:30 pm”, “noon”; « 17 h », « 17 h 30 », « midi ».
 * Its inner spaces do not break, so an hour never ends a line without its “pm”.
 */
export function timeIn(lang: Lang, instant: Instant, zone: string, words: ClockWords): string {
  const { hour, minute } = clockIn(instant, zone);
  if (minute === 0 && hour === 12) return words.noon;
  if (minute === 0 && hour === 0) return words.midnight;
  const minutes = String(minute).padStart(2, '0');
  if (lang === 'fr') return minute === 0 ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minutes}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute === 0 ? '' : `:${minutes}`}\u00a0${hour < 12 ? 'am' : 'pm'}`;
}

/** The number of the calendar day a moment falls on, where the person is. Two moments of one day have one number; the next day has the next. */
export function dayNumber(instant: Instant, zone: string): number {
  return Math.floor(localMs(instant, zone) / DAY);
}

/** Milliseconds since 1970, from either kind of moment. */
export function msOf(instant: Instant): number {
  return 'epochMilliseconds' in instant ? instant.epochMilliseconds : instant.getTime();
}

/** Intl mixes two no-break spaces; we write one, so that texts compare and every font has it. */
export function tidy(text: string): string {
  return text.replaceAll('\u202f', '\u00a0');
}

/** The hour a clock shows where the person is, 0 to 23. */
export function hourIn(instant: Instant, zone: string): number {
  return clockIn(instant, zone).hour;
}

function clockIn(instant: Instant, zone: string): { hour: number; minute: number } {
  const minutes = Math.floor(localMs(instant, zone) / MINUTE) - dayNumber(instant, zone) * 1440;
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What a clock in the zone shows, as if it were UTC. */
function localMs(instant: Instant, zone: string): number {
  const at = msOf(instant);
  return at + (steadyOffsets(`${zone} ${Math.floor(at / DAY)}`) ?? offsetAt(at, zone));
}

/**
 * How far a zone is from UTC on one day of UTC, in milliseconds; undefined on the two days of a year on which that changes. Asking Intl for it costs as much as
 * a statement to the database, and a page says dozens of moments.
 */
const steadyOffsets = kept((key): number | undefined => {
  const [zone = '', day] = key.split(' ');
  const from = Number(day) * DAY;
  const offset = offsetAt(from, zone);
  return offsetAt(from + DAY - 1, zone) === offset ? offset : undefined;
}, 5_000);

function offsetAt(at: number, zone: string): number {
  const parts = digits(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1000) * 1000;
}

const digits = kept((zone) => new Intl.DateTimeFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23', timeZone: zone }));

/** A calendar day in words: the same wherever it is, so it is said in UTC and kept. */
const days = kept((key) => {
  const [lang, style, day] = key.split(' ');
  if (!isLang(lang)) throw new RangeError(`not a day: ${key}`);
  const parts = dayWriter(`${lang} ${style}`).formatToParts(Number(day) * DAY);
  // The first of the month is said “1er” in French; CLDR writes a bare 1.
  return tidy(parts.map((part) => (lang === 'fr' && part.type === 'day' && part.value === '1' ? '1er' : part.value)).join(''));
}, 5_000);

const dayWriter = kept((key) => {
  const [lang, style] = key.split(' ');
  if (!isLang(lang)) throw new RangeError(`not a formatter: ${key}`);
  return new Intl.DateTimeFormat(localeOf[lang], { ...optionsOf(style), timeZone: 'UTC' });
});

function optionsOf(style: string | undefined): Intl.DateTimeFormatOptions {
  switch (style) {
    case 'day': return { weekday: 'long', day: 'numeric', month: 'long' };
    case 'weekday': return { weekday: 'long' };
    case 'long': return { day: 'numeric', month: 'long', year: 'numeric' };
    case 'short': return { day: 'numeric', month: 'short' };
    case 'month': return { month: 'long', year: 'numeric' };
    default: return { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
  }
}
