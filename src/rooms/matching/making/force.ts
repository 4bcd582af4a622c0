import { differences, type Move, proposeRound } from '@companionway/matching';
import type { SolvedMarket } from './market-bytes.ts';

/** What the whole round would lose if one pair were forced, and who would move. Numbers of seekers and supporters; -1 is nobody. */
export interface Forced {
  readonly people: number;
  /** People of the first waiting class, urgent requests, who would have somebody no more; below 0 when more of them would. 0 when there was one class only. */
  readonly urgent: number;
  readonly worst: number;
  readonly points: number;
  /** The forced pair first, then one after the other. */
  readonly chain: readonly Move[];
}

/**
 * Solves the round again with the pair held, aims and waiting classes as they were, staying as near to the round as any equally good answer does. So the loss
 * is exact and proved like the round itself, and the chain starts from the very pairs a coordinator has before them.
 */
export function force({ market, match, priority }: SolvedMarket, seeker: number, supporter: number): Forced {
  const worstOf = (answer: Int32Array) => {
    let worst = Number.POSITIVE_INFINITY;
    for (let i = 0; i < answer.length; i++) {
      const j = answer[i] ?? -1;
      if (j >= 0) worst = Math.min(worst, weightOf(market, i, j));
    }
    return Number.isFinite(worst) ? worst : 0;
  };
  const held = { locked: [{ seeker, supporter }], previous: match, ...(priority.length > 0 && { priority }) };
  const own = weightOf(market, seeker, supporter), others = proposeRound(market, { objective: 'worst', ...held });
  // Where the held pair itself would be the weakest, no other needs to be better than it is: points decide among those.
  const round = (others.worst ?? 0) > own ? proposeRound(atLeast(market, own), { objective: 'lexi', ...held }) : others;
  const urgentIn = (answer: Int32Array) => priority.reduce((sum, rank, i) => sum + (rank === 0 && (answer[i] ?? -1) >= 0 ? 1 : 0), 0);
  const moves = differences(match, round.match);
  let [people, points] = [-round.matched, -round.total];
  for (let i = 0; i < match.length; i++) {
    const j = match[i] ?? -1;
    if (j < 0) continue;
    people += 1;
    points += weightOf(market, i, j);
  }
  return { people, urgent: urgentIn(match) - urgentIn(round.match), points, worst: worstOf(match) - worstOf(round.match), chain: inChain(moves, seeker) };
}

/** Whether forcing a pair costs nothing by any of a round's aims. Nothing can be gained by one aim without a loss by an earlier one: the round is the best there is. */
export function isAsGood({ people, urgent, worst, points }: Forced): boolean {
  return people === 0 && urgent === 0 && worst === 0 && points === 0;
}

/** The market without pairs that have fewer points than these. */
function atLeast(market: SolvedMarket['market'], least: number): SolvedMarket['market'] {
  const { rowPtr, col, weight, seekers } = market;
  const kept: number[] = [];
  const starts = new Int32Array(seekers + 1);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i] ?? 0; e < (rowPtr[i + 1] ?? 0); e++) if ((weight[e] ?? 0) >= least) kept.push(e);
    starts[i + 1] = kept.length;
  }
  return { seekers, supporters: market.supporters, capacity: market.capacity, rowPtr: starts, col: Int32Array.from(kept, (e) => col[e] ?? 0), weight: Int32Array.from(kept, (e) => weight[e] ?? 0) };
}

/** The points of a pair, -1 when it is none of the market's. */
export function weightOf({ rowPtr, col, weight }: SolvedMarket['market'], seeker: number, supporter: number): number {
  for (let e = rowPtr[seeker] ?? 0; e < (rowPtr[seeker + 1] ?? 0); e++) if (col[e] === supporter) return weight[e] ?? -1;
  return -1;
}

/** Each one takes the place that the one before had to leave, where there is such a one. */
function inChain(moves: readonly Move[], first: number): Move[] {
  const left = [...moves].sort((a, b) => Number(b.seeker === first) - Number(a.seeker === first));
  const chain: Move[] = [];
  for (let place: number | undefined; left.length > 0; ) {
    const next = place === undefined ? 0 : left.findIndex(({ from }) => from === place);
    const [move] = left.splice(Math.max(next, 0), 1);
    if (move === undefined) break;
    chain.push(move);
    place = move.to;
  }
  return chain;
}
