import { checked, mostMatched } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { forget, raise, takeNearest } from './heap.ts';
import { NotProved } from './round.ts';
import { newSearch, type Search } from './transport.ts';

/** What is wanted of a cohort: number, then total; number, then the worst pair, then total; or total, then number. */
export type CohortObjective = 'lexi' | 'worst' | 'weight';

/** A cohort in which both sides may have several partners: for each possible pair, 1 when it is made. */
export interface Cohort {
  /** By pair, in the order of the market's rows. */
  chosen: Uint8Array;
  matched: number;
  total: number;
  /** The lowest score of a pair that is made; `undefined` when none is. */
  worst: number | undefined;
  /**
   * Prices of both sides, none below 0, that prove it. With `score + bonus` as a pair's value: a pair that is made is worth at least its two people's
   * prices together, one that is not made at most that, and whoever has a place left has price 0. Pairs below `leastScore` were left out.
   */
  proof: { price: Float64Array; profit: Float64Array; bonus: number; leastScore: number };
}

/**
 * Matches with capacities on both sides (mentorship cohorts), a pair at most once. Seekers come in one place at a time, each along a
 * shortest augmenting path, from which everybody's prices follow (Busacker & Gowen 1960; Tomizawa 1971; Edmonds & Karp 1972). For
 * `lexi` every pair is worth so much more that no score outweighs one pair. Time: seekers' places x one path search.
 * @throws InstanceRefused for a malformed market, NotProved if its own check fails.
 */
export function proposeCohort(market: Market, objective: CohortObjective = 'lexi'): Cohort {
  checked(market);
  const best = solved(market, objective !== 'weight', 0);
  return objective === 'worst' && best.worst !== undefined ? raisedWorst(market, best, best.worst) : best;
}

/** Bisection over the scores there are: the highest below which every pair can be left out and the number still be reached. Only numbers are compared on the way. */
function raisedWorst(market: Market, best: Cohort, worst: number): Cohort {
  const scores = market.weight.filter((score) => score >= worst).sort();
  let low = 0, high = scores.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (mostPairs(market, scores[middle]) === best.matched) low = middle;
    else high = middle - 1;
  }
  return scores[low] > worst ? solved(market, true, scores[low]) : best;
}

/** The most pairs there can be of at least a score: where no pair has points, all are tight, and every path is free. */
function mostPairs(market: Market, leastScore: number): number {
  const kept = onlyPairs(market, Uint8Array.from(market.weight, (score) => (score >= leastScore ? 1 : 0)));
  const net = newNetwork({ ...kept, weight: new Int32Array(kept.col.length) }, false);
  seatWhatIsFree(net);
  return net.chosen.reduce((sum, one) => sum + one, 0);
}

function solved(whole: Market, byNumber: boolean, leastScore: number): Cohort {
  const kept = Uint8Array.from(whole.weight, (score) => (score >= leastScore ? 1 : 0)), market = leastScore > 0 ? onlyPairs(whole, kept) : whole;
  const net = newNetwork(market, byNumber);
  for (let i = 0; i < market.seekers; i++) {
    net.profit[i] = firstProfit(net, i);
    while (net.seekerLeft[i] > 0 && net.profit[i] > 0 && seat(net, i));
  }
  if (!byNumber) seatWhatIsFree(net);
  prove(net);
  const chosen = new Uint8Array(whole.col.length), { bonus, price, profit } = net;
  let matched = 0, total = 0, worst = Infinity;
  for (let e = 0, at = 0; e < chosen.length; e++) {
    if (kept[e] === 0 || net.chosen[at++] === 0) continue;
    chosen[e] = 1;
    matched++;
    total += whole.weight[e];
    worst = Math.min(worst, whole.weight[e]);
  }
  return { chosen, matched, total, worst: matched > 0 ? worst : undefined, proof: { price, profit, bonus, leastScore } };
}

interface Network {
  market: Market;
  /** What every pair is worth beyond its score. */
  bonus: number;
  chosen: Uint8Array;
  seekerOf: Int32Array;
  seekerLeft: Int32Array;
  supporterLeft: Int32Array;
  profit: Float64Array;
  price: Float64Array;
  /** The pairs each supporter has: supporter j's are `held[start[j]] .. held[start[j] + fill[j] - 1]`. */
  held: Int32Array;
  start: Int32Array;
  fill: Int32Array;
  /** Seekers, then supporters. `through` holds the pair by which somebody was reached. */
  search: Search;
}

function newNetwork(market: Market, byNumber: boolean): Network {
  const { seekers, supporters, col, rowPtr, weight, capacity } = market, degree = new Int32Array(supporters), seekerOf = new Int32Array(col.length);
  let highest = 0;
  for (let i = 0; i < seekers; i++) for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
    seekerOf[e] = i;
    degree[col[e]]++;
    if (weight[e] > highest) highest = weight[e];
  }
  const supporterLeft = capacity.map((places, j) => Math.min(places, degree[j])), start = new Int32Array(supporters + 1);
  for (let j = 0; j < supporters; j++) start[j + 1] = start[j] + supporterLeft[j];
  return {
    market, seekerOf, supporterLeft, start, bonus: byNumber ? (mostMatched(market) + 1) * (highest + 1) : 0,
    chosen: new Uint8Array(col.length), held: new Int32Array(start[supporters]), fill: new Int32Array(supporters),
    seekerLeft: Int32Array.from({ length: seekers }, (_, i) => Math.min(market.seekerCapacity ? market.seekerCapacity[i] : 1, rowPtr[i + 1] - rowPtr[i])),
    profit: new Float64Array(seekers), price: new Float64Array(supporters), search: newSearch(seekers + supporters),
  };
}

/** The most this seeker could gain at today's prices. Supporters without any place are worth nothing to anybody. */
function firstProfit({ market, bonus, price, start }: Network, i: number): number {
  const { rowPtr, col, weight } = market;
  let most = 0;
  for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
    const j = col[e];
    if (start[j] === start[j + 1]) price[j] = Infinity;
    else most = Math.max(most, weight[e] + bonus - price[j]);
  }
  return most;
}

/**
 * Gives seeker `root` one more place along the path that costs least: to a free place, or to somebody who gives one up; or
 * leaves it, when that costs least. Prices follow. Returns whether the seeker has one more.
 */
function seat(net: Network, root: number): boolean {
  const { search, profit, market } = net, { seekers } = market, { distance, settled, reached } = search;
  let count = 1, best = profit[root], end = root, x = root, away = 0;
  distance[root] = 0;
  reached[0] = root;
  settled[root] = 1;
  for (;;) {
    count = x < seekers ? reachSupporters(net, x, away, best, count) : reachSeekers(net, x - seekers, away, best, count);
    if (search.size === 0 || distance[search.heap[0]] >= best) break;
    x = takeNearest(search);
    away = distance[x];
    settled[x] = 1;
    const ends = x < seekers ? away + profit[x] : net.supporterLeft[x - seekers] > 0 ? away : Infinity;
    if (ends < best) {
      best = ends;
      end = x;
    }
  }
  reprice(net, best, count);
  if (end !== root) use(net, end, root);
  forget(search, count);
  return end !== root;
}

/**
 * As many pairs more as cost nothing: paths of tight pairs from seekers with a place left to supporters with one. Whoever was reached in vain
 * never leads to a free place later (what is reachable from there stays as it is), so all searches that fail take one look at every pair.
 */
function seatWhatIsFree(net: Network): void {
  const { search, seekerLeft } = net;
  let inVain = 0;
  for (let i = 0; i < seekerLeft.length; i++) while (seekerLeft[i] > 0 && search.settled[i] === 0) {
    const { end, count } = freePlace(net, i, inVain);
    if (end < 0) {
      inVain = count;
      break;
    }
    use(net, end, i);
    for (let k = inVain; k < count; k++) search.settled[search.reached[k]] = 0;
  }
  forget(search, inVain);
}

/** Breadth first from one seeker to a supporter with a place left, over tight pairs. `reached` holds those reached in vain before, then those of this search. */
function freePlace({ market, chosen, profit, price, supporterLeft, held, start, fill, seekerOf, search }: Network, root: number, first: number): { end: number; count: number } {
  const { rowPtr, col, weight, seekers } = market, { reached, settled, through } = search;
  let count = first;
  const visit = (x: number, e: number): void => {
    settled[x] = 1;
    through[x] = e;
    reached[count++] = x;
  };
  visit(root, -1);
  for (let at = first; at < count; at++) {
    const x = reached[at], j = x - seekers;
    if (j >= 0 && supporterLeft[j] > 0) return { end: x, count };
    if (j < 0) {
      for (let e = rowPtr[x]; e < rowPtr[x + 1]; e++)
        if (chosen[e] === 0 && settled[seekers + col[e]] === 0 && profit[x] + price[col[e]] === weight[e]) visit(seekers + col[e], e);
    } else {
      for (let s = start[j]; s < start[j] + fill[j]; s++) {
        const e = held[s], i = seekerOf[e];
        if (settled[i] === 0 && profit[i] + price[j] === weight[e]) visit(i, e);
      }
    }
  }
  return { end: -1, count };
}

function reachSupporters(net: Network, i: number, away: number, best: number, reachedAlready: number): number {
  const { market, chosen, profit, price, bonus } = net, { rowPtr, col, weight, seekers } = market, base = away + profit[i] - bonus;
  let count = reachedAlready;
  for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
    const to = base + price[col[e]] - weight[e];
    if (to < best && chosen[e] === 0) count = reach(net.search, seekers + col[e], to, e, count);
  }
  return count;
}

function reachSeekers(net: Network, j: number, away: number, best: number, reachedAlready: number): number {
  const { market, profit, price, held, start, fill, seekerOf, bonus } = net, base = away - price[j] + bonus;
  let count = reachedAlready;
  for (let s = start[j]; s < start[j] + fill[j]; s++) {
    const e = held[s], i = seekerOf[e], to = base + market.weight[e] - profit[i];
    if (to < best) count = reach(net.search, i, to, e, count);
  }
  return count;
}

function reach(search: Search, x: number, to: number, e: number, count: number): number {
  const { distance, through, reached, settled } = search;
  if (settled[x] === 1 || to >= distance[x]) return count;
  const known = distance[x] < Infinity;
  if (!known) reached[count] = x;
  distance[x] = to;
  through[x] = e;
  raise(search, x, to);
  return known ? count : count + 1;
}

function reprice({ search, profit, price, market }: Network, best: number, count: number): void {
  const { reached, settled, distance } = search;
  for (let k = 0; k < count; k++) {
    const x = reached[k], by = best - distance[x];
    if (settled[x] === 0 || by <= 0) continue;
    if (x < market.seekers) profit[x] -= by;
    else price[x - market.seekers] += by;
  }
}

/** Makes and unmakes the pairs along the path from its end back to the root. */
function use(net: Network, end: number, root: number): void {
  const { market, chosen, held, start, fill, seekerOf, search } = net, { seekers, col } = market;
  if (end < seekers) net.seekerLeft[end]++;
  else net.supporterLeft[end - seekers]--;
  for (let x = end; x !== root;) {
    const e = search.through[x], j = col[e];
    chosen[e] = x < seekers ? 0 : 1;
    if (x < seekers) {
      let s = start[j];
      while (held[s] !== e) s++;
      held[s] = held[start[j] + --fill[j]];
    }
    x = x < seekers ? seekers + j : seekerOf[e];
  }
  for (let x = end; x !== root;) {
    const e = search.through[x], j = col[e];
    if (x >= seekers) held[start[j] + fill[j]++] = e;
    x = x < seekers ? seekers + j : seekerOf[e];
  }
  net.seekerLeft[root]--;
}

/** Feasibility and complementary slackness, from the market alone: no other choice is worth more. */
function prove({ market, bonus, chosen, price, profit }: Network): void {
  const { seekers, supporters, rowPtr, col, weight, capacity, seekerCapacity } = market, taken = new Int32Array(supporters);
  for (let i = 0; i < seekers; i++) {
    const places = seekerCapacity ? seekerCapacity[i] : 1;
    let used = 0;
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      const over = weight[e] + bonus - profit[i] - price[col[e]];
      if (chosen[e] === 1 ? over < 0 : over > 0) fail(`pair ${e} is on the wrong side of its price`);
      used += chosen[e];
      taken[col[e]] += chosen[e];
    }
    if (used > places || profit[i] < 0 || (used < Math.min(places, rowPtr[i + 1] - rowPtr[i]) && profit[i] > 0)) fail(`seeker ${i} has the wrong number of supporters`);
  }
  for (let j = 0; j < supporters; j++)
    if (taken[j] > capacity[j] || price[j] < 0 || (taken[j] < capacity[j] && price[j] > 0)) fail(`supporter ${j} has the wrong number of people`);
}

function fail(reason: string): never {
  throw new NotProved(`The cohort is not proved: ${reason}.`);
}
