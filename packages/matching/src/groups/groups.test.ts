import { expect, test } from 'vitest';
import { groups } from './groups.ts';
import type { Person } from '../people/person.ts';

const now = Date.UTC(2026, 10, 2, 12);
const evening = (zone: string, from: number) => ({ zone, windows: [{ day: 3, from: from * 60, to: (from + 2) * 60 }] });
const likes = [{ id: 'interests', method: 'overlap', strength: 'soft', weight: 1, questions: ['interests'] }] as const;
const person = (id: string, interest: string, more: Partial<Person> = {}): Person => ({ id, languages: ['fr'], hours: evening('America/Toronto', 18), answers: { interests: [interest] }, ...more });

test('people who like the same sit together, and the group knows its language and its hour', () => {
  const found = groups([person('a', 'hockey'), person('b', 'knitting'), person('c', 'hockey'), person('d', 'knitting')], likes, { now, size: 2 });
  expect(found.groups.map((g) => g.members)).toEqual([['a', 'c'], ['b', 'd']]);
  expect(found.groups[0]).toMatchObject({ fit: 10_000, languages: ['fr'], windows: [{ day: 3, from: 1080, to: 1200 }] });
  expect(found).toMatchObject({ proved: true, alone: [], mostGroups: 2 });
});

test('somebody who can be in no group is told so, apart from somebody who only found no place', () => {
  const found = groups([person('a', 'x'), person('b', 'x'), person('c', 'y'), person('pole', 'x', { languages: ['pl'] })], likes, { now, size: 2 });
  expect(found.alone).toEqual([{ id: 'c', possibleGroups: 2 }, { id: 'pole', possibleGroups: 0 }]);
});

test('one distance that somebody asked for changes who sits where, not how many sit', () => {
  const found = groups([person('a', 'x', { keepApart: { people: ['c'] } }), person('b', 'y'), person('c', 'x'), person('d', 'y')], likes, { now, size: 2 });
  expect(found.groups).toHaveLength(2);
  expect(found.groups.map((g) => g.members)).not.toContainEqual(['a', 'c']);
});

test('an hour across zones is an hour', () => {
  const people = [person('a', 'x'), person('b', 'x', { hours: evening('America/Halifax', 19) }), person('c', 'x', { hours: evening('Europe/Paris', 18) })];
  expect(groups(people, likes, { now, size: 2 }).groups.map((g) => g.members)).toEqual([['a', 'b']]);
});

test('a group of one is refused', () => {
  expect(() => groups([], [], { now, size: 1 })).toThrow(RangeError);
});
