import { type Seating, seatingOf, serveAll } from './greatest-number.ts';
import { cutLists, type Lists } from './lists.ts';
import { repair } from './optimise.ts';
import { reachMost } from './serve-most.ts';
import { refreshRoom, seekerSide, type Transport, unseat } from './transport.ts';

/** Whether as many people as before can be served with pairs of at least a score; if so, an answer that does. */
type Attempt = (leastScore: number) => Seating | undefined;

/**
 * Raises the worst pair as far as the number served allows, then finds the best total among such answers.
 * The state must hold an optimum of the greatest number. Returns the score of the best possible worst pair:
 * weaker pairs are out of the lists afterwards. Bottleneck by bisection over scores; each test only repairs the last.
 */
export function raiseWorst(t: Transport, served: number, classes?: readonly (readonly number[])[]): number {
  const lists = seekerSide(t);
  const low = worstScore(lists, t.match);
  if (low === Infinity) return 0;
  const attempt = classes ? attemptInClasses(t, lists, classes) : attemptFrom(t, lists, served);
  const best = highestPossible(low, highestScore(lists), attempt);
  if (best > low) resolveAbove(t, lists, best);
  return best;
}

function worstScore({ start, end, pairs }: Lists, match: Int32Array): number {
  let worst = Infinity;
  for (let i = 0; i < match.length; i++) {
    if (match[i] < 0) continue;
    for (let e = start[i]; e < end[i]; e++) {
      if (pairs[2 * e] !== match[i]) continue;
      worst = Math.min(worst, pairs[2 * e + 1]);
      break;
    }
  }
  return worst;
}

function highestScore({ start, end, pairs }: Lists): number {
  let highest = 0;
  for (let i = 0; i < start.length; i++) if (start[i] < end[i]) highest = Math.max(highest, pairs[2 * start[i] + 1]);
  return highest;
}

/** Largest score for which the attempt succeeds. Steps grow from `low` first: the answer is usually near. */
function highestPossible(low: number, high: number, attempt: Attempt): number {
  let good = low;
  let bad = high + 1;
  for (let step = Math.max(1, (high - low) >> 6); good + step < bad; step *= 2) {
    if (attempt(good + step)) good += step;
    else bad = good + step;
  }
  while (bad - good > 1) {
    const middle = good + ((bad - good) >> 1);
    if (attempt(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function attemptFrom(t: Transport, lists: Lists, served: number): Attempt {
  let last = t.match;
  return (leastScore) => {
    const seating = seatingOf(lists, t.capacity, last, leastScore);
    if (serveAll(lists, seating, t.capacity, leastScore, served) < served) return undefined;
    last = seating.match;
    return seating;
  };
}

/** With priority classes, every class must keep its number: served class by class from nothing (a matroid's greedy). */
function attemptInClasses(t: Transport, lists: Lists, classes: readonly (readonly number[])[]): Attempt {
  const needed = classes.map((members) => members.filter((i) => t.match[i] >= 0).length);
  const nobody = new Int32Array(t.match.length).fill(-1);
  return (leastScore) => {
    const seating = seatingOf(lists, t.capacity, nobody, leastScore);
    let target = 0;
    for (const [k, members] of classes.entries()) {
      target += needed[k];
      if (serveAll(lists, seating, t.capacity, leastScore, target, members) < target) return undefined;
    }
    return seating;
  };
}

/** Leaves weaker pairs out and repairs the optimum from the prices there are. */
function resolveAbove(t: Transport, lists: Lists, leastScore: number): void {
  for (let i = 0; i < t.match.length; i++) {
    const j = t.match[i];
    if (j < 0 || scoreAbove(lists, i, j, leastScore)) continue;
    unseat(t, i);
    refreshRoom(t, j);
  }
  t.cutBelow = leastScore;
  cutLists(lists, leastScore);
  if (t.supporterSide) cutLists(t.supporterSide, leastScore);
  repair(t);
  if (!t.placeCost) reachMost(t);
}

function scoreAbove({ start, end, pairs }: Lists, i: number, j: number, leastScore: number): boolean {
  for (let e = start[i]; e < end[i] && pairs[2 * e + 1] >= leastScore; e++) if (pairs[2 * e] === j) return true;
  return false;
}
