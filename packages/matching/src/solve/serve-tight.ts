import { shift } from './find-place.ts';
import { forget } from './heap.ts';
import { seekerSide, type Transport } from './transport.ts';

/**
 * Serves as many more people as cost no fit at all, in one go: paths of tight pairs from whoever has no place to a free one. The state must be optimal,
 * without place costs, and stays so. Supporters reached in vain never lead to a free place later (what can be reached from there stays as it is), so
 * all searches that fail take one look at every pair together.
 */
export function serveTight(t: Transport): void {
  const { match, search } = t, queue = new Int32Array(match.length);
  let inVain = 0;
  for (let i = 0; i < match.length; i++) {
    if (match[i] >= 0) continue;
    const { free, from, count } = tightPlace(t, i, queue, inVain);
    if (free < 0) {
      inVain = count;
      continue;
    }
    shift(t, i, free, from, -1);
    for (let x = inVain; x < count; x++) search.settled[search.reached[x]] = 0;
  }
  forget(search, inVain);
}

/** Breadth first to the nearest free place, and who would take it; `reached` holds supporters reached in vain before, then those of this search. */
function tightPlace(t: Transport, root: number, queue: Int32Array, first: number): { free: number; from: number; count: number } {
  const { pairs, start, end } = seekerSide(t);
  const { price, profit, capacity, slot, slotStart, fill, floor, search: { settled, reached, before } } = t;
  let count = first;
  let size = 0;
  queue[size++] = root;
  for (let at = 0; at < size; at++) {
    const i = queue[at];
    for (let k = 2 * start[i], last = 2 * end[i]; k < last; k += 2) {
      if (pairs[k + 1] - floor < profit[i]) break;
      const j = pairs[k];
      if (settled[j] === 1 || pairs[k + 1] - price[j] !== profit[i]) continue;
      settled[j] = 1;
      before[j] = i;
      reached[count++] = j;
      if (fill[j] < capacity[j]) return { free: j, from: i, count };
      for (let s = slotStart[j]; s < slotStart[j] + fill[j]; s++) queue[size++] = slot[s];
    }
  }
  return { free: -1, from: -1, count };
}
