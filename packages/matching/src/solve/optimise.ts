import { extend } from "./extend.ts";
import { fillPlace } from "./fill-place.ts";
import { findPlace } from "./find-place.ts";
import { placesBid } from "./places-bid.ts";
import { seekersBid } from "./seekers-bid.ts";
import { settle } from "./settle.ts";
import { nextCost, seekerSide, type Transport } from "./transport.ts";

/** Bids each person may make before the path searches take over. */
const BIDS_EACH = 200;
/** Above this many places on one supporter, bidding for all of them at once is no longer cheap. */
const WIDEST = 64;

/** Brings an empty state to the optimum. The side that is scarcer bids first; the result is exact in any case. */
export function optimise(t: Transport): void {
  if (t.placeCost) settle(t);
  else begin(t);
  repair(t);
}

function begin(t: Transport): void {
  const { places, widest, seekers } = sizes(t);
  const ratio = seekers === 0 ? 1 : places / seekers;
  if (ratio < 0.85 && widest <= WIDEST && t.leastOutside === 0) return placesBid(t, BIDS_EACH);
  if (ratio > 1.1) seekersBid(t, 0, BIDS_EACH);
  else seekersBid(t, auctionStep(t), t.leastOutside < 0 ? BIDS_EACH : Infinity);
  settle(t);
}

/** A step that reaches good prices quickly and leaves little to repair: a two-hundredth of the best score. */
function auctionStep(t: Transport): number {
  const { start, end, pairs } = seekerSide(t);
  let highest = 0;
  for (let i = 0; i < start.length; i++) if (start[i] < end[i]) highest = Math.max(highest, pairs[2 * start[i] + 1]);
  return Math.max(1, Math.round(highest / 200));
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

/** From the best total to the greatest number at the best total. Returns the loss of each further person, in order. */
export function serveMost(t: Transport): number[] {
  const losses: number[] = [];
  for (;;) {
    const loss = extend(t);
    if (loss === Infinity) return losses;
    losses.push(loss);
  }
}

/** Serves more people as long as that costs no fit at all: the greatest number among answers of the best total. */
export function serveWhatIsFree(t: Transport): number[] {
  if (t.placeCost) return [];
  const losses: number[] = [];
  while (extend(t, 1) === 0) losses.push(0);
  return losses;
}
