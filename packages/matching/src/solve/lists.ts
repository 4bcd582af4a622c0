import type { Market } from '../instance/instance.ts';

/**
 * One side's pairs, each person's best first. `pairs` is interleaved: `pairs[2 * e]` is the other person and
 * `pairs[2 * e + 1]` the score, so that one scan reads one stretch of memory. A person's pairs are
 * `start[x] .. end[x] - 1`; an end may be moved down to leave the weakest pairs out.
 */
export interface Lists {
  start: Int32Array;
  end: Int32Array;
  pairs: Int32Array;
  /** Pairs of memory in use, once lists have grown; absent: all of it. */
  used?: number;
}

/** Seekers' lists, best first. Time: one pass when the market is sorted, else about three. */
export function seekerLists(market: Market): Lists {
  const { seekers, rowPtr, col, weight } = market;
  const pairs = new Int32Array(2 * col.length);
  for (let e = 0, k = 0; e < col.length; e++) {
    pairs[k++] = col[e];
    pairs[k++] = weight[e];
  }
  const lists = { start: rowPtr.slice(0, seekers), end: rowPtr.slice(1), pairs };
  if (!market.sorted) sortLists(lists);
  return lists;
}

/** How many pairs each supporter is in. */
export function degreesOf({ supporters, col }: Market): Int32Array {
  const degrees = new Int32Array(supporters);
  for (let e = 0; e < col.length; e++) degrees[col[e]]++;
  return degrees;
}

/** Supporters' lists, best first: the transpose of the rows. `degrees` are those of `degreesOf`. */
export function supporterLists(market: Market, degrees = degreesOf(market)): Lists {
  const { seekers, supporters, rowPtr, col, weight } = market;
  const start = new Int32Array(supporters);
  for (let j = 1; j < supporters; j++) start[j] = start[j - 1] + degrees[j - 1];
  const end = start.slice();
  const pairs = new Int32Array(2 * col.length);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const j = col[e];
      const at = end[j];
      end[j] = at + 1;
      pairs[2 * at] = i;
      pairs[2 * at + 1] = weight[e];
    }
  }
  const lists = { start, end, pairs };
  sortLists(lists);
  return lists;
}

/** Moves every list's end up to the last pair of at least a score. Returns the same lists. */
export function cutLists(lists: Lists, leastScore: number): Lists {
  const { start, end, pairs } = lists;
  if (leastScore <= 0) return lists;
  for (let x = 0; x < start.length; x++) {
    const first = start[x];
    let last = end[x];
    while (last > first && pairs[2 * last - 1] < leastScore) last--;
    end[x] = last;
  }
  return lists;
}

const FEW = 16;
const CROWDED = 32;
const MOST_BUCKETS = 1024;

interface Desk {
  counts: Int32Array;
  copy: Int32Array;
}

/** Sorts every list by score, best first; equal scores keep the order of the other person's number. */
export function sortLists({ start, end, pairs }: Lists): void {
  let longest = 0;
  for (let x = 0; x < start.length; x++) longest = Math.max(longest, end[x] - start[x]);
  const desk: Desk = { counts: new Int32Array(MOST_BUCKETS + 1), copy: new Int32Array(2 * longest) };
  for (let x = 0; x < start.length; x++) sortSpan(pairs, start[x], end[x], desk);
}

/**
 * Sorts one span in linear time for any spread of scores: scores are dealt into more buckets than there
 * are pairs, a crowded bucket is dealt again (its range is narrower each time), and a last insertion sort
 * finishes what is nearly in order. Runs inside the cache, which a counting sort over all pairs does not.
 */
function sortSpan(pairs: Int32Array, from: number, to: number, desk: Desk): void {
  if (to - from > FEW) deal(pairs, from, to, desk);
  insertionSort(pairs, from, to);
}

function deal(pairs: Int32Array, from: number, to: number, desk: Desk): void {
  let low = pairs[2 * from + 1];
  let high = low;
  for (let k = 2 * from + 3; k < 2 * to; k += 2) {
    const score = pairs[k];
    if (score < low) low = score;
    else if (score > high) high = score;
  }
  if (low === high) return;
  const buckets = Math.min(MOST_BUCKETS, 1 << (33 - Math.clz32(to - from)));
  let shift = 0;
  while ((high - low) >>> shift >= buckets) shift++;
  const crowded = spread(pairs, from, to, high, shift, buckets, desk);
  if (crowded && shift > 0) dealCrowded(pairs, from, to, high, shift, desk);
}

/** Deals the span into buckets of equal width, keeping the order within a bucket. True when one is crowded. */
function spread(
  pairs: Int32Array,
  from: number,
  to: number,
  high: number,
  shift: number,
  buckets: number,
  { counts, copy }: Desk,
): boolean {
  const first = 2 * from;
  const last = 2 * to;
  counts.fill(0, 0, buckets);
  let most = 0;
  for (let k = first; k < last; k += 2) {
    copy[k - first] = pairs[k];
    copy[k - first + 1] = pairs[k + 1];
    const bucket = (high - pairs[k + 1]) >>> shift;
    const count = counts[bucket] + 1;
    counts[bucket] = count;
    if (count > most) most = count;
  }
  for (let b = 0, at = first; at < last; b++) {
    const count = counts[b];
    counts[b] = at;
    at += 2 * count;
  }
  for (let k = 0; k < last - first; k += 2) {
    const score = copy[k + 1];
    const bucket = (high - score) >>> shift;
    const at = counts[bucket];
    counts[bucket] = at + 2;
    pairs[at] = copy[k];
    pairs[at + 1] = score;
  }
  return most > CROWDED;
}

function dealCrowded(pairs: Int32Array, from: number, to: number, high: number, shift: number, desk: Desk): void {
  for (let e = from; e < to; ) {
    const bucket = (high - pairs[2 * e + 1]) >>> shift;
    let next = e + 1;
    while (next < to && (high - pairs[2 * next + 1]) >>> shift === bucket) next++;
    if (next - e > CROWDED) sortSpan(pairs, e, next, desk);
    e = next;
  }
}

function insertionSort(pairs: Int32Array, from: number, to: number): void {
  const first = 2 * from;
  for (let k = first + 2; k < 2 * to; k += 2) {
    const score = pairs[k + 1];
    if (pairs[k - 1] >= score) continue;
    const other = pairs[k];
    let at = k;
    do {
      pairs[at] = pairs[at - 2];
      pairs[at + 1] = pairs[at - 1];
      at -= 2;
    } while (at > first && pairs[at - 1] < score);
    pairs[at] = other;
    pairs[at + 1] = score;
  }
}
