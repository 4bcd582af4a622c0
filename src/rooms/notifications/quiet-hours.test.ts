import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterQuiet, isQuiet, nextAt, type QuietHours } from './quiet-hours.ts';

const night: QuietHours = { from: '21:00', until: '08:00' };
const at = (iso: string) => new Date(iso);

describe('quiet hours', () => {
  test('A notice at night waits until the morning of the one who reads it', () => {
    expect(afterQuiet(at('2026-11-24T03:30:00Z'), [night], 'America/Toronto')).toEqual(at('2026-11-24T13:00:00Z'));
    expect(afterQuiet(at('2026-11-24T18:00:00Z'), [night], 'America/Toronto')).toEqual(at('2026-11-24T18:00:00Z'));
  });

  test('The morning is at eight on the wall, also on the days when clocks change', () => {
    expect(afterQuiet(at('2026-03-29T00:30:00Z'), [night], 'Europe/Paris')).toEqual(at('2026-03-29T06:00:00Z'));
    expect(afterQuiet(at('2026-10-25T00:30:00Z'), [night], 'Europe/Paris')).toEqual(at('2026-10-25T07:00:00Z'));
    // 2:30 does not exist that night in Toronto: quiet ends an hour later on the wall, not a day later.
    expect(afterQuiet(at('2026-03-08T06:00:00Z'), [{ from: '23:00', until: '02:30' }], 'America/Toronto')).toEqual(at('2026-03-08T07:30:00Z'));
  });

  test('One’s own hours and those of the agreement both hold, one after the other', () => {
    const agreed = { from: '07:00', until: '10:00' };
    expect(afterQuiet(at('2026-11-24T03:30:00Z'), [night, agreed], 'America/Toronto')).toEqual(at('2026-11-24T15:00:00Z'));
  });

  test('When two wishes leave no minute of the day, one’s own holds and the notice still arrives', () => {
    const day = { from: '08:00', until: '21:00' };
    expect(afterQuiet(at('2026-11-24T03:30:00Z'), [night, day], 'America/Toronto')).toEqual(at('2026-11-24T13:00:00Z'));
  });

  test('Whatever the hours, the zone and the moment: what comes after is not quiet, not earlier, and within two days', () => {
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const hours = fc.record({ from: time, until: time });
    const zones = fc.constantFrom('America/Vancouver', 'America/Toronto', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const moments = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, hours, zones, (moment, own, zone) => {
        const free = afterQuiet(moment, [own], zone);
        expect(isQuiet(free, own, zone)).toBe(false);
        expect(free.getTime()).toBeGreaterThanOrEqual(moment.getTime());
        expect(free.getTime() - moment.getTime()).toBeLessThanOrEqual(2 * 86_400_000);
      }),
      { numRuns: 500 },
    );
  });

  test('The letter of the day comes at nine on the reader’s clock', () => {
    expect(nextAt(at('2026-11-24T18:00:00Z'), '09:00', 'America/Toronto')).toEqual(at('2026-11-25T14:00:00Z'));
    expect(nextAt(at('2026-11-24T14:00:00Z'), '09:00', 'America/Toronto')).toEqual(at('2026-11-24T14:00:00Z'));
  });
});
