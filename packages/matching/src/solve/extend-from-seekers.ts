import { shift } from './find-place.ts';
import { forget, raise, takeNearest } from './heap.ts';
import { seekerSide, type Transport } from './transport.ts';

/**
 * The same step as `extend`, searched from the seekers without a place: one more person served at the least loss of
 * fit, or `Infinity`. All seekers without a place have profit equal to their outside value, which falls by the loss.
 * The better side when few seekers are left over and the supporters' lists have not been made.
 */
export function extendFromSeekers(t: Transport): number {
  const { match, profit, outside, search } = t;
  const { before, distance, reached, settled } = search;
  const waiting = seekersWaiting(t);
  const found = nearestFree(t, waiting);
  t.effort.extensions++;
  if (found.free >= 0) {
    for (let x = 0; x < found.count; x++) {
      const j = reached[x];
      if (settled[j] === 1 && distance[j] < found.loss) raiseBy(t, j, found.loss - distance[j]);
    }
    let root = found.from;
    while (match[root] >= 0) root = before[match[root]];
    for (let i = 0; i < outside.length; i++) {
      if (match[i] < 0) profit[i] -= found.loss;
      outside[i] -= found.loss;
    }
    t.leastOutside -= found.loss;
    shift(t, root, found.free, found.from, -1);
  }
  forget(search, found.count);
  return found.free >= 0 ? found.loss : Infinity;
}

interface Found {
  loss: number;
  free: number;
  from: number;
  count: number;
}

function seekersWaiting({ match, market }: Transport): number[] {
  const waiting: number[] = [];
  for (let i = 0; i < match.length; i++) if (match[i] < 0 && market.rowPtr[i + 1] > market.rowPtr[i]) waiting.push(i);
  return waiting;
}

/** One search from all of them at once to the nearest free place. */
function nearestFree(t: Transport, waiting: readonly number[]): Found {
  const { pairs, start, end } = seekerSide(t);
  const { price, profit, slot, slotStart, fill, room, search } = t;
  const { distance, heap, reached, settled, before } = search;
  const leastPrice = t.floor + t.leastCost;
  const found: Found = { loss: Infinity, free: -1, from: -1, count: 0 };
  let next = 0;
  let away = 0;
  let occupant = 0;
  let lastOccupant = 0;
  for (;;) {
    let seeker: number;
    if (next < waiting.length) seeker = waiting[next++];
    else if (occupant < lastOccupant) seeker = slot[occupant++];
    else {
      if (search.size === 0 || distance[heap[0]] >= found.loss) return found;
      const j = takeNearest(search);
      settled[j] = 1;
      t.effort.settled++;
      away = distance[j];
      occupant = slotStart[j];
      lastOccupant = occupant + fill[j];
      continue;
    }
    const base = away + profit[seeker];
    for (let k = 2 * start[seeker], last = 2 * end[seeker]; k < last; k += 2) {
      const near = base - pairs[k + 1];
      if (near + leastPrice >= found.loss) break;
      const j = pairs[k];
      if (near + room[j] < found.loss) {
        found.loss = near + room[j];
        found.free = j;
        found.from = seeker;
      }
      const to = near + price[j];
      if (to >= found.loss || to >= distance[j]) continue;
      if (distance[j] === Infinity) reached[found.count++] = j;
      distance[j] = to;
      before[j] = seeker;
      raise(search, j, to);
    }
  }
}

function raiseBy({ price, profit, slot, slotStart, fill }: Transport, j: number, by: number): void {
  price[j] += by;
  for (let s = slotStart[j], last = s + fill[j]; s < last; s++) profit[slot[s]] -= by;
}
