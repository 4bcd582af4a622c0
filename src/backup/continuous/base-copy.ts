import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type pg from 'pg';
import { connectAsOwner } from '../../platform/migrate.ts';
import type { ServerAddress } from '../../platform/postgres/address.ts';
import { readPassword } from '../../platform/postgres/create.ts';
import { flush, type Layout } from '../../platform/postgres/layout.ts';
import { type Piece, readArchive, writeArchive } from '../archive.ts';
import { BackupRefused } from '../refusal.ts';
import { type HouseHalf, openingOf, sealingOf, type WholeKey } from './keys.ts';
import { type BaseCopy, placesIn } from './places.ts';

const PIECE = 256 * 1024;
/** Made anew by each server, or belonging to this one alone (PostgreSQL's own list, "Making an Exclusive Low-Level Backup", 25.3.4). */
const LEFT_OUT_BELOW = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'];
/** What was switched by hand or by a full disk on that day (postgresql.auto.conf) is not brought back. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'postgresql.auto.conf', 'recovery.signal', 'standby.signal', 'backup_label.old', 'pg_internal.init']);
const CONTROL = join('global', 'pg_control');

/**
 * Takes a base copy over SQL while the site runs: start, copy every file, stop. Whole from then on, once the segments of that time are in the archive too.
 * @throws BackupRefused `no-space`, `base-running`; then nothing is left of it.
 */
export async function takeBase({ owner, layout, archive, half, signal }: { owner: ServerAddress; layout: Layout; archive: string; half: HouseHalf; signal?: AbortSignal }): Promise<BaseCopy> {
  const connection = await connectAsOwner(owner, 'companionway base copy');
  const draft = join(placesIn(archive).bases, 'taking');
  try {
    await connection.query("set statement_timeout = 0; set lock_timeout = '30s'; set idle_session_timeout = 0");
    // One at a time, whichever process takes it. The lock goes with the connection.
    const { rows: locked } = await connection.query<{ free: boolean }>("select pg_try_advisory_lock(hashtext('companionway.base-copy')) as free");
    if (locked[0]?.free !== true) throw new BackupRefused('base-running');
    await rm(draft, { force: true });
    const { rows } = await connection.query<{ from: string }>("select pg_walfile_name(pg_backup_start('companionway', true)) as from");
    const from = rows[0]?.from ?? '';
    let at = new Date();
    await writeArchive(draft, sealingOf(half, `base ${from}`), 'base', filesOf(connection, layout, (stopped) => (at = stopped), signal));
    const file = placesIn(archive).base(at, from);
    await rename(draft, file);
    await flush(dirname(file));
    return { file, at, from };
  } finally {
    await connection.end();
    await rm(draft, { force: true });
  }
}

async function* filesOf(connection: pg.Client, layout: Layout, stopped: (at: Date) => void, signal?: AbortSignal): AsyncGenerator<Piece> {
  yield { note: { password: await readPassword(layout) } };
  for await (const path of walk(layout.cluster, '')) {
    // A house that closes waits for no large copy; the next start takes it.
    signal?.throwIfAborted();
    yield* fileOf(layout.cluster, path);
  }
  // Last, as pg_basebackup does: it is never older than what it speaks of.
  yield* fileOf(layout.cluster, CONTROL);
  const { rows } = await connection.query<{ labelfile: string; at: Date }>('select s.labelfile, clock_timestamp() as at from pg_backup_stop(false) s');
  const { labelfile = '', at = new Date() } = rows[0] ?? {};
  stopped(at);
  yield { note: { file: 'backup_label' } };
  yield { bytes: Buffer.from(labelfile) };
}

/** Every file below a directory, as a path with a slash at the end when it is a directory. What disappears meanwhile is left out: the log knows. */
async function* walk(root: string, below: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true }).catch(() => [])) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) {
      yield `${path}/`;
      if (!entry.name.startsWith('pgsql_tmp')) yield* walk(root, path);
    } else if (entry.isFile() && !LEFT_OUT.has(entry.name) && !entry.name.startsWith('pgsql_tmp') && path !== CONTROL && !LEFT_OUT_BELOW.includes(path.split(sep)[0] ?? '')) yield path;
  }
}

async function* fileOf(root: string, path: string): AsyncGenerator<Piece> {
  if (path.endsWith('/')) return yield { note: { directory: path.slice(0, -1) } };
  const handle = await open(join(root, path), 'r').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return undefined;
    throw fault;
  });
  if (handle === undefined) return;
  try {
    yield { note: { file: path } };
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE), 0, PIECE);
      if (bytesRead === 0) break;
      yield { bytes: buffer.subarray(0, bytesRead) };
    }
  } finally {
    await handle.close();
  }
}

/** Writes a base copy's files into an empty directory. @returns the password of the cluster's owner. */
export async function unpackBase(base: BaseCopy, key: WholeKey, into: string): Promise<string> {
  let password = '';
  let writing: Awaited<ReturnType<typeof open>> | undefined;
  try {
    for await (const piece of readArchive(base.file, openingOf(key, `base ${base.from}`), 'base')) {
      if ('bytes' in piece) {
        await writing?.writeFile(piece.bytes);
        continue;
      }
      await writing?.close();
      writing = undefined;
      const { file, directory, password: said } = piece.note;
      if (typeof said === 'string') password = said;
      if (typeof directory === 'string') await mkdir(within(into, directory), { recursive: true, mode: 0o700 });
      if (typeof file === 'string') writing = await open(within(into, file), 'wx', 0o600);
    }
  } finally {
    await writing?.close();
  }
  await writeFile(join(into, 'postgresql.auto.conf'), '', { mode: 0o600 });
  return password;
}

/** A path of a base copy leads nowhere else. */
function within(root: string, path: string): string {
  const whole = join(root, path);
  if (!whole.startsWith(`${root}${sep}`)) throw new BackupRefused('not-a-backup', { file: path });
  return whole;
}
