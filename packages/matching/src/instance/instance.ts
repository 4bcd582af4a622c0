/**
 * A sparse market: seekers on rows, supporters on columns, only pairs that passed every hard rule.
 *
 * Rows are compressed (CSR): the pairs of seeker `i` are `rowPtr[i] .. rowPtr[i + 1] - 1`. A supporter
 * appears at most once in a row. All numbers are integers, so that every result can be proved exactly.
 */
export interface Market {
  /** Number of seekers, numbered 0 .. seekers - 1. */
  seekers: number;
  /** Number of supporters, numbered 0 .. supporters - 1. */
  supporters: number;
  /** Open places of each supporter, 0 .. k. */
  capacity: Int32Array;
  /** How many supporters each seeker may have (mentorship cohorts). Without it, one each. */
  seekerCapacity?: Int32Array;
  /** Where each seeker's pairs start; `seekers + 1` entries, the last one is the number of pairs. */
  rowPtr: Int32Array;
  /** The supporter of each pair. */
  col: Int32Array;
  /** The joint score of each pair, an integer of at least 0. */
  weight: Int32Array;
  /** True when each row is already best first (candidate generation emits this). */
  sorted?: boolean;
  /** The seeker's own rank of each pair, 0 = best, equal numbers = a tie. For stable modes. */
  seekerRank?: Int32Array;
  /** The supporter's own rank of each pair, 0 = best, equal numbers = a tie. For stable modes. */
  supporterRank?: Int32Array;
}

/** An answer: for each seeker the supporter's number, or -1 when the seeker is not matched. */
export type Assignment = Int32Array;

/** The number of pairs in a market. */
export function pairsOf(market: Market): number {
  return market.col.length;
}

/** The places open in a market, all supporters together. */
export function placesOf(market: Market): number {
  let places = 0;
  for (const open of market.capacity) places += open;
  return places;
}
