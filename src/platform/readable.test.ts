import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readable } from './readable.ts';

test('What can be kept stays as it was typed; the null character and halves of signs go, at any depth', () => {
  const given = { words: 'a\0b', list: ['fine', 'half \ud800'], inner: { 'na\0me': 'x' }, at: new Date(0), none: null, count: 3 };
  expect(readable(given)).toEqual({ words: 'ab', list: ['fine', 'half \ufffd'], inner: { name: 'x' }, at: new Date(0), none: null, count: 3 });
  fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((words) => !words.includes('\0')), (words) => {
    const fine = { words, list: [words] };
    expect(readable(fine)).toBe(fine);
  }));
});
