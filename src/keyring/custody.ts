import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { platform } from 'node:process';
import { absentAsNull, privateDirectory, shred, writeWhole } from './files.ts';

/** Keeps the key-encryption keys (KEKs). An id is `store.epoch`. One file (K1) is the first way; a passphrase or an outside vault can be others. */
export interface Custody {
  /** Makes and keeps a new 32-byte key; a leftover of the same id is replaced. Durable when it answers. */
  create(id: string): Promise<Buffer>;
  /** The key, or null when it was destroyed or never existed. */
  read(id: string): Promise<Buffer | null>;
  /** Gone for ever when it answers. Destroying an absent key is no error. */
  destroy(id: string): Promise<void>;
  /** The ids kept now. */
  list(): Promise<readonly string[]>;
}

/** The keyring will not start this way. The message is a sentence for the person who runs the server. */
export class CustodyRefused extends Error {
  override readonly name = 'CustodyRefused';
}

const FILE = /^kek-([0-9a-f]{16}\.\d+)\.key$/;

/** Custody K1: one file per key, mode 0600, in a directory of mode 0700 that no backup may hold. Refuses a file that others may read. */
export async function fileCustody(directory: string): Promise<Custody> {
  await privateDirectory(directory);
  const name = (id: string): string => `kek-${id}.key`;
  return {
    async create(id) {
      const key = randomBytes(32);
      await writeWhole(directory, name(id), Buffer.from(`${key.toString('hex')} ${checksum(id, key)}\n`));
      return key;
    },
    async read(id) {
      const path = `${directory}/${name(id)}`;
      const text = await readFile(path, 'utf8').catch(absentAsNull);
      if (text === null) return null;
      await refuseIfShared(path);
      return readKey(id, text);
    },
    destroy: (id) => shred(directory, name(id)),
    async list() {
      return (await readdir(directory)).flatMap((file) => FILE.exec(file)?.[1] ?? []);
    },
  };
}

async function refuseIfShared(path: string): Promise<void> {
  if (platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new CustodyRefused(`The key file ${path} can be read by others. Set its mode to 0600 and start again.`);
}

function readKey(id: string, text: string): Buffer {
  const [hex = '', check] = text.trim().split(' ');
  const key = Buffer.from(hex, 'hex');
  if (key.length !== 32 || check !== checksum(id, key)) throw new CustodyRefused(`The key file of ${id} is damaged. Put back its copy from the keyring’s own backup.`);
  return key;
}

function checksum(id: string, key: Buffer): string {
  return createHash('sha256').update(`companionway.kek\0${id}\0`).update(key).digest('hex').slice(0, 8);
}

/** What `doctor` must alarm about: keys or wraps that lie inside a place the content backup copies. */
export type CustodyWarning = 'kek-inside-backup' | 'wraps-inside-backup';

/** Compares where keys and wraps lie with the paths the content backup copies. Paths that do not exist yet count as written. */
export async function custodyWarnings(where: {
  readonly kekDirectory: string;
  readonly storeDirectory: string;
  readonly backupPaths: readonly string[];
}): Promise<readonly CustodyWarning[]> {
  const real = async (path: string): Promise<string> => realpath(path).catch(() => path);
  const [kek, store, ...backups] = await Promise.all([where.kekDirectory, where.storeDirectory, ...where.backupPaths].map(real));
  const covered = (path: string | undefined): boolean => path !== undefined && backups.some((backup) => contains(backup, path));
  return [...(covered(kek) ? (['kek-inside-backup'] as const) : []), ...(covered(store) ? (['wraps-inside-backup'] as const) : [])];
}

function contains(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^([a-zA-Z]:|[\\/])/.test(way));
}
