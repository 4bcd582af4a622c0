import type { Pair } from '../instance/restrict.ts';
import { type Asked, NotUnderstood } from './arguments.ts';

const OBJECTIVES = ['lexi', 'worst', 'weight', 'stable'] as const;

/** The objective asked for; number, then total, when none is named. */
export function objectiveAsked({ named }: Asked): (typeof OBJECTIVES)[number] {
  const wanted = named.get('objective') ?? 'lexi', found = OBJECTIVES.find((name) => name === wanted);
  if (!found) throw new NotUnderstood(`--objective is one of ${OBJECTIVES.join(', ')}, not "${wanted}"`);
  return found;
}

/** What was asked of a solve besides its objective. */
export interface Wanted {
  locked: Pair[];
  forbidden: Pair[];
  seed?: number;
}

/** CPU time, user and system, in milliseconds with one decimal. */
export function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return Math.round((user + system) / 100) / 10;
}
