import { type RawBuilder, sql } from 'kysely';
import type { Scene } from '../../platform/scene.ts';
import type { Looking } from '../../platform/view.ts';
import { namesOf, openAll } from '../people/index.ts';

/** A value in somebody's own copy: what JSON can hold, and moments. */
export type Value = string | number | boolean | null | Date | readonly Value[];
/** One entry, by the names of its fields (docs/my-data.md). */
export type Entry = Readonly<Record<string, Value>>;

/** A page of entries, and where the next one begins. */
export interface EntriesFrom {
  readonly entries: readonly Entry[];
  readonly next: string | undefined;
}

/** One part of somebody's own copy. */
export type Section = Looked | Walked;

/** A part that is read in one look. */
export interface Looked {
  /** The tables of which it holds what is about the person. */
  readonly tables: readonly string[];
  /** Private words are read as the member that one is; everything else is not. */
  readonly wall?: 'member';
  load(looking: Looking, after: string | undefined): Promise<EntriesFrom>;
}

/** A part for which one page after the other is opened, as the person would: each look is a transaction of its own, and none is held meanwhile. */
export interface Walked {
  readonly tables: readonly string[];
  walk(scene: Scene, me: string, after: string | undefined): Promise<EntriesFrom>;
}

/** Entries read at once. */
export const AT_ONCE = 200;

/** How rows become entries. */
interface Plain {
  readonly tables: readonly string[];
  readonly wall?: 'member';
  /** Rows of this person: their `id` first, in whose order they are read; the other columns are the fields. */
  rows(me: string, org: string): RawBuilder<Record<string, unknown>>;
  /** Fields that hold sealed words under the person's own key, and where they open. */
  readonly sealed?: Readonly<Record<string, (row: Record<string, unknown>) => string>>;
  /** Fields that hold a person's id and are given as a name. */
  readonly people?: readonly string[];
}

/** A section that is one query: every row of it, a page at a time, words opened, people by their names, ids left out. */
export function plain({ tables, wall, rows, sealed = {}, people = [] }: Plain): Looked {
  return {
    tables,
    ...(wall !== undefined && { wall }),
    async load(looking, after) {
      const me = looking.person();
      const found = await sql<Record<string, unknown>>`select * from (${rows(me, looking.org)}) mine where ${after ?? null}::text is null or mine.id::text > ${after ?? ''} order by mine.id::text limit ${AT_ONCE + 1}`.execute(looking.db);
      const page = found.rows.slice(0, AT_ONCE);
      const opened = await openAll(looking, page.flatMap((row) => Object.entries(sealed).map(([field, where]) => ({ person: me, where: where(row), sealed: bytesOrNull(row[field]) }))));
      const words = opened.values();
      const readable = page.map((row) => ({ ...row, ...Object.fromEntries(Object.keys(sealed).map((field) => [field, words.next().value ?? ''])) }) as Record<string, unknown>);
      const names = await namesOf(looking, readable.flatMap((row) => people.map((field) => row[field] as string | null)));
      return {
        entries: readable.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'id').map(([field, value]) => [field, people.includes(field) ? (names.get(String(value)) ?? null) : asValue(value)]))),
        next: found.rows.length > AT_ONCE ? String(page.at(-1)?.['id'] ?? '') : undefined,
      };
    },
  };
}

/** Bytes have no place in a copy for people: what is sealed was opened before. */
function asValue(value: unknown): Value {
  if (value === undefined || value === null || Buffer.isBuffer(value)) return null;
  if (value instanceof Date || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(asValue) : JSON.stringify(value);
}

function bytesOrNull(value: unknown): Uint8Array | null {
  return Buffer.isBuffer(value) && value.length > 0 ? value : null;
}
