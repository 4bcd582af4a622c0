import { describe, expect, it } from 'vitest';
import { joinRows, namesAgree } from './join-rows.ts';
import type { RowIdentity } from './join-rows.ts';

let place = 1;
const row = (name: string, email: string | null = null, number: string | null = null): RowIdentity => {
  place += 1;
  return { row: place, name, email, phone: number === null ? null : { number, extension: null }, cells: [name, email ?? '', number ?? '', String(place)] };
};
const rows = (...made: RowIdentity[]): RowIdentity[] => made.map((one, index) => ({ ...one, row: index + 2 }));

describe('rows of one person', () => {
  it('are joined by e-mail whatever its capitals, and by telephone, when the names agree', () => {
    const joined = joinRows(rows(row('Isla Ibrahim', 'isla@example.org'), row('Ben', 'ben@example.org', '+16045550101'), row('ISLA', 'ISLA@example.org'), row('Ben', null, '+16045550101'), row('', 'ben@example.org')));
    expect(joined.groups).toEqual([[2, 4], [3, 5, 6]]);
    expect(joined.joins).toEqual([{ into: 2, row: 4, why: 'same-email' }, { into: 3, row: 5, why: 'same-phone' }, { into: 3, row: 6, why: 'same-email' }]);
    expect(joined.doubts).toEqual([]);
  });

  it('are never joined under another name: a mother and a grandmother share a telephone', () => {
    const joined = joinRows(rows(row('Amina', 'home@example.org', '+16045550101'), row('Fatou', 'fatou@example.org', '+16045550101'), row('Leila', 'home@example.org')));
    expect(joined.groups).toEqual([[2], [3], [4]]);
    expect(joined.doubts).toEqual([{ code: 'same-phone-other-name', row: 3, other: 2 }, { code: 'same-email-other-name', row: 4, other: 2 }]);
  });

  it('are joined when every cell is the same, even without any contact', () => {
    const one = { ...row('Kit'), cells: ['Kit', 'hello'] };
    expect(joinRows(rows(one, row('Jun'), one)).joins).toEqual([{ into: 2, row: 4, why: 'same-row' }]);
  });

  it('that only share a full name are a doubt, unless both left a contact of their own', () => {
    expect(joinRows(rows(row('Omar Roy', 'one@example.org'), row('Omar Roy', 'two@example.org'))).doubts).toEqual([]);
    expect(joinRows(rows(row('Omar Roy', 'one@example.org'), row('Omar Roy'))).doubts).toEqual([{ code: 'same-name-maybe', row: 3, other: 2 }]);
    expect(joinRows(rows(row('Omar'), row('Omar'))).doubts).toEqual([]);
  });

  it('join across a chain: the first row is the person', () => {
    const chain = rows(row('Ana', 'a@example.org'), row('Ana', 'b@example.org', '+16045550101'), row('Ana', 'a@example.org', '+16045550101'));
    expect(joinRows(chain).groups).toEqual([[2, 3, 4]]);
  });

  it('are found quickly among twenty thousand', () => {
    const many = Array.from({ length: 20_000 }, (_, index): RowIdentity => ({ row: index + 2, name: `N${index % 7}`, email: `p${index % 50}@example.org`, phone: null, cells: [String(index)] }));
    const joined = joinRows(many);
    expect(joined.groups.flat()).toHaveLength(20_000);
    expect(joined.groups.length).toBeLessThan(351);
  });
});

describe('names', () => {
  it('agree when one is part of the other, and not when only a letter is', () => {
    expect([namesAgree('Isla', 'Isla Ibrahim'), namesAgree('Élise Côté', 'elise cote'), namesAgree('', 'Ben'), namesAgree('Isla I.', 'Isla Ibrahim'), namesAgree('Ann', 'Anna')]).toEqual([true, true, true, false, false]);
  });
});
