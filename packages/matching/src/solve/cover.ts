import type { Assignment, Market } from '../instance/instance.ts';

/**
 * A proof that nobody more can be served (König 1931): every possible pair has its seeker or its supporter in the
 * cover, and the cover's seekers plus the places of its supporters add up to exactly the number matched.
 */
export interface Cover {
  /** 1 for each seeker in the cover. */
  seekers: Uint8Array;
  /** 1 for each supporter in the cover. */
  supporters: Uint8Array;
}

/**
 * The cover that belongs to an answer with the greatest number; `undefined` when somebody more could be served.
 * `counts` limits it to some seekers (others' places count as free): proof for a priority class and those before it;
 * `leastScore` leaves weaker pairs out.
 */
export function coverOf(market: Market, match: Assignment, counts?: Uint8Array, leastScore = 0): Cover | undefined {
  const { seekers, supporters, rowPtr, col, weight, capacity } = market;
  const occupants = occupantsOf(market, match, counts);
  const seekerReached = new Uint8Array(seekers);
  const supporterReached = new Uint8Array(supporters);
  const queue = new Int32Array(seekers);
  let size = 0;
  for (let i = 0; i < seekers; i++) {
    if (match[i] >= 0 || (counts && counts[i] === 0)) continue;
    seekerReached[i] = 1;
    queue[size++] = i;
  }
  for (let at = 0; at < size; at++) {
    const i = queue[at];
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const j = col[e];
      if (supporterReached[j] === 1 || capacity[j] === 0 || weight[e] < leastScore) continue;
      const first = occupants.start[j];
      const after = occupants.start[j + 1];
      if (after - first < capacity[j]) return undefined;
      supporterReached[j] = 1;
      for (let s = first; s < after; s++) {
        const other = occupants.people[s];
        if (seekerReached[other] === 1) continue;
        seekerReached[other] = 1;
        queue[size++] = other;
      }
    }
  }
  const cover = seekerReached.map((reached, i) => (reached === 1 || (counts && counts[i] === 0) ? 0 : 1));
  return { seekers: cover, supporters: supporterReached };
}

/** Checks a cover against the market alone. True: no answer serves more of the seekers counted than `matched`. */
export function coverProves(market: Market, cover: Cover, matched: number, counts?: Uint8Array, leastScore = 0): boolean {
  const { seekers, supporters, rowPtr, col, weight, capacity } = market;
  let size = 0;
  for (let j = 0; j < supporters; j++) if (cover.supporters[j] === 1) size += capacity[j];
  for (let i = 0; i < seekers; i++) {
    if (counts && counts[i] === 0) continue;
    if (cover.seekers[i] === 1) {
      size++;
      continue;
    }
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const j = col[e];
      if (cover.supporters[j] === 0 && capacity[j] > 0 && weight[e] >= leastScore) return false;
    }
  }
  return size === matched;
}

function occupantsOf(market: Market, match: Assignment, counts?: Uint8Array): { start: Int32Array; people: Int32Array } {
  const start = new Int32Array(market.supporters + 1);
  const has = (i: number): boolean => match[i] >= 0 && !(counts && counts[i] === 0);
  for (let i = 0; i < market.seekers; i++) if (has(i)) start[match[i] + 1] = start[match[i] + 1] + 1;
  for (let j = 0; j < market.supporters; j++) start[j + 1] += start[j];
  const people = new Int32Array(start[market.supporters]);
  const next = start.slice();
  for (let i = 0; i < market.seekers; i++) {
    if (!has(i)) continue;
    const j = match[i];
    const at = next[j];
    people[at] = i;
    next[j] = at + 1;
  }
  return { start, people };
}
