import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { proposeCohort } from './cohort.ts';
import { proposeRound } from './round.ts';
import { marketOf } from './testing/small-market.ts';

/** Best number and total, or best total, over all sets of pairs that respect both sides. */
function best(market: Market, lexi: boolean): readonly number[] {
  const seekerOf = Array.from({ length: market.seekers }, (_, i) =>
    Array.from({ length: market.rowPtr[i + 1] - market.rowPtr[i] }, () => i),
  ).flat();
  const seekerLeft = Array.from(market.seekerCapacity ?? []);
  const left = Array.from(market.capacity);
  let found: readonly number[] = [0, 0];
  const choose = (e: number, matched: number, total: number): void => {
    if (e === seekerOf.length) {
      if (lexi ? matched > found[0] || (matched === found[0] && total > found[1]) : total > found[1]) found = [matched, total];
      return;
    }
    choose(e + 1, matched, total);
    const i = seekerOf[e];
    const j = market.col[e];
    if (seekerLeft[i] === 0 || left[j] === 0) return;
    seekerLeft[i]--;
    left[j]--;
    choose(e + 1, matched + 1, total + market.weight[e]);
    seekerLeft[i]++;
    left[j]++;
  };
  choose(0, 0, 0);
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
    expect([byNumber.matched, byNumber.total], `run ${run}`).toEqual(best(market, true));
    expect(proposeCohort(market, 'weight').total, `run ${run}`).toBe(best(market, false)[1]);
  }
});

test('with one place per seeker a cohort is a round', () => {
  const draw = seeded(42);
  for (let run = 0; run < 200; run++) {
    const market = marketOf({ seekers: 30, supporters: 12, places: 4, highest: 50, density: 0.2 }, draw);
    const cohort = proposeCohort(market);
    const round = proposeRound(market, { objective: 'lexi' });
    expect([cohort.matched, cohort.total]).toEqual([round.matched, round.total]);
  }
});
