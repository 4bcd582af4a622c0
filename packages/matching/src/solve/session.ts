import { checked, mostMatched } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { MOST_TOTAL } from '../instance/limits.ts';
import { refuse } from '../instance/refused.ts';
import { coverOf } from './cover.ts';
import { fillPlace } from './fill-place.ts';
import { findPlace } from './find-place.ts';
import { scoreOf } from './greatest-number.ts';
import { addPair, clearPairs, removePair } from './growing-lists.ts';
import { optimise } from './optimise.ts';
import { serveMost } from './serve-most.ts';
import { newTransport, nextCost, refreshRoom, seekerSide, supporterSide, type Transport, unseat } from './transport.ts';

/** How a session is opened. */
export interface SessionOptions {
  /** `lexi` (default): number first, then total. `weight`: the best total. */
  objective?: 'lexi' | 'weight';
  /** How many seekers may still arrive who are not in the market. */
  spareSeekers?: number;
  /** How many supporters may still arrive who are not in the market. */
  spareSupporters?: number;
  /** The highest score any pair will have. Default: the highest in the market. */
  highestScore?: number;
}

/** Somebody whose supporter changed; -1 stands for nobody. */
export interface Move {
  seeker: number;
  from: number;
  to: number;
}

/** A possible pair of somebody who arrives. */
export interface Candidate {
  /** The person on the other side. */
  who: number;
  score: number;
}

/**
 * A round that stays optimal while people come and go. Open one with `openSession`. Every event is one or a few
 * shortest path searches from the prices there are: usually microseconds, and exactly optimal again afterwards.
 */
export interface Session {
  readonly t: Transport;
  /** What serving one person counts for; 0 when only the total counts. Larger than any sum of scores on a path. */
  readonly numberValue: number;
  readonly highestScore: number;
  /** 1 for seekers in play: not away and not held. */
  readonly inPlay: Uint8Array;
  /** The supporter of each held seeker, or -1. */
  readonly held: Int32Array;
  /** How many held seekers each supporter has. */
  readonly heldBy: Int32Array;
  /** Memory left in each person's list. */
  readonly spare: { seekers: Int32Array; supporters: Int32Array };
  seekers: number;
  supporters: number;
  readonly mostSeekers: number;
  readonly mostSupporters: number;
}

/** Solves a market and keeps the prices, ready for people to come and go. */
export function openSession(market: Market, options: SessionOptions = {}): Session {
  checked(market);
  if (market.seekerCapacity) refuse('contradiction', 'a session takes seekers with one place each');
  const larger = withSpares(market, options.spareSeekers ?? 0, options.spareSupporters ?? 0);
  const highestScore = options.highestScore ?? market.weight.reduce((a, b) => Math.max(a, b), 0);
  const t = newTransport(larger, { places: larger.capacity.map((places) => Math.min(places, larger.seekers)) });
  const lexi = options.objective !== 'weight';
  optimise(t, lexi);
  const numberValue = lexi ? (mostMatchedEver(larger) + 1) * (highestScore + 1) * 2 : 0;
  if (numberValue * 4 > MOST_TOTAL * 8) refuse('too-large', 'a session of this size leaves the exact range');
  if (lexi) {
    serveMost(t);
    liftNumber(t, numberValue);
  }
  seekerSide(t);
  supporterSide(t);
  return {
    t,
    numberValue,
    highestScore,
    inPlay: new Uint8Array(larger.seekers).fill(1, 0, market.seekers),
    held: new Int32Array(larger.seekers).fill(-1),
    heldBy: new Int32Array(larger.supporters),
    spare: { seekers: new Int32Array(larger.seekers), supporters: new Int32Array(larger.supporters) },
    seekers: market.seekers,
    supporters: market.supporters,
    mostSeekers: larger.seekers,
    mostSupporters: larger.supporters,
  };
}

/** A new seeker, or one who left and comes back with new candidates, arrives. `-1` as number takes the next free one. */
export function seekerArrives(s: Session, candidates: readonly Candidate[], seeker = -1): { seeker: number; moves: Move[] } {
  const i = seeker < 0 ? s.seekers++ : seeker;
  if (i >= s.mostSeekers) refuse('out-of-range', `seeker ${i} does not fit in this session; open it with more spareSeekers`);
  if (s.inPlay[i] === 1 || s.held[i] >= 0) refuse('contradiction', `seeker ${i} is already here`);
  forgetPairs(s, i);
  for (const { who, score } of candidates) {
    checkPair(s, who, score);
    addPair(seekerSide(s.t), i, who, score, s.spare.seekers);
    addPair(supporterSide(s.t), who, i, score, s.spare.supporters);
  }
  return { seeker: i, moves: watched(s, () => enter(s, i)) };
}

/** A seeker who left comes back with the candidates known from before. */
export function seekerReturns(s: Session, i: number): Move[] {
  if (s.inPlay[i] === 1 || s.held[i] >= 0) refuse('contradiction', `seeker ${i} is already here`);
  return watched(s, () => enter(s, i));
}

/** A seeker leaves: their place, if it is worth filling, is filled. */
export function seekerLeaves(s: Session, i: number): Move[] {
  if (s.held[i] < 0 && s.inPlay[i] !== 1) refuse('contradiction', `seeker ${i} is not here`);
  return watched(s, () => (s.held[i] >= 0 ? releasePlace(s, i) : leave(s, i)));
}

/** The places of a supporter change: more, fewer, none (leaves or pauses), or some again (arrives). */
export function placesChange(s: Session, j: number, places: number): Move[] {
  const { t } = s;
  if (j < 0 || j >= s.supporters) refuse('out-of-range', `supporter ${j} is not in this session`);
  if (!Number.isInteger(places) || places < 0) refuse('not-an-integer', `${places} is not a number of places`);
  const heldHere = s.heldBy[j];
  if (places < heldHere) refuse('contradiction', `supporter ${j} has ${heldHere} announced or running matches`);
  return watched(s, () => setPlaces(s, j, Math.min(places - heldHere, t.match.length)));
}

/** A new supporter arrives with places and candidates. */
export function supporterArrives(s: Session, candidates: readonly Candidate[], places: number): { supporter: number; moves: Move[] } {
  if (s.supporters >= s.mostSupporters) refuse('out-of-range', 'no supporter more fits in this session; open it with more spareSupporters');
  const j = s.supporters++;
  for (const { who, score } of candidates) {
    if (who < 0 || who >= s.seekers) refuse('out-of-range', `seeker ${who} is not in this session`);
    checkPair(s, j, score);
    addPair(seekerSide(s.t), who, j, score, s.spare.seekers);
    addPair(supporterSide(s.t), j, who, score, s.spare.supporters);
  }
  return { supporter: j, moves: placesChange(s, j, places) };
}

/** Announces or starts a seeker's match: from now on neither the pair nor its place moves, whatever happens. */
export function hold(s: Session, i: number): void {
  const { t } = s;
  const j = t.match[i];
  if (j < 0 || s.inPlay[i] === 0) refuse('contradiction', `seeker ${i} has no match that could be held`);
  unseat(t, i);
  t.capacity[j]--;
  refreshRoom(t, j);
  t.profit[i] = Infinity;
  s.inPlay[i] = 0;
  s.held[i] = j;
  s.heldBy[j]++;
}

/** Ends a hold: the pair is in play again and may move. */
export function release(s: Session, i: number): Move[] {
  if (s.held[i] < 0) refuse('contradiction', `seeker ${i} is not held`);
  return watched(s, () => {
    releasePlace(s, i);
    enter(s, i);
  });
}

/** What a session holds now: everybody's supporter, held pairs included, with number and total. */
export function standing(s: Session): { match: Int32Array; matched: number; total: number } {
  const match = s.t.match.map((j, i) => (s.held[i] >= 0 ? s.held[i] : j));
  let matched = 0;
  let total = 0;
  for (let i = 0; i < s.seekers; i++) {
    if (match[i] < 0) continue;
    matched++;
    total += scoreOf(seekerSide(s.t), i, match[i]);
  }
  return { match: match.slice(0, s.seekers), matched, total };
}

/** Runs an event and returns who moved, each once, with where they were before it. */
export function watched(s: Session, event: () => void): Move[] {
  const changes: number[] = [];
  s.t.changes = changes;
  event();
  s.t.changes = undefined;
  const before = new Map<number, number>();
  for (let k = 0; k < changes.length; k += 2) if (!before.has(changes[k])) before.set(changes[k], changes[k + 1]);
  const moves: Move[] = [];
  for (const [seeker, from] of before) if (s.t.match[seeker] !== from) moves.push({ seeker, from, to: s.t.match[seeker] });
  return moves;
}

/** A seeker takes part again: their profit is what the prices allow, then a place is found. */
export function enter(s: Session, i: number): void {
  const { t } = s;
  const { pairs, start, end } = seekerSide(t);
  let best = t.outside[i];
  for (let k = 2 * start[i]; k < 2 * end[i]; k += 2) best = Math.max(best, pairs[k + 1] - t.price[pairs[k]]);
  t.profit[i] = best;
  s.inPlay[i] = 1;
  if (best > t.outside[i]) findPlace(t, i);
}

/** A seeker no longer takes part; the place left is filled where that is worth it. */
export function leave(s: Session, i: number): void {
  const { t } = s;
  const j = t.match[i];
  s.inPlay[i] = 0;
  if (j >= 0) unseat(t, i);
  t.profit[i] = Infinity;
  if (j < 0) return;
  refreshRoom(t, j);
  refill(t, j);
}

/** Gives supporter j a number of places in play; people who no longer fit look for another. */
export function setPlaces(s: Session, j: number, places: number): void {
  const { t } = s;
  const out: number[] = [];
  while (t.fill[j] > places) {
    const i = t.slot[t.slotStart[j] + t.fill[j] - 1];
    unseat(t, i);
    out.push(i);
  }
  if (places > t.slotStart[j + 1] - t.slotStart[j]) growSlots(t, j, places);
  const had = t.capacity[j];
  t.capacity[j] = places;
  if (places === 0) t.price[j] = Infinity;
  else if (had === 0) t.price[j] = worthOfPlace(t, j);
  refreshRoom(t, j);
  for (const i of out) enter(s, i);
  if (places > 0) refill(t, j);
}

/** The lowest price at which nobody would rather have supporter j. */
function worthOfPlace(t: Transport, j: number): number {
  const { pairs, start, end } = supporterSide(t);
  let worth = t.floor;
  for (let k = 2 * start[j]; k < 2 * end[j]; k += 2) worth = Math.max(worth, pairs[k + 1] - t.profit[pairs[k]]);
  return worth;
}

function refill(t: Transport, j: number): void {
  while (nextCost(t, j) < t.price[j] && fillPlace(t, j));
}

function releasePlace(s: Session, i: number): void {
  const { t } = s;
  const j = s.held[i];
  s.held[i] = -1;
  s.heldBy[j]--;
  const places = t.capacity[j] + 1;
  if (places > t.slotStart[j + 1] - t.slotStart[j]) growSlots(t, j, places);
  t.capacity[j] = places;
  if (places === 1) t.price[j] = worthOfPlace(t, j);
  t.match[i] = -1;
  refreshRoom(t, j);
  refill(t, j);
}

/** Makes room for more places of one supporter. */
function growSlots(t: Transport, j: number, places: number): void {
  const more = places - (t.slotStart[j + 1] - t.slotStart[j]);
  const after = t.slotStart[j + 1];
  const slot = new Int32Array(t.slot.length + more).fill(-1);
  slot.set(t.slot.subarray(0, after));
  slot.set(t.slot.subarray(after), after + more);
  t.slot = slot;
  for (let k = j + 1; k < t.slotStart.length; k++) t.slotStart[k] += more;
}

function forgetPairs(s: Session, i: number): void {
  const { start, end, pairs } = seekerSide(s.t);
  for (let k = 2 * start[i]; k < 2 * end[i]; k += 2) removePair(supporterSide(s.t), pairs[k], i, s.spare.supporters);
  clearPairs(seekerSide(s.t), i, s.spare.seekers);
}

function checkPair(s: Session, j: number, score: number): void {
  if (!Number.isInteger(j) || j < 0 || j >= s.supporters) refuse('out-of-range', `supporter ${j} is not in this session`);
  if (!Number.isInteger(score) || score < 0 || score > s.highestScore)
    refuse('out-of-range', `score ${score} is not a whole number from 0 to ${s.highestScore}; open the session with a higher highestScore`);
}

/**
 * From "the best total for this number" to "number before everything": nobody more can be served, so everybody who
 * could be reached from those without a place can be priced as far away as we like, and nothing else changes.
 */
export function liftNumber(t: Transport, value: number): void {
  const lowered = t.floor;
  for (let i = 0; i < t.profit.length; i++) {
    t.profit[i] += lowered;
    t.outside[i] += lowered;
  }
  for (let j = 0; j < t.price.length; j++) t.price[j] -= lowered;
  t.floor = 0;
  const cover = coverOf(t.market, t.match, undefined, t.cutBelow);
  if (!cover) throw new Error('liftNumber needs a state in which nobody more can be served');
  for (let i = 0; i < t.profit.length; i++) {
    const by = value + t.outside[i];
    if (cover.seekers[i] === 0) t.profit[i] -= by;
    t.outside[i] -= by;
  }
  const by = value + t.leastOutside + lowered;
  for (let j = 0; j < t.price.length; j++) if (cover.supporters[j] === 1) t.price[j] += by;
  t.leastOutside = -value;
  for (let j = 0; j < t.price.length; j++) refreshRoom(t, j);
}

function withSpares(market: Market, seekers: number, supporters: number): Market {
  const rowPtr = new Int32Array(market.seekers + seekers + 1).fill(market.col.length);
  rowPtr.set(market.rowPtr);
  const capacity = new Int32Array(market.supporters + supporters);
  capacity.set(market.capacity);
  return { ...market, seekers: market.seekers + seekers, supporters: market.supporters + supporters, rowPtr, capacity };
}

function mostMatchedEver(market: Market): number {
  return Math.max(market.seekers, mostMatched(market));
}
