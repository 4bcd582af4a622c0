import { describe, expect, test } from 'vitest';
import { MARCH, NOVEMBER } from './cast.ts';
import { HoursError, offsetMinutes, timeInCommon, weekMask, windowsOf } from './hours.ts';

const hour = (zone: string, day: number, from: number, to: number) => ({ zone, windows: [{ day, from: from * 60, to: to * 60 }] });

describe('hours in common', () => {
  test('an evening in Los Angeles is a night in Paris', () => {
    const losAngeles = hour('America/Los_Angeles', 1, 18, 20), paris = hour('Europe/Paris', 2, 3, 5);
    expect(timeInCommon(losAngeles, paris, { now: NOVEMBER })).toEqual({ minutes: 120, windows: [{ day: 1, from: 1080, to: 1200 }] });
  });

  test('the end of the week meets the beginning of the next', () => {
    expect(timeInCommon(hour('America/Toronto', 7, 22, 23), hour('Europe/Paris', 1, 4, 5), { now: NOVEMBER }).minutes).toBe(60);
  });

  test('a pair that fits today and not after the clocks change is seen now', () => {
    const toronto = hour('America/Toronto', 3, 12, 13), london = hour('Europe/London', 3, 17, 18);
    expect(timeInCommon(toronto, london, { now: NOVEMBER }, 8).minutes).toBe(60);
    expect(timeInCommon(toronto, london, { now: MARCH }, 1).minutes).toBe(60);
    expect(timeInCommon(toronto, london, { now: MARCH }, 8)).toEqual({ minutes: 0, windows: [] });
  });

  test('quarters of an hour hold for Nepal and for the Chatham Islands', () => {
    expect(offsetMinutes('Asia/Kathmandu', NOVEMBER)).toBe(345);
    expect(timeInCommon(hour('Asia/Kathmandu', 2, 5.75, 6.75), hour('UTC', 2, 0, 1), { now: NOVEMBER }).minutes).toBe(60);
    expect(offsetMinutes('Pacific/Chatham', NOVEMBER)).toBe(825);
  });

  test('a window over midnight, and over the end of the week, is whole', () => {
    expect(windowsOf(weekMask([{ day: 7, from: 23 * 60, to: 60 }]))).toEqual([{ day: 1, from: 0, to: 60 }, { day: 7, from: 1380, to: 1440 }]);
    expect(windowsOf(weekMask([{ day: 2, from: 0, to: 1440 }]))).toEqual([{ day: 2, from: 0, to: 1440 }]);
  });

  test('only quarters that are free as a whole count', () => {
    expect(windowsOf(weekMask([{ day: 1, from: 605, to: 650 }]))).toEqual([{ day: 1, from: 615, to: 645 }]);
  });

  test('a day that does not exist or a zone nobody knows is refused', () => {
    expect(() => weekMask([{ day: 8, from: 0, to: 60 }])).toThrow(HoursError);
    expect(() => weekMask([{ day: 1, from: -1, to: 60 }])).toThrow(HoursError);
    expect(() => offsetMinutes('Middle/Earth', NOVEMBER)).toThrow(HoursError);
  });
});
