import type { Assignment, Market } from '../instance/instance.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { optimise } from './optimise.ts';
import { newTransport, type Transport } from './transport.ts';

/**
 * Among all answers as good as the optimum held in `t`, finds one that keeps the most pairs of an earlier answer.
 * Restricts the market to the optimal face: tight pairs only; who gains must be served; places worth more than they
 * cost must be filled. On it every answer has the same value, so a second transport problem decides: number, then
 * pairs kept. The prices of `t` stay the proof.
 */
export function fewestChanges(t: Transport, earlier: Assignment, leastScore: number): Assignment {
  const { market, tight } = tightMarket(t, earlier, leastScore);
  const most = t.match.length + 1;
  const must = -(most * (most + 2));
  const outside = new Float64Array(market.seekers);
  for (let i = 0; i < market.seekers; i++) if (t.profit[i] > t.outside[i]) outside[i] = must;
  const face = newTransport(market, { outside, placeCost: placesToFill(t, market, tight, must) });
  optimise(face);
  return face.match;
}

/** The pairs that can be in an optimum, scored by number first and then by whether they were there before. */
function tightMarket(t: Transport, earlier: Assignment, leastScore: number): { market: Market; tight: Int32Array } {
  const { rowPtr, col, weight, seekers, supporters } = t.market;
  const flags = new Uint8Array(col.length);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      if (weight[e] >= leastScore && t.profit[i] + t.price[col[e]] === weight[e]) flags[e] = 1;
    }
  }
  const smaller = onlyPairs(t.market, flags);
  const number = seekers + 1;
  const score = new Int32Array(smaller.col.length);
  const tight = new Int32Array(supporters);
  for (let i = 0; i < seekers; i++) {
    for (let e = smaller.rowPtr[i]; e < smaller.rowPtr[i + 1]; e++) {
      score[e] = number + (earlier[i] === smaller.col[e] ? 1 : 0);
      tight[smaller.col[e]]++;
    }
  }
  const capacity = new Int32Array(supporters);
  for (let j = 0; j < supporters; j++) capacity[j] = placesWorthIt(t, j);
  return { market: { ...smaller, capacity, weight: score, sorted: false }, tight };
}

/** How many places of supporter j cost no more than a place is worth. */
function placesWorthIt(t: Transport, j: number): number {
  const places = t.capacity[j];
  if (!t.placeCost) return t.floor > t.price[j] ? 0 : places;
  let worth = 0;
  while (worth < places && t.floor + t.placeCost[t.slotStart[j] + worth] <= t.price[j]) worth++;
  return worth;
}

/** Places that cost less than they are worth must be filled; those that cost just as much may be. */
function placesToFill(t: Transport, market: Market, tight: Int32Array, must: number): Float64Array {
  const costs: number[] = [];
  for (let j = 0; j < market.supporters; j++) {
    const usable = Math.min(market.capacity[j], tight[j]);
    for (let k = 0; k < usable; k++) {
      const cost = t.placeCost ? t.floor + t.placeCost[t.slotStart[j] + k] : t.floor;
      costs.push(cost < t.price[j] ? must : 0);
    }
  }
  return Float64Array.from(costs);
}
