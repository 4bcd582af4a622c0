import type pg from 'pg';
import { connectAsOwner } from '../platform/migrate.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';
import { BackupRefused } from './refusal.ts';

/** One table as an archive names it. Columns are named so that another order in a later version does no harm. */
export interface TableKept {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** A migration as an archive names it. */
export interface Applied {
  readonly name: string;
  readonly checksum: string;
}

/** Text that any PostgreSQL from 15 to 18 writes alike, no limits, and a fault where a wall would silently leave rows out. */
const EVEN = `set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 3; set client_encoding = 'UTF8';
  set row_security = off; set statement_timeout = 0; set lock_timeout = '30s'; set idle_in_transaction_session_timeout = 0`;

/**
 * A connection of the owner that reads past every wall, set to write values alike everywhere. The caller ends it.
 * @throws BackupRefused `walled` when this owner may not; DatabaseRefusal when the server does not let it in.
 */
export async function connectPastWalls(owner: ServerAddress): Promise<pg.Client> {
  const connection = await connectAsOwner(owner, 'companionway backup');
  try {
    const { rows } = await connection.query<{ past: boolean }>('select rolsuper or rolbypassrls as past from pg_roles where rolname = current_user');
    if (rows[0]?.past !== true) throw new BackupRefused('walled', { login: owner.user });
    await connection.query(EVEN);
    return connection;
  } catch (fault) {
    await connection.end();
    throw fault;
  }
}

/**
 * Every table with content. Not the list of migrations (an archive names them itself), and not the jobs: what must happen is rows with their own
 * due times, and a job only wakes somebody to look.
 */
export async function tablesOf(connection: pg.Client): Promise<readonly TableKept[]> {
  const { rows } = await connection.query<{ schema: string; table: string; columns: string[] }>(`
    select n.nspname as schema, c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname in ('public', 'house', 'keyring') and not (n.nspname = 'house' and c.relname = 'migration')
    group by 1, 2 order by 1, 2`);
  return rows;
}

/** The migrations applied here; none when the database is new. */
export async function appliedIn(connection: pg.Client): Promise<readonly Applied[]> {
  const { rows: there } = await connection.query<{ there: boolean }>("select to_regclass('house.migration') is not null as there");
  if (there[0]?.there !== true) return [];
  const { rows } = await connection.query<Applied>('select name, checksum from house.migration order by name');
  return rows;
}

/** Switches the triggers of every table off and on again, inside a restore's transaction: what is put back was judged when it was written. */
export async function setTriggers(connection: pg.Client, how: 'enable' | 'disable'): Promise<void> {
  for (const kept of await tablesOf(connection)) await connection.query(`alter table ${nameOf(kept)} ${how} trigger user`);
}

/** A table's name, quoted. */
export function nameOf({ schema, table }: Pick<TableKept, 'schema' | 'table'>): string {
  return `${quoted(schema)}.${quoted(table)}`;
}

/** `copy` of one table, out or in. */
export function copyStatement(kept: TableKept, direction: 'to stdout' | 'from stdin'): string {
  return `copy ${nameOf(kept)} (${kept.columns.map(quoted).join(', ')}) ${direction}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
