import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cursor, cursorFrom, cursorText, pagedRows } from './paging.ts';
import { secretsFrom } from './signing.ts';

const secrets = secretsFrom(new Uint8Array(32).fill(7));

/** A list of numbers as a database would read it. */
function readPage(all: readonly number[], size: number, cursor: Cursor | undefined) {
  const key = Number(cursor?.key[0]);
  const ordered = [...all].sort((a, b) => a - b);
  const rows = cursor === undefined ? ordered : cursor.towards === 'next' ? ordered.filter((row) => row > key) : ordered.filter((row) => row < key).reverse();
  return pagedRows(rows.slice(0, size + 1), size, cursor, (row) => [row]);
}

test('Walking a list forth shows every row once, and walking back shows the same pages', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer(), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (all, size) => {
    const pages = [];
    let page = readPage(all, size, undefined);
    expect(page.previous).toBeUndefined();
    for (;;) {
      pages.push(page.rows);
      if (page.next === undefined) break;
      page = readPage(all, size, page.next);
    }
    expect(pages.flat()).toEqual([...all].sort((a, b) => a - b));
    const back = [page.rows];
    while (page.previous !== undefined) {
      page = readPage(all, size, page.previous);
      back.unshift(page.rows);
    }
    expect(back.flat()).toEqual(pages.flat());
  }));
});

test('A cursor comes back as it was, for its own list only', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }), fc.constantFrom('next' as const, 'previous' as const), (key, towards) => {
    const text = cursorText(secrets, 'waiting', { towards, key });
    expect(cursorFrom(secrets, 'waiting', text)).toEqual({ towards, key });
    expect(cursorFrom(secrets, 'matches', text)).toBeUndefined();
  }));
});

test('An altered cursor, or one of another house, starts the list anew', () => {
  const text = cursorText(secrets, 'waiting', { towards: 'next', key: ['2026-11-24', 4] });
  fc.assert(fc.property(fc.nat(text.length - 1), fc.constantFrom(...'abAB01_-.'), (at, letter) => {
    fc.pre(text[at] !== letter);
    const altered = text.slice(0, at) + letter + text.slice(at + 1);
    expect(cursorFrom(secrets, 'waiting', altered)).toBeUndefined();
  }));
  expect(cursorFrom(secretsFrom(new Uint8Array(32)), 'waiting', text)).toBeUndefined();
  expect(cursorFrom(secrets, 'waiting', '')).toBeUndefined();
  expect(cursorFrom(secrets, 'waiting', 'nothing.at.all')).toBeUndefined();
});
