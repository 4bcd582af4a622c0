import type { Market } from '../instance/instance.ts';
import { extend } from './extend.ts';
import { fillPlace } from './fill-place.ts';
import { findPlace } from './find-place.ts';
import { placesBid } from './places-bid.ts';
import { seekersBid } from './seekers-bid.ts';
import { serveTight } from './serve-tight.ts';
import { settle } from './settle.ts';
import { nextCost, seekerSide, type Transport } from './transport.ts';

/** Bids each person may make before the path searches take over. */
const BIDS_EACH = 200;
/**
 * How the auction of a balanced market goes, by how many supporters a seeker has on average: what one more person counts for in advance, as a
 * share of the highest score, and the step, as a part of it. The shorter the lists, the longer the paths that one more person
 * costs, and the more it pays to let prices rise for number before; the shorter, too, the fewer bids that takes. `from` and `to`: between which places per seeker
 * a market counts as balanced when number counts. With one or two candidates each, who competes with whom hangs on a few people's lists and not on all places together.
 * `few` stands for `ahead` where there are fewer places than seekers: those who will stay without bid all the way down to what going without is worth, and
 * where lists are short, that is most of the bidding.
 */
const BALANCED = [
  { upTo: 2.5, ahead: 8, few: 8, parts: 50, from: 0.5, to: 2 },
  { upTo: 4, ahead: 1.5, few: 1.5, parts: 50, from: 0.85, to: 1.6 },
  { upTo: 16, ahead: 1.5, few: 0.15, parts: 50, from: 0.9, to: 1.1 },
  { upTo: Infinity, ahead: 0.375, few: 0.375, parts: 200, from: 0.95, to: 1.1 },
] as const;
const [, , , LONG_LISTS] = BALANCED;
/** Scores that all lie this near to each other, in shares of the highest, count from the lowest on: what they have in common decides nothing about fit. */
const ALIKE = 0.5;
/** Above this many places on one supporter, one place more or less costs a look at everybody there: places had better bid, all at once, wherever they are scarce. */
const WIDEST = 64;

/**
 * Brings an empty state to the optimum. The side that is scarcer bids first; the result is exact in any case.
 * With `numberAhead`, number may already count for something: the best total then need not be passed on the way. With `once`, nobody
 * comes or goes afterwards, so outside values may stand above 0.
 */
export function optimise(t: Transport, numberAhead = false, once = false): void {
  if (t.placeCost) settle(t);
  else begin(t, numberAhead, once);
  repair(t);
}

function begin(t: Transport, numberAhead: boolean, once: boolean): void {
  const { places, widest, seekers } = sizes(t);
  const ratio = seekers === 0 ? 1 : places / seekers;
  const plain = t.leastOutside === 0;
  const worthless = numberAhead && plain && t.market.weight.includes(0);
  const lists = BALANCED.find(({ upTo }) => t.market.col.length <= upTo * seekers) ?? LONG_LISTS, { from, to } = numberAhead && widest <= WIDEST ? lists : LONG_LISTS;
  if (ratio < from && plain && (!worthless || widest > WIDEST)) return placesBid(t, BIDS_EACH);
  const highest = highestScore(t);
  if (worthless) valueNumber(t, 1);
  if (ratio > to || ratio < from) seekersBid(t, 0, BIDS_EACH);
  else {
    const { parts } = lists, ahead = ratio < 1 ? lists.few : lists.ahead;
    const { low, high, far } = usualScores(t.market, highest), common = once && numberAhead && plain && high - low <= ALIKE * high ? low : 0, spread = high - common;
    // So much decides between any two answers (terms.ts); more would only lengthen the bidding.
    const enough = (Math.min(places, seekers) + 1) * (highest + 1);
    if (numberAhead && plain) valueNumber(t, Math.min(enough, Math.max(1, Math.ceil(spread * ahead))) - common);
    // A few scores far above all others would be a long way for such steps.
    seekersBid(t, Math.max(1, Math.round(spread / parts)), plain && !far ? Infinity : BIDS_EACH);
  }
  settle(t);
}

/**
 * Serving one more person is given a value of its own. Every optimum for such a value is the best total for its number
 * of people, so `serveMost` can go on from there; without it each of the last people would cost a search through
 * nearly everybody, because where places and seekers balance, prices have to rise everywhere before one more fits.
 * Pairs without points need it too: nobody would bid for them. A value below 0 is meant as well: where all scores have much in common,
 * going without may be worth nearly as much at first, and bids need not climb all that way.
 */
function valueNumber(t: Transport, value: number): void {
  t.outside.fill(-value);
  t.leastOutside = -value;
}

function highestScore(t: Transport): number {
  const { start, end, pairs } = seekerSide(t);
  let highest = 0;
  for (let i = 0; i < start.length; i++) if (start[i] < end[i]) highest = Math.max(highest, pairs[2 * start[i] + 1]);
  return highest;
}

/** Scores that are looked at to see what is usual, and how many of a hundred may be unusual at either end. */
const [SAMPLE, UNUSUAL] = [2000, 2];
/** So many times the usual highest score is far from usual. */
const FAR = 4;

/**
 * Between which scores a market's decisions lie: the lowest and the highest there are, unless those are a few far from all others. Steps that are a part of
 * one huge score would not tell the others apart.
 */
function usualScores({ weight }: Market, highest: number): { low: number; high: number; far: boolean } {
  let lowest = Infinity;
  for (let e = 0; e < weight.length; e++) if (weight[e] < lowest) lowest = weight[e];
  const sample = Int32Array.from({ length: Math.min(SAMPLE, weight.length) }, (_, k) => weight[Math.floor((k * weight.length) / Math.min(SAMPLE, weight.length))]).sort();
  const cut = Math.floor((sample.length * UNUSUAL) / 100), top = sample[sample.length - 1 - cut] ?? highest, bottom = sample[cut] ?? lowest;
  const far = top > 0 && highest > FAR * top, high = far ? top : highest;
  return { low: high - lowest <= ALIKE * high ? lowest : bottom, high, far };
}

function sizes({ capacity, market }: Transport): { places: number; widest: number; seekers: number } {
  let places = 0;
  let widest = 0;
  for (let j = 0; j < capacity.length; j++) {
    places += capacity[j];
    if (capacity[j] > widest) widest = capacity[j];
  }
  let seekers = 0;
  for (let i = 0; i < market.seekers; i++) if (market.rowPtr[i + 1] > market.rowPtr[i]) seekers++;
  return { places, widest, seekers };
}

/** From any feasible prices with tight pairs to the optimum: shortest paths from both sides. */
export function repair(t: Transport): void {
  const { match, profit, outside, capacity, price } = t;
  for (let i = 0; i < match.length; i++) if (match[i] < 0 && profit[i] > outside[i]) findPlace(t, i);
  for (let j = 0; j < capacity.length; j++) while (nextCost(t, j) < price[j] && fillPlace(t, j));
}

/** Searches from all free places at once before the seekers' lists are made for the rest. */
const FREE_FIRST = 24;

/**
 * Serves more people as long as that costs no fit at all: the greatest number among answers of the best total. Where only the supporters' lists stand,
 * places are scarce, and one search from the few that are free mostly proves that nobody more can be served: the other lists are then never made.
 */
export function serveWhatIsFree(t: Transport): void {
  if (t.placeCost) return;
  const oneSided = t.supporterSide !== undefined && t.seekerSide === undefined;
  for (let served = 0; oneSided && served < FREE_FIRST; served++) if (extend(t, 1) !== 0) return;
  serveTight(t);
}
