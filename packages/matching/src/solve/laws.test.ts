import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { drawnOrder, seeded } from '../instance/lots.ts';
import { withoutRepeats } from '../instance/repeats.ts';
import { blockingPairs } from './blocking.ts';
import { frontier } from './frontier.ts';
import { proposeRound } from './round.ts';
import { stableMatching } from './stable.ts';
import { bestValue, everyAnswer, summaryOf } from './testing/enumerate.ts';
import { hardShapes } from './testing/hard-shapes.ts';
import { marketOf } from './testing/small-market.ts';

/** Markets of up to 40 x 20, from sparse to full, with wide scores, mass ties and no scores at all. */
const markets = fc
  .record({
    seed: fc.integer(),
    seekers: fc.nat(40),
    supporters: fc.nat(20),
    places: fc.integer({ min: 1, max: 5 }),
    highest: fc.constantFrom(0, 1, 12, 12_000, 2 ** 31 - 1),
    density: fc.double({ min: 0.02, max: 1, noNaN: true }),
  })
  .map(({ seed, ...shape }) => marketOf(shape, seeded(seed)));

test('relabelling people changes neither number, worst pair nor total', () => {
  fc.assert(
    fc.property(markets, fc.integer(), (market, seed) => {
      const round = proposeRound(market);
      const other = proposeRound(drawnOrder(market, seed).market);
      expect([other.matched, other.worst, other.total]).toEqual([round.matched, round.worst, round.total]);
    }),
    { numRuns: 300 },
  );
});

test('one more place never serves fewer people nor lowers the best total', () => {
  fc.assert(
    fc.property(markets, fc.nat(), (market, which) => {
      if (market.supporters === 0) return;
      const more: Market = { ...market, capacity: market.capacity.slice() };
      more.capacity[which % market.supporters]++;
      expect(proposeRound(more).matched).toBeGreaterThanOrEqual(proposeRound(market).matched);
      expect(proposeRound(more, { objective: 'weight' }).total).toBeGreaterThanOrEqual(proposeRound(market, { objective: 'weight' }).total);
    }),
    { numRuns: 300 },
  );
});

test('waiting classes never lower the number served, and the first class is served as if it were alone', () => {
  fc.assert(
    fc.property(markets, fc.integer(), (market, seed) => {
      const draw = seeded(seed);
      const priority = Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * 4));
      const round = proposeRound(market, { priority, objective: 'lexi' });
      expect(round.matched).toBe(proposeRound(market, { objective: 'lexi' }).matched);
      const first = Array.from(priority, (rank, i) => (rank === 0 ? i : -1)).filter((i) => i >= 0);
      const flags = first.map((i) => ({ from: market.rowPtr[i], to: market.rowPtr[i + 1] }));
      const rowPtr = [0];
      for (const { from, to } of flags) rowPtr.push(rowPtr[rowPtr.length - 1] + to - from);
      const pick = (values: Int32Array): Int32Array =>
        Int32Array.from(flags.flatMap(({ from, to }) => Array.from(values.subarray(from, to))));
      const alone: Market = {
        seekers: first.length,
        supporters: market.supporters,
        capacity: market.capacity,
        rowPtr: Int32Array.from(rowPtr),
        col: pick(market.col),
        weight: pick(market.weight),
      };
      expect(first.filter((i) => round.match[i] >= 0).length).toBe(proposeRound(alone).matched);
    }),
    { numRuns: 200 },
  );
});

test('locked pairs never move and forbidden pairs are never made', () => {
  fc.assert(
    fc.property(markets, fc.integer(), (market, seed) => {
      const draw = seeded(seed);
      const round = proposeRound(market, { objective: 'lexi' });
      const pairs = Array.from(round.match, (supporter, seeker) => ({ seeker, supporter })).filter(({ supporter }) => supporter >= 0);
      const locked = pairs.filter(() => draw() < 0.3);
      const forbidden = pairs.filter((pair) => !locked.includes(pair) && draw() < 0.3);
      const again = proposeRound(market, { locked, forbidden });
      for (const { seeker, supporter } of locked) expect(again.match[seeker]).toBe(supporter);
      for (const { seeker, supporter } of forbidden) expect(again.match[seeker]).not.toBe(supporter);
      if (forbidden.length === 0) expect([again.matched, again.total]).toEqual([round.matched, Math.min(again.total, round.total)]);
    }),
    { numRuns: 200 },
  );
});

test('the frontier begins at the best total, ends at the greatest number, and its steps never get smaller', () => {
  fc.assert(
    fc.property(markets, (market) => {
      const points = frontier(market);
      const byTotal = proposeRound(market, { objective: 'weight' });
      const byNumber = proposeRound(market, { objective: 'lexi' });
      expect(points[0]).toEqual({ matched: byTotal.matched, total: byTotal.total });
      expect(points[points.length - 1]).toEqual({ matched: byNumber.matched, total: byNumber.total });
      const steps = points.slice(1).map((point, k) => points[k].total - point.total);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});

test('hard shapes are proved like any other: one giant list, empty lists, no places, thousands of tiny markets', () => {
  const draw = seeded(51);
  const giant = marketOf({ seekers: 3, supporters: 5000, places: 1, highest: 9, density: 1 }, draw);
  expect(proposeRound(giant).matched).toBe(3);
  const crowd = marketOf({ seekers: 5000, supporters: 2, places: 900, highest: 12_000, density: 1 }, draw);
  const places = crowd.capacity.reduce((a, b) => a + b, 0);
  expect(proposeRound(crowd).matched).toBe(places);
  const nobody: Market = { ...crowd, capacity: new Int32Array(2) };
  expect(proposeRound(nobody)).toMatchObject({ matched: 0, total: 0, worst: undefined });
  const tiny = 3000;
  const islands: Market = {
    seekers: 2 * tiny,
    supporters: tiny,
    capacity: new Int32Array(tiny).fill(1),
    rowPtr: Int32Array.from({ length: 2 * tiny + 1 }, (_, i) => i),
    col: Int32Array.from({ length: 2 * tiny }, (_, i) => i >> 1),
    weight: Int32Array.from({ length: 2 * tiny }, (_, i) => (i & 1) * 5 + 3),
  };
  expect(proposeRound(islands)).toMatchObject({ matched: tiny, total: 8 * tiny, worst: 8 });
  const nearTies = marketOf({ seekers: 300, supporters: 100, places: 4, highest: 1, density: 0.3 }, draw);
  const near: Market = { ...nearTies, weight: nearTies.weight.map((w) => 2 ** 31 - 2 + w) };
  expect(proposeRound(near).certificate.proved).toBe(true);
});

test('every hard shape equals brute force in every mode: duplicate people and pairs, ties, no places, one giant market and many tiny ones', () => {
  const draw = seeded(54);
  for (let run = 0; run < 25; run++) {
    for (const [name, written] of hardShapes(1 + Math.floor(draw() * 5), 1 + Math.floor(draw() * 4), 3, draw)) {
      const { market } = withoutRepeats(written);
      const said = (match: ArrayLike<number>) => summaryOf(market, match);
      const aims = {
        lexi: (match: ArrayLike<number>) => [said(match).matched, said(match).total],
        worst: (match: ArrayLike<number>) => [said(match).matched, said(match).worst, said(match).total],
        weight: (match: ArrayLike<number>) => [said(match).total, said(match).matched],
      };
      for (const objective of ['lexi', 'worst', 'weight'] as const) expect(aims[objective](proposeRound(market, { objective }).match), `${name}, ${objective}, run ${run}`).toEqual(bestValue(market, aims[objective]));
      let most = 0;
      everyAnswer(market, (match) => {
        if (blockingPairs(market, Int32Array.from(match), 0).count === 0) most = Math.max(most, said(match).matched);
      });
      const stable = stableMatching(market).match;
      expect(blockingPairs(market, stable, 0).count, `${name}, stable, run ${run}`).toBe(0);
      expect(3 * said(stable).matched).toBeGreaterThanOrEqual(2 * most);
    }
  }
});

test('every hard shape is proved when it is large, and no two would rather swap in its stable matching', () => {
  for (const [name, written] of hardShapes(240, 81, 12, seeded(55))) {
    const { market } = withoutRepeats(written);
    for (const objective of ['lexi', 'worst', 'weight'] as const) expect(proposeRound(market, { objective }).certificate.proved, `${name}, ${objective}`).toBe(true);
    expect(blockingPairs(market, stableMatching(market).match, 0).count, name).toBe(0);
  }
});

test('rows that come sorted give the same values, and rows that only claim to be are refused', () => {
  const draw = seeded(52);
  for (let run = 0; run < 200; run++) {
    const market = marketOf({ seekers: 12, supporters: 8, places: 3, highest: 30, density: 0.5 }, draw);
    const order = Array.from(market.col.keys());
    for (let i = 0; i < market.seekers; i++) {
      const row = order.slice(market.rowPtr[i], market.rowPtr[i + 1]).sort((a, b) => market.weight[b] - market.weight[a]);
      order.splice(market.rowPtr[i], row.length, ...row);
    }
    const { seekerRank: _own, supporterRank: _theirs, ...plain } = market;
    const best = {
      ...plain,
      sorted: true,
      col: Int32Array.from(order, (e) => market.col[e]),
      weight: Int32Array.from(order, (e) => market.weight[e]),
    };
    const round = proposeRound(market);
    expect(proposeRound(best)).toMatchObject({ matched: round.matched, worst: round.worst, total: round.total });
  }
  const wrong: Market = {
    seekers: 1,
    supporters: 2,
    capacity: Int32Array.of(1, 1),
    rowPtr: Int32Array.of(0, 2),
    col: Int32Array.of(0, 1),
    weight: Int32Array.of(1, 2),
    sorted: true,
  };
  expect(() => proposeRound(wrong)).toThrow('said to be sorted');
});

test('waiting classes may have any numbers, a class that nobody is in costs nothing, and an earlier answer must be one for these seekers', () => {
  const draw = seeded(56), market = marketOf({ seekers: 40, supporters: 20, places: 2, highest: 30, density: 0.2 }, draw), near = Int32Array.from({ length: 40 }, () => Math.floor(draw() * 3));
  const far = proposeRound(market, { priority: near.map((rank) => rank * 1_000_000_000) }), same = proposeRound(market, { priority: near });
  expect([Array.from(far.match), far.certificate.covers.length]).toEqual([Array.from(same.match), 3]);
  expect(() => proposeRound(market, { previous: new Int32Array(39) })).toThrow('39 entries for 40 seekers');
  const strangers = new Int32Array(40).fill(999);
  expect(proposeRound(market, { previous: strangers, seed: 3 }).match).toEqual(proposeRound(market, { previous: strangers.fill(-1), seed: 3 }).match);
});

test('whoever waits is told the stages of a round in order', () => {
  const market = marketOf({ seekers: 12, supporters: 8, places: 3, highest: 30, density: 0.5 }, seeded(53));
  const told: string[] = [];
  proposeRound(market, { previous: new Int32Array(12).fill(-1), onStage: (stage) => told.push(stage) });
  expect(told).toEqual(['total', 'number', 'worst-pair', 'fewest-changes', 'proof']);
});
