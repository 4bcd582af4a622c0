import { expect, test } from 'vitest';
import { explainPair, openExplainer, proposeRound } from '../index.ts';

test("the README's worked example holds, prices and all", () => {
  const market = {
    seekers: 3,
    supporters: 2,
    capacity: Int32Array.of(1, 1),
    rowPtr: Int32Array.of(0, 2, 3, 4),
    col: Int32Array.of(0, 1, 0, 1),
    weight: Int32Array.of(9, 4, 8, 5),
  };
  const round = proposeRound(market, { objective: 'lexi' });
  expect(Array.from(round.match)).toEqual([0, -1, 1]);
  expect([round.matched, round.total, round.certificate.proved]).toEqual([2, 14, true]);
  expect(explainPair(openExplainer(market), 1, 0)).toMatchObject({
    verdict: 'costs',
    loss: { people: 0, points: 1 },
    chain: [
      { seeker: 1, from: -1, to: 0 },
      { seeker: 0, from: 0, to: -1 },
    ],
  });
});
