import { fillPlace } from './fill-place.ts';
import { findPlace } from './find-place.ts';
import type { Session } from './session.ts';
import { nextCost, refreshRoom, seekerSide, supporterSide, type Transport, unseat } from './transport.ts';

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

/** Fills whatever places of supporter j are worth more than they cost. */
function refill(t: Transport, j: number): void {
  while (nextCost(t, j) < t.price[j] && fillPlace(t, j));
}

/** Puts the place of a held seeker back in play; the seeker is then neither held nor in play. */
export function releasePlace(s: Session, i: number): void {
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
