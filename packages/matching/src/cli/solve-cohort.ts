import type { Market } from '../instance/instance.ts';
import { drawnOrder } from '../instance/lots.ts';
import { refuse } from '../instance/refused.ts';
import { type Pair, positionOf } from '../instance/restrict.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { type CohortObjective, proposeCohort } from '../solve/cohort.ts';
import { milliseconds, type Wanted } from './wanted.ts';

/** A cohort in which seekers may have several supporters, as the pairs that are made and a line that says how good they are. */
export interface CohortResult {
  pairs: Pair[];
  line: Record<string, unknown>;
}

/** Solves a market with `seekerCapacity`: locked pairs stay and use up a place on both sides, forbidden pairs are left out. With a seed, equal answers fall by lot. */
export function cohortResult(market: Market, objective: CohortObjective | 'stable', { locked, forbidden, seed }: Wanted): CohortResult {
  if (objective === 'stable') refuse('contradiction', 'stable matching is for seekers with one place each, and this file has a seekerCapacity above 1; use --objective lexi, worst or weight');
  const { open, kept } = withoutFixed(market, locked, forbidden), from = process.cpuUsage();
  const drawn = seed === undefined ? undefined : drawnOrder(open, seed), solved = drawn?.market ?? open;
  const cohort = proposeCohort(solved, objective), cpu = milliseconds(process.cpuUsage(from));
  const made = pairsOfChosen(solved, cohort.chosen), own = drawn ? made.map(({ seeker, supporter }) => ({ seeker: drawn.seekerAt[seeker], supporter: drawn.supporterAt[supporter] })) : made;
  const pairs = [...locked, ...own.sort((a, b) => a.seeker - b.seeker || a.supporter - b.supporter)], scores = locked.map((pair) => market.weight[positionOf(market, pair)]);
  const worst = Math.min(cohort.worst ?? Infinity, ...scores);
  return {
    pairs,
    line: {
      matched: cohort.matched + locked.length, total: scores.reduce((sum, score) => sum + score, cohort.total), worst: worst === Infinity ? null : worst, blocking: null,
      seekers_served: new Set(pairs.map((pair) => pair.seeker)).size, certificate: { proved: true, violations: 0, pairs_checked: kept }, cpu_ms: cpu,
    },
  };
}

/** The pairs of a cohort, in the order of the rows. */
export function pairsOfChosen({ seekers, rowPtr, col }: Market, chosen: Uint8Array): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < seekers; i++) for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) if (chosen[e] === 1) pairs.push({ seeker: i, supporter: col[e] });
  return pairs;
}

function withoutFixed(market: Market, locked: readonly Pair[], forbidden: readonly Pair[]): { open: Market; kept: number } {
  const flags = new Uint8Array(market.col.length).fill(1), capacity = market.capacity.slice(), seekerCapacity = market.seekerCapacity?.slice() ?? new Int32Array(market.seekers).fill(1);
  for (const pair of forbidden) {
    const at = positionOf(market, pair);
    if (at >= 0) flags[at] = 0;
    else if (pair.seeker >= market.seekers || pair.supporter >= market.supporters) refuse('out-of-range', `forbidden pair ${pair.seeker}:${pair.supporter} names somebody who is not in the instance`);
  }
  for (const pair of locked) {
    const name = `${pair.seeker}:${pair.supporter}`, at = positionOf(market, pair);
    if (at < 0) refuse('contradiction', `locked pair ${name} is not a possible pair`);
    if (flags[at] === 0) refuse('contradiction', `pair ${name} is locked twice, or both locked and forbidden`);
    if (capacity[pair.supporter]-- === 0) refuse('contradiction', `supporter ${pair.supporter} has more locked pairs than places`);
    if (seekerCapacity[pair.seeker]-- === 0) refuse('contradiction', `seeker ${pair.seeker} has more locked pairs than places`);
    flags[at] = 0;
  }
  const open = { ...onlyPairs(market, flags), capacity, seekerCapacity };
  return { open, kept: open.col.length };
}
