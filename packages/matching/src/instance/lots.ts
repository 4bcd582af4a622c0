import type { Assignment, Market } from './instance.ts';

/** Random numbers in [0, 1) from a seed (splitmix32): the same row on every machine. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 4294967296;
  };
}

/** A market whose people stand in an order drawn by lot, so that ties between equal answers fall by lot too. */
export interface DrawnOrder {
  market: Market;
  /** The seeker at each new position. */
  seekerAt: Int32Array;
  /** The supporter at each new position. */
  supporterAt: Int32Array;
}

/** Draws the order of both sides from a seed. The optimum does not change; which of several optima is found may. */
export function drawnOrder(market: Market, seed: number): DrawnOrder {
  const draw = seeded(seed);
  const seekerAt = shuffled(market.seekers, draw);
  const supporterAt = shuffled(market.supporters, draw);
  const place = new Int32Array(market.supporters);
  for (let k = 0; k < supporterAt.length; k++) place[supporterAt[k]] = k;
  const pairs = market.col.length;
  const from = new Int32Array(pairs);
  const rowPtr = new Int32Array(market.seekers + 1);
  for (let k = 0, at = 0; k < seekerAt.length; k++) {
    const i = seekerAt[k];
    for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++) from[at++] = e;
    rowPtr[k + 1] = at;
  }
  const drawn: Market = {
    ...market,
    rowPtr,
    col: from.map((e) => place[market.col[e]]),
    weight: from.map((e) => market.weight[e]),
    capacity: supporterAt.map((j) => market.capacity[j]),
  };
  if (market.seekerRank) drawn.seekerRank = pick(market.seekerRank, from);
  if (market.supporterRank) drawn.supporterRank = pick(market.supporterRank, from);
  if (market.seekerCapacity) drawn.seekerCapacity = pick(market.seekerCapacity, seekerAt);
  return { market: drawn, seekerAt, supporterAt };
}

/** An answer of the drawn market in the numbers of the original one. */
export function inOriginalOrder(match: Assignment, { seekerAt, supporterAt }: DrawnOrder): Assignment {
  const original = new Int32Array(match.length);
  for (let k = 0; k < match.length; k++) {
    const j = match[k];
    original[seekerAt[k]] = j < 0 ? -1 : supporterAt[j];
  }
  return original;
}

function pick(values: Int32Array, from: Int32Array): Int32Array {
  return from.map((e) => values[e]);
}

function shuffled(count: number, draw: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(draw() * (k + 1));
    const kept = order[k];
    order[k] = order[other];
    order[other] = kept;
  }
  return order;
}
