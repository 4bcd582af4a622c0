import { differences, type Move, proposeRound } from '@companionway/matching';
import type { SolvedMarket } from './market-bytes.ts';

/** What the whole round would lose if one pair were forced, and who would move. Numbers of seekers and supporters; -1 is nobody. */
export interface Forced {
  readonly people: number;
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
  const round = proposeRound(market, { objective: 'worst', locked: [{ seeker, supporter }], previous: match, ...(priority.length > 0 && { priority }) });
  const moves = differences(match, round.match);
  let [people, points] = [-round.matched, -round.total];
  for (let i = 0; i < match.length; i++) {
    const j = match[i] ?? -1;
    if (j < 0) continue;
    people += 1;
    points += weightOf(market, i, j);
  }
  return { people, points, worst: worstOf(match) - worstOf(round.match), chain: inChain(moves, seeker) };
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
