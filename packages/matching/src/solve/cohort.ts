import { checked } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { NotProved } from './round.ts';

/** A cohort in which both sides may have several partners: for each possible pair, 1 when it is made. */
export interface Cohort {
  /** By pair, in the order of the market's rows. */
  chosen: Uint8Array;
  matched: number;
  total: number;
  /** Prices of both sides that prove it: potentials of the flow, so that `score + profit + price` is >= 0 on chosen pairs and <= 0 on others. */
  proof: { price: Float64Array; profit: Float64Array };
}

/**
 * Matches with capacities on both sides (mentorship cohorts): as many pairs as possible, then the best total; or the
 * best total alone. A pair is made at most once. Successive shortest paths with potentials over the residual network
 * (Busacker & Gowen 1960; Edmonds & Karp 1972): exact for any size, meant for cohorts of up to a few thousand people.
 * Time: pairs made x one path search.
 * @throws InstanceRefused for a malformed market.
 */
export function proposeCohort(market: Market, objective: 'lexi' | 'weight' = 'lexi'): Cohort {
  checked(market);
  const net = newNetwork(market);
  firstPotentials(net);
  for (let gain = augment(net, objective); gain; gain = augment(net, objective));
  const cohort = cohortOf(net);
  prove(market, net, cohort);
  return cohort;
}

interface Network {
  market: Market;
  chosen: Uint8Array;
  seekerLeft: Int32Array;
  supporterLeft: Int32Array;
  /** Potentials of seekers, then supporters: longest reduced gain from the source so far. */
  potential: Float64Array;
  /** Potential of the end of all paths: minus the gain of the last path, which never rises. */
  end: number;
  pairsOfSupporter: { start: Int32Array; pairs: Int32Array; seekerOf: Int32Array };
}

function newNetwork(market: Market): Network {
  const { seekers, supporters, col, rowPtr } = market;
  const start = new Int32Array(supporters + 1);
  for (let e = 0; e < col.length; e++) start[col[e] + 1]++;
  for (let j = 0; j < supporters; j++) start[j + 1] += start[j];
  const next = start.slice();
  const pairs = new Int32Array(col.length);
  const seekerOf = new Int32Array(col.length);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      seekerOf[e] = i;
      pairs[next[col[e]]++] = e;
    }
  }
  return {
    market,
    chosen: new Uint8Array(col.length),
    seekerLeft: market.seekerCapacity?.slice() ?? new Int32Array(seekers).fill(1),
    supporterLeft: market.capacity.slice(),
    potential: new Float64Array(seekers + supporters),
    end: 0,
    pairsOfSupporter: { start, pairs, seekerOf },
  };
}

/**
 * One more pair along the path of the greatest gain. Costs are negated scores; potentials keep reduced costs at 0 or
 * more, so Dijkstra's search applies from the second path on; the first potentials are set from the scores.
 */
function augment(net: Network, objective: 'lexi' | 'weight'): boolean {
  const { seekers, supporters } = net.market;
  const people = seekers + supporters;
  const distance = new Float64Array(people).fill(Infinity);
  const from = new Int32Array(people).fill(-1);
  const done = new Uint8Array(people);
  const queue = new Queue(distance);
  for (let i = 0; i < seekers; i++) {
    if (net.seekerLeft[i] === 0) continue;
    distance[i] = -net.potential[i];
    queue.put(i);
  }
  let end = -1;
  for (let x = queue.take(); x >= 0; x = queue.take()) {
    if (done[x] === 1) continue;
    done[x] = 1;
    const length = distance[x] + net.potential[x];
    if (x >= seekers && net.supporterLeft[x - seekers] > 0 && (end < 0 || length < distance[end] + net.potential[end])) end = x;
    reach(net, x, distance, from, done, queue);
  }
  if (end < 0) return false;
  const gain = -(distance[end] + net.potential[end]);
  if (objective === 'weight' && gain <= 0) return false;
  const risen = -gain - net.end;
  for (let x = 0; x < people; x++) net.potential[x] += Math.min(distance[x], risen);
  net.end = -gain;
  use(net, end, from);
  return true;
}

/** Longest scores first: a supporter's potential is minus the best score anybody has with them. */
function firstPotentials(net: Network): void {
  const { market, potential } = net;
  for (let e = 0; e < market.col.length; e++) {
    const j = market.seekers + market.col[e];
    if (-market.weight[e] < potential[j]) potential[j] = -market.weight[e];
    if (-market.weight[e] < net.end) net.end = -market.weight[e];
  }
}

function reach(net: Network, x: number, distance: Float64Array, from: Int32Array, done: Uint8Array, queue: Queue): void {
  const { market, chosen, potential, pairsOfSupporter } = net;
  const { seekers, rowPtr, col, weight } = market;
  const step = (to: number, cost: number, e: number): void => {
    const length = distance[x] + cost + potential[x] - potential[to];
    if (done[to] === 1 || length >= distance[to]) return;
    distance[to] = length;
    from[to] = e;
    queue.put(to);
  };
  if (x < seekers) {
    for (let e = rowPtr[x]; e < rowPtr[x + 1]; e++) if (chosen[e] === 0) step(seekers + col[e], -weight[e], e);
    return;
  }
  const { start, pairs, seekerOf } = pairsOfSupporter;
  for (let k = start[x - seekers]; k < start[x - seekers + 1]; k++)
    if (chosen[pairs[k]] === 1) step(seekerOf[pairs[k]], weight[pairs[k]], pairs[k]);
}

function use(net: Network, end: number, from: Int32Array): void {
  const { market, chosen, pairsOfSupporter } = net;
  net.supporterLeft[end - market.seekers]--;
  let x = end;
  while (from[x] >= 0) {
    const e = from[x];
    chosen[e] = 1 - chosen[e];
    x = x >= market.seekers ? pairsOfSupporter.seekerOf[e] : market.seekers + market.col[e];
  }
  net.seekerLeft[x]--;
}

/** A binary heap by distance that may hold somebody twice; the first time taken counts. */
class Queue {
  private readonly heap: { x: number; at: number }[] = [];
  private readonly distance: Float64Array;

  constructor(distance: Float64Array) {
    this.distance = distance;
  }

  put(x: number): void {
    const { heap } = this;
    const entry = { x, at: this.distance[x] };
    let k = heap.length;
    while (k > 0 && heap[(k - 1) >> 1].at > entry.at) {
      heap[k] = heap[(k - 1) >> 1];
      k = (k - 1) >> 1;
    }
    heap[k] = entry;
  }

  take(): number {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return -1;
    if (heap.length === 0) return first.x;
    let k = 0;
    for (;;) {
      let child = 2 * k + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1].at < heap[child].at) child++;
      if (heap[child].at >= last.at) break;
      heap[k] = heap[child];
      k = child;
    }
    heap[k] = last;
    return first.x;
  }
}

function cohortOf({ market, chosen, potential }: Network): Cohort {
  let matched = 0;
  let total = 0;
  for (let e = 0; e < chosen.length; e++) {
    if (chosen[e] === 0) continue;
    matched++;
    total += market.weight[e];
  }
  const profit = potential.slice(0, market.seekers).map((value) => -value);
  return { chosen, matched, total, proof: { profit, price: potential.slice(market.seekers) } };
}

/** Feasibility of the answer and complementary slackness with the potentials: best among all cohorts of its number. */
function prove(market: Market, net: Network, { chosen, proof }: Cohort): void {
  const { seekers, supporters, rowPtr, col, weight, capacity, seekerCapacity } = market;
  const { profit, price } = proof;
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      const slack = price[col[e]] + profit[i] + weight[e];
      if (chosen[e] === 1 ? slack < 0 : slack > 0) fail(`pair ${e} is on the wrong side of its price`);
    }
    const places = seekerCapacity ? seekerCapacity[i] : 1;
    const left = net.seekerLeft[i];
    if (left < 0 || (left > 0 && profit[i] < 0) || (left < places && profit[i] > 0)) fail(`seeker ${i} has the wrong number of supporters`);
  }
  for (let j = 0; j < supporters; j++) {
    const left = net.supporterLeft[j];
    if (left < 0 || (left > 0 && price[j] < net.end) || (left < capacity[j] && price[j] > net.end))
      fail(`supporter ${j} has the wrong number of people`);
  }
}

function fail(reason: string): never {
  throw new NotProved(`The cohort is not proved: ${reason}.`);
}
