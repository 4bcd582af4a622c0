import { addWorkingTime, type Cover, isOpenAt, type Team, type TimeUnit } from '../programmes/index.ts';
import type { PromiseTerm } from '../promises/index.ts';

/** A length of time as the content writes it. */
interface Clock {
  readonly amount: number;
  readonly unit: TimeUnit;
}

/** The clocks of a level: by when somebody answers, when the lead is brought in, when it is looked at again. */
export interface Clocks {
  readonly acknowledge?: Clock | undefined;
  readonly boardAfter?: Clock | undefined;
  readonly review?: Clock | undefined;
}

/** What a level without a clock of its own gets. */
const plainClock: Clock = { amount: 4, unit: 'working-hour' };

/**
 * How soon a concern of a level is answered, as a promise. Minutes and hours run only from the next moment of cover on: at night nobody
 * promises ten minutes that no rota gives (I2, help content “always-no-around-the-clock”).
 */
export function termOf({ acknowledge = plainClock }: Clocks, now: Date, cover: Cover): PromiseTerm {
  const clock = awake(acknowledge, now, cover);
  const half = halfOf(clock);
  return { ...clock, warnAmount: half.amount, warnUnit: half.unit, climbAmount: clock.amount, climbUnit: clock.unit };
}

/** By when a concern of a level is answered if it is raised now. */
export function answeredBy({ acknowledge = plainClock }: Clocks, now: Date, cover: Cover): Date {
  return later(now, awake(acknowledge, now, cover), cover);
}

/** When the lead is brought in if nobody took it: the level's own time, else as long again as the answer may take. */
export function climbsAt(clocks: Clocks, now: Date, cover: Cover): Date {
  const { acknowledge = plainClock, boardAfter } = clocks;
  if (boardAfter !== undefined) return later(now, awake(boardAfter, now, cover), cover);
  return later(later(now, awake(acknowledge, now, cover), cover), acknowledge, cover);
}

/** When a concern that was taken now is looked at again. */
export function reviewedBy({ review = { amount: 7, unit: 'day' } }: Clocks, now: Date, cover: Cover): Date {
  return later(now, review, cover);
}

/** The next moment somebody is there, or undefined when somebody is there now. */
export function nextCover(now: Date, cover: Cover): Date | undefined {
  return isOpenAt(now, cover) ? undefined : addWorkingTime(now, 0, 'working-hour', cover.hours, cover.closedDays, cover.zone);
}

function awake(clock: Clock, now: Date, cover: Cover): Clock {
  if (clock.unit !== 'minute' && clock.unit !== 'hour') return clock;
  const wait = (nextCover(now, cover)?.getTime() ?? now.getTime()) - now.getTime();
  return { amount: Math.ceil(wait / 60_000) + clock.amount * (clock.unit === 'hour' ? 60 : 1), unit: 'minute' };
}

/** Half of a length. Days are counted whole, so half of one is counted in hours. */
function halfOf({ amount, unit }: Clock): Clock {
  if (unit === 'working-day') return { amount: amount * 4, unit: 'working-hour' };
  return unit === 'day' ? { amount: amount * 12, unit: 'hour' } : { amount: amount / 2, unit };
}

function later(from: Date, { amount, unit }: Clock, { hours, closedDays, zone }: Cover): Date {
  return addWorkingTime(from, amount, unit, hours, closedDays, zone);
}

/** Whose a concern is. `alsoFor`: people beside the two on safety duty, brought in because both are kept from it. */
export interface Hands {
  readonly owner: string | null;
  readonly backup: string | null;
  readonly alsoFor: readonly string[];
}

/**
 * Who gets a concern (conflict of interest): the safety lead, then the safety back-up, never anybody kept from it. When neither may, the
 * programme's lead, else an administrator, stands for the board. Whoever raised it comes after the others: nobody answers their own question.
 */
export function handsFor(team: Pick<Team, 'safety' | 'safetyBackup' | 'lead'>, administrators: readonly string[], keptFrom: ReadonlySet<string>, raisedBy: string | null): Hands {
  const free = (person: string | null): person is string => person !== null && !keptFrom.has(person);
  const duty = [...new Set([team.safety, team.safetyBackup].filter(free))];
  if (duty.length > 0) {
    const [owner = null, backup = null] = duty.toSorted((a, b) => Number(a === raisedBy) - Number(b === raisedBy));
    return { owner, backup, alsoFor: [] };
  }
  const board = [team.lead, ...administrators].find(free) ?? null;
  return { owner: board, backup: null, alsoFor: board === null ? [] : [board] };
}

/** How a concern can end. Said to those on safety duty; the raiser reads the words written to them. */
export const outcomes = ['safe-now', 'agreed-next-steps', 'emergency-help', 'passed-on', 'nothing-needed', 'step-taken', 'not-reached'] as const;
/** How a concern ended. */
export type ConcernOutcome = (typeof outcomes)[number];

/** Only what a telephone dials: digits, a leading plus, star and hash, and what people write between them. */
export const dialable = /^\+?[\d*#][\d*#\s().-]{1,30}$/;

/** A number as `tel:` and `sms:` links need it. */
export function dialled(number: string): string {
  return number.replaceAll(/[\s().-]/g, '');
}

/** The level at which people are called by phone, one after the other, until a person answers. */
export const DANGER = 'danger-now';

/** Minutes after which, at that level, the next person on the list is told too while nobody has it. */
export const NEXT_CALL_MINUTES = 10;

/** Hours for which released contact details stay open to the one who asked. */
export const RELEASE_HOURS = 24;

/** Days after which somebody is told that their contact details were released, unless a later day was chosen with a reason. */
export const TELL_DAYS = 7;
