import type pg from 'pg';
import { readMigrations } from '../platform/migrate.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';
import { ROLES } from '../platform/roles.ts';
import { appliedIn, connectPastWalls, nameOf, tablesOf } from './content.ts';
import { headerIn, putIn, type PutIn } from './put-back-content.ts';
import { BackupRefused } from './refusal.ts';
import { contentOf, type Taken } from './take-content.ts';

/** A move from one database to another. Both are reached as their owners; the clock's moment stands in no file, it only names the move. */
export interface Move {
  readonly from: ServerAddress;
  readonly to: ServerAddress;
  readonly secret: Buffer;
  readonly at: Date;
  readonly onTable?: PutIn['onTable'];
}

/**
 * Copies all content into an empty database, straight from one to the other, along the very path of backup and restore: one snapshot, one
 * transaction, each table read again and compared. At the end every table is counted once more on both sides, as they are then. The old database
 * is only read. People stay signed in, and keys stay where they are.
 * @throws BackupRefused `in-use-there` (somebody still works in the old one), `same-place`, `moved-on` (the old one was written to meanwhile), and what `putIn` says.
 */
export async function moveContent({ from, to, secret, at, onTable }: Move): Promise<Omit<Taken, 'bytes'>> {
  await refuseSamePlace(from, to);
  await refuseInUse(from);
  const pieces = contentOf(from, at, { tables: 0, rows: 0 });
  try {
    const first = await pieces.next();
    const head = first.done === true ? undefined : headerIn(first.value);
    if (head === undefined) throw new BackupRefused('nothing-here');
    const moved = await putIn({ owner: to, secret, head, pieces: () => pieces, endSessions: false, ...(onTable && { onTable }) });
    await compareCounts(from, to);
    return moved;
  } finally {
    await pieces.return(undefined);
  }
}

async function refuseSamePlace(from: ServerAddress, to: ServerAddress): Promise<void> {
  const [here, there] = await Promise.all([identityOf(from), identityOf(to)]);
  if (here === there) throw new BackupRefused('same-place', { where: to.database });
}

/** The server's own number and the database's: two addresses may lead to one place. */
async function identityOf(address: ServerAddress): Promise<string> {
  return withOwner(address, async (connection) => {
    const { rows } = await connection.query<{ identity: string }>(`select (select system_identifier from pg_control_system())::text || '/' || oid::text as identity from pg_database where datname = current_database()`);
    return rows[0]?.identity ?? '';
  });
}

/** A word written after the snapshot would stay behind, so nobody may be at work. @throws BackupRefused `in-use-there`. */
export async function refuseInUse(from: ServerAddress): Promise<void> {
  const others = await withOwner(from, async (connection) => {
    const { rows } = await connection.query<{ count: number }>('select count(*)::int as count from pg_stat_activity where datname = current_database() and usename = any($1)', [ROLES]);
    return rows[0]?.count ?? 0;
  });
  if (others > 0) throw new BackupRefused('in-use-there', { count: others });
}

/** Counts every table on both sides as they are now. Not when the new side was brought up to a newer version on the way: that may add rows. */
async function compareCounts(from: ServerAddress, to: ServerAddress): Promise<void> {
  const before = await withOwner(from, async (connection) => ({ applied: (await appliedIn(connection)).length, counts: await countsIn(connection) }));
  if (before.applied !== (await readMigrations()).length) return;
  const after = await withOwner(to, countsIn);
  for (const [table, count] of before.counts) if (after.get(table) !== count) throw new BackupRefused('moved-on', { table, where: to.database });
}

async function countsIn(connection: pg.Client): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const kept of await tablesOf(connection)) {
    const { rows } = await connection.query<{ count: string }>(`select count(*) as count from ${nameOf(kept)}`);
    counts.set(nameOf(kept), Number(rows[0]?.count));
  }
  return counts;
}

async function withOwner<T>(address: ServerAddress, work: (connection: pg.Client) => Promise<T>): Promise<T> {
  const connection = await connectPastWalls(address);
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
