import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { type CohortObjective, proposeCohort } from './cohort.ts';
import { proposeRound } from './round.ts';
import { marketOf } from './testing/small-market.ts';

/** Number, total and worst of the best set of pairs that respects both sides. */
function best(market: Market, objective: CohortObjective): readonly number[] {
  const seekerOf = Array.from({ length: market.seekers }, (_, i) =>
    Array.from({ length: market.rowPtr[i + 1] - market.rowPtr[i] }, () => i),
  ).flat();
  const seekerLeft = Array.from(market.seekerCapacity ?? []);
  const left = Array.from(market.capacity);
  const aims = ([matched, total, worst]: readonly number[]) => (objective === 'weight' ? [total, matched] : objective === 'lexi' ? [matched, total] : [matched, worst, total]);
  let found: readonly number[] = [0, 0, Infinity];
  const choose = (e: number, matched: number, total: number, worst: number): void => {
    if (e === seekerOf.length) {
      const now = aims([matched, total, worst]), before = aims(found), at = now.findIndex((value, k) => value !== before[k]);
      if (at >= 0 && now[at] > before[at]) found = [matched, total, worst];
      return;
    }
    choose(e + 1, matched, total, worst);
    const i = seekerOf[e];
    const j = market.col[e];
    if (seekerLeft[i] === 0 || left[j] === 0) return;
    seekerLeft[i]--;
    left[j]--;
    choose(e + 1, matched + 1, total + market.weight[e], Math.min(worst, market.weight[e]));
    seekerLeft[i]++;
    left[j]++;
  };
  choose(0, 0, 0, Infinity);
  return found;
}

test('ten thousand small cohorts with places on both sides equal brute force', () => {
  const draw = seeded(41);
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  for (let run = 0; run < 10_000; run++) {
    const shape = {
      seekers: 1 + upTo(3),
      supporters: 1 + upTo(2),
      places: 1 + upTo(2),
      highest: [1, 4, 1000][upTo(2)] ?? 1,
      density: 0.3 + 0.6 * draw(),
    };
    const market: Market = { ...marketOf(shape, draw), seekerCapacity: Int32Array.from({ length: shape.seekers }, () => upTo(3)) };
    const byNumber = proposeCohort(market);
    expect([byNumber.matched, byNumber.total], `run ${run}`).toEqual(best(market, 'lexi').slice(0, 2));
    const byTotal = proposeCohort(market, 'weight');
    expect([byTotal.matched, byTotal.total], `run ${run}`).toEqual(best(market, 'weight').slice(0, 2));
    const { matched, total, worst = Infinity } = proposeCohort(market, 'worst');
    expect([matched, total, worst], `run ${run}`).toEqual(best(market, 'worst'));
  }
});

test('with one place per seeker a cohort is a round', () => {
  const draw = seeded(42);
  for (let run = 0; run < 200; run++) {
    const market = marketOf({ seekers: 30, supporters: 12, places: 4, highest: 50, density: 0.2 }, draw);
    for (const objective of ['lexi', 'worst', 'weight'] as const) {
      const cohort = proposeCohort(market, objective), round = proposeRound(market, { objective });
      expect(cohort.total).toBe(round.total);
      expect(cohort.matched).toBe(round.matched);
      // Answers of the same number and total may have different weakest pairs; only `worst` promises one.
      if (objective === 'worst') expect(cohort.worst).toBe(round.worst);
    }
  }
});
