import type { Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { type Pair, positionOf } from '../instance/restrict.ts';
import { type CohortObjective, proposeCohort } from '../solve/cohort.ts';

/** Whether pairs are a possible cohort of a market with `seekerCapacity`, and as good as a proved best one. */
export function verifyCohort(market: Market, pairs: readonly Pair[], objective: CohortObjective | 'stable'): Record<string, unknown> & { verified: boolean } {
  if (objective === 'stable') refuse('contradiction', 'stable matching is for seekers with one place each, and this file has a seekerCapacity above 1');
  const mistakes: string[] = [], seen = new Set<number>(), places = market.capacity.slice(), own = market.seekerCapacity?.slice() ?? new Int32Array(market.seekers).fill(1);
  let total = 0, worst = Infinity;
  for (const pair of pairs) {
    const at = positionOf(market, pair);
    if (at < 0) mistakes.push(`seeker ${pair.seeker} and supporter ${pair.supporter} are not a possible pair`);
    else if (seen.has(at)) mistakes.push(`seeker ${pair.seeker} and supporter ${pair.supporter} are named twice`);
    else if (own[pair.seeker]-- <= 0) mistakes.push(`seeker ${pair.seeker} has more supporters than places`);
    else if (places[pair.supporter]-- <= 0) mistakes.push(`supporter ${pair.supporter} has more people than places`);
    else {
      seen.add(at);
      total += market.weight[at];
      worst = Math.min(worst, market.weight[at]);
    }
  }
  const found = { objective, matched: seen.size, total, worst: seen.size > 0 ? worst : null };
  if (mistakes.length > 0) return { verified: false, ...found, mistakes: mistakes.slice(0, 5) };
  const best = proposeCohort(market, objective), expected = { matched: best.matched, total: best.total, worst: best.worst ?? null };
  const same = total === best.total && (objective === 'weight' || seen.size === best.matched) && (objective !== 'worst' || found.worst === expected.worst);
  return { verified: same, ...found, ...(same ? {} : { expected }) };
}
