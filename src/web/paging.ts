import type { Secrets } from './signing.ts';

/** Where a list goes on: after (or before) the row with this key. Keys are what the list is ordered by, as plain values. */
export interface Cursor {
  readonly towards: 'next' | 'previous';
  readonly key: readonly (string | number)[];
}

/** One page of a list, and where it goes on in both directions. */
export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly next?: Cursor | undefined;
  readonly previous?: Cursor | undefined;
}

/**
 * A cursor as it stands in an address: sealed, so that nobody reads a key out of it or makes one up.
 * It is bound to the list it was made for: `list` names it with whatever its rows depend on (`waiting <programme>`).
 */
export function cursorText(secrets: Secrets, list: string, cursor: Cursor): string {
  return secrets.seal('cursor', JSON.stringify([list, cursor.towards, ...cursor.key]));
}

/** The cursor of an address; undefined for none, an altered one, or one of another list: then the list starts at its beginning. */
export function cursorFrom(secrets: Secrets, list: string, text: string | undefined): Cursor | undefined {
  const words = text === undefined ? undefined : secrets.open('cursor', text);
  if (words === undefined) return undefined;
  const [of, towards, ...key] = JSON.parse(words) as [string, Cursor['towards'], ...(string | number)[]];
  return of === list ? { towards, key } : undefined;
}

/**
 * Makes a page from `size + 1` rows read in the cursor's direction: the one too many only says that the list goes on.
 * Nothing is counted, and a row added meanwhile neither doubles nor hides another.
 * @param read rows in reading direction: ascending for `next`, descending for `previous`.
 */
export function pagedRows<Row>(read: readonly Row[], size: number, cursor: Cursor | undefined, keyOf: (row: Row) => Cursor['key']): Paged<Row> {
  const more = read.length > size;
  const back = cursor?.towards === 'previous';
  const rows = back ? read.slice(0, size).reverse() : read.slice(0, size);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    next: last !== undefined && (back || more) ? { towards: 'next', key: keyOf(last) } : undefined,
    previous: first !== undefined && (back ? more : cursor !== undefined) ? { towards: 'previous', key: keyOf(first) } : undefined,
  };
}
