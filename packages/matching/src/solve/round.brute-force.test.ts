import { expect, test } from 'vitest';
import { seeded } from '../instance/lots.ts';
import { proposeRound, type RoundOptions } from './round.ts';
import { bestValue, summaryOf, type Value } from './testing/enumerate.ts';
import { anySmallMarket } from './testing/small-market.ts';
import type { Market } from '../instance/instance.ts';

const RUNS = 10_000;

/** Solves many small markets and compares the value reached with the best of all answers. */
function equalsBruteForce(
  seed: number,
  make: (market: Market, draw: () => number) => { options: RoundOptions; valueOf: (match: ArrayLike<number>) => Value },
): void {
  const draw = seeded(seed);
  for (let run = 0; run < RUNS; run++) {
    const market = anySmallMarket(draw);
    const { options, valueOf } = make(market, draw);
    const round = proposeRound(market, options);
    expect(valueOf(round.match), `run ${run}`).toEqual(bestValue(market, valueOf));
    const { matched, total } = summaryOf(market, round.match);
    expect([round.matched, round.total]).toEqual([matched, total]);
  }
}

test('ten thousand small rounds serve as many people as possible, at the best total', () => {
  equalsBruteForce(1, (market) => ({
    options: { objective: 'lexi' },
    valueOf: (match) => [summaryOf(market, match).matched, summaryOf(market, match).total],
  }));
});

test('ten thousand small rounds raise the worst pair after the number and before the total', () => {
  equalsBruteForce(2, (market) => ({
    options: { objective: 'worst' },
    valueOf: (match) => [summaryOf(market, match).matched, summaryOf(market, match).worst, summaryOf(market, match).total],
  }));
});

test('ten thousand small rounds reach the best total, and among those the greatest number', () => {
  equalsBruteForce(3, (market) => ({
    options: { objective: 'weight' },
    valueOf: (match) => [summaryOf(market, match).total, summaryOf(market, match).matched],
  }));
});

test('ten thousand small rounds with waiting classes serve class by class without serving fewer', () => {
  equalsBruteForce(4, (market, draw) => {
    const priority = Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * 3));
    const inClass = (match: ArrayLike<number>, rank: number): number =>
      Array.from(match).filter((j, i) => j >= 0 && priority[i] === rank).length;
    const objective = draw() < 0.5 ? 'lexi' : 'worst';
    return {
      options: { objective, priority },
      valueOf: (match) => {
        const { matched, worst, total } = summaryOf(market, match);
        return [matched, inClass(match, 0), inClass(match, 1), ...(objective === 'worst' ? [worst] : []), total];
      },
    };
  });
});

/** Wishes about load drawn at random, and what they make of an answer: least places filled, then what the places used cost. */
function loadWishes(market: Market, draw: () => number): { wishes: Pick<RoundOptions, 'risingCost' | 'leastLoad'>; filledAndCost: (match: ArrayLike<number>) => [filled: number, cost: number] } {
  const risingCost = draw() < 0.3 ? undefined : [Math.floor(draw() * 5), 5 + Math.floor(draw() * 10), 15 + Math.floor(draw() * 20)];
  const leastLoad = draw() < 0.5 ? undefined : Int32Array.from({ length: market.supporters }, () => Math.floor(draw() * 3));
  return {
    wishes: { ...(risingCost && { risingCost }), ...(leastLoad && { leastLoad }) },
    filledAndCost: (match) => {
      let [filled, cost] = [0, 0];
      for (let j = 0; j < market.supporters; j++) {
        const load = Array.from(match).filter((k) => k === j).length;
        for (let k = 0; k < load; k++) cost += risingCost?.[k] ?? risingCost?.at(-1) ?? 0;
        filled += Math.min(load, leastLoad?.[j] ?? 0);
      }
      return [filled, cost];
    },
  };
}

test('ten thousand small rounds with rising place costs and least loads are exact', () => {
  equalsBruteForce(5, (market, draw) => {
    const { wishes, filledAndCost } = loadWishes(market, draw), objective = draw() < 0.5 ? 'lexi' : 'weight';
    return {
      options: { objective, ...wishes },
      valueOf: (match) => {
        const { matched, total } = summaryOf(market, match), [filled, cost] = filledAndCost(match);
        return objective === 'lexi' ? [matched, filled, total - cost] : [filled, total - cost, matched];
      },
    };
  });
});

test('ten thousand small rounds keep as much of an earlier round as their optimum allows, also with waiting classes, place costs and least loads', () => {
  equalsBruteForce(6, (market, draw) => {
    const previous = Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * (market.supporters + 1)) - 1);
    const kept = (match: ArrayLike<number>): number => Array.from(match).filter((j, i) => j >= 0 && previous[i] === j).length;
    const objective = (['lexi', 'worst', 'weight'] as const)[Math.floor(draw() * 3)] ?? 'lexi';
    const priority = draw() < 0.3 ? Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * 2)) : undefined;
    const { wishes, filledAndCost } = draw() < 0.5 ? loadWishes(market, draw) : { wishes: {}, filledAndCost: () => [0, 0] as const };
    return {
      options: { objective, previous, ...wishes, ...(priority && { priority }) },
      valueOf: (match) => {
        const { matched, worst, total } = summaryOf(market, match), [filled, cost] = filledAndCost(match);
        const first = priority ? Array.from(match).filter((j, i) => j >= 0 && priority[i] === 0).length : 0;
        const number = [matched, first], fit = [filled, total - cost];
        return [...(objective === 'weight' && !priority ? [...fit, matched] : [...number, ...(objective === 'worst' ? [worst] : []), ...fit]), kept(match)];
      },
    };
  });
});

test('a seed changes neither number nor total, and the same seed gives the same answer', () => {
  const draw = seeded(7);
  for (let run = 0; run < RUNS; run++) {
    const market = anySmallMarket(draw);
    const plain = proposeRound(market);
    const drawn = proposeRound(market, { seed: run });
    expect([drawn.matched, drawn.total, drawn.worst]).toEqual([plain.matched, plain.total, plain.worst]);
    expect(drawn.match).toEqual(proposeRound(market, { seed: run }).match);
  }
});
