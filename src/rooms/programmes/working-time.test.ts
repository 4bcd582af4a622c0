import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, hasCover, isOpenAt, lastOpenMoment, type OpenHours, takeWorkingTime, timeUnits } from './working-time.ts';

const office: OpenHours[] = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' }));
const montreal = 'America/Toronto';
/** A moment as the wall clock in Montréal shows it, in winter. */
const winter = (text: string) => new Date(`${text}:00-05:00`);
const summer = (text: string) => new Date(`${text}:00-04:00`);

const zones = ['America/Toronto', 'Europe/Paris', 'Australia/Lord_Howe', 'UTC', 'Asia/Kathmandu', 'Africa/Casablanca', 'America/St_Johns'];
/** Clocks go forward or back at these moments; starts and ends gather around them, where the mistakes are. */
const changes: [string, number][] = [
  ['America/Toronto', Date.UTC(2026, 2, 8, 7)],
  ['America/Toronto', Date.UTC(2026, 10, 1, 6)],
  ['Europe/Paris', Date.UTC(2026, 2, 29, 1)],
  ['Europe/Paris', Date.UTC(2026, 9, 25, 1)],
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 30)],
];
const somewhere = fc.record({ zone: fc.constantFrom(...zones), from: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }) });
const nearChange = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -180, max: 180 }), fc.constantFrom(0, 0, -1, -2, -7))
  .map(([[zone, at], minutes, days]) => ({ zone, from: at + minutes * 60_000 + days * 86_400_000 }));
const starts = fc.oneof(somewhere, nearChange);
const time = fc.integer({ min: 0, max: 95 }).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`);
const stretch = fc
  .record({ weekday: fc.integer({ min: 1, max: 7 }), opens: time, closes: fc.oneof(time, fc.constant('24:00')) })
  .filter(({ opens, closes }) => opens < closes);
const weeks = fc.array(stretch, { maxLength: 12 });
const daysOff = fc.array(fc.integer({ min: 0, max: 729 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)), { maxLength: 20 });
const units = fc.constantFrom(...timeUnits);
const amounts = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 40 }).map((quarters) => quarters / 4));

describe('time by which something promised is due', () => {
  it('counts working hours across a night, a weekend and a holiday', () => {
    expect(addWorkingTime(winter('2026-12-01T16:00'), 4, 'working-hour', office, [], montreal)).toEqual(winter('2026-12-02T12:00'));
    expect(addWorkingTime(winter('2026-12-04T16:00'), 4, 'working-hour', office, [], montreal)).toEqual(winter('2026-12-07T12:00'));
    expect(addWorkingTime(winter('2026-12-24T16:00'), 2, 'working-hour', office, ['2026-12-25'], montreal)).toEqual(winter('2026-12-28T10:00'));
  });

  it('counts working days to the same time of day, from the next opening when nobody is there', () => {
    expect(addWorkingTime(winter('2026-12-03T14:30'), 1, 'working-day', office, [], montreal)).toEqual(winter('2026-12-04T14:30'));
    expect(addWorkingTime(winter('2026-12-04T14:30'), 1, 'working-day', office, [], montreal)).toEqual(winter('2026-12-07T14:30'));
    expect(addWorkingTime(winter('2026-12-05T03:00'), 1, 'working-day', office, [], montreal)).toEqual(winter('2026-12-08T09:00'));
  });

  it('keeps a working day inside the shorter hours of the day it lands on', () => {
    const shortFriday = office.map((day) => (day.weekday === 5 ? { ...day, closes: '12:00' } : day));
    expect(addWorkingTime(winter('2026-12-03T16:00'), 1, 'working-day', shortFriday, [], montreal)).toEqual(winter('2026-12-04T12:00'));
  });

  it('counts half a working day as half of that day’s cover, forward and back', () => {
    expect(addWorkingTime(winter('2026-12-03T09:00'), 0.5, 'working-day', office, [], montreal)).toEqual(winter('2026-12-03T13:00'));
    expect(addWorkingTime(winter('2026-12-03T15:00'), 1.5, 'working-day', office, [], montreal)).toEqual(winter('2026-12-07T11:00'));
    expect(takeWorkingTime(winter('2026-12-03T13:00'), 0.5, 'working-day', office, [], montreal)).toEqual(winter('2026-12-03T09:00'));
  });

  it('means the same time of day by a day, also when clocks change in between', () => {
    expect(addWorkingTime(winter('2026-03-07T12:00'), 1, 'day', [], [], montreal)).toEqual(summer('2026-03-08T12:00'));
    expect(addWorkingTime(winter('2026-03-07T12:00'), 24, 'hour', [], [], montreal)).toEqual(summer('2026-03-08T13:00'));
  });

  it('does not promise an earlier day to somebody who asks later, in the hour that is lived twice', () => {
    const firstTime = addWorkingTime(summer('2026-11-01T01:50'), 1, 'day', [], [], montreal);
    const secondTime = addWorkingTime(winter('2026-11-01T01:10'), 1, 'day', [], [], montreal);
    expect(firstTime).toEqual(winter('2026-11-02T01:50'));
    expect(secondTime).toEqual(winter('2026-11-02T02:00'));
  });

  it('meets a time of day that a day jumps over at the jump', () => {
    expect(addWorkingTime(winter('2026-03-07T02:30'), 1, 'day', [], [], montreal)).toEqual(summer('2026-03-08T03:00'));
  });

  it('counts an hour that is lived twice as two hours of cover', () => {
    const night: OpenHours[] = [{ weekday: 7, opens: '00:00', closes: '04:00' }];
    expect(addWorkingTime(summer('2026-11-01T00:00'), 5, 'working-hour', night, [], montreal)).toEqual(winter('2026-11-01T04:00'));
  });

  it('follows the calendar when a programme has no hours of cover', () => {
    expect(hasCover([])).toBe(false);
    expect(addWorkingTime(winter('2026-12-05T03:00'), 3, 'working-hour', [], [], montreal)).toEqual(winter('2026-12-05T06:00'));
    expect(addWorkingTime(winter('2026-12-05T03:00'), 3, 'working-day', [], [], montreal)).toEqual(winter('2026-12-08T03:00'));
  });

  it('is never before the start, and exactly the start for nothing unless nobody is there', () => {
    fc.assert(
      fc.property(starts, amounts, units, weeks, daysOff, ({ from, zone }, amount, unit, hours, closed) => {
        const due = addWorkingTime(new Date(from), amount, unit, hours, closed, zone).getTime();
        expect(due).toBeGreaterThanOrEqual(from);
      }),
      { numRuns: 300 },
    );
  });

  it('never comes earlier for a greater amount or a later start', () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 0, max: 90 * 60_000 }), amounts, units, weeks, daysOff, ({ from, zone }, later, amount, unit, hours, closed) => {
        const due = (start: number, many: number) => addWorkingTime(new Date(start), many, unit, hours, closed, zone).getTime();
        expect(due(from, amount + 1)).toBeGreaterThanOrEqual(due(from, amount));
        expect(due(from + later, amount)).toBeGreaterThanOrEqual(due(from, amount));
      }),
      { numRuns: 400 },
    );
  });

  it('lands inside the hours of cover when it counts working time', () => {
    fc.assert(
      fc.property(starts, amounts, fc.constantFrom('working-hour' as const, 'working-day' as const), weeks, daysOff, ({ from, zone }, amount, unit, hours, closed) => {
        fc.pre(hasCover(hours));
        const cover = { hours, closedDays: new Set(closed), zone };
        const due = addWorkingTime(new Date(from), amount, unit, hours, closed, zone);
        // A closing moment still belongs to its hours.
        expect(isOpenAt(due, cover) || isOpenAt(new Date(due.getTime() - 1), cover)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('counts back as far as it counts forward, in hours of cover', () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 30 }), weeks, daysOff, ({ from, zone }, amount, hours, closed) => {
        fc.pre(hasCover(hours));
        const due = addWorkingTime(new Date(from), amount, 'working-hour', hours, closed, zone);
        const back = takeWorkingTime(due, amount, 'working-hour', hours, closed, zone);
        expect(addWorkingTime(back, amount, 'working-hour', hours, closed, zone)).toEqual(due);
        expect(back.getTime()).toBeGreaterThanOrEqual(Math.min(from, due.getTime()));
      }),
      { numRuns: 200 },
    );
  });

  it('never counts back past the start the other way round', () => {
    fc.assert(
      fc.property(starts, amounts, units, weeks, daysOff, ({ from, zone }, amount, unit, hours, closed) => {
        expect(takeWorkingTime(new Date(from), amount, unit, hours, closed, zone).getTime()).toBeLessThanOrEqual(from);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the last moment of cover', () => {
  const cover = { hours: office, closedDays: new Set<string>(), zone: montreal };
  it('is Friday’s closing for a Sunday, and the moment itself within hours', () => {
    expect(lastOpenMoment(winter('2026-12-06T04:00'), winter('2026-12-01T09:00'), cover)).toEqual(winter('2026-12-04T17:00'));
    expect(lastOpenMoment(winter('2026-12-04T12:00'), winter('2026-12-01T09:00'), cover)).toEqual(winter('2026-12-04T12:00'));
  });
  it('is nothing when no cover lies between', () => {
    expect(lastOpenMoment(winter('2026-12-06T04:00'), winter('2026-12-04T17:00'), cover)).toBeUndefined();
  });
});
