import type { Market } from '../instance/instance.ts';
import { cutLists, degreesOf, type Lists, seekerLists, supporterLists } from './lists.ts';

/**
 * The state of one exact transport problem: who has which place, and the prices that prove it.
 *
 * Maximise  sum(score) - sum(cost of places used) + sum(outside of seekers without a place).
 * Prices `price[j]` (of a place with supporter j) and profits `profit[i]` (of seeker i) are kept feasible,
 * `profit[i] + price[j] >= score(i, j)`, with equality on matched pairs. The state is optimal when
 * nobody without a place has `profit > outside`, and nobody with room has `price > cost of the next place`.
 * All numbers are integers held in doubles, so feasibility and equality are exact.
 */
export interface Transport {
  readonly market: Market;
  /** Places of each supporter that can be used at all: never more than its pairs. */
  readonly capacity: Int32Array;
  /** How many pairs each supporter was in when the state was made. */
  readonly degrees: Int32Array;
  /** Value of leaving each seeker without a place. At most 0. */
  readonly outside: Float64Array;
  /** The lowest of all `outside`: a lower bound on every profit. */
  leastOutside: number;
  /** What using any place costs. 0, or below 0 once number has been bought at the price of fit. */
  floor: number;
  /** Further cost of each place, by slot, never falling within a supporter. Absent: all 0. */
  readonly placeCost: Float64Array | undefined;
  /** The lowest place cost (0 when absent): `floor + leastCost` is a lower bound on every price. */
  readonly leastCost: number;

  readonly price: Float64Array;
  readonly profit: Float64Array;
  /** The supporter of each seeker, or -1. */
  readonly match: Int32Array;
  /** Occupants: supporter j's are `slot[slotStart[j]] .. slot[slotStart[j] + fill[j] - 1]`. */
  slot: Int32Array;
  slotStart: Int32Array;
  readonly fill: Int32Array;
  /** What the next place of each supporter asks: its cost, or its price while that is higher; infinite when full. */
  readonly room: Float64Array;

  /** Pairs below this score are left out of lists made from now on. */
  cutBelow: number;
  /** When set: who changed, with the supporter they had before, as pairs of numbers in order of events. */
  changes: number[] | undefined;
  seekerSide: Lists | undefined;
  supporterSide: Lists | undefined;
  readonly search: Search;
  /** How much work was done; equal on every machine. */
  readonly effort: Effort;
}

/** Scratch memory of the path searches, all by supporter; clean between searches. */
export interface Search {
  readonly distance: Float64Array;
  readonly heap: Int32Array;
  readonly position: Int32Array;
  readonly reached: Int32Array;
  readonly settled: Uint8Array;
  readonly before: Int32Array;
  readonly through: Int32Array;
  size: number;
}

/** Counts of the work done. */
export interface Effort {
  bids: number;
  searches: number;
  settled: number;
  extensions: number;
}

/** Costs and outside values that differ from the plain problem, where both are 0. */
export interface Terms {
  /** Value of leaving each seeker without a place; at most 0, an integer. */
  outside?: Float64Array;
  /** Cost of each place, by slot (supporter by supporter, first place first), never falling within a supporter. */
  placeCost?: Float64Array;
  /** Places to keep ready, where pairs may still be added: not capped by the pairs there are. */
  places?: Int32Array;
}

/** An empty state: nobody has a place, and prices are as low as places cost (infinite where there is none). */
export function newTransport(market: Market, terms: Terms = {}): Transport {
  const { seekers, supporters } = market;
  const degrees = degreesOf(market);
  const capacity = terms.places ?? usableCapacity(market, degrees);
  const slotStart = new Int32Array(supporters + 1);
  for (let j = 0; j < supporters; j++) slotStart[j + 1] = slotStart[j] + capacity[j];
  const outside = terms.outside ?? new Float64Array(seekers);
  const t: Transport = {
    market,
    capacity,
    degrees,
    outside,
    leastOutside: least(outside),
    floor: 0,
    placeCost: terms.placeCost,
    leastCost: terms.placeCost ? least(terms.placeCost) : 0,
    price: new Float64Array(supporters),
    profit: new Float64Array(seekers),
    match: new Int32Array(seekers).fill(-1),
    slot: new Int32Array(slotStart[supporters]).fill(-1),
    slotStart,
    fill: new Int32Array(supporters),
    room: new Float64Array(supporters),
    cutBelow: 0,
    changes: undefined,
    seekerSide: undefined,
    supporterSide: undefined,
    search: newSearch(supporters),
    effort: { bids: 0, searches: 0, settled: 0, extensions: 0 },
  };
  for (let j = 0; j < supporters; j++) {
    const first = nextCost(t, j);
    t.price[j] = first;
    t.room[j] = first;
  }
  return t;
}

/** The seekers' lists, made when first needed. */
export function seekerSide(t: Transport): Lists {
  t.seekerSide ??= cutLists(seekerLists(t.market), t.cutBelow);
  return t.seekerSide;
}

/** The supporters' lists, made when first needed. */
export function supporterSide(t: Transport): Lists {
  t.supporterSide ??= cutLists(supporterLists(t.market, t.degrees), t.cutBelow);
  return t.supporterSide;
}

/** Cost of the next free place of supporter j; infinite when all are taken. */
export function nextCost(t: Transport, j: number): number {
  const taken = t.fill[j];
  if (taken >= t.capacity[j]) return Infinity;
  return t.placeCost ? t.floor + t.placeCost[t.slotStart[j] + taken] : t.floor;
}

/** Cost of the dearest place in use with supporter j: what is saved when one person goes. */
export function lastCost(t: Transport, j: number): number {
  return t.placeCost ? t.floor + t.placeCost[t.slotStart[j] + t.fill[j] - 1] : t.floor;
}

/** Brings `room[j]` up to date after the price, the floor or the number of occupants changed. */
export function refreshRoom(t: Transport, j: number): void {
  const next = nextCost(t, j);
  t.room[j] = next < t.price[j] ? t.price[j] : next;
}

/** Puts seeker `into` in the place of seeker `out` with supporter j. */
export function replaceOccupant(t: Transport, j: number, out: number, into: number): void {
  const { slot } = t;
  let s = t.slotStart[j];
  while (slot[s] !== out) s++;
  slot[s] = into;
}

/** Gives seeker i a free place with supporter j. */
export function seat(t: Transport, j: number, i: number): void {
  t.slot[t.slotStart[j] + t.fill[j]] = i;
  t.fill[j]++;
  move(t, i, j);
}

/** Notes that seeker i now has supporter j (-1: nobody). Occupants are the caller's business. */
export function move(t: Transport, i: number, j: number): void {
  if (t.changes) t.changes.push(i, t.match[i]);
  t.match[i] = j;
}

/** Takes seeker i's place away. */
export function unseat(t: Transport, i: number): void {
  const j = t.match[i];
  t.fill[j]--;
  replaceOccupant(t, j, i, t.slot[t.slotStart[j] + t.fill[j]]);
  move(t, i, -1);
}

/** A supporter cannot use more places than it has pairs; this keeps memory in proportion to the pairs. */
function usableCapacity({ capacity }: Market, degrees: Int32Array): Int32Array {
  return capacity.map((places, j) => Math.min(places, degrees[j]));
}

/** Scratch memory for searches among so many people. */
export function newSearch(supporters: number): Search {
  return {
    distance: new Float64Array(supporters).fill(Infinity),
    heap: new Int32Array(supporters + 1),
    position: new Int32Array(supporters).fill(-1),
    reached: new Int32Array(supporters),
    settled: new Uint8Array(supporters),
    before: new Int32Array(supporters),
    through: new Int32Array(supporters),
    size: 0,
  };
}

function least(values: Float64Array): number {
  let lowest = 0;
  for (let k = 0; k < values.length; k++) if (values[k] < lowest) lowest = values[k];
  return lowest;
}
