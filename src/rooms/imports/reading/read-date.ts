import { nothing, read, readWith, unread } from './problem.ts';
import type { Reading } from './problem.ts';
import { fold } from './words.ts';

/** A day, or a month of a year, with a time when one was written. Wall-clock: a sheet knows no time zone. */
export interface ReadDate {
  /** 2026-06-07, or 2026-06 when no day was written */
  on: string;
  /** 19:05, or null */
  time: string | null;
}

/** How 6/7/2026 is meant. */
export type DateOrder = 'day-first' | 'month-first';

/** For each way a column writes its dates, what its own values prove. A way that proves nothing is absent. */
export type DateOrders = ReadonlyMap<string, DateOrder>;

const MONTHS = new Map(
  [
    'january jan janvier janv', 'february feb fevrier fev fevr', 'march mar mars', 'april apr avril avr', 'may mai', 'june jun juin',
    'july jul juillet juil', 'august aug aout', 'september sep sept septembre', 'october oct octobre', 'november nov novembre', 'december dec decembre',
  ].flatMap((names, place) => names.split(' ').map((name): [string, number] => [name, place + 1])),
);

const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(.+))?$/;
const TIME = /^(\d{1,2})\s*[:h]\s*(\d{2})?(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?(?:\s*(?:z|utc|gmt|est|edt|pst|pdt|[+-]\d{2}:?\d{2}))*$/i;

/**
 * What a column of dates proves about day and month, for each way of writing apart (a sheet pasted together from two forms has two):
 * one value with a first number over 12 and none with a second over 12 proves the day comes first, and the other way round.
 */
export function dateOrdersOf(cells: readonly string[]): DateOrders {
  const proof = new Map<string, { first: number; second: number }>();
  for (const cell of cells) {
    const found = cell.length > 100 ? null : NUMERIC.exec(cell.trim());
    if (!found) continue;
    const seen = proof.get(shapeOf(cell)) ?? { first: 0, second: 0 };
    if (Number(found[1]) > 12) seen.first += 1;
    if (Number(found[3]) > 12) seen.second += 1;
    proof.set(shapeOf(cell), seen);
  }
  const orders = new Map<string, DateOrder>();
  for (const [shape, { first, second }] of proof) {
    if (first > 0 && second === 0) orders.set(shape, 'day-first');
    if (second > 0 && first === 0) orders.set(shape, 'month-first');
  }
  return orders;
}

/**
 * Reads one date: ISO, numbers in either order, months by name in English and French, spreadsheet serial numbers (1900 system), with or without a time.
 * Where day and month could change places and neither `orders` nor `assume` decides, the value is null and both readings stand in the problem.
 */
export function readDate(cell: string, orders: DateOrders = new Map(), assume: DateOrder | null = null): Reading<ReadDate> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 100) return unread('date-unread');
  if (/^\d{4,5}(?:[.,]\d+)?$/.test(text)) return fromSerial(text);
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:(?:T|,?\s+)(.+))?$/i.exec(text);
  if (iso) return dated(Number(iso[1]), Number(iso[2]), iso[3] === undefined ? null : Number(iso[3]), iso[4]);
  const numeric = NUMERIC.exec(text);
  if (numeric) return fromNumbers(numeric, orders.get(shapeOf(text)) ?? assume);
  return fromWords(text);
}

function fromNumbers(found: RegExpExecArray, order: DateOrder | null): Reading<ReadDate> {
  const [first, second] = [Number(found[1]), Number(found[3])];
  const year = (found[4] ?? '').length === 2 ? 2000 + Number(found[4]) : Number(found[4]);
  if (first > 12 || (order === 'day-first' && second <= 12)) return dated(year, second, first, found[5]);
  if (second > 12 || order === 'month-first' || first === second) return dated(year, first, second, found[5]);
  const [dayFirst, monthFirst] = [dated(year, second, first, found[5]), dated(year, first, second, found[5])];
  if (!dayFirst.value || !monthFirst.value) return unread('date-unread');
  return unread('date-ambiguous', { one: dayFirst.value.on, other: monthFirst.value.on });
}

/** "2 mars 2026", "March 2, 2026", "lundi 2 mars 2026 à 14 h 30", "juin 2026". Any word that is no part of a date leaves it unread. */
function fromWords(text: string): Reading<ReadDate> {
  const clock = /(?:^|\s)(?:à\s*|at\s*)?(\d{1,2}(?::\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\s*h\s*(?:\d{2})?|\s*[ap]\.?m\.?))\s*$/i.exec(text);
  const words = fold(clock ? text.slice(0, clock.index) : text).split(' ').filter((word) => !FILLERS.has(word));
  const months = words.filter((word) => MONTHS.has(word));
  const years = words.filter((word) => /^\d{4}$/.test(word));
  const days = words.filter((word) => /^\d{1,2}(?:st|nd|rd|th|er)?$/.test(word));
  if (months.length !== 1 || years.length !== 1 || days.length > 1 || words.length !== 2 + days.length) return unread('date-unread');
  const day = days[0] === undefined ? null : Number.parseInt(days[0], 10);
  return dated(Number(years[0]), MONTHS.get(months[0] ?? '') ?? 0, day, clock?.[1]);
}

const FILLERS = new Set('monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim le the of de'.split(' '));

/** Day 1 is 1900-01-01 and Excel believes in a 29 February 1900. Only 1984 to 2064 is taken for a date: 2026 alone is a year, not a day in 1905. */
function fromSerial(text: string): Reading<ReadDate> {
  const serial = Number(text.replace(',', '.'));
  if (serial < 30_682 || serial > 60_000) return unread('date-unread');
  const minutes = Math.round((serial % 1) * 1440);
  const on = dayAfter1899(Math.floor(serial));
  return read({ on, time: minutes === 0 ? null : `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}` });
}

/** Days since 1899-12-30 as a calendar day (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days). */
function dayAfter1899(days: number): string {
  const since = days - 25_569 + 719_468;
  const era = Math.floor(since / 146_097);
  const ofEra = since - era * 146_097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return `${year + era * 400 + (month <= 2 ? 1 : 0)}-${two(month)}-${two(day)}`;
}

function dated(year: number, month: number, day: number | null, clock: string | undefined): Reading<ReadDate> {
  if (month < 1 || month > 12 || (day !== null && (day < 1 || day > daysIn(year, month)))) return unread('date-impossible');
  const on = day === null ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`;
  if (year < 1900 || year > 2100) return unread('date-far-off', { year });
  if (clock === undefined || clock.trim() === '') return read({ on, time: null });
  const time = readTime(clock);
  return time === null ? readWith({ on, time: null }, { code: 'date-unread', values: {} }) : read({ on, time });
}

/** A time of day as HH:MM: "3:16 PM", "15 h 30", "18h", "7pm". Seconds and zones are left aside. Null when it is none. */
export function readTime(text: string): string | null {
  const bare = /^(\d{1,2})\s*([ap])\.?m\.?$/i.exec(text.trim());
  const found = bare ? null : TIME.exec(text.trim());
  const hour = Number(bare?.[1] ?? found?.[1] ?? Number.NaN);
  const minute = Number(found?.[2] ?? 0);
  const half = (bare?.[2] ?? found?.[4] ?? '').slice(0, 1).toLowerCase();
  if (Number.isNaN(hour) || minute > 59 || hour > 24 || (hour === 24 && minute > 0) || (half !== '' && (hour > 12 || hour < 1))) return null;
  const whole = half === 'p' ? (hour % 12) + 12 : half === 'a' ? hour % 12 : hour;
  return `${two(whole)}:${two(minute)}`;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** How a value is written, apart from its digits: 6/7/2026 3:16:00 PM and 11/23/2026 1:05:00 PM are one way, 28/07/2026 another. */
function shapeOf(cell: string): string {
  const found = NUMERIC.exec(cell.trim());
  if (!found) return '';
  const clock = found[5] === undefined ? 'day' : /[ap]\.?m/i.test(found[5]) ? 'half-day clock' : 'clock';
  return `${found[2]} ${(found[4] ?? '').length} ${clock}`;
}
