/**
 * Hours in common across time zones and daylight saving.
 *
 * A week is 672 quarters of an hour in a person's own local time: 21 words of 32 bits. A window counts for the
 * quarters it covers whole. All offsets in use today are whole quarters, so moving a week into another zone is a
 * rotation. Two people have in common the least number of minutes that any of the coming weeks would give them, so a
 * pair that fits today and no longer fits after the clocks change is seen before it begins.
 */
import type { At, WeeklyHours, WeeklyWindow } from './person.ts';

/** Quarters of an hour in a week. */
const QUARTERS = 7 * 24 * 4;
/** 32-bit words of a week's mask. */
export const WEEK_WORDS = QUARTERS / 32;
/** How many weeks ahead are looked at unless the caller says otherwise. */
export const COMING_WEEKS = 8;

const DAY_MINUTES = 24 * 60;
const WEEK_MS = 7 * DAY_MINUTES * 60_000;

/** Thrown for a time zone this runtime does not know or a window that is not a time of the week. */
export class HoursError extends Error {
  override name = 'HoursError';
}

/** The week as a bit mask in local time, one bit per quarter from Monday 00:00. Throws HoursError on an impossible window. */
export function weekMask(windows: readonly WeeklyWindow[]): Uint32Array {
  const mask = new Uint32Array(WEEK_WORDS);
  for (const w of windows) {
    if (!isWindow(w)) throw new HoursError(`not a time of the week: day ${w.day}, ${w.from} to ${w.to}`);
    const start = (w.day - 1) * DAY_MINUTES;
    const first = Math.ceil((start + w.from) / 15);
    const end = Math.floor((start + w.to + (w.to <= w.from ? DAY_MINUTES : 0)) / 15);
    for (let q = first; q < end; q++) setBit(mask, q % QUARTERS);
  }
  return mask;
}

function isWindow(w: WeeklyWindow): boolean {
  const minute = (m: number) => m >= 0 && m <= DAY_MINUTES;
  return Number.isInteger(w.day) && w.day >= 1 && w.day <= 7 && minute(w.from) && minute(w.to);
}

function setBit(mask: Uint32Array, q: number): void {
  mask[q >> 5] |= 1 << (q & 31);
}

/** The same week seen from a place whose clock is `quarters` ahead: bit q of the result is bit q - quarters of the mask. Writes into `out`. */
export function rotateWeek(mask: Uint32Array, quarters: number, out: Uint32Array = new Uint32Array(WEEK_WORDS)): Uint32Array {
  const by = ((quarters % QUARTERS) + QUARTERS) % QUARTERS, bits = by & 31;
  let to = by >> 5, below = mask[WEEK_WORDS - 1];
  for (let x = 0; x < WEEK_WORDS; x++) {
    const word = mask[x];
    out[to] = bits === 0 ? word : (word << bits) | (below >>> (32 - bits));
    below = word;
    to = to + 1 === WEEK_WORDS ? 0 : to + 1;
  }
  return out;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const leadsKnown = new Map<string, readonly number[]>();

/** Minutes that a zone's clock is ahead of UTC at an instant. Throws HoursError for a zone the runtime does not know. */
export function offsetMinutes(zone: string, instant: number): number {
  const key = `${zone} ${instant}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const found = readOffset(formatOf(zone), instant);
  if (offsets.size > 20_000) offsets.clear();
  offsets.set(key, found);
  return found;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    throw new HoursError(`unknown time zone: ${zone}`);
  }
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const name = format.formatToParts(instant).find((p) => p.type === 'timeZoneName')?.value ?? '';
  const m = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  return m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) : 0;
}

/** By how many quarters the second zone's clock is ahead of the first's: each different answer of the coming weeks, once. */
export function leadsBetween(from: string, to: string, at: At, weeks: number = COMING_WEEKS): readonly number[] {
  const key = `${from} ${to} ${at.now} ${weeks}`, known = leadsKnown.get(key);
  if (known) return known;
  const leads = new Set<number>();
  for (let k = 0; k < Math.max(1, weeks); k++) {
    const instant = at.now + k * WEEK_MS;
    leads.add(Math.round((offsetMinutes(to, instant) - offsetMinutes(from, instant)) / 15));
  }
  if (leadsKnown.size > 20_000) leadsKnown.clear();
  leadsKnown.set(key, [...leads]);
  return [...leads];
}

/** Bits set in a 32-bit word. */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** People are values: hours that were looked at once are taken as unchanging. */
const masks = new WeakMap<WeeklyHours, Uint32Array>();

function maskOf(hours: WeeklyHours): Uint32Array {
  const mask = masks.get(hours) ?? weekMask(hours.windows);
  masks.set(hours, mask);
  return mask;
}

/** Minutes a week that two people have in common in the leanest of the coming weeks. */
export function minutesInCommon(a: WeeklyHours, b: WeeklyHours, at: At, weeks?: number): number {
  const mine = maskOf(a), theirs = maskOf(b);
  let least = QUARTERS;
  for (const lead of leadsBetween(b.zone, a.zone, at, weeks)) {
    const seen = lead === 0 ? theirs : rotateWeek(theirs, lead);
    let quarters = 0;
    for (let x = 0; x < WEEK_WORDS; x++) quarters += popcount(mine[x] & seen[x]);
    least = Math.min(least, quarters);
  }
  return least * 15;
}

/** The same, and when: the times that hold in all the coming weeks, in the first one's own time. */
export function timeInCommon(a: WeeklyHours, b: WeeklyHours, at: At, weeks?: number): { minutes: number; windows: WeeklyWindow[] } {
  let always = maskOf(a);
  for (const lead of leadsBetween(b.zone, a.zone, at, weeks)) {
    const seen = rotateWeek(maskOf(b), lead);
    always = always.map((w, x) => w & seen[x]);
  }
  return { minutes: minutesInCommon(a, b, at, weeks), windows: windowsOf(always) };
}

/** A mask as windows, each within one day, in order from Monday. */
export function windowsOf(mask: Uint32Array): WeeklyWindow[] {
  const out: WeeklyWindow[] = [];
  for (let day = 1; day <= 7; day++) {
    let from = -1;
    for (let q = 0; q <= 96; q++) {
      const slot = (day - 1) * 96 + q, on = q < 96 && ((mask[slot >> 5] >>> (slot & 31)) & 1) === 1;
      if (on && from < 0) from = q;
      if (!on && from >= 0) { out.push({ day, from: from * 15, to: q * 15 }); from = -1; }
    }
  }
  return out;
}
