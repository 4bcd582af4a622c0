import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { frontier } from './frontier.ts';
import { proposeRound } from './round.ts';
import { marketOf } from './testing/small-market.ts';

/** Pairs of seekers of whom both are served only where one gives up a good supporter, beside a crowd with `places` for each of its supporters. */
function besideACrowd(pairs: number, crowd: number, supporters: number, places: number, draw: () => number): Market {
  const upTo = (most: number): number => Math.floor(draw() * (most + 1)), crowded = Array.from({ length: crowd }, () => Array.from({ length: 6 }, () => [2 * pairs + upTo(supporters - 1), upTo(9000)]));
  const rows = [...Array.from({ length: pairs }, (_, p) => [[[2 * p, 1000 + upTo(9)], [2 * p + 1, upTo(9)]], [[2 * p, 400 + upTo(99)]]]).flat(), ...crowded.map((row) => [...new Map(row.map(([j, score]) => [j, score])).entries()])];
  const rowPtr = Int32Array.from({ length: rows.length + 1 }, (_, i) => rows.slice(0, i).reduce((sum, row) => sum + row.length, 0));
  return {
    seekers: rows.length, supporters: 2 * pairs + supporters, capacity: Int32Array.from({ length: 2 * pairs + supporters }, (_, j) => (j < 2 * pairs ? 1 : places)),
    rowPtr, col: Int32Array.from(rows.flat(), ([j = 0]) => j), weight: Int32Array.from(rows.flat(), ([, score = 0]) => score),
  };
}

test('where hundreds more can be served they are served at once: as many, at the same total, as one by one, and with little work', () => {
  const draw = seeded(91);
  for (const [crowd, supporters, places] of [[600, 40, 1], [200, 300, 2], [300, 300, 1], [0, 1, 0]] as const) {
    const market = besideACrowd(400, crowd, supporters, places, draw), round = proposeRound(market, { objective: 'lexi' });
    const { matched, total } = frontier(market).at(-1) ?? {};
    expect([round.matched, round.total], `a crowd of ${crowd}`).toEqual([matched, total]);
    expect(round.effort.extensions, `a crowd of ${crowd}`).toBeLessThan(30);
    expect(round.effort.settled, `a crowd of ${crowd}`).toBeLessThan(30 * market.seekers);
    expect(proposeRound(market, { objective: 'worst', seed: 1 }).matched).toBe(matched);
  }
});

test('markets of every kind give the same number and total at once as one by one', () => {
  const draw = seeded(92);
  for (let run = 0; run < 60; run++) {
    const shape = { seekers: 60 + Math.floor(draw() * 140), supporters: 60 + Math.floor(draw() * 100), places: 1 + Math.floor(draw() * 2), highest: [0, 1, 50, 2 ** 31 - 1][run % 4] ?? 0, density: 0.01 + 0.02 * draw() };
    const market = marketOf(shape, draw), round = proposeRound(market, { objective: 'lexi' }), { matched, total } = frontier(market).at(-1) ?? {};
    expect([round.matched, round.total], `run ${run}`).toEqual([matched, total]);
  }
});

test('thousands of pairs without points are counted at once, by the best total too', () => {
  const seekers = 4000, draw = seeded(93), market = { ...marketOf({ seekers, supporters: 3000, places: 2, highest: 0, density: 0.0015 }, draw) };
  const most = proposeRound(market, { objective: 'lexi' }).matched;
  const { matched, effort } = proposeRound(market, { objective: 'weight' });
  expect(matched).toBe(most);
  expect(effort.extensions).toBeLessThan(30);
});

test('a few supporters with hundreds of places each cost about as much as many with a few', () => {
  const draw = seeded(94), seekers = 4000;
  for (const [supporters, places] of [[1, 2000], [2, 1500], [20, 180], [40, 90]] as const) {
    const market: Market = { ...marketOf({ seekers, supporters, places: 1, highest: 10_000, density: Math.min(1, 8 / supporters) }, draw), capacity: new Int32Array(supporters).fill(places) };
    const { effort, certificate } = proposeRound(market, { objective: 'lexi' });
    expect(certificate.proved).toBe(true);
    expect(effort.searches, `${supporters} x ${places}`).toBeLessThan(seekers / 2);
  }
});
