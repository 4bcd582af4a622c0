import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cover, isOpenAt, timeUnits } from '../programmes/index.ts';
import { keptShareFrom, promiseTimes, stateOf } from './rules.ts';

const zone = 'America/Toronto';
const at = (text: string) => new Date(`${text}:00-05:00`);
const office: Cover = { hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })), closedDays: new Set(), zone };
const twoDays = { amount: 2, unit: 'day', warnAmount: 12, warnUnit: 'hour', climbAmount: 4, climbUnit: 'hour' } as const;

describe('the moments of a promise', () => {
  it('are a reminder before, the due time, and the climb after', () => {
    expect(promiseTimes(twoDays, at('2026-12-01T22:00'), office)).toEqual({
      warnAt: at('2026-12-02T17:00'),
      dueAt: at('2026-12-03T17:00'),
      climbAt: at('2026-12-03T21:00'),
    });
  });

  it('counted in days, end while somebody is there: not at night, not on a day off, not before somebody was there for an hour', () => {
    const due = (made: string, cover = office) => promiseTimes(twoDays, at(made), cover).dueAt;
    expect(due('2026-12-01T14:30')).toEqual(at('2026-12-03T14:30'));
    expect(due('2026-12-01T04:03')).toEqual(at('2026-12-03T09:00'));
    expect(due('2026-12-03T14:30')).toEqual(at('2026-12-07T09:00'));
    expect(due('2026-12-05T04:03')).toEqual(at('2026-12-07T10:00'));
    expect(due('2026-12-23T11:00', { ...office, closedDays: new Set(['2026-12-25']) })).toEqual(at('2026-12-28T09:00'));
    expect(due('2026-12-01T04:03', { ...office, hours: [] })).toEqual(at('2026-12-03T04:03'));
    const moments = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    const closedDays = new Set(['2026-04-06', '2026-07-01', '2026-12-25']);
    fc.assert(
      fc.property(moments, moments, fc.constantFrom(0.2, 0.5, 1, 2, 2.5, 7), (one, other, amount) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)].map((made) => promiseTimes({ ...twoDays, amount }, new Date(made), { ...office, closedDays }).dueAt);
        if (first === undefined || second === undefined) return;
        // The closing moment itself counts.
        expect(isOpenAt(first, { ...office, closedDays }) || isOpenAt(new Date(first.getTime() - 1), { ...office, closedDays })).toBe(true);
        expect(first.getTime()).toBeGreaterThanOrEqual(Math.min(one, other) + 3_600_000);
        expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime());
      }),
    );
  });

  it('remind on Friday before closing when the promise falls due early on Monday', () => {
    expect(promiseTimes(twoDays, at('2026-12-04T16:00'), office).warnAt).toEqual(at('2026-12-04T17:00'));
  });

  it('remind at the wished time when nobody was there in between anyway', () => {
    expect(promiseTimes(twoDays, at('2026-12-04T18:00'), office).warnAt).toEqual(at('2026-12-06T22:00'));
  });

  it('remind half way when the wished reminder lies before the promise', () => {
    const short = { ...twoDays, amount: 4, unit: 'hour' } as const;
    expect(promiseTimes(short, at('2026-12-02T10:00'), office).warnAt).toEqual(at('2026-12-02T12:00'));
  });

  it('always come in order, whatever the programme chose', () => {
    const amounts = fc.integer({ min: 1, max: 40 });
    const units = fc.constantFrom(...timeUnits);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), amounts, units, amounts, units, amounts, units, fc.boolean(),
        (made, amount, unit, warnAmount, warnUnit, climbAmount, climbUnit, covered) => {
          const cover = covered ? office : { ...office, hours: [] };
          const times = promiseTimes({ amount, unit, warnAmount, warnUnit, climbAmount, climbUnit }, new Date(made), cover);
          expect(times.warnAt.getTime()).toBeGreaterThanOrEqual(made);
          expect(times.dueAt.getTime()).toBeGreaterThanOrEqual(times.warnAt.getTime());
          expect(times.climbAt.getTime()).toBeGreaterThanOrEqual(times.dueAt.getTime());
        },
      ),
    );
  });
});

describe('how a promise stands', () => {
  const marks = { warnAt: at('2026-12-03T10:00'), dueAt: at('2026-12-03T22:00'), keptAt: null, withdrawnAt: null };
  it('is in time, then due soon, then late, at the very minute', () => {
    expect(stateOf(marks, at('2026-12-03T09:59'))).toBe('in-time');
    expect(stateOf(marks, at('2026-12-03T10:00'))).toBe('due-soon');
    expect(stateOf(marks, at('2026-12-03T22:00'))).toBe('due-soon');
    expect(stateOf(marks, at('2026-12-03T22:01'))).toBe('late');
  });
  it('stays kept, kept late or withdrawn for ever', () => {
    const later = at('2027-01-01T00:00');
    expect(stateOf({ ...marks, keptAt: at('2026-12-03T22:00') }, later)).toBe('kept');
    expect(stateOf({ ...marks, keptAt: at('2026-12-03T22:01') }, later)).toBe('kept-late');
    expect(stateOf({ ...marks, withdrawnAt: at('2026-12-02T10:00') }, later)).toBe('withdrawn');
  });
});

describe('what may be said of the share kept', () => {
  const middleMs = 7 * 3_600_000 - 1;
  it('is figures and a length for five or more', () => {
    expect(keptShareFrom({ due: 61, kept: 61, lateNow: 0, middleMs })).toEqual({ kind: 'measured', kept: 61, due: 61, most: { amount: 7, unit: 'hour' }, lateNow: 0 });
  });
  it('is no figure for nobody or for few', () => {
    expect(keptShareFrom({ due: 0, kept: 0, lateNow: 0 })).toEqual({ kind: 'nobody-yet', lateNow: 0 });
    expect(keptShareFrom({ due: 4, kept: 4, lateNow: 0, middleMs })).toEqual({ kind: 'few', allInTime: true, lateNow: 0 });
    expect(keptShareFrom({ due: 4, kept: 3, lateNow: 1, middleMs })).toEqual({ kind: 'few', allInTime: false, lateNow: 1 });
  });
  it('names no length within which fewer than half were answered', () => {
    expect(keptShareFrom({ due: 9, kept: 2, lateNow: 5 })).toEqual({ kind: 'measured', kept: 2, due: 9, lateNow: 5 });
  });
  it('rounds a length up, to an hour at least, and to days from two days on', () => {
    const most = (hours: number) => keptShareFrom({ due: 9, kept: 9, lateNow: 0, middleMs: hours * 3_600_000 });
    expect(most(0.01)).toMatchObject({ most: { amount: 1, unit: 'hour' } });
    expect(most(48)).toMatchObject({ most: { amount: 48, unit: 'hour' } });
    expect(most(49)).toMatchObject({ most: { amount: 3, unit: 'day' } });
  });
});
