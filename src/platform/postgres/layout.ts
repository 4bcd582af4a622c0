import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, realpath, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makePlace } from '../place.ts';
import { type Account, canReach } from './account.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';

/** Where each thing of one embedded server lives. */
export interface Layout {
  /** `<data>/postgres`, with links resolved. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** The password of the cluster's owner, readable by us alone. */
  readonly password: string;
  readonly lock: string;
  readonly ballast: string;
  readonly log: string;
  readonly binaries: string;
  /** Where the server puts each full segment of its log until it is in the continuous archive. It archives while this is there. */
  readonly spool: string;
  /** A short private directory for the unix socket (rule 5 of README.md: a socket's path has at most 107 bytes). */
  readonly sockets: string;
}

/** The account's directory when `<data>` lies where it cannot enter. Only root ever needs it. */
const ELSEWHERE = '/var/lib/companionway';

/**
 * Names the places, without touching the disk beyond resolving links.
 * The socket's directory is named by a hash, so that every start and every tool finds the same one.
 */
export async function layoutOf(data: string): Promise<Layout> {
  const wanted = join(await realpath(data).catch(() => resolve(data)), 'postgres');
  const home = await realpath(wanted).catch(() => wanted);
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const short = process.platform === 'win32' || tmpdir().length > 60 ? '/tmp' : tmpdir();
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    lock: join(home, 'owner.lock'),
    ballast: join(home, 'ballast'),
    log: join(home, 'log'),
    binaries: join(home, 'binaries'),
    spool: join(home, 'spool'),
    sockets: join(short, `companionway-${hash}`),
  };
}

/**
 * Makes `<data>/postgres` so that the account can use it. When root keeps its data below a directory closed to others
 * (its own home, say), the server's files go to /var/lib/companionway and a link stands in their place.
 * @throws DatabaseRefusal `unreachable-data` when that is not possible either.
 */
export async function makeHome(data: string, account: Account, onProgress: OnProgress, elsewhere = ELSEWHERE): Promise<Layout> {
  await makePlace(data);
  const home = (await layoutOf(data)).home;
  if (!(await canReach(home, account))) await keepElsewhere(home, elsewhere, account, onProgress);
  const layout = await layoutOf(data);
  await mkdir(layout.home, { recursive: true, mode: 0o700 });
  if (account !== null) await chown(layout.home, account.uid, account.gid);
  return layout;
}

/** Makes or checks the socket's directory: ours, a real directory, closed to others. */
export async function makeSocketDirectory({ sockets }: Layout, account: Account): Promise<void> {
  await mkdir(sockets, { mode: 0o700 }).then(
    () => (account === null ? undefined : chown(sockets, account.uid, account.gid)),
    (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault;
    },
  );
  const found = await lstat(sockets);
  const owner = account?.uid ?? process.getuid?.() ?? found.uid;
  // Somebody else's directory at our well-known name could hold a server that only pretends to be ours.
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new DatabaseRefusal('socket-directory-taken', { directory: sockets });
  }
  if (account !== null && found.uid !== owner) await chown(sockets, account.uid, account.gid);
  if ((found.mode & 0o077) !== 0 && process.platform !== 'win32') await chmod(sockets, 0o700);
}

/** Makes what was written to a file, or a directory's list of names, survive a power cut. */
export async function flush(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function keepElsewhere(home: string, elsewhere: string, account: Account, onProgress: OnProgress): Promise<void> {
  const directory = join(elsewhere, createHash('sha256').update(home).digest('hex').slice(0, 12));
  const already = await lstat(home).catch(() => undefined);
  try {
    if (already !== undefined) throw new Error('exists');
    await mkdir(directory, { recursive: true, mode: 0o711 });
    if (!(await canReach(directory, account))) throw new Error('unreachable');
    await symlink(directory, home);
  } catch (fault) {
    throw new DatabaseRefusal('unreachable-data', { directory: dirname(home), account: account?.name ?? '' }, fault);
  }
  await flush(dirname(home));
  onProgress('kept-elsewhere', { directory });
}
