import { sql } from 'kysely';
import type { TestDatabase } from '../../src/testing/database.ts';

/** Real ids of an organisation's rows, by table: what somebody could find in an address, a letter or a log. */
export type Ids = ReadonlyMap<string, readonly string[]>;

/** A few ids of every table that has one. */
export async function idsOf(db: TestDatabase, org: string, each = 4): Promise<Ids> {
  const { rows } = await sql<{ table: string }>`
    select c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
    join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(db.owner);
  const found = new Map<string, readonly string[]>();
  for (const { table } of rows) {
    const { rows: some } = await sql<{ id: string }>`select id from ${sql.table(table)} where org_id = ${org} order by md5(id::text) limit ${each}`.execute(db.owner);
    if (some.length > 0) found.set(table, some.map(({ id }) => id));
  }
  return found;
}

/** Ids that a field of this name may mean (`request`: a support request), the rest of them after those. */
export function idsFor(ids: Ids, field: string): { readonly meant: readonly string[]; readonly others: readonly string[] } {
  const word = field.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().replace(/_?id$/, '');
  const meant = [...ids].filter(([table]) => word !== '' && (table === word || table.split('_').includes(word) || word.includes(table))).flatMap(([, some]) => some);
  const people = /person|who|other|one|member|to|of|author|owner|supporter|seeker/.test(word) ? (ids.get('person') ?? []) : [];
  return { meant: [...meant, ...people], others: [...ids.values()].flatMap((some) => some.slice(0, 1)) };
}
