import { refreshRoom, seat, supporterSide, type Transport } from './transport.ts';

/**
 * Supporters' free places bid for seekers: the right side to begin with when places are the scarcer side. A supporter
 * bids for as many people as it has free places at once, each up to the profit of the best one left out. Stops where
 * bids no longer rise. Leaves exact prices and a beginning for `fillPlace`. Plain terms only.
 */
export function placesBid(t: Transport, most: number): void {
  const { pairs, start, end } = supporterSide(t);
  const { profit, match, fill, capacity } = t;
  const supporters = capacity.length;
  const widest = 2 + capacity.reduce((a, b) => Math.max(a, b), 0);
  const gains = new Float64Array(widest);
  const people = new Int32Array(widest);
  const scores = new Int32Array(widest);
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
    let found = 0;
    let weakest = 0;
    for (let k = 2 * start[j], last = 2 * end[j]; k < last; k += 2) {
      const score = pairs[k + 1];
      if (score <= weakest) break;
      const i = pairs[k];
      const gain = score - profit[i];
      if (gain <= weakest || match[i] === j) continue;
      let x = found <= places ? found++ : places;
      while (x > 0 && gains[x - 1] < gain) {
        gains[x] = gains[x - 1];
        people[x] = people[x - 1];
        scores[x] = scores[x - 1];
        x--;
      }
      gains[x] = gain;
      people[x] = i;
      scores[x] = score;
      if (found > places) weakest = gains[places];
    }
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
