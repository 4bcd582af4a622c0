/** From closeness to points: whole numbers that add up to the score, 0 to 10,000. */
import { type Closeness, closeness, NEUTRAL } from './compare.ts';
import type { Criterion } from './criterion.ts';
import type { Seeker, Supporter } from './person.ts';
import { isClear, type RuleContext } from './rules.ts';
import { hopesCloseness, type WishRecord, wishesOf } from './wishes.ts';

/** The best score there is. */
export const FULL_SCORE = 10_000;

/** What one criterion gave: points out of `most`, and what was shared (codes). */
export interface Part {
  readonly criterion: string;
  readonly points: number;
  readonly most: number;
  readonly kind: 'fits' | 'differs' | 'neutral';
  readonly shared?: readonly string[];
}

/** A criterion with the most points it can give one seeker. */
export interface Share {
  readonly criterion: Criterion;
  readonly most: number;
}

const TIMES = { lot: 2, little: 1, not: 0 } as const;

/** Criteria that give points to this seeker: soft, not switched off by the seeker, a wish only when somebody hoped. */
function weightOf(criterion: Criterion, seeker: Seeker, hoped: boolean): number {
  if (criterion.strength !== 'soft') return 0;
  const weight = Math.max(0, criterion.weight ?? 0);
  if (criterion.method === 'wish') return hoped ? weight + (criterion.preferWeight ?? 15) : 0;
  return weight * TIMES[seeker.importance?.[criterion.id] ?? 'little'];
}

/**
 * Splits 10,000 points over the soft criteria in proportion to their weights, what is left over going to the largest
 * remainders (Hamilton's method), so that the parts add up exactly. `hoped`: whether either side named a soft wish.
 */
export function sharesFor(criteria: readonly Criterion[], seeker: Seeker, hoped: boolean): readonly Share[] {
  const weighed = criteria.map((criterion) => ({ criterion, weight: weightOf(criterion, seeker, hoped) })).filter((c) => c.weight > 0);
  const total = weighed.reduce((sum, c) => sum + c.weight, 0);
  const exact = weighed.map((c) => (FULL_SCORE * c.weight) / total), floor = exact.map(Math.floor);
  const left = FULL_SCORE - floor.reduce((sum, p) => sum + p, 0);
  const order = exact.map((_, i) => i).sort((i, j) => rest(exact, j) - rest(exact, i) || i - j).slice(0, left);
  return weighed.map(({ criterion }, i) => ({ criterion, most: (floor[i] ?? 0) + (order.includes(i) ? 1 : 0) }));
}

const rest = (exact: readonly number[], i: number): number => (exact[i] ?? 0) - Math.floor(exact[i] ?? 0);

/** Points for a closeness: most x num / den, to the nearest whole number, halves up. */
export function pointsFor(most: number, { num, den }: { num: number; den: number }): number {
  return den > 0 ? Math.floor((2 * most * num + den) / (2 * den)) : 0;
}

/** The score of a pair and the parts that add up to it, with every personal wish that was looked at. */
export interface PairScore {
  readonly score: number;
  readonly parts: readonly Part[];
  readonly wishes: readonly WishRecord[];
}

/** Scores one pair. Whether the pair is possible at all is the rules' business (rules.ts). */
export function scorePair(seeker: Seeker, supporter: Supporter, criteria: readonly Criterion[], context: RuleContext): PairScore {
  return scorerFor(seeker, criteria, context)(supporter);
}

/** Scores one seeker's pairs, one after another: the shares are worked out once. */
export function scorerFor(seeker: Seeker, criteria: readonly Criterion[], context: RuleContext): (supporter: Supporter) => PairScore {
  const plain = sharesFor(criteria, seeker, false), hoped = sharesFor(criteria, seeker, true);
  return (supporter) => {
    const wishes = wishesOf(seeker, supporter), shares = wishes.some((w) => w.strength === 'hope') ? hoped : plain;
    const parts = shares.map(({ criterion, most }): Part => {
      const near = nearnessOf(criterion, seeker, supporter, wishes, context);
      const part = { criterion: criterion.id, points: pointsFor(most, near), most, kind: near.kind };
      return near.shared.length > 0 ? { ...part, shared: near.shared } : part;
    });
    return { score: parts.reduce((sum, p) => sum + p.points, 0), parts, wishes };
  };
}

/** How near a pair is under one soft criterion, `clear` and `wish` included. */
export function nearnessOf(criterion: Criterion, seeker: Seeker, supporter: Supporter, wishes: readonly WishRecord[], context: RuleContext): Closeness {
  if (criterion.method === 'wish') return hopesCloseness(wishes) ?? NEUTRAL;
  if (criterion.method !== 'clear') return closeness(criterion, seeker, supporter, context, context.weeks);
  return isClear(criterion, seeker, supporter) ? { num: 1, den: 1, kind: 'fits', shared: [] } : { num: 0, den: 1, kind: 'differs', shared: [] };
}
