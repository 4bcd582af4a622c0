import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cover } from '../programmes/index.ts';
import { promiseTimes } from '../promises/index.ts';
import { answeredBy, climbsAt, dialable, dialled, handsFor, nextCover, termOf } from './rules.ts';

const person = fc.constantFrom('esi', 'dalia', 'chidi', 'hana', 'lea');
const maybe = fc.option(person, { nil: null });
const weekdays: Cover = { hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })), closedDays: new Set(['2026-12-25']), zone: 'America/Toronto' };
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
const clock = fc.record({ amount: fc.integer({ min: 1, max: 90 }), unit: fc.constantFrom('minute' as const, 'hour' as const, 'working-hour' as const, 'working-day' as const) });

describe('who gets a concern', () => {
  test('Never anybody it is kept from, whatever the team looks like; owner and back-up are two people', () => {
    fc.assert(fc.property(maybe, maybe, maybe, fc.array(person), fc.array(person), maybe, (safety, safetyBackup, lead, administrators, kept, raisedBy) => {
      const { owner, backup, alsoFor } = handsFor({ safety, safetyBackup, lead }, administrators, new Set(kept), raisedBy);
      for (const one of [owner, backup, ...alsoFor]) if (one !== null) expect(kept).not.toContain(one);
      if (owner !== null) expect(backup).not.toBe(owner);
      // Beside the two on duty nobody is let in while one of them may have it.
      if ([safety, safetyBackup].some((one) => one !== null && !kept.includes(one))) expect(alsoFor).toEqual([]);
      // Nobody is left without anyone while somebody may have it.
      if ([safety, safetyBackup, lead, ...administrators].some((one) => one !== null && !kept.includes(one))) expect(owner).not.toBeNull();
    }));
  });

  test('Whoever raised it answers it only when nobody else on duty can', () => {
    expect(handsFor({ safety: 'esi', safetyBackup: 'dalia', lead: null }, [], new Set(), 'esi')).toMatchObject({ owner: 'dalia', backup: 'esi' });
    expect(handsFor({ safety: 'esi', safetyBackup: null, lead: 'lea' }, [], new Set(), 'esi')).toMatchObject({ owner: 'esi', backup: null });
  });
});

describe('the clocks of a level', () => {
  test('No answer is promised before somebody is there, and never earlier than the level says', () => {
    fc.assert(fc.property(moment, clock, (now, acknowledge) => {
      const due = answeredBy({ acknowledge }, now, weekdays);
      const open = nextCover(now, weekdays);
      expect(due.getTime()).toBeGreaterThanOrEqual((open ?? now).getTime());
      expect(climbsAt({ acknowledge }, now, weekdays).getTime()).toBeGreaterThanOrEqual(due.getTime());
    }), { numRuns: 60 });
  });

  test('What the page says is what is promised, to the minute', () => {
    fc.assert(fc.property(moment, clock, (now, acknowledge) => {
      const { dueAt } = promiseTimes(termOf({ acknowledge }, now, weekdays), now, weekdays);
      expect(dueAt).toEqual(answeredBy({ acknowledge }, now, weekdays));
    }), { numRuns: 60 });
  });
});

test.each([['911', true], ['+1 (604) 555-0123', true], ['116 123', true], ['*31#', true], ['nine', false], ['javascript:alert(1)', false], ['', false], ['1;2', false]])('%s can be dialled: %s', (number, can) => {
  expect(dialable.test(number)).toBe(can);
  if (can) expect(dialled(number)).toMatch(/^\+?[\d*#]+$/);
});
