import { sql } from 'kysely';
import type { TestDatabase } from '../../src/testing/database.ts';

/** Rows as they stand: by table and key, a fingerprint, and every id that stands in the row. */
export type Standing = ReadonlyMap<string, { readonly print: string; readonly ids: readonly string[] }>;

/** Fingerprints of every row of an organisation. */
export async function rowsOf(db: TestDatabase, org: string): Promise<Standing> {
  const { rows: tables } = await sql<{ table: string; key: string; uuids: string }>`
    select c.relname as table,
      (select string_agg(quote_ident(a.attname) || '::text', ' || ''/'' || ' order by array_position(i.indkey::int2[], a.attnum)) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
      (select string_agg(quote_ident(a.attname) || '::text', ', ') from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype) as uuids
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id')`.execute(db.owner);
  const standing = new Map<string, { print: string; ids: string[] }>();
  for (const { table, key, uuids } of tables) {
    if (key === null) continue;
    const { rows } = await sql<{ key: string; print: string; ids: string[] }>`
      select ${sql.raw(key)} as key, md5(t::text) as print, array_remove(array[${sql.raw(uuids)}], null) as ids from ${sql.table(table)} t where org_id = ${org}`.execute(db.owner);
    for (const row of rows) standing.set(`${table} ${row.key}`, { print: row.print, ids: row.ids });
  }
  return standing;
}

/** What changed or went, as `table key`, of the rows that stood before and have nothing of `mine` in them. */
export function changed(before: Standing, after: Standing, mine: readonly string[] = []): string[] {
  return [...before].filter(([key, { print, ids }]) => !mine.some((id) => ids.includes(id)) && after.get(key)?.print !== print).map(([key]) => key);
}

/** Rows that came in between, as `table key`. */
export function came(before: Standing, after: Standing): string[] {
  return [...after.keys()].filter((key) => !before.has(key));
}
