import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, newId } from './ids.ts';

const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('ids of rows', () => {
  it('are UUIDs of version 7 and variant 10', () => {
    for (let i = 0; i < 1000; i++) expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('grow without end, also a hundred thousand in a burst, so that the counter runs over', () => {
    const ids = Array.from({ length: 100_000 }, () => newId());
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('grow while a clock stumbles back and forth by seconds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 59_000 }), { minLength: 2 }), (offsets) => {
        const start = Date.UTC(2040, 0, 1);
        newId(new Date(0));
        const ids = offsets.map((offset) => newId(new Date(start + offset)));
        expect(ids).toEqual(ids.toSorted());
      }),
    );
  });

  it('carry the instant they are given, also one long past', () => {
    const years = [2031, 1999, 2026];
    expect(years.map((year) => timeOf(newId(new Date(Date.UTC(year, 4, 1)))))).toEqual(years.map((year) => Date.UTC(year, 4, 1)));
  });

  it('are told apart from other text', () => {
    expect(isId(newId())).toBe(true);
    expect(isId(newId().toUpperCase())).toBe(true);
    for (const other of ['', 'x', `${newId()}'`, `${newId()}\n`, newId().replaceAll('-', '')]) expect(isId(other)).toBe(false);
  });
});
