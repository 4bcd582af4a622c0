import type { Assignment, Market } from './instance.ts';
import { onlyPairs } from './repeats.ts';
import { refuse } from './refused.ts';

/** One seeker with one supporter. */
export interface Pair {
  seeker: number;
  supporter: number;
}

/** A market without its fixed parts, and how to put them back. */
export interface Restricted {
  /** The market in which everything still open is decided. */
  market: Market;
  /** The pairs that stay as they are. */
  locked: readonly Pair[];
}

/**
 * Takes locked pairs out (their seekers and their places are no longer in play) and leaves forbidden pairs out.
 * @throws InstanceRefused when a pair is not possible, a seeker is locked twice, a supporter has more locked pairs
 * than places, or a pair is both locked and forbidden.
 */
export function restricted(market: Market, locked: readonly Pair[] = [], forbidden: readonly Pair[] = []): Restricted {
  if (locked.length === 0 && forbidden.length === 0) return { market, locked };
  const flags = new Uint8Array(market.col.length).fill(1);
  for (const pair of forbidden) forbid(market, flags, pair);
  const capacity = market.capacity.slice();
  const fixed = new Uint8Array(market.seekers);
  for (const pair of locked) lock(market, flags, capacity, fixed, pair);
  return { market: { ...onlyPairs(market, flags), capacity }, locked };
}

/** The answer of the restricted market with the locked pairs put back. */
export function withLocked(match: Assignment, locked: readonly Pair[]): Assignment {
  if (locked.length === 0) return match;
  const whole = match.slice();
  for (const { seeker, supporter } of locked) whole[seeker] = supporter;
  return whole;
}

/** Where a pair stands in the market, or -1. With repeats, the best one. */
export function positionOf({ seekers, rowPtr, col, weight }: Market, { seeker, supporter }: Pair): number {
  if (!Number.isInteger(seeker) || seeker < 0 || seeker >= seekers) return -1;
  let found = -1;
  for (let e = rowPtr[seeker]; e < rowPtr[seeker + 1]; e++) {
    if (col[e] === supporter && (found < 0 || weight[e] > weight[found])) found = e;
  }
  return found;
}

function forbid(market: Market, flags: Uint8Array, pair: Pair): void {
  if (pair.seeker < 0 || pair.seeker >= market.seekers || pair.supporter < 0 || pair.supporter >= market.supporters) {
    refuse('out-of-range', `forbidden pair ${pair.seeker}:${pair.supporter} names somebody who is not in the instance`);
  }
  for (let e = market.rowPtr[pair.seeker]; e < market.rowPtr[pair.seeker + 1]; e++) if (market.col[e] === pair.supporter) flags[e] = 0;
}

function lock(market: Market, flags: Uint8Array, capacity: Int32Array, fixed: Uint8Array, pair: Pair): void {
  const name = `${pair.seeker}:${pair.supporter}`;
  const at = positionOf(market, pair);
  if (at < 0) refuse('contradiction', `locked pair ${name} is not a possible pair`);
  if (fixed[pair.seeker] === 1) refuse('contradiction', `seeker ${pair.seeker} is locked twice`);
  if (flags[at] === 0) refuse('contradiction', `pair ${name} is both locked and forbidden`);
  if (capacity[pair.supporter] === 0) refuse('contradiction', `supporter ${pair.supporter} has more locked pairs than places`);
  fixed[pair.seeker] = 1;
  capacity[pair.supporter]--;
  for (let e = market.rowPtr[pair.seeker]; e < market.rowPtr[pair.seeker + 1]; e++) flags[e] = 0;
}
