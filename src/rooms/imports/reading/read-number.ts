import { nothing, read, readWith, unread } from './problem.ts';
import type { Reading } from './problem.ts';
import { fold } from './words.ts';

/** What the number counts. `year` also understands months, weeks and babies; `month` also understands years. */
export type NumberUnit = 'year' | 'month' | 'hour' | 'person' | null;

const BABY = new Set(['newborn', 'new born', 'baby', 'infant', 'nouveau ne', 'nouveau nee', 'bebe', 'nourrisson']);
const PLAIN = /^-?\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?:[.,]\d+)?$|^-?\d{1,9}(?:[.,]\d+)?$/;
const WITH_UNIT = /^(\d{1,4}(?:[.,]\d+)?)\s*(years?|yrs?|y|ans?|annees?|months?|mos?|mois|weeks?|wks?|semaines?|days?|jours?|hours?|hrs?|h|heures?|people|persons?|personnes?)(?:\s*(?:old|max(?:imum)?|at most|au plus))?$/;
const MOST = /^(?:(?:max(?:imum)?|at most|au plus|up to|jusqu a)\s*)?(\d{1,4})(?:\s*(?:max(?:imum)?|at most|au plus|or less|ou moins))?$/;
const RANGE = /^(\d{1,4})\s*(?:-|–|—|to|a|à|ou|or)\s*(\d{1,4})$/;

/**
 * Reads one number of `unit`. "7 yrs" is 7, "14 months" is 1 (whole years), "newborn" 0. Of a range the smaller is taken and told:
 * for how many people somebody can carry, the careful reading is the lower one. A number inside a sentence is not read.
 */
export function readNumber(cell: string, unit: NumberUnit = null): Reading<number> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 80) return unread('number-unread');
  if (PLAIN.test(text)) return read(Number(text.replace(/[ \u00A0\u202F]/g, '').replace(',', '.')));
  const range = RANGE.exec(text.toLowerCase());
  if (range) return lowerOf(Number(range[1]), Number(range[2]));
  const words = text.toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '').replaceAll('’', "'").replaceAll("jusqu'a", 'jusqu a').trim();
  if (unit === 'year' && BABY.has(fold(text))) return { value: 0, keep: true, problems: [] };
  const most = MOST.exec(words);
  if (most) return { value: Number(most[1]), keep: false, problems: [] };
  const measured = WITH_UNIT.exec(words);
  const value = measured ? inUnit(Number((measured[1] ?? '').replace(',', '.')), measured[2] ?? '', unit) : null;
  if (value !== null) return { value: value.amount, keep: value.rounded, problems: [] };
  return atDiagnosis(words);
}

function lowerOf(from: number, to: number): Reading<number> {
  return readWith(Math.min(from, to), { code: 'number-range', values: { from: Math.min(from, to), to: Math.max(from, to) } });
}

/** Converts where the question's unit is known; null where the two do not go together. */
function inUnit(amount: number, word: string, unit: NumberUnit): { amount: number; rounded: boolean } | null {
  const typed = /^(?:y|an)/.test(word) ? 'year' : word.startsWith('mo') ? 'month' : /^(?:w|s)/.test(word) ? 'week' : /^(?:d|j)/.test(word) ? 'day' : word.startsWith('h') ? 'hour' : 'person';
  if (unit === null || typed === unit) return { amount, rounded: false };
  const days = { year: 365.25, month: 30.4375, week: 7, day: 1, hour: 0, person: 0 };
  if (unit === 'hour' || unit === 'person' || days[typed] === 0) return null;
  return { amount: Math.floor((amount * days[typed]) / days[unit] + 1e-9), rounded: true };
}

/** "5 at diagnosis": the number is plain and the words say when, so it is read and the words are kept. */
function atDiagnosis(words: string): Reading<number> {
  const found = /^(\d{1,3})\s+(?:at diagnosis|when diagnosed|at the time|au diagnostic|au moment du diagnostic|now|today|maintenant|cette annee|this year)$/.exec(words);
  return found ? readWith(Number(found[1]), { code: 'number-with-words', values: {} }) : unread('number-unread');
}
