import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { checkAnswer, type CheckedAnswer, type Prices } from './certificate.ts';
import { coverOf, coverProves } from './cover.ts';
import { proposeRound } from './round.ts';
import { marketOf } from './testing/small-market.ts';

const draw = seeded(61);
const market = marketOf({ seekers: 40, supporters: 15, places: 3, highest: 500, density: 0.3 }, draw);
const round = proposeRound(market, { objective: 'lexi' });
const { prices } = round.certificate;
const degrees = new Int32Array(market.supporters);
for (const j of market.col) degrees[j]++;
const usable = market.capacity.map((places, j) => Math.min(places, degrees[j]));

function check(match: Int32Array, other: Partial<Prices> = {}): CheckedAnswer {
  return checkAnswer(market, usable, match, { ...prices, ...other });
}

test('the answer as given passes its own proof', () => {
  expect(check(round.match)).toMatchObject({ matched: round.matched, total: round.total, violations: 0 });
});

test('an answer with anybody moved, left out or added fails', () => {
  for (let i = 0; i < market.seekers; i++) {
    for (let j = -1; j < market.supporters; j++) {
      if (round.match[i] === j) continue;
      const other = round.match.slice();
      other[i] = j;
      const { total, matched, violations } = check(other);
      const asGood = matched === round.matched && total === round.total;
      if (!asGood) expect(violations, `seeker ${i} to ${j}`).toBeGreaterThan(0);
    }
  }
});

test('prices that are off by one anywhere they matter fail', () => {
  for (let i = 0; i < market.seekers; i++) {
    if (round.match[i] < 0) continue;
    for (const by of [-1, 1]) {
      const profit = prices.profit.slice();
      profit[i] += by;
      expect(check(round.match, { profit }).violations).toBeGreaterThan(0);
    }
  }
  for (let j = 0; j < market.supporters; j++) {
    if (!round.match.includes(j)) continue;
    const price = prices.price.slice();
    price[j] -= 1;
    expect(check(round.match, { price }).violations).toBeGreaterThan(0);
  }
});

test('a cover proves the number, and no cover proves another one', () => {
  const cover = coverOf(market, round.match);
  if (!cover) throw new Error('the round serves as many as possible, so there is a cover');
  expect(coverProves(market, cover, round.matched)).toBe(true);
  expect(coverProves(market, cover, round.matched - 1)).toBe(false);
  const smaller = { ...cover, seekers: cover.seekers.map((inside, i) => (i === cover.seekers.indexOf(1) ? 0 : inside)) };
  if (cover.seekers.includes(1)) expect(coverProves(market, smaller, round.matched - 1)).toBe(false);
});

test('there is no cover while somebody more could be served', () => {
  const few: Market = { ...market };
  const fewer = round.match.slice();
  const served = fewer.findIndex((j) => j >= 0);
  fewer[served] = -1;
  expect(coverOf(few, fewer)).toBeUndefined();
});

test('an answer that is not possible is named in words', () => {
  const crowded = new Int32Array(market.seekers).fill(0);
  const found = check(crowded);
  expect(found.reasons.join(' ')).toMatch(/not a possible pair|people in \d+ places|matched below/);
});
