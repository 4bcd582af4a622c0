import type { Assignment } from '../instance/instance.ts';
import type { Move } from './session.ts';

/** Who would move between two answers to the same market, in the order of the seekers: the diff a coordinator sees. */
export function differences(before: Assignment, after: Assignment): Move[] {
  const moves: Move[] = [];
  for (let seeker = 0; seeker < Math.max(before.length, after.length); seeker++) {
    const from = before[seeker] ?? -1;
    const to = after[seeker] ?? -1;
    if (from !== to) moves.push({ seeker, from, to });
  }
  return moves;
}
