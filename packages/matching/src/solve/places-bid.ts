import { refreshRoom, seat, supporterSide, type Transport } from './transport.ts';

/**
 * Supporters' free places bid for seekers: the right side to begin with when places are the scarcer side. A supporter
 * bids for as many people as it has free places at once, each up to the profit of the best one left out. Stops where
 * bids no longer rise. Leaves exact prices and a beginning for `fillPlace`. Plain terms only.
 */
export function placesBid(t: Transport, most: number): void {
  const { profit, match, fill, capacity } = t;
  const supporters = capacity.length;
  const widest = 2 + capacity.reduce((a, b) => Math.max(a, b), 0);
  const desk: Desk = { gains: new Float64Array(widest), people: new Int32Array(widest), scores: new Int32Array(widest) };
  const { gains, people, scores } = desk;
  const rounds = new Uint16Array(supporters);
  const queued = new Uint8Array(supporters);
  const waiting = new Int32Array(supporters);
  let queue = 0;
  for (let j = supporters - 1; j >= 0; j--) {
    if (capacity[j] === 0) continue;
    waiting[queue++] = j;
    queued[j] = 1;
  }
  let made = 0;
  while (queue > 0) {
    const j = waiting[--queue];
    queued[j] = 0;
    const places = capacity[j] - fill[j];
    if (places <= 0 || rounds[j] >= most) continue;
    rounds[j]++;
    const { found, weakest } = bestOf(t, j, places, desk);
    for (let x = 0; x < found && x < places; x++) {
      const i = people[x];
      const from = match[i];
      if (from >= 0) {
        if (gains[x] <= weakest) continue;
        fill[from]--;
        if (queued[from] === 0) {
          queued[from] = 1;
          waiting[queue++] = from;
        }
      }
      profit[i] = scores[x] - weakest;
      match[i] = j;
      fill[j]++;
      made++;
    }
  }
  t.effort.bids += made;
  priceByRunnerUp(t);
}

/** The people that a supporter's free places would bid for, and one more, the runner-up, who stands last. */
interface Desk {
  gains: Float64Array;
  people: Int32Array;
  scores: Int32Array;
}

/** Above this many places the best are kept in a heap; below, one after the other is quicker. */
const WIDE = 64;

/** The best so many people for supporter j at today's profits, and the gain of the runner-up (0 without one). */
function bestOf(t: Transport, j: number, places: number, { gains, people, scores }: Desk): { found: number; weakest: number } {
  const { pairs, start, end } = supporterSide(t);
  const { profit, match } = t;
  let found = 0;
  let weakest = 0;
  for (let k = 2 * start[j], last = 2 * end[j]; k < last; k += 2) {
    const score = pairs[k + 1];
    if (score <= weakest) break;
    const i = pairs[k];
    const gain = score - profit[i];
    if (gain <= weakest || match[i] === j) continue;
    let x: number;
    if (places <= WIDE) {
      x = found <= places ? found++ : places;
      while (x > 0 && gains[x - 1] < gain) {
        gains[x] = gains[x - 1];
        people[x] = people[x - 1];
        scores[x] = scores[x - 1];
        x--;
      }
    } else x = found <= places ? raised(gains, people, scores, found++, gain) : sunk(gains, people, scores, found, gain);
    gains[x] = gain;
    people[x] = i;
    scores[x] = score;
    if (found > places) weakest = places <= WIDE ? gains[places] : gains[0];
  }
  if (places > WIDE && found > places) lastFirst(gains, people, scores, places);
  return { found, weakest };
}

/** Makes room in a heap with the least gain on top: where a new one belongs. */
function raised(gains: Float64Array, people: Int32Array, scores: Int32Array, from: number, gain: number): number {
  let x = from;
  while (x > 0) {
    const parent = (x - 1) >> 1;
    if (gains[parent] <= gain) break;
    gains[x] = gains[parent];
    people[x] = people[parent];
    scores[x] = scores[parent];
    x = parent;
  }
  return x;
}

/** Takes the least off such a heap of `size`: where a greater one belongs. */
function sunk(gains: Float64Array, people: Int32Array, scores: Int32Array, size: number, gain: number): number {
  let x = 0;
  for (;;) {
    let child = 2 * x + 1;
    if (child >= size) return x;
    if (child + 1 < size && gains[child + 1] < gains[child]) child++;
    if (gains[child] >= gain) return x;
    gains[x] = gains[child];
    people[x] = people[child];
    scores[x] = scores[child];
    x = child;
  }
}

/** The runner-up changes places with whoever stands last. */
function lastFirst(gains: Float64Array, people: Int32Array, scores: Int32Array, last: number): void {
  for (const list of [gains, people, scores]) {
    const kept = list[0];
    list[0] = list[last];
    list[last] = kept;
  }
}

/**
 * A place is worth the best profit outside the people it has; their own profits rise until they are tight. Where the
 * bidding was cut short, somebody worth having may be outside: those who are not tight then lose their place again.
 */
function priceByRunnerUp(t: Transport): void {
  const { pairs, start, end } = supporterSide(t);
  const { price, profit, match, fill, capacity } = t;
  for (let j = 0; j < capacity.length; j++) {
    if (capacity[j] === 0) continue;
    let best = 0;
    for (let k = 2 * start[j], last = 2 * end[j]; k < last; k += 2) {
      const score = pairs[k + 1];
      if (score <= best) break;
      const i = pairs[k];
      if (match[i] !== j && score - profit[i] > best) best = score - profit[i];
    }
    price[j] = best;
  }
  for (let j = 0; j < capacity.length; j++) {
    let left = fill[j];
    fill[j] = 0;
    for (let k = 2 * start[j]; left > 0; k += 2) {
      const i = pairs[k];
      if (match[i] !== j) continue;
      left--;
      const gain = pairs[k + 1] - price[j];
      if (gain < profit[i]) {
        match[i] = -1;
        continue;
      }
      profit[i] = gain;
      seat(t, j, i);
    }
    refreshRoom(t, j);
  }
}
