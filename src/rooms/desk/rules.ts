import { DAY_PARTS, type DayPart, partsCovered, type Slot } from '../intake/index.ts';

/** What a coordinator does next about a promise. */
export type NextStep = 'call' | 'write' | 'find-someone' | 'read-application' | 'answer-letter' | 'open';

/** The next step for a promise. Somebody without e-mail is called. */
export function nextStep(kind: string, phoneOnly: boolean): NextStep {
  switch (kind) {
    case 'first-answer': return phoneOnly ? 'call' : 'write';
    case 'match': return 'find-someone';
    case 'application-answer': return 'read-application';
    case 'letter-answer': return phoneOnly ? 'call' : 'answer-letter';
    default: return 'open';
  }
}

/** Why the programme should look after a supporter (J6). */
export type Carrying = 'full' | 'long-without-rest' | 'asked-for-pause' | 'silence';

/** After so many days of accompanying people without a day between, somebody should ask how it is. */
export const LONG_DAYS = 180;
/** How far Today looks: ahead to an introduction that ends and training that lapses; back to a check-in that was shared, and to two yeses without an agreement since. Days. */
export const AHEAD = { introduction: 2, training: 30, shared: 14, agreement: 7 } as const;
/** Counting stops here: more than this is “many”. */
export const MOST_COUNTED = 100;

/** The parts of the day somebody is free on any day, when it is not nearly all of them: `evening`. Empty when nothing useful can be said. */
export function partsOf(slots: readonly Slot[]): readonly DayPart[] {
  const covered = partsCovered(slots);
  const parts = (Object.keys(DAY_PARTS) as DayPart[]).filter((part) => covered.some((one) => one.endsWith(`-${part}`)));
  return parts.length > 2 ? [] : parts;
}
