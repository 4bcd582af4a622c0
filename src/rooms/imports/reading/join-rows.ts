import { emailKey } from './read-email.ts';
import type { ReadPhone } from './read-phone.ts';
import { fold } from './words.ts';

/** What tells whether two rows are one person. */
export interface RowIdentity {
  /** row number in the sheet */
  row: number;
  /** as written; '' when there is none */
  name: string;
  email: string | null;
  phone: ReadPhone | null;
  /** every cell, trimmed, in column order */
  cells: readonly string[];
}

/** Two rows that were joined, and why. Sentences: `imports.join.<why>`. */
export interface RowJoin {
  /** the earlier row, which the later one was joined to */
  into: number;
  row: number;
  why: 'same-row' | 'same-email' | 'same-phone';
}

/** Two rows that look alike and were not joined, because they may be two people. */
export interface RowDoubt {
  code: 'same-email-other-name' | 'same-phone-other-name' | 'same-name-maybe';
  /** the later row */
  row: number;
  other: number;
}

/** Rows put together by person, in order of the first row of each. */
export interface JoinedRows {
  groups: number[][];
  joins: RowJoin[];
  doubts: RowDoubt[];
}

/**
 * Joins rows that are the same person sent twice: every cell alike, or the same e-mail address, or the same telephone number,
 * as long as the names agree ("Isla" and "Isla Ibrahim" do). The same contact under another name is never joined: families share
 * telephones and addresses, and joining would show one person's words to another. Such pairs are doubts for a coordinator.
 */
export function joinRows(rows: readonly RowIdentity[]): JoinedRows {
  const first = new Map(rows.map(({ row }): [number, number] => [row, row]));
  const joins: RowJoin[] = [];
  const doubts: RowDoubt[] = [];
  const seen = new Map<string, RowIdentity[]>();
  for (const row of rows) {
    for (const { key, why } of keysOf(row)) {
      const before = seen.get(key) ?? [];
      const match = before.find((other) => why === 'same-row' || namesAgree(other.name, row.name));
      if (match) join(first, joins, match.row, row.row, why);
      else if (why !== 'same-row' && before[0] !== undefined) doubts.push({ code: `${why}-other-name`, row: row.row, other: before[0].row });
      if (before.push(row) === 1) seen.set(key, before);
    }
  }
  doubts.push(...sameNames(rows, (row) => rootOf(first, row)));
  const known = doubts.filter(({ row, other }) => rootOf(first, row) !== rootOf(first, other));
  return { groups: grouped(rows, (row) => rootOf(first, row)), joins, doubts: firstOfEach(known) };
}

function keysOf({ email, phone, cells }: RowIdentity): { key: string; why: RowJoin['why'] }[] {
  const keys: { key: string; why: RowJoin['why'] }[] = [{ key: `row ${JSON.stringify(cells)}`, why: 'same-row' }];
  if (email !== null) keys.push({ key: `email ${emailKey(email)}`, why: 'same-email' });
  if (phone !== null) keys.push({ key: `phone ${phone.number} ${phone.extension ?? ''}`, why: 'same-phone' });
  return keys;
}

/** Equal, or one missing, or every word of the shorter one in the longer one. */
export function namesAgree(one: string, other: string): boolean {
  const [first, second] = [fold(one).split(' '), fold(other).split(' ')];
  if (fold(one) === '' || fold(other) === '') return true;
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  return short.every((word) => long.includes(word));
}

function join(first: Map<number, number>, joins: RowJoin[], earlier: number, later: number, why: RowJoin['why']): void {
  const [into, from] = [rootOf(first, earlier), rootOf(first, later)].sort((one, other) => one - other);
  if (into === undefined || from === undefined || into === from) return;
  first.set(from, into);
  joins.push({ into, row: later === into ? from : later, why });
}

function rootOf(first: ReadonlyMap<number, number>, row: number): number {
  let at = row;
  for (let next = first.get(at); next !== undefined && next !== at; next = first.get(at)) at = next;
  return at;
}

/** The same full name twice, where at least one of the two left nothing that tells them apart. */
function sameNames(rows: readonly RowIdentity[], root: (row: number) => number): RowDoubt[] {
  const byName = new Map<string, RowIdentity>();
  const doubts: RowDoubt[] = [];
  for (const row of rows) {
    const name = fold(row.name);
    if (!name.includes(' ')) continue;
    const other = byName.get(name);
    if (!other) byName.set(name, row);
    else if (root(other.row) !== root(row.row) && (lacksContact(row) || lacksContact(other))) doubts.push({ code: 'same-name-maybe', row: row.row, other: other.row });
  }
  return doubts;
}

function lacksContact({ email, phone }: RowIdentity): boolean {
  return email === null && phone === null;
}

function grouped(rows: readonly RowIdentity[], root: (row: number) => number): number[][] {
  const groups = new Map<number, number[]>();
  for (const { row } of rows) {
    const group = groups.get(root(row)) ?? [];
    if (group.push(row) === 1) groups.set(root(row), group);
  }
  return [...groups.values()];
}

function firstOfEach(doubts: readonly RowDoubt[]): RowDoubt[] {
  const told = new Set<string>();
  return doubts.filter(({ code, row }) => {
    const key = `${code} ${row}`;
    return told.has(key) ? false : told.add(key).has(key);
  });
}
