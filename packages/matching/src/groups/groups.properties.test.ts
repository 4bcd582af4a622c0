import fc from 'fast-check';
import { expect, test } from 'vitest';
import { circleOf, groupFit } from './circle.ts';
import { groups } from './groups.ts';
import { anyCriteria, anySeeker } from '../people/anybody.ts';
import { timeInCommon } from '../people/hours.ts';
import type { Person } from '../people/person.ts';
import { hardRules } from '../people/rules.ts';

const now = Date.UTC(2026, 2, 6, 12);
const anyPeople = fc.array(anySeeker, { minLength: 0, maxLength: 9, size: 'max' }).map((all): Person[] => all.map((p, i) => ({ ...p, id: `s${i}` })));

/** Every way to choose groups, tried one by one. */
function bestByTrying(circle: ReturnType<typeof circleOf>): { count: number; fit: number } {
  const n = circle.people.length;
  const rest = (free: number[]): { count: number; fit: number } => {
    const [first, ...others] = free;
    if (first === undefined) return { count: 0, fit: 0 };
    let best = rest(others);
    for (const mates of choose(others, circle.size - 1)) {
      const fit = groupFit(circle, [first, ...mates]);
      if (fit < 0) continue;
      const more = rest(others.filter((i) => !mates.includes(i)));
      if (more.count + 1 > best.count || (more.count + 1 === best.count && more.fit + fit > best.fit)) best = { count: more.count + 1, fit: more.fit + fit };
    }
    return best;
  };
  return rest(Array.from({ length: n }, (_, i) => i));
}

function choose(from: number[], k: number): number[][] {
  if (k === 0) return [[]];
  return from.flatMap((x, i) => choose(from.slice(i + 1), k - 1).map((more) => [x, ...more]));
}

test('no way of choosing makes more groups, or as many that fit better', () => {
  fc.assert(fc.property(anyPeople, anyCriteria, fc.integer({ min: 2, max: 4 }), (people, criteria, size) => {
    const needs = { now, size }, found = groups(people, criteria, needs, { swaps: 50 }), brute = bestByTrying(circleOf(people, criteria, needs));
    expect({ count: found.groups.length, fit: found.fit, proved: found.proved, most: found.mostGroups, mostFit: found.mostFit }).toEqual({ ...brute, proved: true, most: brute.count, mostFit: brute.fit });
  }), { numRuns: 200 });
});

test('members share a language and an hour two by two, nobody sits with somebody to keep apart from, and everybody is in one place', () => {
  fc.assert(fc.property(anyPeople, fc.integer({ min: 2, max: 3 }), fc.integer({ min: 0, max: 5 }), (people, size, seed) => {
    const found = groups(people, [], { now, size }, { swaps: 300, seed, listed: seed === 0 ? 0 : 1000 }), by = new Map(people.map((p) => [p.id, p]));
    const seated = found.groups.flatMap((g) => g.members), exclusion = hardRules([]).find((r) => r.name === 'exclusion');
    expect([...seated, ...found.alone.map((a) => a.id)].sort()).toEqual(people.map((p) => p.id).sort());
    for (const { members } of found.groups) for (const a of members) for (const b of members) {
      const one = by.get(a), other = by.get(b);
      if (a === b || !one || !other) continue;
      expect(exclusion?.refuses(one, { ...other, capacity: 1, load: 0, trainingValidUntil: null }, { now })).toBeUndefined();
      if (one.languages?.length && other.languages?.length) expect(one.languages.some((l) => other.languages?.includes(l))).toBe(true);
      if (one.hours?.windows.length && other.hours?.windows.length) expect(timeInCommon(one.hours, other.hours, { now }).minutes).toBeGreaterThanOrEqual(60);
    }
  }), { numRuns: 300 });
});
