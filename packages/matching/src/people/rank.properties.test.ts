import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCriteria, anySeeker, anySupporters } from './anybody.ts';
import { rank } from './rank.ts';

const at = { now: Date.UTC(2026, 2, 6, 12) };
const runs = { numRuns: 300 };

test('the parts add up to exactly the score, no part passes its most, and the mosts add up to 10,000', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, (seeker, supporters, criteria) => {
    for (const { score, parts } of rank(seeker, supporters, criteria, at).chosen) {
      expect(parts.reduce((sum, p) => sum + p.points, 0)).toBe(score);
      expect(parts.every((p) => p.points >= 0 && p.points <= p.most)).toBe(true);
      expect([0, 10_000]).toContain(parts.reduce((sum, p) => sum + p.most, 0));
    }
  }), runs);
});

test('everybody is chosen, possible or removed, once', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, (seeker, supporters, criteria) => {
    const ranking = rank(seeker, supporters, criteria, at, { limit: 3 });
    expect(ranking.possible + ranking.removed.reduce((sum, r) => sum + r.count, 0)).toBe(supporters.length);
    const told = new Map<string, number>();
    for (const { id } of supporters) { const why = ranking.whyNot(id); if (why.kind === 'removed') told.set(why.rule, (told.get(why.rule) ?? 0) + 1); }
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(ranking.removed.map((r) => [r.rule, r.count])));
  }), runs);
});

test('the order in which people come in changes nothing', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, (seeker, supporters, criteria) => {
    const ids = (people: typeof supporters) => rank(seeker, people, criteria, at).chosen.map((s) => s.supporterId);
    expect(ids([...supporters].reverse())).toEqual(ids(supporters));
  }), runs);
});

test('a trait nobody asked about changes nothing', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, (seeker, supporters, criteria) => {
    const quiet = { ...seeker, wishes: [] }, silent = supporters.map((p) => ({ ...p, wishes: [] })), told = silent.map((p) => ({ ...p, traits: { gender: ['a'], faith: ['b'] } }));
    expect(rank(quiet, told, criteria, at).chosen).toEqual(rank(quiet, silent, criteria, at).chosen);
  }), runs);
});

test('leaving what one rule asks about blank never takes away a possible supporter', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, fc.constantFrom<string[]>(['kind'], ['phase', 'child'], ['daily'], ['closed'], ['since'], ['line', 'avoid']), (seeker, supporters, criteria, blank) => {
    const ids = (people: typeof supporters) => rank(seeker, people, criteria, at, { limit: 100 }).chosen.map((s) => s.supporterId);
    const before = ids(supporters), after = ids(supporters.map((p) => ({ ...p, answers: Object.fromEntries(Object.entries(p.answers ?? {}).filter(([q]) => !blank.includes(q))) })));
    expect(before.every((id) => after.includes(id))).toBe(true);
  }), runs);
});
