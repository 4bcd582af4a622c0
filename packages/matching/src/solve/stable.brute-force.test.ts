import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { blockingPairs } from './blocking.ts';
import { stableMatching } from './stable.ts';
import { everyAnswer } from './testing/enumerate.ts';
import { anySmallMarket } from './testing/small-market.ts';
import { twoLevelBlocking, type TwoLevelMarket, twoLevelStable } from './two-level.ts';

const RUNS = 10_000;

test('ten thousand small markets: every mode is stable, and the large mode serves at least two thirds of the best stable number', () => {
  const draw = seeded(11);
  for (let run = 0; run < RUNS; run++) {
    const market = anySmallMarket(draw);
    let best = 0;
    everyAnswer(market, (match) => {
      const served = match.filter((j) => j >= 0).length;
      if (served > best && blockingPairs(market, Int32Array.from(match)).count === 0) best = served;
    });
    for (const mode of ['large', 'seekers', 'supporters'] as const) {
      const { match } = stableMatching(market, mode);
      const served = match.filter((j) => j >= 0).length;
      expect(blockingPairs(market, match).pairs, `run ${run}, ${mode}`).toEqual([]);
      expect(places(market, match)).toBe(true);
      if (mode === 'large') expect(3 * served, `run ${run}`).toBeGreaterThanOrEqual(2 * best);
    }
  }
});

test("ten thousand strict markets: each side's mode gives everybody on that side their best stable partner", () => {
  const draw = seeded(12);
  for (let run = 0; run < RUNS; run++) {
    const market = strict(anySmallMarket(draw), draw);
    const stable: number[][] = [];
    everyAnswer(market, (match) => {
      if (blockingPairs(market, Int32Array.from(match)).count === 0) stable.push([...match]);
    });
    const bySeekers = stableMatching(market, 'seekers').match;
    const bySupporters = stableMatching(market, 'supporters').match;
    for (let i = 0; i < market.seekers; i++) {
      const ranks = stable.map((match) => rankOf(market, i, match[i]));
      expect(rankOf(market, i, bySeekers[i]), `run ${run}`).toBe(Math.min(...ranks));
      expect(rankOf(market, i, bySupporters[i]), `run ${run}`).toBe(Math.max(...ranks));
    }
    expect(stableMatching(market, 'large').match.filter((j) => j >= 0).length).toBe(bySeekers.filter((j) => j >= 0).length);
  }
});

test('ten thousand small two-level markets get their seeker-optimal stable matching', () => {
  const draw = seeded(13);
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  for (let run = 0; run < RUNS; run++) {
    const offers = 1 + upTo(3);
    const supporters = 1 + upTo(1);
    const seekers = 1 + upTo(3);
    const order = Array.from({ length: supporters }, () => Array.from({ length: seekers }, () => upTo(9)));
    const market: TwoLevelMarket = {
      choices: Array.from({ length: seekers }, () => Array.from({ length: upTo(3) }, () => upTo(offers - 1))),
      offerCapacity: Array.from({ length: offers }, () => upTo(2)),
      offerOf: Array.from({ length: offers }, () => upTo(supporters - 1)),
      supporterCapacity: Array.from({ length: supporters }, () => upTo(3)),
      rankOf: (k, i) => order[k][i],
    };
    const match = twoLevelStable(market);
    expect(twoLevelBlocking(market, match), `run ${run}`).toEqual([]);
    const stable = everyTwoLevel(market).filter((other) => twoLevelBlocking(market, Int32Array.from(other)).length === 0);
    for (let i = 0; i < seekers; i++) {
      const rank = (offer: number): number => (offer < 0 ? 99 : market.choices[i].indexOf(offer));
      expect(rank(match[i]), `run ${run}`).toBe(Math.min(...stable.map((other) => rank(other[i]))));
    }
  }
});

function everyTwoLevel(market: TwoLevelMarket): number[][] {
  const all: number[][] = [];
  const choose = (match: number[]): void => {
    const i = match.length;
    if (i === market.choices.length) {
      all.push(match);
      return;
    }
    for (const offer of new Set([-1, ...market.choices[i]])) {
      const next = [...match, offer];
      if (offer < 0 || fits(market, next, offer)) choose(next);
    }
  };
  choose([]);
  return all;
}

function fits(market: TwoLevelMarket, match: number[], offer: number): boolean {
  const supporter = market.offerOf[offer];
  const inOffer = match.filter((other) => other === offer).length;
  const theirs = match.filter((other) => other >= 0 && market.offerOf[other] === supporter).length;
  return inOffer <= market.offerCapacity[offer] && theirs <= market.supporterCapacity[supporter];
}

function places(market: Market, match: Int32Array): boolean {
  const taken = new Int32Array(market.supporters);
  for (const j of match) if (j >= 0) taken[j]++;
  return taken.every((used, j) => used <= market.capacity[j]);
}

/** Ranks without ties, drawn at random on both sides. */
function strict(market: Market, draw: () => number): Market {
  const shuffledRanks = (): Int32Array => {
    const keys = Array.from(market.col, (_, e) => ({ e, key: draw() })).sort((a, b) => a.key - b.key);
    const ranks = new Int32Array(keys.length);
    for (const [rank, { e }] of keys.entries()) ranks[e] = rank;
    return ranks;
  };
  return { ...market, seekerRank: shuffledRanks(), supporterRank: shuffledRanks() };
}

function rankOf(market: Market, i: number, j: number): number {
  if (j < 0) return 1e9;
  for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++) if (market.col[e] === j) return market.seekerRank?.[e] ?? 0;
  return -1;
}
