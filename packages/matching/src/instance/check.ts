import type { Market } from './instance.ts';
import { MOST_PAIRS, MOST_PEOPLE, MOST_TOTAL } from './limits.ts';
import { refuse } from './refused.ts';

/**
 * Refuses a market that is malformed or too large to be solved exactly; returns it unchanged otherwise.
 * Takes time proportional to the number of pairs.
 * @throws InstanceRefused with the first mistake found, in words.
 */
export function checked(market: Market): Market {
  checkCounts(market);
  checkCapacity(market.capacity, market.supporters, 'capacity', 'supporter');
  if (market.seekerCapacity) checkCapacity(market.seekerCapacity, market.seekers, 'seekerCapacity', 'seeker');
  checkRows(market);
  checkPairs(market);
  checkRanks(market);
  if (market.sorted) checkSorted(market);
  checkExactRange(market);
  return market;
}

function checkCounts({ seekers, supporters, col }: Market): void {
  for (const [name, count] of [
    ['seekers', seekers],
    ['supporters', supporters],
  ] as const) {
    if (!Number.isInteger(count)) refuse('not-an-integer', `${name} is ${count}, not a whole number`);
    if (count < 0) refuse('negative', `${name} is ${count}`);
    if (count > MOST_PEOPLE) refuse('too-large', `${name} is ${count}; at most ${MOST_PEOPLE} are supported`);
  }
  if (col.length > MOST_PAIRS) refuse('too-large', `${col.length} pairs; at most ${MOST_PAIRS} are supported`);
}

function checkCapacity(capacity: Int32Array, people: number, name: string, who: string): void {
  if (capacity.length !== people) refuse('capacity-mismatch', `${name} has ${capacity.length} entries for ${people} ${who}s`);
  for (let j = 0; j < people; j++) if (capacity[j] < 0) refuse('negative', `${name} of ${who} ${j} is ${capacity[j]}`);
}

function checkRows({ seekers, rowPtr, col }: Market): void {
  if (rowPtr.length !== seekers + 1)
    refuse('wrong-size', `rowPtr has ${rowPtr.length} entries for ${seekers} seekers; it needs ${seekers + 1}`);
  if (rowPtr[0] !== 0) refuse('out-of-order', `rowPtr starts at ${rowPtr[0]}, not at 0`);
  for (let i = 0; i < seekers; i++)
    if (rowPtr[i + 1] < rowPtr[i]) refuse('out-of-order', `rowPtr falls from ${rowPtr[i]} to ${rowPtr[i + 1]} after seeker ${i}`);
  if (rowPtr[seekers] !== col.length) refuse('wrong-size', `rowPtr ends at ${rowPtr[seekers]} but there are ${col.length} pairs`);
}

function checkPairs({ supporters, col, weight }: Market): void {
  if (weight.length !== col.length) refuse('wrong-size', `weight has ${weight.length} entries for ${col.length} pairs`);
  for (let e = 0; e < col.length; e++) {
    const j = col[e];
    if (j < 0 || j >= supporters) refuse('out-of-range', `pair ${e} names supporter ${j}; there are ${supporters}`);
    if (weight[e] < 0) refuse('negative', `weight of pair ${e} is ${weight[e]}`);
  }
}

/** Scans stop at the first pair that cannot win, so a market that calls itself sorted has to be. */
function checkSorted({ seekers, rowPtr, weight }: Market): void {
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i] + 1; e < rowPtr[i + 1]; e++) {
      if (weight[e] > weight[e - 1]) refuse('out-of-order', `the market is said to be sorted, but the row of seeker ${i} rises at pair ${e}`);
    }
  }
}

function checkRanks({ col, seekerRank, supporterRank }: Market): void {
  for (const [name, rank] of [
    ['seekerRank', seekerRank],
    ['supporterRank', supporterRank],
  ] as const) {
    if (!rank) continue;
    if (rank.length !== col.length) refuse('wrong-size', `${name} has ${rank.length} entries for ${col.length} pairs`);
    for (let e = 0; e < rank.length; e++) if (rank[e] < 0) refuse('negative', `${name} of pair ${e} is ${rank[e]}`);
  }
}

/** Refuses a market whose sums could leave the range where doubles are exact. */
function checkExactRange(market: Market): void {
  const most = mostMatched(market);
  let highest = 0;
  for (let e = 0; e < market.weight.length; e++) if (market.weight[e] > highest) highest = market.weight[e];
  if ((most + 1) * (highest + 1) > MOST_TOTAL)
    refuse('too-large', `${most} matches of up to ${highest} points leave the exact range of ${MOST_TOTAL}`);
}

/** An upper bound on the number of pairs any answer can hold. */
export function mostMatched({ seekers, seekerCapacity, capacity, col }: Market): number {
  let wanted = seekers;
  if (seekerCapacity) {
    wanted = 0;
    for (let i = 0; i < seekers; i++) wanted += seekerCapacity[i];
  }
  let places = 0;
  for (let j = 0; j < capacity.length; j++) places += capacity[j];
  return Math.min(wanted, places, col.length);
}
