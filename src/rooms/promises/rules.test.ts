import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cover, timeUnits } from '../programmes/index.ts';
import { keptShareOf, type PromiseMeasured, promiseTimes, stateOf } from './rules.ts';

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

describe('the share of promises kept', () => {
  const now = at('2026-12-31T12:00');
  const hours = (many: number) => many * 3_600_000;
  /** A promise made so many days ago, due two days later, and kept so many hours after it was made. */
  const promise = (daysAgo: number, keptAfter?: number, withdrawnAfter?: number): PromiseMeasured => {
    const madeAt = new Date(now.getTime() - hours(24 * daysAgo));
    const after = (many?: number) => (many === undefined ? null : new Date(madeAt.getTime() + hours(many)));
    return { madeAt, dueAt: new Date(madeAt.getTime() + hours(48)), keptAt: after(keptAfter), withdrawnAt: after(withdrawnAfter) };
  };

  it('says how many of how many, and how long most of them took', () => {
    const all = [1, 2, 5, 7, 30, 40].map((took) => promise(10, took));
    expect(keptShareOf(all, now)).toEqual({ kind: 'measured', kept: 6, due: 6, most: { amount: 7, unit: 'hour' }, lateNow: 0 });
  });

  it('says nothing of a share when nothing has fallen due', () => {
    expect(keptShareOf([], now)).toEqual({ kind: 'nobody-yet', lateNow: 0 });
    expect(keptShareOf([promise(1)], now)).toEqual({ kind: 'nobody-yet', lateNow: 0 });
  });

  it('gives no figures for fewer than five, and does not call them all kept when one was not', () => {
    expect(keptShareOf([promise(9, 3), promise(8, 5)], now)).toEqual({ kind: 'few', allInTime: true, lateNow: 0 });
    expect(keptShareOf([promise(9, 3), promise(8, 60)], now)).toEqual({ kind: 'few', allInTime: false, lateNow: 0 });
  });

  it('counts somebody who gave up waiting as not kept, and one who changed their mind in time not at all', () => {
    const kept = [1, 2, 3, 4, 5].map((took) => promise(20, took));
    expect(keptShareOf([...kept, promise(20, undefined, 60)], now)).toMatchObject({ kept: 5, due: 6 });
    expect(keptShareOf([...kept, promise(20, undefined, 10)], now)).toMatchObject({ kept: 5, due: 5 });
  });

  it('names everybody who waits past their date, also from before the ninety days', () => {
    const old = promise(200);
    expect(keptShareOf([old], now)).toEqual({ kind: 'nobody-yet', lateNow: 1 });
    expect(keptShareOf([old, promise(5), promise(1)], now)).toMatchObject({ kind: 'few', allInTime: false, lateNow: 2 });
  });

  it('does not say "most" when not even half were answered', () => {
    const all = [promise(9, 1), promise(9, 1), promise(9), promise(9), promise(9), promise(9)];
    expect(keptShareOf(all, now)).toEqual({ kind: 'measured', kept: 2, due: 6, lateNow: 4 });
  });

  it('never says a length within which fewer than half were answered, and never more kept than due', () => {
    const some = fc.array(
      fc.record({ daysAgo: fc.integer({ min: 0, max: 120 }), kept: fc.option(fc.integer({ min: 0, max: 200 })), gone: fc.option(fc.integer({ min: 0, max: 200 })) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(some, (rows) => {
        const all = rows
          .map(({ daysAgo, kept, gone }) => promise(daysAgo, kept ?? undefined, kept === null ? (gone ?? undefined) : undefined))
          .filter(({ keptAt, withdrawnAt }) => (keptAt ?? now) <= now && (withdrawnAt ?? now) <= now);
        const share = keptShareOf(all, now);
        if (share.kind !== 'measured') return;
        expect(share.kept).toBeLessThanOrEqual(share.due);
        if (share.most === undefined) return;
        const within = hours(share.most.amount * (share.most.unit === 'day' ? 24 : 1));
        const since = now.getTime() - hours(24 * 90);
        const quick = all.filter((one) => one.madeAt.getTime() >= since && one.keptAt !== null && one.keptAt.getTime() - one.madeAt.getTime() <= within);
        expect(quick.length * 2).toBeGreaterThanOrEqual(share.due);
      }),
    );
  });
});
