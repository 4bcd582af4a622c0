import { nextCost, seekerSide, type Transport } from './transport.ts';

/**
 * Seekers bid for places, each for the place of the greatest profit, up to the point where the second best would be
 * as good, plus `step` (Bertsekas's auction, 1979, with several places per supporter). With `step` 0 it stops where
 * bids no longer rise; with a positive step it runs to the end, and prices are at most `step` away from exact.
 * Leaves a beginning for `settle` and the path searches, which make it exact. Plain terms only (no place costs).
 */
export function seekersBid(t: Transport, step: number, most: number): void {
  const { pairs, start, end } = seekerSide(t);
  const { price, outside, match, slot, slotStart, fill, capacity } = t;
  const seekers = match.length;
  const bid = new Float64Array(slot.length);
  const bids = new Int32Array(seekers);
  const waiting = new Int32Array(seekers);
  let queue = 0;
  for (let i = seekers - 1; i >= 0; i--) waiting[queue++] = i;
  let made = 0;
  while (queue > 0) {
    const i = waiting[--queue];
    if (bids[i] >= most) continue;
    let first = outside[i];
    let second = first;
    let to = -1;
    let score = 0;
    for (let k = 2 * start[i], last = 2 * end[i]; k < last; k += 2) {
      const w = pairs[k + 1];
      if (w <= second) break;
      const j = pairs[k];
      const gain = w - price[j];
      if (gain <= second) continue;
      if (gain > first) {
        second = first;
        first = gain;
        to = j;
        score = w;
      } else second = gain;
    }
    if (to < 0) continue;
    const offer = score - second + step;
    const from = slotStart[to];
    if (fill[to] < capacity[to]) {
      lift(bid, slot, from, fill[to]++, offer, i);
    } else {
      if (offer <= price[to]) continue;
      const loser = slot[from];
      match[loser] = -1;
      waiting[queue++] = loser;
      settleDown(bid, slot, from, capacity[to], offer, i);
    }
    match[i] = to;
    bids[i]++;
    made++;
    if (fill[to] === capacity[to]) price[to] = bid[from];
  }
  t.effort.bids += made;
  for (let j = 0; j < price.length; j++) t.room[j] = nextCost(t, j);
}

/** Adds a bid to a supporter's heap of bids, the lowest on top. */
function lift(bid: Float64Array, slot: Int32Array, from: number, position: number, offer: number, seeker: number): void {
  let k = position;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    if (bid[from + parent] <= offer) break;
    bid[from + k] = bid[from + parent];
    slot[from + k] = slot[from + parent];
    k = parent;
  }
  bid[from + k] = offer;
  slot[from + k] = seeker;
}

/** Replaces the lowest bid of a full supporter. */
function settleDown(bid: Float64Array, slot: Int32Array, from: number, size: number, offer: number, seeker: number): void {
  let k = 0;
  for (;;) {
    let child = 2 * k + 1;
    if (child >= size) break;
    if (child + 1 < size && bid[from + child + 1] < bid[from + child]) child++;
    if (bid[from + child] >= offer) break;
    bid[from + k] = bid[from + child];
    slot[from + k] = slot[from + child];
    k = child;
  }
  bid[from + k] = offer;
  slot[from + k] = seeker;
}
