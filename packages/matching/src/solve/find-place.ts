import { forget, raise, takeNearest } from './heap.ts';
import { move, refreshRoom, replaceOccupant, seat, seekerSide, type Transport } from './transport.ts';

/**
 * Finds the best place for a seeker who has none but whose profit is above the outside value, moving others along
 * a shortest alternating path; or finds that somebody (perhaps this seeker) must go without. Prices stay exact.
 * Dijkstra on reduced costs (Tomizawa 1971; Edmonds & Karp 1972); every scan stops at the first pair that cannot win.
 */
export function findPlace(t: Transport, root: number): void {
  const { pairs, start, end } = seekerSide(t);
  const { price, profit, outside, slot, slotStart, fill, room, search } = t;
  const { distance, heap, reached, settled, before } = search;
  const leastPrice = t.floor + t.leastCost;
  let count = 0;
  let best = profit[root] - outside[root];
  let without = root;
  let ending = -1;
  let endingFrom = -1;
  let seeker = root;
  let away = 0;
  let occupant = 0;
  let lastOccupant = 0;
  let steps = 0;
  for (;;) {
    const base = away + profit[seeker];
    for (let k = 2 * start[seeker], last = 2 * end[seeker]; k < last; k += 2) {
      const near = base - pairs[k + 1];
      if (near + leastPrice >= best) break;
      const j = pairs[k];
      const free = near + room[j];
      if (free < best) {
        best = free;
        ending = j;
        endingFrom = seeker;
        without = -1;
      }
      const to = near + price[j];
      if (to < best && to < distance[j]) {
        if (distance[j] === Infinity) reached[count++] = j;
        distance[j] = to;
        before[j] = seeker;
        raise(search, j, to);
      }
    }
    if (occupant < lastOccupant) {
      seeker = slot[occupant++];
      continue;
    }
    let j = -1;
    while (search.size > 0 && distance[heap[0]] < best) {
      j = takeNearest(search);
      settled[j] = 1;
      steps++;
      if (fill[j] > 0) break;
      j = -1;
    }
    if (j < 0) break;
    away = distance[j];
    occupant = slotStart[j];
    lastOccupant = occupant + fill[j];
    for (let x = occupant; x < lastOccupant; x++) {
      const i = slot[x];
      const dropped = away + profit[i] - outside[i];
      if (dropped < best) {
        best = dropped;
        without = i;
        ending = -1;
      }
    }
    seeker = slot[occupant++];
  }
  t.effort.searches++;
  t.effort.settled += steps;
  raisePrices(t, count, best);
  profit[root] -= best;
  if (without !== root) shift(t, root, ending, endingFrom, without);
  forget(search, count);
}

function raisePrices({ price, profit, slot, slotStart, fill, search }: Transport, count: number, best: number): void {
  const { reached, settled, distance } = search;
  for (let x = 0; x < count; x++) {
    const j = reached[x];
    if (settled[j] === 0) continue;
    const by = best - distance[j];
    if (by <= 0) continue;
    price[j] += by;
    for (let s = slotStart[j], last = s + fill[j]; s < last; s++) profit[slot[s]] -= by;
  }
}

/** Moves everybody on the path one place on: from the end of the path back to the root. */
export function shift(t: Transport, root: number, ending: number, endingFrom: number, without: number): void {
  const { match, search } = t;
  const { before } = search;
  let j: number;
  let into: number;
  let left = -1;
  if (ending >= 0) {
    j = ending;
    into = endingFrom;
    left = match[into];
    seat(t, j, into);
    refreshRoom(t, j);
  } else {
    j = match[without];
    move(t, without, -1);
    into = before[j];
    left = match[into];
    replaceOccupant(t, j, without, into);
    move(t, into, j);
  }
  while (into !== root) {
    j = left;
    const next = before[j];
    left = match[next];
    replaceOccupant(t, j, into, next);
    move(t, next, j);
    into = next;
  }
}
