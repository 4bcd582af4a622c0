import { forget, raise, takeNearest } from './heap.ts';
import { lastCost, move, nextCost, refreshRoom, replaceOccupant, seat, supporterSide, type Transport, unseat } from './transport.ts';

/**
 * Fills a place of a supporter who has room although the price is above what the place costs: somebody without a
 * place comes in, or a path of people moves so that the place left empty is one that should be. The mirror image of
 * `findPlace`. Returns false when the place itself stays empty, its price lowered to its cost.
 */
export function fillPlace(t: Transport, root: number): boolean {
  const { pairs, start, end } = supporterSide(t);
  const { price, profit, match, search, leastOutside } = t;
  const { distance, heap, reached, settled, before, through } = search;
  let count = 1;
  let best = price[root] - nextCost(t, root);
  let newcomer = -1;
  let newcomerTo = -1;
  let emptied = root;
  let j = root;
  let away = 0;
  let steps = 0;
  distance[root] = 0;
  settled[root] = 1;
  reached[0] = root;
  for (;;) {
    const base = away + price[j];
    for (let k = 2 * start[j], last = 2 * end[j]; k < last; k += 2) {
      const near = base - pairs[k + 1];
      if (near + leastOutside >= best) break;
      const i = pairs[k];
      const to = near + profit[i];
      if (to >= best) continue;
      const other = match[i];
      if (other < 0) {
        best = to;
        newcomer = i;
        newcomerTo = j;
        emptied = -1;
      } else if (to < distance[other]) {
        if (distance[other] === Infinity) reached[count++] = other;
        distance[other] = to;
        before[other] = j;
        through[other] = i;
        const given = to + price[other] - lastCost(t, other);
        if (given < best) {
          best = given;
          emptied = other;
          newcomer = -1;
        }
        raise(search, other, to);
      }
    }
    if (search.size === 0 || distance[heap[0]] >= best) break;
    j = takeNearest(search);
    away = distance[j];
    settled[j] = 1;
    steps++;
  }
  t.effort.searches++;
  t.effort.settled += steps;
  lowerPrices(t, count, best);
  if (emptied !== root) pull(t, root, newcomer, newcomerTo, emptied);
  forget(search, count);
  return emptied !== root;
}

/** Lowers prices by how much nearer than `best` each supporter was found; profits of the people there rise alike. */
export function lowerPrices(t: Transport, count: number, best: number): void {
  const { price, profit, slot, slotStart, fill, room, search } = t;
  const { reached, settled, distance } = search;
  for (let x = 0; x < count; x++) {
    const j = reached[x];
    if (settled[j] === 0) continue;
    const by = best - distance[j];
    if (by <= 0) continue;
    price[j] -= by;
    for (let s = slotStart[j], last = s + fill[j]; s < last; s++) profit[slot[s]] += by;
    if (room[j] !== Infinity) refreshRoom(t, j);
  }
}

/** Moves people towards the root: a newcomer, or the person who leaves `emptied`, and everybody on the way. */
function pull(t: Transport, root: number, newcomer: number, newcomerTo: number, emptied: number): void {
  const { search } = t;
  let person = newcomer;
  let j = newcomerTo;
  if (newcomer < 0) {
    person = search.through[emptied];
    j = search.before[emptied];
    unseat(t, person);
    refreshRoom(t, emptied);
  }
  drawIn(t, person, j, root);
}

/** Seats `person` with supporter j, whose displaced occupant goes one supporter nearer the root, and so on. */
export function drawIn(t: Transport, person: number, j: number, root: number): void {
  const { before, through } = t.search;
  let coming = person;
  let at = j;
  while (at !== root) {
    const going = through[at];
    replaceOccupant(t, at, going, coming);
    move(t, coming, at);
    coming = going;
    at = before[at];
  }
  seat(t, root, coming);
  refreshRoom(t, root);
}
