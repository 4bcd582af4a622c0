import { fillPlace } from './fill-place.ts';
import { findPlace } from './find-place.ts';
import { nextCost, refreshRoom, seekerSide, supporterSide, type Transport } from './transport.ts';

/**
 * The greatest number at the best total, in one go: serving a person is given a value that decides over any sum of scores on a path, and the side on
 * which fewer are left (seekers without a place who can be led to one, or supporters whose free places can be reached) searches one by one, each near
 * to home. Where thousands more can be served, this spares thousands of searches that start from everybody. The state must be optimal, with one value of
 * going without for all and without place costs.
 */
export function serveAtOnce(t: Transport): void {
  const { match, fill, capacity } = t, worth = enough(t) + t.floor + t.leastOutside;
  if (worth <= 0) return;
  const leads = leadingTo(t, (j) => fill[j] < capacity[j]), led = ledFrom(t, (i) => match[i] < 0);
  const waiting = Array.from(match.keys()).filter((i) => match[i] < 0 && leads.seekers[i] === 1);
  const roomy = Array.from(fill.keys()).filter((j) => fill[j] < capacity[j] && led.supporters[j] === 1);
  if (waiting.length <= roomy.length) fromSeekers(t, worth, waiting, ledFrom(t, (i) => match[i] < 0 && leads.seekers[i] === 0));
  else fromPlaces(t, worth, roomy, leadingTo(t, (j) => fill[j] < capacity[j] && led.supporters[j] === 0));
}

/** So much decides between any two answers (terms.ts). */
function enough({ match, capacity, market }: Transport): number {
  let places = 0;
  let highest = 0;
  for (let j = 0; j < capacity.length; j++) places += capacity[j];
  for (let e = 0; e < market.weight.length; e++) if (market.weight[e] > highest) highest = market.weight[e];
  return (Math.min(places, match.length) + 1) * (highest + 1);
}

/** Going without is worth that much less. Those for whom no place can be found are priced out, with everybody in between, at once; the others look for one. */
function fromSeekers(t: Transport, worth: number, waiting: readonly number[], inVain: Reached): void {
  const { match, profit, price, outside, capacity } = t;
  for (let i = 0; i < match.length; i++) {
    outside[i] -= worth;
    if (inVain.seekers[i] === 1) profit[i] -= worth;
  }
  t.leastOutside -= worth;
  for (let j = 0; j < capacity.length; j++) if (inVain.supporters[j] === 1) price[j] += worth;
  for (const i of waiting) if (match[i] < 0 && profit[i] > outside[i]) findPlace(t, i);
}

/** The mirror image: using a place costs that much less. Places to which nobody can be led are worth less at once, with all in between; the others are filled. */
function fromPlaces(t: Transport, worth: number, roomy: readonly number[], inVain: Reached): void {
  const { match, profit, price, capacity } = t;
  t.floor -= worth;
  for (let j = 0; j < capacity.length; j++) {
    if (inVain.supporters[j] === 1) price[j] -= worth;
    if (capacity[j] > 0) refreshRoom(t, j);
  }
  for (let i = 0; i < match.length; i++) if (match[i] >= 0 && inVain.supporters[match[i]] === 1) profit[i] += worth;
  for (const j of roomy) while (nextCost(t, j) < price[j] && fillPlace(t, j));
}

/** 1 for each person that is reached. */
interface Reached {
  seekers: Uint8Array;
  supporters: Uint8Array;
}

/** Everybody who could move, one making way for the next, when these seekers look for a place. */
function ledFrom(t: Transport, from: (i: number) => boolean): Reached {
  const { match, capacity, slot, slotStart, fill } = t, { pairs, start, end } = seekerSide(t);
  const reached = { seekers: new Uint8Array(match.length), supporters: new Uint8Array(capacity.length) }, queue = new Int32Array(match.length);
  let size = 0;
  for (let i = 0; i < match.length; i++) {
    if (!from(i)) continue;
    reached.seekers[i] = 1;
    queue[size++] = i;
  }
  for (let at = 0; at < size; at++) {
    const i = queue[at];
    for (let k = 2 * start[i]; k < 2 * end[i]; k += 2) {
      const j = pairs[k];
      if (reached.supporters[j] === 1 || capacity[j] === 0) continue;
      reached.supporters[j] = 1;
      for (let s = slotStart[j]; s < slotStart[j] + fill[j]; s++) {
        if (reached.seekers[slot[s]] === 1) continue;
        reached.seekers[slot[s]] = 1;
        queue[size++] = slot[s];
      }
    }
  }
  return reached;
}

/** Everybody who could move when these supporters fill a place. */
function leadingTo(t: Transport, to: (j: number) => boolean): Reached {
  const { match, capacity } = t, { pairs, start, end } = supporterSide(t);
  const reached = { seekers: new Uint8Array(match.length), supporters: new Uint8Array(capacity.length) }, queue = new Int32Array(capacity.length);
  let size = 0;
  const visit = (j: number): void => {
    reached.supporters[j] = 1;
    queue[size++] = j;
  };
  for (let j = 0; j < capacity.length; j++) if (to(j)) visit(j);
  for (let at = 0; at < size; at++) {
    const j = queue[at];
    for (let k = 2 * start[j]; k < 2 * end[j]; k += 2) {
      const i = pairs[k], other = match[i];
      reached.seekers[i] = 1;
      if (other >= 0 && reached.supporters[other] === 0) visit(other);
    }
  }
  return reached;
}
