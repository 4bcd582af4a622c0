import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndex } from './build.ts';
import { RowMaker } from './row-maker.ts';
import { candidates, cohortRows, cohortTasks, joinCohort } from './cohort.ts';
import { anyCriteria, anySeeker, anySupporters } from '../people/anybody.ts';
import { rank } from '../people/rank.ts';

const now = Date.UTC(2026, 2, 6, 12);
const anySeekers = fc.array(anySeeker, { maxLength: 8 }).map((all) => all.map((s, i) => ({ ...s, id: `s${i}` })));

test('a cohort’s rows hold what ranking each seeker finds: all of it, or the best and some of the rest, best first', () => {
  fc.assert(fc.property(anySeekers, anySupporters, anyCriteria, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 6 }), (seekers, supporters, criteria, best, drawn) => {
    const { market, truncated } = candidates(buildIndex(supporters, criteria, { now }, 3), seekers, { best, drawn });
    seekers.forEach((seeker, i) => {
      const all = rank(seeker, supporters, criteria, { now }, { limit: 1000 }).chosen.map((s) => `${s.supporterId}:${s.score}`);
      const row = Array.from({ length: market.rowPtr[i + 1] - market.rowPtr[i] }, (_, x) => market.rowPtr[i] + x).map((e) => `${supporters[market.col[e]].id}:${market.weight[e]}`);
      expect(row.slice(0, best)).toEqual(all.slice(0, best));
      expect(all.filter((x) => row.includes(x))).toEqual(row);
      if (!truncated[i]) expect(row).toEqual(all);
    });
  }), { numRuns: 200 });
});

test('however the work is shared out, the market is the same', () => {
  fc.assert(fc.property(anySeekers, anySupporters, anyCriteria, fc.integer({ min: 1, max: 9 }), (seekers, supporters, criteria, pieces) => {
    const index = buildIndex(supporters, criteria, { now }, 3), options = { best: 2, drawn: 2 };
    const parts = cohortTasks(index, seekers, pieces).map((task) => cohortRows(structuredClone(index.columns), task, options));
    expect(joinCohort(index.columns, parts.reverse())).toEqual(candidates(index, seekers, options));
  }), { numRuns: 100 });
});

test('places are those that are open now, and waiting adds the same points to every pair of a seeker', () => {
  const ben = { id: 'ben', capacity: 3, load: 1, trainingValidUntil: Infinity }, cleo = { ...ben, id: 'cleo', paused: true };
  const index = buildIndex([cleo, ben], [], { now }), seeker = { id: 'amina', waitingSince: now - 10 * 86_400_000 };
  const { market, bonus } = candidates(index, [seeker, { id: 'new' }], { waiting: { perDay: 20, most: 150 } });
  expect([...market.capacity]).toEqual([0, 2]);
  expect([...market.col]).toEqual([1, 1]);
  expect([...market.weight]).toEqual([150, 0]);
  expect([...bonus]).toEqual([150, 0]);
});

test('a row is the same with the sieve and without it, over many rows and however few may enter', () => {
  fc.assert(fc.property(anySeekers, anySupporters, anyCriteria, fc.integer({ min: 0, max: 20 }), fc.constantFrom(1, 3, 48), (seekers, some, criteria, best, rowsPerBlock) => {
    const supporters = Array.from({ length: 6 }, (_, copy) => some.map((p) => ({ ...p, id: `${p.id}-${copy}`, load: (p.load + copy) % 3 }))).flat();
    const { columns } = buildIndex(supporters, criteria, { now }, rowsPerBlock), length = { best, drawn: 3, seed: 7 };
    const rowOf = (maker: RowMaker, seeker: (typeof seekers)[number], i: number) => {
      const supporter = new Int32Array(best + 3), weight = new Int32Array(best + 3), n = maker.row(seeker, i, [], 0, supporter, weight, 0);
      return { supporter: [...supporter.subarray(0, n)], weight: [...weight.subarray(0, n)], truncated: maker.truncated };
    };
    const sieved = new RowMaker(columns, length), plain = new RowMaker(columns, length, false);
    seekers.forEach((seeker, i) => expect(rowOf(sieved, seeker, i)).toEqual(rowOf(plain, seeker, i)));
  }), { numRuns: 150 });
});

test('the sieve is there where the runtime has vectors, and every further seeker finds room when its memory is full', () => {
  const { columns } = buildIndex([{ id: 'ben', capacity: 1, load: 0, trainingValidUntil: Infinity, answers: { kind: ['a'] } }], [{ id: 'kind', method: 'same', strength: 'soft', weight: 1, questions: ['kind'] }], { now });
  const maker = new RowMaker(columns, { best: 1, drawn: 0, seed: 1 }), supporter = new Int32Array(1), weight = new Int32Array(1);
  expect(maker.isSieved).toBe(true);
  for (let i = 0; i < 5000; i++) {
    maker.row({ id: `s${i}`, answers: { kind: i % 2 === 0 ? ['a', `${i}`] : [`${i}`] } }, i, [], 0, supporter, weight, 0);
    expect(weight[0]).toBe(i % 2 === 0 ? 10_000 : 0);
  }
});
