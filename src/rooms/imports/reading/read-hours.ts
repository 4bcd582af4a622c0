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
 * What people mean by the parts of a day, on the careful side: a slot that is too short costs a question, one that is too long a broken promise.
 * The coordinator sees these beside the preview. Nights are kept as two pieces of the same day.
 */
export const DAY_PARTS = {
  morning: [['09:00', '12:00']],
  noon: [['12:00', '13:00']],
  afternoon: [['13:00', '17:00']],
  evening: [['18:00', '21:00']],
  night: [['00:00', '06:00'], ['22:00', '24:00']],
  daytime: [['09:00', '17:00']],
  anytime: [['09:00', '21:00']],
} as const satisfies Record<string, readonly (readonly [string, string])[]>;

type DayPart = keyof typeof DAY_PARTS;

const WEEKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 7];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const DAY_WORDS = new Map<string, readonly number[]>(
  Object.entries({
    'monday mondays mon lundi lundis lun': [1],
    'tuesday tuesdays tue tues mardi mardis mar': [2],
    'wednesday wednesdays wed mercredi mercredis mer': [3],
    'thursday thursdays thu thur thurs jeudi jeudis jeu': [4],
    'friday fridays fri vendredi vendredis ven': [5],
    'saturday saturdays sat samedi samedis sam': [6],
    'sunday sundays sun dimanche dimanches dim': [7],
    'weekday weekdays semaine': WEEKDAYS,
    'weekend weekends': WEEKEND,
    'everyday daily quotidiennement': EVERY_DAY,
  }).flatMap(([words, days]) => words.split(' ').map((word): [string, readonly number[]] => [word, days])),
);

const PART_WORDS = new Map<string, DayPart>(
  Object.entries({
    morning: 'morning mornings matin matins matinee matinees am',
    noon: 'noon midi midis lunchtime lunch',
    afternoon: 'afternoon afternoons aprem apresmidi pm',
    evening: 'evening evenings soir soirs soiree soirees',
    night: 'night nights nuit nuits overnight',
    daytime: 'daytime journee journees jour',
    anytime: 'anytime toujours',
  } satisfies Record<DayPart, string>).flatMap(([part, words]) => words.split(' ').map((word): [string, DayPart] => [word, isPart(part) ? part : 'anytime'])),
);

/** Sayings of several words, turned into one known word first. */
const SAYINGS: readonly [RegExp, string][] = [
  [/\b(?:any ?time|whenever|n importe quand|en tout temps|a tout moment|tout le temps|flexible|always|jour et nuit)\b/g, 'anytime'],
  [/\b(?:week[ -]?ends?|fins? de semaines?)\b/g, 'weekend'],
  [/\bweek[ -]?nights?\b/g, 'weekday evening'],
  [/\b(?:week[ -]?days?|jours? de semaine|en semaine|la semaine|de semaine|during the week|pendant la semaine)\b/g, 'weekday'],
  [/\b(?:every ?day|all days|tous les jours|chaque jour|7 days a week|7 jours sur 7|any day)\b/g, 'everyday'],
  [/\b(?:apres midis?|apres-midis?)\b/g, 'afternoon'],
  [/\b(?:all day|toute la journee|during the day|pendant la journee|le jour|de jour)\b/g, 'daytime'],
  [/\b(?:after work|apres le travail)\b/g, 'evening'],
];

const FILLER = new Set('on in the at and or et ou le la les l du de des en every chaque mostly usually best is are i am free available disponible dispo only most all tous toutes plutot surtout during pendant'.split(' '));

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
export function mergeSlots(slots: readonly WeeklySlot[]): WeeklySlot[] {
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

function isPart(word: string): word is DayPart {
  return word in DAY_PARTS;
}
