import type { Lists } from './lists.ts';

/** Adds a pair to person x's list, in its place by score. Lists move to the end of memory when they have to grow. */
export function addPair(lists: Lists, x: number, other: number, score: number, spare: Int32Array): void {
  if (spare[x] === 0) relocate(lists, x, spare);
  const { start, end, pairs } = lists;
  let k = 2 * end[x];
  for (; k > 2 * start[x] && pairs[k - 1] < score; k -= 2) {
    pairs[k] = pairs[k - 2];
    pairs[k + 1] = pairs[k - 1];
  }
  pairs[k] = other;
  pairs[k + 1] = score;
  end[x]++;
  spare[x]--;
}

/** Empties person x's list; its memory stays ready. */
export function clearPairs({ start, end }: Lists, x: number, spare: Int32Array): void {
  spare[x] += end[x] - start[x];
  end[x] = start[x];
}

/** Takes one pair out of person x's list. */
export function removePair({ start, end, pairs }: Lists, x: number, other: number, spare: Int32Array): void {
  let k = 2 * start[x];
  while (k < 2 * end[x] && pairs[k] !== other) k += 2;
  if (k >= 2 * end[x]) return;
  pairs.copyWithin(k, k + 2, 2 * end[x]);
  end[x]--;
  spare[x]++;
}

/** Doubles the memory of one list, at the end of all lists. */
function relocate(lists: Lists, x: number, spare: Int32Array): void {
  const { start, end } = lists;
  const length = end[x] - start[x];
  const room = Math.max(4, 2 * length);
  const at = lists.used ?? lists.pairs.length / 2;
  if (2 * (at + room) > lists.pairs.length) {
    const larger = new Int32Array(Math.max(4 * (at + room), 64));
    larger.set(lists.pairs);
    lists.pairs = larger;
  }
  lists.pairs.copyWithin(2 * at, 2 * start[x], 2 * end[x]);
  start[x] = at;
  end[x] = at + length;
  spare[x] = room - length;
  lists.used = at + room;
}
