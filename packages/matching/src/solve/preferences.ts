import type { Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { type Lists, sortLists } from './lists.ts';

/** A market in which both sides rank the other. */
export type RankedMarket = Market & { seekerRank: Int32Array; supporterRank: Int32Array };

/** The market with its ranks; without ranks, both sides rank by the joint score. */
export function ranked(market: Market): RankedMarket {
  const { seekerRank, supporterRank } = market;
  if (seekerRank && supporterRank) return { ...market, seekerRank, supporterRank };
  if (seekerRank || supporterRank) refuse('contradiction', 'only one side has ranks; stable matching needs both or none');
  const highest = market.weight.reduce((a, b) => Math.max(a, b), 0);
  const byScore = market.weight.map((w) => highest - w);
  return { ...market, seekerRank: byScore, supporterRank: byScore };
}

/** Pair numbers of each row, best first: by own rank, then by score, then in the order of the row. */
export function preferenceOrder(start: Int32Array, rank: Int32Array, weight: Int32Array, pairs: Int32Array): Int32Array {
  const rows = start.length - 1;
  let lastRank = 0;
  let highest = 0;
  for (let e = 0; e < rank.length; e++) {
    if (rank[e] > lastRank) lastRank = rank[e];
    if (weight[e] > highest) highest = weight[e];
  }
  if ((lastRank + 1) * (highest + 1) > 2 ** 31) return bySlowSort(start, rank, weight, pairs);
  const lists: Lists = { start: start.slice(0, rows), end: start.slice(1), pairs: new Int32Array(2 * pairs.length) };
  for (let x = 0; x < pairs.length; x++) {
    const e = pairs[x];
    lists.pairs[2 * x] = e;
    lists.pairs[2 * x + 1] = (lastRank - rank[e]) * (highest + 1) + weight[e];
  }
  sortLists(lists);
  for (let x = 0; x < pairs.length; x++) pairs[x] = lists.pairs[2 * x];
  return pairs;
}

function bySlowSort(start: Int32Array, rank: Int32Array, weight: Int32Array, pairs: Int32Array): Int32Array {
  for (let r = 0; r + 1 < start.length; r++) {
    const row = Array.from(pairs.subarray(start[r], start[r + 1]));
    row.sort((a, b) => rank[a] - rank[b] || weight[b] - weight[a] || a - b);
    pairs.set(row, start[r]);
  }
  return pairs;
}

/** Pair numbers 0, 1, 2, ... as they stand in the rows. */
export function pairNumbers(market: Market): Int32Array {
  const numbers = new Int32Array(market.col.length);
  for (let e = 0; e < numbers.length; e++) numbers[e] = e;
  return numbers;
}

/** The pair numbers of each supporter, with where they start and whose they are. */
export function bySupporter({ seekers, supporters, rowPtr, col }: Market): { start: Int32Array; pairs: Int32Array; seekerOf: Int32Array } {
  const start = new Int32Array(supporters + 1);
  for (let e = 0; e < col.length; e++) start[col[e] + 1] = start[col[e] + 1] + 1;
  for (let j = 0; j < supporters; j++) start[j + 1] += start[j];
  const next = start.slice();
  const pairs = new Int32Array(col.length);
  const seekerOf = new Int32Array(col.length);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const j = col[e];
      const at = next[j];
      pairs[at] = e;
      next[j] = at + 1;
      seekerOf[e] = i;
    }
  }
  return { start, pairs, seekerOf };
}
