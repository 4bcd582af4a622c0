import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, open, readFile, rename, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import { as, type Binaries } from './binaries.ts';
import { flush, type Layout } from './layout.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';

/** The name of the cluster's owner: migrations run as this one, the app never does. */
export const OWNER = 'companionway_owner';

/** A new cluster takes about 40 MB, its ballast 64, its first log segments as much again. */
const NEEDED_BYTES = 256 * 1024 * 1024;

/**
 * Makes the cluster if there is none (rules 3, 4 and 11 of README.md): into a sibling, then renamed, everything flushed,
 * so that a cut at any moment leaves either nothing or a whole one whose password is known.
 * @throws DatabaseRefusal `other-major`, `not-a-cluster`, `password-missing`, `no-space`, `creation-failed`.
 */
export async function createCluster(layout: Layout, binaries: Binaries, account: Account, onProgress: OnProgress): Promise<void> {
  const found = await majorOf(layout.cluster);
  if (found === binaries.major) return;
  if (found !== undefined) throw new DatabaseRefusal('other-major', { found, wanted: binaries.major, directory: layout.cluster });

  const { bavail, bsize } = await statfs(layout.home);
  if (bavail * bsize < NEEDED_BYTES) throw new DatabaseRefusal('no-space', { directory: layout.home, needed: NEEDED_BYTES / 2 ** 20 });
  onProgress('creating');
  const fresh = `${layout.cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await writePassword(layout.password);
  await initdb(fresh, layout, binaries, account);
  await rename(fresh, layout.cluster);
  await flush(layout.home);
  await flush(dirname(layout.home));
}

/** The owner's password. @throws DatabaseRefusal `password-missing`. */
export async function readPassword({ password }: Layout): Promise<string> {
  const text = await readFile(password, 'utf8').catch(() => '');
  if (text.trim() === '') throw new DatabaseRefusal('password-missing', { file: password });
  return text.trim();
}

/** The major written in a data directory; nothing when there is no directory. */
async function majorOf(cluster: string): Promise<number | undefined> {
  const version = await readFile(`${cluster}/PG_VERSION`, 'utf8').catch((fault: NodeJS.ErrnoException) => fault.code);
  if (version === 'ENOENT') {
    const bare = await readFile(cluster).then(() => 'file', (fault: NodeJS.ErrnoException) => fault.code);
    if (bare !== 'ENOENT') throw new DatabaseRefusal('not-a-cluster', { directory: cluster });
    return undefined;
  }
  const major = Number(version);
  if (!Number.isInteger(major)) throw new DatabaseRefusal('not-a-cluster', { directory: cluster });
  return major;
}

async function writePassword(path: string): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(`${randomBytes(24).toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await flush(dirname(path));
}

async function initdb(fresh: string, layout: Layout, binaries: Binaries, account: Account): Promise<void> {
  // initdb reads the password as the account; only for that moment may it.
  if (account !== null) await chown(layout.password, account.uid, account.gid);
  // The built-in provider (17 and later) makes no index depend on the host's C library.
  const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8'];
  const options = ['-D', fresh, '-U', OWNER, `--pwfile=${layout.password}`, '--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums', '--no-instructions', ...locale];
  try {
    await promisify(execFile)(binaries.initdb, options, { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...as(account) });
  } catch (fault) {
    await rm(fresh, { recursive: true, force: true });
    const detail = ((fault as { stderr?: string }).stderr ?? (fault as Error).message).trim().split('\n').slice(-2).join(' ');
    if (/No space left/.test(detail)) throw new DatabaseRefusal('no-space', { directory: layout.home, needed: NEEDED_BYTES / 2 ** 20 }, fault);
    throw new DatabaseRefusal('creation-failed', { detail }, fault);
  } finally {
    if (account !== null) await chown(layout.password, 0, 0);
    await chmod(layout.password, 0o600);
    await flush(layout.password);
  }
}
