import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { migrate, MIGRATIONS, readMigrations } from '../platform/migrate.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';
import { type Piece, readArchive } from './archive.ts';
import { type Applied, appliedIn, connectPastWalls, copyStatement, nameOf, setTriggers, type TableKept } from './content.ts';
import { copyIn, copyOut, RowSum } from './copy.ts';
import { goOnReading } from './go-on-reading.ts';
import { goOnSealing } from './go-on-sealing.ts';
import { BackupRefused } from './refusal.ts';
import type { Taken } from './take-content.ts';

const header = z.object({ made: z.iso.datetime(), migrations: z.array(z.object({ name: z.string(), checksum: z.string() })) });
const table = z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()).min(1) });

/** What an archive says of itself. */
export interface ContentHeader {
  readonly made: Date;
  readonly migrations: readonly Applied[];
}

/** Reads an archive to its end, so that a wrong passphrase or a missing piece is known before anything is touched. */
export async function proveContent(file: string, passphrase: string): Promise<ContentHeader> {
  let found: ContentHeader | undefined;
  for await (const piece of readArchive(file, passphrase, 'content')) {
    found ??= headerIn(piece);
  }
  if (found === undefined) throw new BackupRefused('not-a-backup', { file });
  return found;
}

/** What content says of itself, when this piece is the one that says it. */
export function headerIn(piece: Piece): ContentHeader | undefined {
  if (!('note' in piece) || piece.note['made'] === undefined) return undefined;
  const { made, migrations } = header.parse(piece.note);
  return { made: new Date(made), migrations };
}

/**
 * Puts content back into an empty database: first the schema of the archive's own day, then the rows in one transaction (each table is read again and
 * compared with what was taken; foreign keys are made anew and so proved), then the migrations that came since. Sessions of that day are over.
 * @throws BackupRefused `not-empty`, `newer` (the archive knows migrations that this version does not), `differs`; the database then holds no row.
 */
export async function putBackContent({ owner, secret, file, passphrase, head }: { owner: ServerAddress; secret: Buffer; file: string; passphrase: string; head: ContentHeader }): Promise<Omit<Taken, 'bytes'>> {
  return putIn({ owner, secret, head, pieces: () => readArchive(file, passphrase, 'content'), endSessions: true });
}

/** What goes into an empty database, and how. */
export interface PutIn {
  readonly owner: ServerAddress;
  readonly secret: Buffer;
  readonly head: ContentHeader;
  /** The content, from its first piece. */
  pieces(): AsyncGenerator<Piece>;
  /** Whether people sign in anew afterwards. */
  readonly endSessions: boolean;
  /** Told after each table. */
  readonly onTable?: (so: Omit<Taken, 'bytes'>) => void;
}

/**
 * Puts content into an empty database: in one transaction, so that an interrupted one leaves no row.
 * @throws BackupRefused as `putBackContent`.
 */
export async function putIn({ owner, secret, head, pieces, endSessions, onTable }: PutIn): Promise<Omit<Taken, 'bytes'>> {
  await refuseUnknown(head.migrations);
  await refuseUnlessEmpty(owner, head.migrations);
  await migrateTo(owner, secret, head.migrations);
  const connection = await connectPastWalls(owner);
  let count = { tables: 0, rows: 0 };
  try {
    await connection.query('begin');
    const keys = await takeAwayKeys(connection);
    count = await fill(connection, pieces(), onTable);
    for (const key of keys) await connection.query(`alter table ${key.on} add constraint ${key.name} ${key.says}`);
    const [read, sealed] = [await goOnReading(connection), await goOnSealing(connection, endSessions)];
    if (endSessions) await connection.query('update session set ended_at = now() where ended_at is null');
    await setTriggers(connection, 'enable');
    await connection.query('commit');
    await passBy(connection, read > sealed ? read : sealed);
    await connection.query('analyze');
  } finally {
    await connection.end();
  }
  await migrate({ owner, secret });
  return count;
}

async function refuseUnknown(migrations: readonly Applied[]): Promise<void> {
  const known = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]));
  const unknown = migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (unknown !== undefined) throw new BackupRefused('newer', { name: unknown.name });
}

/** Empty is: no organisation, and no migration that the archive does not know. */
async function refuseUnlessEmpty(owner: ServerAddress, migrations: readonly Applied[]): Promise<void> {
  const connection = await connectPastWalls(owner);
  try {
    const names = new Set(migrations.map(({ name }) => name));
    const others = (await appliedIn(connection)).filter(({ name }) => !names.has(name));
    const { rows } = await connection.query<{ there: boolean }>("select to_regclass('public.organisation') is not null as there");
    const lived = rows[0]?.there === true && (await connection.query('select from organisation limit 1')).rowCount !== 0;
    if (lived || others.length > 0) throw new BackupRefused('not-empty', { where: owner.database });
  } finally {
    await connection.end();
  }
}

/** Migrates with the archive's own migrations only. */
async function migrateTo(owner: ServerAddress, secret: Buffer, migrations: readonly Applied[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'companionway-migrations-'));
  try {
    for (const { name } of migrations) await cp(join(MIGRATIONS, `${name}.sql`), join(directory, `${name}.sql`));
    await migrate({ owner, secret, directory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Tables come in the order of their names, so what points from one to another is taken away until all are there. */
async function takeAwayKeys(connection: pg.Client): Promise<readonly { on: string; name: string; says: string }[]> {
  await setTriggers(connection, 'disable');
  const { rows } = await connection.query<{ on: string; name: string; says: string }>(`
    select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as says from pg_constraint
    where contype = 'f' and conparentid = 0 and connamespace in ('public'::regnamespace, 'house'::regnamespace, 'keyring'::regnamespace) order by conrelid, conname`);
  for (const { on, name } of rows) await connection.query(`alter table ${on} drop constraint ${name}`);
  return rows;
}

async function fill(connection: pg.Client, pieces: AsyncGenerator<Piece>, onTable?: PutIn['onTable']): Promise<{ tables: number; rows: number }> {
  const count = { tables: 0, rows: 0 };
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    if (!('note' in next.value) || next.value.note['begin'] === undefined) continue;
    const kept = table.parse(next.value.note['begin']);
    await connection.query(`delete from ${nameOf(kept)}`);
    let said = '';
    await copyIn(connection, copyStatement(kept, 'from stdin'), bytesUntilNote(pieces, (sum) => (said = sum)));
    const sum = await sumOf(connection, kept);
    if (String(sum) !== said) throw new BackupRefused('differs', { table: kept.table });
    count.tables += 1;
    count.rows += sum.rows;
    onTable?.({ ...count });
  }
  return count;
}

/** The rows of one table, until the note that says what they must add up to. */
async function* bytesUntilNote(pieces: AsyncGenerator<Piece>, hear: (sum: string) => void): AsyncGenerator<Buffer> {
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    if ('note' in next.value) return hear(String(next.value.note['sum']));
    yield next.value.bytes;
  }
}

async function sumOf(connection: pg.Client, kept: TableKept): Promise<RowSum> {
  const sum = new RowSum();
  for await (const rows of copyOut(connection, copyStatement(kept, 'to stdout'))) for (const row of rows) sum.add(row);
  return sum;
}

/** Readers of facts look below the oldest running transaction: the new server's count must have passed every number written just now. */
export async function passBy(connection: pg.Client, upTo: bigint): Promise<void> {
  const { rows } = await connection.query<{ missing: string }>('select greatest(0, $1::numeric + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::numeric)::bigint::text as missing', [String(upTo)]);
  const missing = Number(rows[0]?.missing ?? 0);
  if (missing > 0) await connection.query(`do $$ begin for i in 1..${missing} loop perform pg_current_xact_id(); commit; end loop; end $$`);
}
