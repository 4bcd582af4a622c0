import { addWorkingTime, type Cover, hasCover, intoCover, lastOpenMoment, takeWorkingTime, type TimeUnit } from '../programmes/index.ts';

/** How soon something is promised, how long before that its owner is reminded, and how long after it the lead is told. */
export interface PromiseTerm {
  readonly amount: number;
  readonly unit: TimeUnit;
  readonly warnAmount: number;
  readonly warnUnit: TimeUnit;
  readonly climbAmount: number;
  readonly climbUnit: TimeUnit;
}

/** The three moments of a promise: remind the owner, hand over to the back-up, tell the lead. Always in this order. */
export interface PromiseTimes {
  readonly warnAt: Date;
  readonly dueAt: Date;
  readonly climbAt: Date;
}

/**
 * The moments of a promise made now (P6).
 * One that is counted in days falls due while somebody is there to keep it, and not before somebody was there for an hour: a day off in between counts,
 * one at the end does not, and nothing falls due at night.
 * A reminder that would come before the promise was made comes half way instead; one that would come when nobody is there comes at the
 * last moment of cover before it, if there is one since the promise was made: a reminder at night reminds nobody.
 */
export function promiseTimes(term: PromiseTerm, madeAt: Date, { hours, closedDays, zone }: Cover): PromiseTimes {
  const counted = addWorkingTime(madeAt, term.amount, term.unit, hours, closedDays, zone);
  const dueAt = term.unit === 'day' ? whileSomebodyIsThere(counted, madeAt, { hours, closedDays, zone }) : counted;
  const wished = takeWorkingTime(dueAt, term.warnAmount, term.warnUnit, hours, closedDays, zone);
  const possible = wished > madeAt ? wished : new Date((madeAt.getTime() + dueAt.getTime()) / 2);
  const warnAt = lastOpenMoment(possible, madeAt, { hours, closedDays, zone }) ?? possible;
  return { warnAt, dueAt, climbAt: addWorkingTime(dueAt, term.climbAmount, term.climbUnit, hours, closedDays, zone) };
}

function whileSomebodyIsThere(counted: Date, madeAt: Date, cover: Cover): Date {
  const least = hasCover(cover.hours) ? addWorkingTime(madeAt, 1, 'working-hour', cover.hours, cover.closedDays, cover.zone) : counted;
  const due = intoCover(counted, madeAt, cover);
  return due > least ? due : least;
}

/** How a promise stands. */
export type PromiseState = 'in-time' | 'due-soon' | 'late' | 'kept' | 'kept-late' | 'withdrawn';

/** What decides how a promise stands. */
export interface PromiseMarks {
  readonly warnAt: Date;
  readonly dueAt: Date;
  readonly keptAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** How a promise stands now. Kept at the very moment it is due is kept in time. */
export function stateOf({ warnAt, dueAt, keptAt, withdrawnAt }: PromiseMarks, now: Date): PromiseState {
  if (keptAt !== null) return keptAt <= dueAt ? 'kept' : 'kept-late';
  if (withdrawnAt !== null) return 'withdrawn';
  if (now > dueAt) return 'late';
  return now >= warnAt ? 'due-soon' : 'in-time';
}

/** A length to say: whole hours up to two days, whole days from there. Always rounded up. */
export interface Length {
  readonly amount: number;
  readonly unit: 'hour' | 'day';
}

/**
 * What may be said in public about a promise, as it was really kept.
 * `nobody-yet`: nothing fell due in that time. `few`: fewer than five, so no figures; `allInTime` says whether each was kept in time.
 * `most`: more than half of them were answered within this length; absent when not even half were answered.
 */
export type KeptShare =
  | { readonly kind: 'nobody-yet'; readonly lateNow: number }
  | { readonly kind: 'few'; readonly allInTime: boolean; readonly lateNow: number }
  | { readonly kind: 'measured'; readonly kept: number; readonly due: number; readonly most?: Length; readonly lateNow: number };

/** How far back the measured share looks. */
export const measuredDays = 90;
/** Below this many, figures say more about single people than about the programme. */
const fewestForFigures = 5;

/**
 * What was counted. `due`: promises made in the last 90 days that were kept or have fallen due; one withdrawn after it had fallen due counts
 * as not kept (being left waiting does not stop counting when somebody gives up), one withdrawn in time was never owed. `kept`: those kept in
 * time. `lateNow`: everybody who waits past their date now, however long ago they asked. `middleMs`: how long the one in the middle took,
 * the unanswered counting as for ever; absent when that one is unanswered.
 */
export interface KeptCounts {
  readonly due: number;
  readonly kept: number;
  readonly lateNow: number;
  readonly middleMs?: number | undefined;
}

/** What may be said about the counts (A1: as measured, never as typed). */
export function keptShareFrom({ due, kept, lateNow, middleMs }: KeptCounts): KeptShare {
  if (due === 0) return { kind: 'nobody-yet', lateNow };
  if (due < fewestForFigures) return { kind: 'few', allInTime: kept === due, lateNow };
  return { kind: 'measured', kept, due, lateNow, ...(middleMs !== undefined && { most: lengthOf(middleMs) }) };
}

function lengthOf(milliseconds: number): Length {
  const hours = Math.max(1, Math.ceil(milliseconds / HOUR));
  return hours <= 48 ? { amount: hours, unit: 'hour' } : { amount: Math.ceil(milliseconds / DAY), unit: 'day' };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
