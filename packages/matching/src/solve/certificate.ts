import type { Assignment, Market } from '../instance/instance.ts';

/** Prices that prove an answer: the dual solution of the transport problem, as plain values. */
export interface Prices {
  /** What a place with each supporter is worth; infinite where there is no place. */
  price: Float64Array;
  /** What each seeker gains over that. */
  profit: Float64Array;
  /** Value of leaving each seeker without a place. Absent: 0. */
  outside?: Float64Array;
  /** What using any place costs (0 or below). */
  floor: number;
  /** Further cost of each place, by slot. Absent: 0. */
  placeCost?: Float64Array | undefined;
  /** Pairs below this score were left out (the worst pair was raised to it). Absent: 0. */
  leastScore?: number;
}

/** What checking an answer against its prices found. All zero (and `reasons` empty) means: proved optimal. */
export interface CheckedAnswer {
  matched: number;
  total: number;
  /** The lowest score among matched pairs; `undefined` when nobody is matched. */
  worst: number | undefined;
  violations: number;
  /** The first few violations in words. */
  reasons: string[];
}

/**
 * Checks an answer against its prices with nothing but the market: feasibility of the answer, feasibility of the
 * prices, and complementary slackness. By weak duality this proves the answer optimal for its objective; with a
 * floor below 0 it proves the best total among all answers of the same number. Exact: integers in doubles.
 */
export function checkAnswer(market: Market, capacity: Int32Array, match: Assignment, prices: Prices): CheckedAnswer {
  const found: CheckedAnswer = { matched: 0, total: 0, worst: undefined, violations: 0, reasons: [] };
  const taken = new Int32Array(market.supporters);
  checkSeekers(market, match, prices, taken, found);
  checkSupporters(market, capacity, taken, prices, found);
  return found;
}

function checkSeekers(market: Market, match: Assignment, prices: Prices, taken: Int32Array, found: CheckedAnswer): void {
  const { seekers, rowPtr, col, weight } = market;
  const { price, profit, outside, leastScore = 0 } = prices;
  for (let i = 0; i < seekers; i++) {
    const own = match[i];
    const gain = profit[i];
    const alone = outside ? outside[i] : 0;
    let score = -1;
    let lowest = Infinity;
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const w = weight[e];
      if (w < leastScore) continue;
      const j = col[e];
      const slack = gain + price[j] - w;
      if (slack < lowest) lowest = slack;
      if (j === own && w > score) score = w;
    }
    if (lowest < 0) wrong(found, `seeker ${i} could gain ${-lowest} more than the price says`);
    if (gain < alone) wrong(found, `seeker ${i} is priced below going without`);
    if (own < 0) {
      if (gain !== alone) wrong(found, `seeker ${i} has no place but would gain ${gain - alone}`);
      continue;
    }
    if (score < 0) {
      wrong(found, `seeker ${i} and supporter ${own} are not a possible pair`);
      continue;
    }
    if (gain + price[own] !== score) wrong(found, `seeker ${i} and supporter ${own} are matched below their price`);
    taken[own]++;
    found.matched++;
    found.total += score;
    if (found.worst === undefined || score < found.worst) found.worst = score;
  }
}

function checkSupporters(market: Market, capacity: Int32Array, taken: Int32Array, prices: Prices, found: CheckedAnswer): void {
  let at = 0;
  for (let j = 0; j < market.supporters; j++) {
    const used = taken[j];
    const places = capacity[j];
    if (used > places || used > market.capacity[j]) wrong(found, `supporter ${j} has ${used} people in ${places} places`);
    if (used < places && prices.price[j] > costAt(prices, at + used))
      wrong(found, `supporter ${j} has room although a place is worth more than it costs`);
    if (used > 0 && prices.price[j] < costAt(prices, at + used - 1))
      wrong(found, `supporter ${j} has a place in use that costs more than it is worth`);
    if (places > 0 && used === 0 && prices.price[j] < costAt(prices, at))
      wrong(found, `supporter ${j} is priced below the cost of the first place`);
    at += places;
  }
}

function costAt({ floor, placeCost }: Prices, slot: number): number {
  return placeCost ? floor + placeCost[slot] : floor;
}

function wrong(found: CheckedAnswer, reason: string): void {
  found.violations++;
  if (found.reasons.length < 5) found.reasons.push(reason);
}
