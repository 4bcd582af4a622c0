import { DAY_PARTS, DAY_WORDS, EVERY_DAY, FILLER, PART_WORDS, SAYINGS } from './hour-words.ts';
import type { DayPart } from './hour-words.ts';
import { nothing, unread } from './problem.ts';
import type { CellProblem, Reading } from './problem.ts';
import { readTime } from './read-date.ts';

/** Free time that comes back every week, in the person's own time zone. */
export interface WeeklySlot {
  /** ISO 8601: 1 is Monday, 7 is Sunday */
  day: number;
  /** HH:MM */
  from: string;
  /** HH:MM, later than `from`; 24:00 is midnight at the end of the day */
  to: string;
}

/**
 * Reads free hours in words, in English and French: "weekday evenings; weekends", "soirs de semaine", "Mon-Thu 6-8 pm", "mardi et jeudi après 17 h".
 * Pieces (cut at ; | , and new lines) are read one by one and only whole: "never on Mondays" is not half of "Mondays".
 * What is not read is kept and told.
 */
export function readHours(cell: string): Reading<WeeklySlot[]> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 2_000) return unread('hours-unread', { piece: '' });
  const slots: WeeklySlot[] = [];
  const missed: string[] = [];
  for (const piece of text.split(/[;|\n\r,]+/).map((one) => one.trim()).filter((one) => one !== '')) {
    const found = readPiece(piece);
    if (found) slots.push(...found);
    else missed.push(piece);
  }
  const problems: CellProblem[] = missed.map((piece) => ({ code: 'hours-unread', values: { piece } }));
  return { value: slots.length > 0 ? mergeSlots(slots) : null, keep: missed.length > 0, problems };
}

/** One piece, or null when any word in it stays unknown. */
function readPiece(piece: string): WeeklySlot[] | null {
  const clock = takeClock(plain(piece));
  if (!clock) return null;
  let words = clock.rest;
  for (const [saying, word] of SAYINGS) words = words.replace(saying, word);
  const days = new Set<number>();
  const parts = new Set<DayPart>();
  for (const word of daysInRanges(words, days).split(/[^a-z0-9]+/)) {
    const day = DAY_WORDS.get(word);
    const part = PART_WORDS.get(word);
    if (day) for (const one of day) days.add(one);
    else if (part) parts.add(part);
    else if (word !== '' && !FILLER.has(word)) return null;
  }
  if (days.size === 0 && parts.size === 0 && !clock.span) return null;
  const on = days.size > 0 ? [...days] : EVERY_DAY;
  const spans = clock.span ? [clock.span] : [...(parts.size > 0 ? parts : ['anytime' as const])].flatMap((part): readonly (readonly [string, string])[] => DAY_PARTS[part]);
  return on.flatMap((day) => spans.map(([from, to]) => ({ day, from, to })));
}

/** "mon-thu", "lundi au jeudi": the days between are free too. Returns the words that are left. */
function daysInRanges(words: string, days: Set<number>): string {
  return words.replace(/\b([a-z]+)\s*(?:-|–|to|au|a|through)\s*([a-z]+)\b/g, (whole, first: string, last: string) => {
    const from = DAY_WORDS.get(first);
    const to = DAY_WORDS.get(last);
    if (from?.length !== 1 || to?.length !== 1) return whole;
    for (let day = from[0] ?? 1; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to[0]) return ' ';
    }
  });
}

/** Takes "6-8 pm", "18h à 20h", "after 5pm", "avant 10 h" out of the words. Null when there are digits that are none of these. */
function takeClock(words: string): { rest: string; span: readonly [string, string] | null } | null {
  const one = '(\\d{1,2}(?:[:h]\\d{2}|\\s*h(?:\\s*\\d{2})?(?![a-z]))?\\s*(?:[ap]\\.?m\\.?)?)';
  const range = new RegExp(`(?:\\b(?:from|between|de|entre)\\s+)?${one}\\s*(?:-|–|to|and|until|a|et|jusqu a)\\s*${one}(?![a-z0-9])`).exec(words);
  const open = range ? null : new RegExp(`\\b(after|from|apres|a partir de|des|before|until|avant|jusqu a)\\s+${one}(?![a-z0-9])`).exec(words);
  const found = range ?? open;
  if (!found) return /\d/.test(words.replace(/\b7 (?:days a week|jours sur 7)\b/, '')) ? null : { rest: words, span: null };
  const span = range ? between(range[1] ?? '', range[2] ?? '') : openEnded(open?.[1] ?? '', open?.[2] ?? '');
  const rest = words.replace(found[0], ' ');
  return span && !/\d/.test(rest) ? { rest, span } : null;
}

/** The half of the day written once counts for both: 6-8 pm. 10-2 without any half is left unread. */
function between(first: string, last: string): readonly [string, string] | null {
  const half = /[ap]\.?m\.?$/.exec(last.trim())?.[0] ?? '';
  const to = readTime(last);
  const same = readTime(/[ap]\.?m\.?$|h/.test(first.trim()) ? first : `${bareHour(first)}${half || 'h'}`);
  const from = same !== null && to !== null && same >= to && half !== '' ? readTime(`${bareHour(first)}am`) : same;
  const end = to ?? readTime(`${bareHour(last)}h`);
  return from !== null && end !== null && from < end ? [from, end] : null;
}

function bareHour(clock: string): string {
  return clock.trim().replace(/\s+/g, '');
}

function openEnded(word: string, clock: string): readonly [string, string] | null {
  const at = readTime(clock) ?? readTime(`${bareHour(clock)}h`);
  if (at === null) return null;
  const [dayStart, dayEnd] = DAY_PARTS.anytime[0];
  const early = ['before', 'until', 'avant', 'jusqu a'].includes(word);
  if (early) return dayStart < at ? [dayStart, at] : null;
  return at < dayEnd ? [at, dayEnd] : null;
}

/** Puts slots in order and joins those that touch or overlap on a day. */
function mergeSlots(slots: readonly WeeklySlot[]): WeeklySlot[] {
  const ordered = [...slots].sort((one, other) => one.day - other.day || (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  const merged: WeeklySlot[] = [];
  for (const slot of ordered) {
    const last = merged.at(-1);
    if (last && last.day === slot.day && slot.from <= last.to) last.to = slot.to > last.to ? slot.to : last.to;
    else merged.push({ ...slot });
  }
  return merged;
}

/** Like fold, but keeps the marks that times and ranges need. */
function plain(piece: string): string {
  return piece.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[’'.()]/g, ' ').replace(/\b([ap]) m\b/g, '$1m').replace(/\s+/g, ' ').trim();
}
