import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readHospitalResidents } from '../instance/hospital.ts';
import { blockingPairs } from './blocking.ts';
import { stableMatching } from './stable.ts';
import { type TwoLevelMarket, twoLevelBlocking, twoLevelStable } from './two-level.ts';

const read = (name: string): string => readFileSync(new URL(`../instance/fixtures/${name}`, import.meta.url), 'utf8');
const table = (name: string): string[][] =>
  read(name)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

test('a published hospital-residents instance, partly not mutual, has the stable matching that was checked', () => {
  const expected = JSON.parse(read('hr_100x100.expected.json')) as { by_capacity: Record<string, Record<string, number>> };
  for (const [places, pairs] of Object.entries(expected.by_capacity)) {
    const { market, seekerNames, supporterNames, leftOut } = readHospitalResidents(JSON.parse(read('hr_100x100.json')), Number(places));
    expect(leftOut.notMutual).toBeGreaterThan(0);
    for (const mode of ['large', 'seekers'] as const) {
      const { match } = stableMatching(market, mode);
      expect(blockingPairs(market, match).count).toBe(0);
      const found = Object.fromEntries(
        Array.from(match.entries())
          .filter(([, j]) => j >= 0)
          .map(([i, j]) => [seekerNames[i], Number(supporterNames[j])]),
      );
      expect(found).toEqual(pairs);
    }
  }
});

test('a published year of students, projects and supervisors has the one stable matching that was checked', () => {
  const students = table('spa_students.csv');
  const projects = table('spa_projects.csv');
  const supervisors = table('spa_supervisors.csv');
  const offer = new Map(projects.map(([code], at) => [code, at]));
  const supervisor = new Map(supervisors.map(([name], at) => [name, at]));
  const market: TwoLevelMarket = {
    choices: students.map(([, , ...wanted]) => wanted.flatMap((code) => (offer.has(code) ? [offer.get(code) ?? -1] : []))),
    offerCapacity: projects.map(([, capacity]) => Number(capacity)),
    offerOf: projects.map(([, , name]) => supervisor.get(name) ?? -1),
    supporterCapacity: supervisors.map(([, capacity]) => Number(capacity)),
    rankOf: (_supporter, seeker) => Number(students[seeker][1]),
  };
  const match = twoLevelStable(market);
  expect(twoLevelBlocking(market, match)).toEqual([]);
  const found = Object.fromEntries(
    Array.from(match.entries())
      .filter(([, j]) => j >= 0)
      .map(([i, j]) => [students[i][0], projects[j][0]]),
  );
  const { matching } = JSON.parse(read('spa.expected.json')) as { matching: Record<string, string | null> };
  expect(found).toEqual(Object.fromEntries(Object.entries(matching).filter(([, code]) => code !== null)));
});
