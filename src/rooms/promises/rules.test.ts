import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cover, timeUnits } from '../programmes/index.ts';
import { keptShareFrom, promiseTimes, stateOf } from './rules.ts';

const zone = 'America/Toronto';
const at = (text: string) => new Date(`${text}:00-05:00`);
const office: Cover = { hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })), closedDays: new Set(), zone };
const twoDays = { amount: 2, unit: 'day', warnAmount: 12, warnUnit: 'hour', climbAmount: 4, climbUnit: 'hour' } as const;

describe('the moments of a promise', () => {
  it('are a reminder before, the due time, and the climb after', () => {
    expect(promiseTimes(twoDays, at('2026-12-01T22:00'), office)).toEqual({
      warnAt: at('2026-12-03T10:00'),
      dueAt: at('2026-12-03T22:00'),
      climbAt: at('2026-12-04T02:00'),
    });
  });

  it('remind on Friday before closing when the promise falls due on Sunday', () => {
    expect(promiseTimes(twoDays, at('2026-12-04T16:00'), office).warnAt).toEqual(at('2026-12-04T17:00'));
  });

  it('remind at the wished time when nobody was there in between anyway', () => {
    expect(promiseTimes(twoDays, at('2026-12-04T18:00'), office).warnAt).toEqual(at('2026-12-06T06:00'));
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
