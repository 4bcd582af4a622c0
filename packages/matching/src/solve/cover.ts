import type { Assignment, Market } from "../instance/instance.ts";

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
    if ((match[i] as number) >= 0 || (counts && counts[i] === 0)) continue;
    seekerReached[i] = 1;
    queue[size++] = i;
  }
  for (let at = 0; at < size; at++) {
    const i = queue[at] as number;
    for (let e = rowPtr[i] as number, last = rowPtr[i + 1] as number; e < last; e++) {
      const j = col[e] as number;
      if (supporterReached[j] === 1 || capacity[j] === 0 || (weight[e] as number) < leastScore) continue;
      const first = occupants.start[j] as number;
      const after = occupants.start[j + 1] as number;
      if (after - first < (capacity[j] as number)) return undefined;
      supporterReached[j] = 1;
      for (let s = first; s < after; s++) {
        const other = occupants.people[s] as number;
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
  for (let j = 0; j < supporters; j++) if (cover.supporters[j] === 1) size += capacity[j] as number;
  for (let i = 0; i < seekers; i++) {
    if (counts && counts[i] === 0) continue;
    if (cover.seekers[i] === 1) {
      size++;
      continue;
    }
    for (let e = rowPtr[i] as number, last = rowPtr[i + 1] as number; e < last; e++) {
      const j = col[e] as number;
      if (cover.supporters[j] === 0 && (capacity[j] as number) > 0 && (weight[e] as number) >= leastScore) return false;
    }
  }
  return size === matched;
}

function occupantsOf(market: Market, match: Assignment, counts?: Uint8Array): { start: Int32Array; people: Int32Array } {
  const start = new Int32Array(market.supporters + 1);
  const has = (i: number): boolean => (match[i] as number) >= 0 && !(counts && counts[i] === 0);
  for (let i = 0; i < market.seekers; i++) if (has(i)) start[(match[i] as number) + 1] = (start[(match[i] as number) + 1] as number) + 1;
  for (let j = 0; j < market.supporters; j++) start[j + 1] = (start[j + 1] as number) + (start[j] as number);
  const people = new Int32Array(start[market.supporters] as number);
  const next = start.slice();
  for (let i = 0; i < market.seekers; i++) {
    if (!has(i)) continue;
    const j = match[i] as number;
    const at = next[j] as number;
    people[at] = i;
    next[j] = at + 1;
  }
  return { start, people };
}
