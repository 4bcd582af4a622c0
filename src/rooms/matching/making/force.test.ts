import { type Market, proposeRound } from '@companionway/matching';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { force, isAsGood, weightOf } from './force.ts';

/** Small programmes with few places, ties, and some requests urgent. */
const programmes = fc
  .record({ seekers: fc.integer({ min: 1, max: 5 }), capacity: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }) })
  .chain(({ seekers, capacity }) => fc.record({
    capacity: fc.constant(capacity),
    scores: fc.array(fc.array(fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }), { minLength: capacity.length, maxLength: capacity.length }), { minLength: seekers, maxLength: seekers }),
    urgent: fc.array(fc.boolean(), { minLength: seekers, maxLength: seekers }),
  }));

function marketOf(scores: readonly (readonly (number | undefined)[])[], capacity: readonly number[]): Market {
  const pairs = scores.map((row) => row.flatMap((score, col) => (score === undefined ? [] : [{ score, col }])));
  const rowPtr = [0];
  for (const row of pairs) rowPtr.push((rowPtr.at(-1) ?? 0) + row.length);
  return {
    seekers: scores.length, supporters: capacity.length, capacity: Int32Array.from(capacity), rowPtr: Int32Array.from(rowPtr),
    col: Int32Array.from(pairs.flat(), ({ col }) => col), weight: Int32Array.from(pairs.flat(), ({ score }) => score),
  };
}

/** Every possible answer, one by one. */
function everyAnswer(market: Market, at = 0, answer: readonly number[] = []): (readonly number[])[] {
  if (at === market.seekers) return [answer];
  const places = (j: number) => (market.capacity[j] ?? 0) - answer.filter((one) => one === j).length;
  return [-1, ...Array.from({ length: market.supporters }, (_, j) => j).filter((j) => weightOf(market, at, j) >= 0 && places(j) > 0)].flatMap((j) => everyAnswer(market, at + 1, [...answer, j]));
}

/** How good an answer is by a round's aims in their order: people, urgent ones among them, the weakest pair, points. */
function aims(market: Market, urgent: readonly boolean[], answer: ArrayLike<number>): readonly number[] {
  const scores = Array.from(answer).flatMap((j, i) => (j < 0 ? [] : [{ score: weightOf(market, i, j), urgent: urgent[i] === true }]));
  return [scores.length, scores.filter((one) => one.urgent).length, scores.length === 0 ? 0 : Math.min(...scores.map(({ score }) => score)), scores.reduce((sum, { score }) => sum + score, 0)];
}

const better = (a: readonly number[], b: readonly number[]) => {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
};

test('What forcing a pair costs is what the best of all answers with that pair costs: people, urgent requests, the weakest pair and points', () => {
  fc.assert(fc.property(programmes, fc.boolean(), ({ scores, capacity, urgent }, classes) => {
    const market = marketOf(scores, capacity), priority = classes ? Int32Array.from(urgent, (one) => (one ? 0 : 1)) : new Int32Array(0), first = classes ? urgent : urgent.map(() => false);
    const { match } = proposeRound(market, { objective: 'worst', ...(classes && { priority }) }), now = aims(market, first, match), all = everyAnswer(market);
    for (let i = 0; i < market.seekers; i++) for (let j = 0; j < market.supporters; j++) {
      const those = all.filter((answer) => answer[i] === j);
      if (those.length === 0 || match[i] === j) continue;
      const best = those.map((answer) => aims(market, first, answer)).reduce((a, b) => (better(b, a) ? b : a));
      const forced = force({ market, match, priority, bonus: new Int32Array(market.seekers), truncated: new Uint8Array(market.seekers), requests: [], supporters: [] }, i, j);
      expect([forced.people, forced.urgent, forced.worst, forced.points]).toEqual(now.map((value, place) => value - (best[place] ?? 0)));
      expect(isAsGood(forced)).toBe(!better(now, best));
      expect(forced.chain[0]).toEqual({ seeker: i, from: match[i], to: j });
    }
  }), { numRuns: 500 });
});
