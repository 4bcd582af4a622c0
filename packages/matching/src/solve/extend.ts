import { forget, raise, takeNearest } from './heap.ts';
import { drawIn, lowerPrices } from './fill-place.ts';
import { refreshRoom, supporterSide, type Transport } from './transport.ts';

/**
 * Serves one more person at the least loss of fit: the shortest path from any free place to any seeker without one.
 * Returns the loss (at least 0), or `Infinity` when nobody more can be served, or only at a loss of `below` or more.
 * The state must be optimal, without place costs. Repeated, it walks the frontier between number and fit
 * (successive shortest paths: each step is optimal for its number).
 */
export function extend(t: Transport, below = Infinity): number {
  const { pairs, start, end } = supporterSide(t);
  const { price, profit, match, fill, capacity, search, leastOutside } = t;
  const { distance, heap, reached, settled, before, through } = search;
  let count = 0;
  for (let j = 0; j < capacity.length; j++) {
    if (fill[j] >= capacity[j]) continue;
    distance[j] = 0;
    before[j] = -1;
    reached[count++] = j;
    raise(search, j, 0);
  }
  let best = below;
  let newcomer = -1;
  let newcomerTo = -1;
  let steps = 0;
  while (search.size > 0 && distance[heap[0]] < best) {
    const j = takeNearest(search);
    settled[j] = 1;
    steps++;
    const base = distance[j] + price[j];
    for (let k = 2 * start[j], last = 2 * end[j]; k < last; k += 2) {
      const near = base - pairs[k + 1];
      if (near + leastOutside >= best) break;
      const i = pairs[k];
      const to = near + profit[i];
      if (to >= best) continue;
      const other = match[i];
      if (other < 0) {
        best = to;
        newcomer = i;
        newcomerTo = j;
      } else if (to < distance[other]) {
        if (distance[other] === Infinity) reached[count++] = other;
        distance[other] = to;
        before[other] = j;
        through[other] = i;
        raise(search, other, to);
      }
    }
  }
  t.effort.extensions++;
  t.effort.settled += steps;
  if (newcomer >= 0) serveOneMore(t, count, best, newcomer, newcomerTo);
  forget(search, count);
  return newcomer >= 0 ? best : Infinity;
}

function serveOneMore(t: Transport, count: number, loss: number, newcomer: number, newcomerTo: number): void {
  const { search, capacity, fill } = t;
  lowerPrices(t, count, loss);
  t.floor -= loss;
  let root = newcomerTo;
  while (search.before[root] >= 0) root = search.before[root];
  drawIn(t, newcomer, newcomerTo, root);
  for (let j = 0; j < capacity.length; j++) if (fill[j] < capacity[j]) refreshRoom(t, j);
}
