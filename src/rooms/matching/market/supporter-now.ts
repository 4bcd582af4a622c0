import type { Supporter } from '@companionway/matching';
import type { Standing } from '../../intake/index.ts';
import { type CodedSheet, SAID_YES, type StandingFacts, supporterFrom } from '../values.ts';

/** A supporter's rows as they were read, answers as the database's own JSON text. Plain values: a thread can be handed them. */
export interface SupporterRead {
  readonly facts: StandingFacts;
  readonly coded: string;
  /** Said yes to the code of conduct; a yes to older words is a yes, they are asked again at their next visit (I6). */
  readonly saidYes: boolean;
  readonly standing: Standing;
}

/** A supporter as the engine reads them now, with their standing, and until when nothing of it changes by itself (training lapses, rest or a pause ends). */
export interface SupporterNow {
  readonly supporter: Supporter;
  readonly standing: Standing;
  /** Instant in milliseconds; infinite when nothing changes by itself. */
  readonly until: number;
}

/** Reads the answers. `zone` is the programme's, in which its supporters' hours are; `now` in milliseconds. */
export function supporterNow({ facts, coded, saidYes, standing }: SupporterRead, zone: string, now: number): SupporterNow {
  const supporter = supporterFrom(facts, { ...(JSON.parse(coded) as CodedSheet), ...SAID_YES[saidYes ? 'yes' : 'no'] }, zone);
  return { supporter, standing, until: changesBy(now, [supporter.trainingValidUntil, supporter.restUntil, facts.paused ? standing.pausedUntil?.getTime() : null]) };
}

/** The next of these instants. */
function changesBy(now: number, instants: readonly (number | null | undefined)[]): number {
  return Math.min(...instants.flatMap((one) => (one === null || one === undefined || one < now ? [] : [one])), Number.POSITIVE_INFINITY);
}
