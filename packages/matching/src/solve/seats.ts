/**
 * People held by each supporter, the least wanted on top of a heap. `rank[e]` (lower is better) decides between held
 * pairs, then whether the person is on a second chance (better), then the score, then the pair's number.
 */
export interface Seats {
  start: Int32Array;
  fill: Int32Array;
  /** Pair numbers held. */
  held: Int32Array;
  /** Where a held pair stands in its heap, by pair number of the seeker's current pair. */
  place: Int32Array;
}

/** What decides between two held pairs. */
export interface Standing {
  rank: Int32Array;
  weight: Int32Array;
  seekerOf: Int32Array;
  /** 1 for people on their second chance. */
  promoted: Uint8Array;
}

/** Empty seats; nobody can hold more than its pairs. */
export function newSeats(capacity: Int32Array, pairs: number): Seats {
  const start = new Int32Array(capacity.length + 1);
  for (let j = 0; j < capacity.length; j++) start[j + 1] = start[j] + capacity[j];
  return { start, fill: new Int32Array(capacity.length), held: new Int32Array(start[capacity.length]), place: new Int32Array(pairs) };
}

/** Whether pair `a` is less wanted than pair `b`. */
export function lessWanted({ rank, weight, seekerOf, promoted }: Standing, a: number, b: number): boolean {
  const byRank = rank[a] - rank[b];
  if (byRank !== 0) return byRank > 0;
  const byChance = promoted[seekerOf[b]] - promoted[seekerOf[a]];
  if (byChance !== 0) return byChance > 0;
  const byScore = weight[b] - weight[a];
  return byScore !== 0 ? byScore > 0 : a > b;
}

/** Seats a pair in a free place. */
export function hold(seats: Seats, standing: Standing, j: number, e: number): void {
  const at = seats.fill[j];
  seats.fill[j] = at + 1;
  moveUp(seats, standing, seats.start[j], at, e);
}

/** Puts pair `e` in the place numbered `at` of supporter j, whoever holds it. */
export function replaceAt(seats: Seats, standing: Standing, j: number, at: number, e: number): void {
  const from = seats.start[j];
  const parent = (at - 1) >> 1;
  if (at > 0 && lessWanted(standing, e, seats.held[from + parent])) moveUp(seats, standing, from, at, e);
  else moveDown(seats, standing, from, seats.fill[j], at, e);
}

function moveUp({ held, place }: Seats, standing: Standing, from: number, at: number, e: number): void {
  let k = at;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    const other = held[from + parent];
    if (!lessWanted(standing, e, other)) break;
    held[from + k] = other;
    place[other] = k;
    k = parent;
  }
  held[from + k] = e;
  place[e] = k;
}

function moveDown({ held, place }: Seats, standing: Standing, from: number, size: number, at: number, e: number): void {
  let k = at;
  for (;;) {
    let child = 2 * k + 1;
    if (child >= size) break;
    if (child + 1 < size && lessWanted(standing, held[from + child + 1], held[from + child])) child++;
    const other = held[from + child];
    if (!lessWanted(standing, other, e)) break;
    held[from + k] = other;
    place[other] = k;
    k = child;
  }
  held[from + k] = e;
  place[e] = k;
}
