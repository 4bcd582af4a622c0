/** How near two people's answers are, criterion by criterion. Whole numbers only; a missing answer is neutral. */
import type { CodeFacts, Criterion } from './criterion.ts';
import { minutesInCommon } from './hours.ts';
import { type Answer, type At, answerOf, type Person, type Seeker, type Supporter } from './person.ts';
import { type Ratio, treeCloseness } from './taxonomy.ts';

/** How near two answers are, whether that is a fit, and what is shared (codes). `neutral` when one of them is missing. */
export interface Closeness extends Ratio {
  readonly kind: 'fits' | 'differs' | 'neutral';
  readonly shared: readonly string[];
}

/** A missing answer: half of the points, so that silence is between a fit and a difference and never counts against anyone. */
export const NEUTRAL: Closeness = { num: 1, den: 2, kind: 'neutral', shared: [] };

/** The two answers a criterion compares: the first question both answered, or one question of each side's when they differ. */
export function comparedAnswers(criterion: Criterion, seeker: Person, supporter: Person): [Answer, Answer] | undefined {
  for (const question of criterion.questions) {
    const mine = answerOf(seeker, question), theirs = answerOf(supporter, question);
    if (mine !== undefined && theirs !== undefined) return [mine, theirs];
  }
  const [asked, offered] = criterion.questions;
  if (asked === undefined || offered === undefined || criterion.questions.length !== 2) return undefined;
  const mine = answerOf(seeker, asked), theirs = answerOf(supporter, offered);
  return mine !== undefined && theirs !== undefined ? [mine, theirs] : undefined;
}

/** The codes of an answer that commit to something, each once. */
export function codesOf(answer: Answer | undefined, criterion: Criterion): readonly string[] {
  if (!Array.isArray(answer)) return [];
  const list = answer as readonly string[], { codes } = criterion;
  return list.filter((code, i) => list.indexOf(code) === i && codes?.[code]?.open !== true);
}

/** The soft closeness of one pair under one criterion. `wish` is not here: it has no closeness unless somebody asked (wishes.ts). */
export function closeness(criterion: Criterion, seeker: Seeker, supporter: Supporter, at: At, weeks?: number): Closeness {
  if (criterion.method === 'load') return roomLeft(supporter);
  if (criterion.method === 'idle') return idleFor(supporter, at);
  if (criterion.questions.includes('times')) return timeCloseness(criterion, seeker, supporter, at, weeks);
  const pair = comparedAnswers(criterion, seeker, supporter);
  return pair === undefined ? NEUTRAL : answersCloseness(criterion, pair[0], pair[1], at);
}

/** The closeness of two given answers. */
function answersCloseness(criterion: Criterion, mine: Answer, theirs: Answer, at: At): Closeness {
  if (criterion.method === 'nearest') return nearest(criterion, mine, theirs);
  if (criterion.method === 'ahead') return ahead(criterion, mine, theirs, at);
  const a = codesOf(mine, criterion), b = codesOf(theirs, criterion);
  if (a.length === 0 || b.length === 0) return NEUTRAL;
  if (criterion.method === 'tree') return nearestInTree(criterion, a, b);
  return criterion.method === 'same' ? same(a, b) : overlap(a, b, criterion.codes);
}

function judged(num: number, den: number, fits: boolean, shared: readonly string[] = []): Closeness {
  return { num, den, kind: fits ? 'fits' : 'differs', shared };
}

function same(a: readonly string[], b: readonly string[]): Closeness {
  const shared = a.filter((code) => b.includes(code));
  return judged(shared.length > 0 ? 1 : 0, 1, shared.length > 0, shared);
}

/**
 * The share of what the seeker named that the supporter named too. Where a supporter's codes answer the seeker's
 * (hopes), the mean of both shares: what the supporter hopes for counts as much (P9).
 */
function overlap(a: readonly string[], b: readonly string[], codes: Criterion['codes']): Closeness {
  const reach = (code: string): readonly string[] => codes?.[code]?.answers ?? [code];
  const met = a.filter((mine) => b.some((theirs) => reach(theirs).includes(mine)));
  if (!b.some((theirs) => codes?.[theirs]?.answers)) return judged(met.length, a.length, met.length > 0, met);
  const meets = b.filter((theirs) => reach(theirs).some((mine) => a.includes(mine)));
  return judged(met.length * b.length + meets.length * a.length, 2 * a.length * b.length, met.length > 0, met);
}

/** The nearest pair of places in the tree. A fit when they are the same kind or have their next wider kind in common. */
function nearestInTree(criterion: Criterion, a: readonly string[], b: readonly string[]): Closeness {
  let best: Ratio = { num: 0, den: 1 }, known = '';
  for (const mine of a) for (const theirs of b) {
    const r = treeCloseness(mine, theirs, criterion.codes);
    if (r.num * best.den > best.num * r.den) { best = r; known = theirs; }
  }
  const fits = 2 * best.num >= best.den;
  return judged(best.num, best.den, fits, fits ? [known] : []);
}

const DEFAULT_SCALE = 10;

/** Falls in a straight line to nothing at twice the scale; up to one scale apart is a fit. */
function nearest(criterion: Criterion, mine: Answer, theirs: Answer): Closeness {
  const a = numberOf(mine, criterion.codes), b = numberOf(theirs, criterion.codes);
  if (a === undefined || b === undefined) return NEUTRAL;
  const scale = criterion.scaleYears ?? DEFAULT_SCALE, apart = Math.abs(a - b);
  return judged(Math.max(0, 2 * scale - apart), 2 * scale, apart <= scale);
}

/** The number an answer gives or its choice stands for. */
export function numberOf(answer: Answer | undefined, codes: Criterion['codes']): number | undefined {
  if (typeof answer === 'number') return Number.isFinite(answer) ? answer : undefined;
  if (!Array.isArray(answer)) return undefined;
  const [code] = answer as readonly string[];
  return code === undefined ? undefined : factsOf(code, codes)?.value;
}

function factsOf(code: string, codes: Criterion['codes']): CodeFacts | undefined {
  const facts = codes?.[code];
  return facts?.open ? undefined : facts;
}

/** A step or two ahead is best (5/5), much further is a little less near (4/5), the same place 2/5, earlier nothing. */
function ahead(criterion: Criterion, mine: Answer, theirs: Answer, at: At): Closeness {
  const gap = leadOf(criterion, mine, theirs, at);
  if (gap === undefined) return NEUTRAL;
  const fifths = gap > 2 ? 4 : gap > 0 ? 5 : gap === 0 ? 2 : 0;
  return judged(typeof mine === 'object' && 'on' in mine ? (gap > 0 ? 5 : fifths) : fifths, 5, gap > 0);
}

/** How far ahead of the seeker the supporter is: places on a road, or months for days. Undefined when either did not say. */
export function leadOf(criterion: Criterion, mine: Answer, theirs: Answer, at: At): number | undefined {
  const a = placeOf(criterion, mine, at), b = placeOf(criterion, theirs, at);
  return a === undefined || b === undefined ? undefined : b - a;
}

function placeOf(criterion: Criterion, answer: Answer, at: At): number | undefined {
  if (typeof answer === 'number') return Number.isFinite(answer) ? answer : undefined;
  if (!Array.isArray(answer)) return monthsBetween((answer as { on: number }).on, at.now);
  const [code] = answer as readonly string[];
  return code === undefined ? undefined : factsOf(code, criterion.codes)?.order;
}

/** Whole calendar months (UTC) from one instant to a later one; negative when it is earlier. */
export function monthsBetween(from: number, to: number): number {
  const a = new Date(from), b = new Date(to);
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return b.getUTCDate() < a.getUTCDate() ? months - 1 : months;
}

/** Full points from four times the programme's minimum of time in common (four hours by default). */
function timeCloseness(criterion: Criterion, seeker: Seeker, supporter: Supporter, at: At, weeks?: number): Closeness {
  if (!seeker.hours || !supporter.hours) return NEUTRAL;
  const minutes = minutesInCommon(seeker.hours, supporter.hours, at, weeks), least = criterion.minimumMinutes ?? 60;
  return judged(Math.min(minutes, 4 * least), 4 * least, minutes >= least);
}

function roomLeft(supporter: Supporter): Closeness {
  if (supporter.capacity <= 0) return judged(0, 1, false);
  const left = Math.max(0, supporter.capacity - supporter.load);
  return judged(left, supporter.capacity, 2 * left >= supporter.capacity);
}

/** Grows day by day to the full points after ninety days without anyone new: rarely chosen supporters leave. */
function idleFor(supporter: Supporter, at: At): Closeness {
  if (supporter.idleSince === undefined) return NEUTRAL;
  const days = Math.min(90, Math.max(0, Math.floor((at.now - supporter.idleSince) / 86_400_000)));
  return judged(days, 90, days >= 30);
}
