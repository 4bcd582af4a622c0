import { mostMatched } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { MOST_TOTAL } from '../instance/limits.ts';
import { refuse } from '../instance/refused.ts';
import type { Terms } from './transport.ts';

/** What a programme may ask of a round beyond number and fit. */
export interface Wishes {
  /** Waiting class of each seeker: 0 is served first, then 1, ... Never lowers how many are served in all. */
  priority?: Int32Array;
  /** Points lost by using the 1st, 2nd, ... place of any supporter (0 or more, never falling): spreads the load. */
  risingCost?: readonly number[];
  /** How many people each supporter should have at least, where that costs nobody their place. */
  leastLoad?: Int32Array;
}

/** The order of classes and the terms of the transport problem that stand for a programme's wishes. */
export interface WishTerms {
  terms: Terms;
  /** True when number is already in the terms, so that no further stage is needed for it. */
  numberFirst: boolean;
}

/**
 * Turns wishes into outside values and place costs. Lexicographic orders become large enough numbers: two answers
 * differ by alternating paths, each of which changes at most one place at either end and one score per step, so a
 * gap above (matches + 1) x (highest score + highest cost) decides. No powers are needed, so sums stay exact.
 * @throws InstanceRefused when the wishes do not fit the market or leave the exact range.
 */
export function termsFor(market: Market, wishes: Wishes, numberFirst: boolean): WishTerms {
  const { priority, risingCost, leastLoad } = wishes;
  if (!priority && !risingCost && !leastLoad) return { terms: {}, numberFirst: false };
  checkWishes(market, wishes);
  const dearest = risingCost?.at(-1) ?? 0;
  const gap = (mostMatched(market) + 1) * (highestOf(market.weight) + dearest + 1);
  const bonus = leastLoad ? gap : 0;
  const step = gap + 2 * bonus;
  const classes = priority ? highestOf(priority) + 1 : 1;
  if (step * (classes + 1) * 4 > MOST_TOTAL * 8) refuse('too-large', `${classes} waiting classes of this size leave the exact range`);
  const terms: Terms = {};
  if (risingCost || leastLoad) terms.placeCost = placeCosts(market, risingCost ?? [], leastLoad, bonus);
  if (priority) terms.outside = Float64Array.from(priority, (rank) => -step * (classes - rank));
  else if (numberFirst) terms.outside = new Float64Array(market.seekers).fill(-step);
  return { terms, numberFirst: terms.outside !== undefined };
}

function checkWishes(market: Market, { priority, risingCost, leastLoad }: Wishes): void {
  if (priority && priority.length !== market.seekers)
    refuse('wrong-size', `priority has ${priority.length} entries for ${market.seekers} seekers`);
  if (priority?.some((rank) => rank < 0)) refuse('negative', 'a waiting class is below 0');
  if (leastLoad && leastLoad.length !== market.supporters)
    refuse('wrong-size', `leastLoad has ${leastLoad.length} entries for ${market.supporters} supporters`);
  for (let k = 0; k < (risingCost?.length ?? 0); k++) {
    const cost = risingCost?.[k] ?? 0;
    if (!Number.isInteger(cost)) refuse('not-an-integer', `place cost ${cost} is not a whole number`);
    if (cost < (k === 0 ? 0 : (risingCost?.[k - 1] ?? 0))) refuse('out-of-order', 'place costs must start at 0 or more and never fall');
  }
}

/** Cost by slot, for the places that can be used; the last cost given holds for all further places. */
function placeCosts(market: Market, risingCost: readonly number[], leastLoad: Int32Array | undefined, bonus: number): Float64Array {
  const degree = new Int32Array(market.supporters);
  for (let e = 0; e < market.col.length; e++) degree[market.col[e]]++;
  const costs: number[] = [];
  for (let j = 0; j < market.supporters; j++) {
    const places = Math.min(degree[j], market.capacity[j]);
    const least = leastLoad?.[j] ?? 0;
    for (let k = 0; k < places; k++) costs.push((risingCost[k] ?? risingCost.at(-1) ?? 0) - (k < least ? bonus : 0));
  }
  return Float64Array.from(costs);
}

function highestOf(values: Int32Array): number {
  let highest = 0;
  for (let k = 0; k < values.length; k++) if (values[k] > highest) highest = values[k];
  return highest;
}
