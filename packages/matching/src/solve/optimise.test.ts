import { expect, test } from 'vitest';
import { seeded } from '../instance/lots.ts';
import { proposeRound } from './round.ts';
import { marketOf } from './testing/small-market.ts';

test('a few scores far above or below all others cost hardly more work than none', () => {
  const draw = seeded(95), plain = { ...marketOf({ seekers: 2000, supporters: 2000, places: 1, highest: 1000, density: 0.01 }, draw), capacity: new Int32Array(2000).fill(1) };
  const usual = proposeRound(plain, { objective: 'lexi' }).effort.settled;
  const high = { ...plain, weight: plain.weight.map((score, e) => (e % 9999 === 0 ? 2 ** 31 - 1 - e : score)) };
  const low = { ...plain, weight: plain.weight.map((score, e) => (e % 9999 === 0 ? 1 : 1_000_000_000 + score)) };
  const steep = { ...plain, weight: plain.weight.map(() => Math.min(2 ** 31 - 1, Math.floor(1000 / (1 - draw())))) };
  for (const [name, market] of Object.entries({ high, low, steep })) expect(proposeRound(market, { objective: 'lexi' }).effort.settled, name).toBeLessThan(4 * usual);
});
