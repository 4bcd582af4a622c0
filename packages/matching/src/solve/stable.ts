import type { Assignment, Market } from '../instance/instance.ts';
import { bySupporter, pairNumbers, preferenceOrder, type RankedMarket, ranked } from './preferences.ts';
import { hold, lessWanted, newSeats, replaceAt, type Seats, type Standing } from './seats.ts';

/** Which stable matching is wanted. */
export type StableMode =
  /** Large: keeps ties and serves at least two thirds of the most any stable matching can (Király 2013). The default. */
  | 'large'
  /** Ties broken by score, then number; the best stable matching for every seeker (Gale & Shapley 1962). */
  | 'seekers'
  /** Ties broken the same way; the best stable matching for every supporter. */
  | 'supporters';

/** A stable matching: no two people would both rather have each other than what they have. */
export interface StableMatching {
  match: Assignment;
  /** Proposals made: at most about two per possible pair. */
  proposals: number;
}

/**
 * Finds a weakly stable matching with ties, incomplete lists and capacities, in time linear in the pairs after sorting
 * them. Without ranks in the market, both sides rank by the joint score.
 */
export function stableMatching(market: Market, mode: StableMode = 'large'): StableMatching {
  const lists = ranked(market);
  return mode === 'supporters' ? supportersPropose(lists) : seekersPropose(lists, mode === 'large');
}

interface Proposing {
  market: RankedMarket;
  /** Pair numbers by row, best first. */
  order: Int32Array;
  /** Where each seeker stands in its list. */
  at: Int32Array;
  /** 1 when a supporter has refused the pair. */
  refused: Uint8Array;
  /** The pair each seeker holds, or -1. */
  pair: Int32Array;
  /** The next place in a seeker's tie where a supporter may still have room. */
  roomAt: Int32Array;
  /** Per supporter: people who may have somewhere equally good to go (checked again when needed). */
  restless: number[][];
  seats: Seats;
  standing: Standing;
  capacity: Int32Array;
  keepTies: boolean;
}

/**
 * Deferred acceptance from the seekers' side. With `keepTies`, Király's rules: among equally good supporters ask one
 * with room first; a supporter lets somebody go who has an equally good place elsewhere; who is refused by everybody
 * asks once more with a second chance, which breaks ties in their favour.
 */
function seekersPropose(market: RankedMarket, keepTies: boolean): StableMatching {
  const p = newProposing(market, keepTies);
  const waiting = new Int32Array(market.seekers);
  let queue = 0;
  for (let i = market.seekers - 1; i >= 0; i--) waiting[queue++] = i;
  const match = new Int32Array(market.seekers).fill(-1);
  let proposals = 0;
  while (queue > 0) {
    let i = waiting[--queue];
    while (i >= 0) {
      const e = nextProposal(p, i);
      if (e < 0) break;
      proposals++;
      i = propose(p, i, e);
    }
  }
  for (let i = 0; i < market.seekers; i++) if (p.pair[i] >= 0) match[i] = market.col[p.pair[i]];
  return { match, proposals };
}

function newProposing(market: RankedMarket, keepTies: boolean): Proposing {
  const { seekers, supporters, rowPtr, col, weight, seekerRank, supporterRank } = market;
  const seekerOf = new Int32Array(col.length);
  const capacity = new Int32Array(supporters);
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      seekerOf[e] = i;
      capacity[col[e]]++;
    }
  }
  for (let j = 0; j < supporters; j++) if (market.capacity[j] < capacity[j]) capacity[j] = market.capacity[j];
  return {
    market,
    order: preferenceOrder(rowPtr, seekerRank, weight, pairNumbers(market)),
    at: rowPtr.slice(0, seekers),
    refused: new Uint8Array(keepTies ? col.length : 0),
    pair: new Int32Array(seekers).fill(-1),
    roomAt: rowPtr.slice(0, seekers),
    restless: keepTies ? Array.from({ length: supporters }, () => []) : [],
    seats: newSeats(capacity, col.length),
    standing: { rank: supporterRank, weight, seekerOf, promoted: new Uint8Array(seekers) },
    capacity,
    keepTies,
  };
}

/** The pair to propose next: the best not refused, in a tie one with room first. -1 when there is nobody left to ask. */
function nextProposal(p: Proposing, i: number): number {
  const last = p.market.rowPtr[i + 1];
  if (!p.keepTies) return p.at[i] < last ? p.order[p.at[i]++] : -1;
  while (p.at[i] < last && p.refused[p.order[p.at[i]]] === 1) p.at[i]++;
  if (p.at[i] >= last) return secondChance(p, i) ? nextProposal(p, i) : -1;
  const first = p.order[p.at[i]];
  const free = equallyGoodWithRoom(p, i, first, -1);
  return free >= 0 ? free : first;
}

/** Starts the list again, once; ties now fall in this person's favour. */
function secondChance(p: Proposing, i: number): boolean {
  const { promoted } = p.standing;
  const from = p.market.rowPtr[i];
  const last = p.market.rowPtr[i + 1];
  if (promoted[i] === 1 || from === last) return false;
  promoted[i] = 1;
  p.at[i] = from;
  p.roomAt[i] = from;
  p.refused.fill(0, from, last);
  return true;
}

/**
 * Another pair in the same tie whose supporter has room, or -1. Supporters never get room back, so each seeker's
 * search only moves forward: linear in all.
 */
function equallyGoodWithRoom(p: Proposing, i: number, like: number, except: number): number {
  const { col, seekerRank, rowPtr } = p.market;
  const rank = seekerRank[like];
  const last = rowPtr[i + 1];
  let x = Math.max(p.roomAt[i], p.at[i]);
  let found = -1;
  let passed = true;
  for (; x < last; x++) {
    const e = p.order[x];
    if (seekerRank[e] > rank) break;
    const j = col[e];
    const open = p.refused[e] === 0 && p.seats.fill[j] < p.capacity[j];
    if (open && e !== except) {
      found = e;
      break;
    }
    if (open) passed = false;
    if (passed) p.roomAt[i] = x + 1;
  }
  return found;
}

/** Makes one proposal. Returns the seeker who now has to look further, or -1. */
function propose(p: Proposing, i: number, e: number): number {
  const { seats, standing, pair } = p;
  const j = p.market.col[e];
  if (p.capacity[j] === 0) return refuse(p, i, e);
  if (seats.fill[j] < p.capacity[j]) {
    hold(seats, standing, j, e);
    return settled(p, i, e, -1);
  }
  const restless = p.keepTies ? takeRestless(p, j) : -1;
  if (restless >= 0) {
    replaceAt(seats, standing, j, seats.place[pair[restless]], e);
    pair[restless] = -1;
    return settled(p, i, e, restless);
  }
  const worst = seats.held[seats.start[j]];
  if (!wantedMore(p, e, worst)) return refuse(p, i, e);
  const loser = standing.seekerOf[worst];
  replaceAt(seats, standing, j, 0, e);
  pair[loser] = -1;
  if (p.keepTies) p.refused[worst] = 1;
  return settled(p, i, e, loser);
}

function refuse(p: Proposing, i: number, e: number): number {
  if (p.keepTies) p.refused[e] = 1;
  return i;
}

function settled(p: Proposing, i: number, e: number, next: number): number {
  p.pair[i] = e;
  if (p.keepTies && equallyGoodWithRoom(p, i, e, e) >= 0) p.restless[p.market.col[e]].push(i);
  return next;
}

/** With ties kept, only rank and second chance count, so that equals never displace each other. */
function wantedMore({ standing, keepTies }: Proposing, e: number, held: number): boolean {
  if (!keepTies) return lessWanted(standing, held, e);
  const { rank, promoted, seekerOf } = standing;
  if (rank[e] !== rank[held]) return rank[e] < rank[held];
  return promoted[seekerOf[e]] > promoted[seekerOf[held]];
}

/** Somebody held by supporter j who has an equally good supporter with room, or -1. */
function takeRestless(p: Proposing, j: number): number {
  const candidates = p.restless[j];
  while (candidates.length > 0) {
    const i = candidates.pop() ?? -1;
    const e = p.pair[i];
    if (e >= 0 && p.market.col[e] === j && equallyGoodWithRoom(p, i, e, e) >= 0) return i;
  }
  return -1;
}

/** Deferred acceptance from the supporters' side: places are offered down the list, seekers keep the best offer. */
function supportersPropose(market: RankedMarket): StableMatching {
  const { seekers, supporters, capacity, weight, seekerRank, supporterRank } = market;
  const { start, pairs, seekerOf } = bySupporter(market);
  const order = preferenceOrder(start, supporterRank, weight, pairs);
  const next = start.slice(0, supporters);
  const free = capacity.slice();
  const pair = new Int32Array(seekers).fill(-1);
  const waiting: number[] = [];
  for (let j = supporters - 1; j >= 0; j--) waiting.push(j);
  const standing: Standing = { rank: seekerRank, weight, seekerOf, promoted: new Uint8Array(seekers) };
  let proposals = 0;
  for (let j = waiting.pop(); j !== undefined; j = waiting.pop()) {
    while (free[j] > 0 && next[j] < start[j + 1]) {
      const e: number = order[next[j]];
      next[j]++;
      proposals++;
      const i = seekerOf[e];
      const held = pair[i];
      if (held >= 0 && !lessWanted(standing, held, e)) continue;
      pair[i] = e;
      free[j]--;
      if (held < 0) continue;
      const loser: number = market.col[held];
      free[loser]++;
      if (loser !== j) waiting.push(loser);
    }
  }
  return { match: Int32Array.from(pair, (e) => (e < 0 ? -1 : market.col[e])), proposals };
}
