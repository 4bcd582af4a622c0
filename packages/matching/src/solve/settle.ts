import { nextCost, refreshRoom, seat, seekerSide, type Transport } from './transport.ts';

/**
 * Makes profits exact for the prices as they are, keeps the pairs that are still tight, and gives tight free places to
 * seekers who have none. Afterwards prices and profits are feasible and every pair is tight, whatever came before.
 */
export function settle(t: Transport): void {
  const { pairs, start, end } = seekerSide(t);
  const { price, profit, outside, match, fill, capacity, floor, leastCost } = t;
  const leastPrice = floor + leastCost;
  const earlier = match.slice();
  fill.fill(0);
  match.fill(-1);
  for (let i = 0; i < match.length; i++) {
    const own = earlier[i];
    let best = outside[i];
    let kept = -Infinity;
    for (let k = 2 * start[i], last = 2 * end[i]; k < last; k += 2) {
      const score = pairs[k + 1];
      if (score - leastPrice < best) break;
      const j = pairs[k];
      const gain = score - price[j];
      if (j === own && gain > kept) kept = gain;
      if (gain > best) best = gain;
    }
    profit[i] = best;
    if (own >= 0 && kept === best && fill[own] < capacity[own]) seat(t, own, i);
  }
  takeTightPlaces(t);
  for (let j = 0; j < capacity.length; j++) refreshRoom(t, j);
}

function takeTightPlaces(t: Transport): void {
  const { pairs, start, end } = seekerSide(t);
  const { price, profit, outside, match, floor, leastCost } = t;
  const leastPrice = floor + leastCost;
  for (let i = 0; i < match.length; i++) {
    const wanted = profit[i];
    if (match[i] >= 0 || wanted <= outside[i]) continue;
    for (let k = 2 * start[i], last = 2 * end[i]; k < last; k += 2) {
      const score = pairs[k + 1];
      if (score - leastPrice < wanted) break;
      const j = pairs[k];
      if (score - price[j] !== wanted || nextCost(t, j) > price[j]) continue;
      seat(t, j, i);
      break;
    }
  }
}
