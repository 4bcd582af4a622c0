import type { Assignment, Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { positionOf } from '../instance/restrict.ts';
import { differences } from './differences.ts';
import { chainOf, classesOf, type Loss, lossOf, type PairExplanation } from './explain.ts';
import { proposeRound } from './round.ts';
import { summaryOf } from './summary.ts';

/** What a round made with `worst` would lose if a pair were forced. */
export interface ForcedPair extends Omit<PairExplanation, 'bound' | 'loss'> {
  /** In the order of a round's aims: people, standing, the points by which the weakest pair falls, points of all pairs. What comes later may be gained. */
  loss: Loss & { worst: number };
}

/**
 * Solves a round made with `worst` again with one pair held, its waiting classes as they were, and staying as near to the round as an equally good answer can.
 * The loss is that of the best of all answers with the pair, proved like the round itself; the chain starts from the very pairs of `match`.
 * Time: two or three rounds. For a round by number and total `openExplainer` is some thousand times as quick.
 * @throws InstanceRefused when the pair is not possible.
 */
export function forcePair(market: Market, match: Assignment, seeker: number, supporter: number, priority?: Int32Array): ForcedPair {
  const at = positionOf(market, { seeker, supporter });
  if (at < 0) refuse('out-of-range', `${seeker}:${supporter} is not a possible pair`);
  const score = market.weight[at], about = { seeker, supporter, score };
  if (match[seeker] === supporter) return { ...about, verdict: 'chosen', loss: { people: 0, standing: 0, worst: 0, points: 0 }, chain: [] };
  const held = { locked: [{ seeker, supporter }], previous: match, ...(priority && { priority }) };
  const others = proposeRound(market, { objective: 'worst', ...held });
  // Where the forced pair itself would be the weakest, no other needs to be better than it is: points decide among those.
  const weakest = (others.worst ?? 0) > score;
  const round = weakest ? proposeRound(onlyPairs(market, Uint8Array.from(market.weight, (w) => (w >= score ? 1 : 0))), { objective: 'lexi', ...held }) : others;
  const chain = chainOf(differences(match, round.match), { seeker, from: match[seeker], to: supporter });
  const { people, standing, points } = lossOf(market, chain, priority && classesOf(priority));
  const loss = { people, standing, worst: (summaryOf(market, match).worst ?? 0) - (summaryOf(market, round.match).worst ?? 0), points };
  return { ...about, verdict: people === 0 && standing === 0 && loss.worst === 0 && points === 0 ? 'as-good' : 'costs', loss, chain };
}
