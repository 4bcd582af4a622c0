import type { Lists } from './lists.ts';

/** Occupants and answer of a matching that only counts people. */
export interface Seating {
  match: Int32Array;
  slot: Int32Array;
  slotStart: Int32Array;
  fill: Int32Array;
}

/** A seating of the answer given, without the pairs scored below `leastScore`. */
export function seatingOf(lists: Lists, capacity: Int32Array, answer: Int32Array, leastScore: number): Seating {
  const slotStart = new Int32Array(capacity.length + 1);
  for (let j = 0; j < capacity.length; j++) slotStart[j + 1] = slotStart[j] + capacity[j];
  const seating = {
    match: new Int32Array(answer.length).fill(-1),
    slot: new Int32Array(slotStart[capacity.length]),
    slotStart,
    fill: new Int32Array(capacity.length),
  };
  for (let i = 0; i < answer.length; i++) if (answer[i] >= 0 && scoreOf(lists, i, answer[i]) >= leastScore) take(seating, i, answer[i]);
  return seating;
}

/** The score of a pair in lists sorted best first; -1 when it is not there. */
export function scoreOf({ start, end, pairs }: Lists, i: number, j: number): number {
  for (let e = start[i]; e < end[i]; e++) if (pairs[2 * e] === j) return pairs[2 * e + 1];
  return -1;
}

/**
 * Serves as many more of the given seekers as possible using pairs of at least `leastScore` (Kuhn 1955, in rounds that
 * share what was searched in vain). Nobody who has a place loses it. Stops early when `target` people are served.
 * Returns the number served.
 */
export function serveAll(
  lists: Lists,
  seating: Seating,
  capacity: Int32Array,
  leastScore: number,
  target: number,
  who?: readonly number[],
): number {
  const search = {
    lists,
    seating,
    capacity,
    leastScore,
    tried: new Uint8Array(capacity.length),
    queue: new Int32Array(seating.match.length),
    from: new Int32Array(capacity.length),
  };
  let served = 0;
  for (const j of seating.match) if (j >= 0) served++;
  const open = who ?? Array.from(seating.match.keys());
  for (let before = -1; before !== served && served < target; ) {
    before = served;
    search.tried.fill(0);
    for (const i of open) {
      if (seating.match[i] >= 0 || !serve(search, i)) continue;
      served++;
      if (served >= target) break;
    }
  }
  return served;
}

interface NumberSearch {
  lists: Lists;
  seating: Seating;
  capacity: Int32Array;
  leastScore: number;
  tried: Uint8Array;
  queue: Int32Array;
  from: Int32Array;
}

/** Breadth first from one seeker to any free place. */
function serve({ lists, seating, capacity, leastScore, tried, queue, from }: NumberSearch, root: number): boolean {
  const { start, end, pairs } = lists;
  const { slot, slotStart, fill } = seating;
  let size = 0;
  queue[size++] = root;
  for (let at = 0; at < size; at++) {
    const i = queue[at];
    for (let k = 2 * start[i]; k < 2 * end[i]; k += 2) {
      if (pairs[k + 1] < leastScore) break;
      const j = pairs[k];
      if (tried[j] === 1 || capacity[j] === 0) continue;
      tried[j] = 1;
      from[j] = i;
      if (fill[j] < capacity[j]) {
        moveAlong(seating, from, root, j);
        return true;
      }
      for (let s = slotStart[j]; s < slotStart[j] + fill[j]; s++) queue[size++] = slot[s];
    }
  }
  return false;
}

function moveAlong(seating: Seating, from: Int32Array, root: number, free: number): void {
  const { match, slot, slotStart } = seating;
  let j = free;
  let i = from[j];
  let left = match[i];
  take(seating, i, j);
  while (i !== root) {
    j = left;
    const next = from[j];
    left = match[next];
    let s = slotStart[j];
    while (slot[s] !== i) s++;
    slot[s] = next;
    match[next] = j;
    i = next;
  }
}

function take({ match, slot, slotStart, fill }: Seating, i: number, j: number): void {
  slot[slotStart[j] + fill[j]] = i;
  fill[j]++;
  match[i] = j;
}
