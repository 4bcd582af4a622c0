import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('the diff names who moves, who comes in and who goes out', () => {
  expect(differences(Int32Array.of(0, 1, -1, 2), Int32Array.of(0, 2, 1, -1))).toEqual([
    { seeker: 1, from: 1, to: 2 },
    { seeker: 2, from: -1, to: 1 },
    { seeker: 3, from: 2, to: -1 },
  ]);
});

test('a seeker who was not there before came from nobody', () => {
  expect(differences(Int32Array.of(0), Int32Array.of(0, 3))).toEqual([{ seeker: 1, from: -1, to: 3 }]);
});
