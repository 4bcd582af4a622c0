import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { platform } from 'node:process';
import { absentAsNull, privateDirectory, shred, writeWhole } from './files.ts';

/** Keeps the key-encryption keys (KEKs). An id is `store.epoch`. */
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

/**
 * Who else is needed to use the keys of this machine (docs/decisions/2026-11-22-three-ways-to-keep-the-keys.md).
 * - `file` (K1): nobody. Whoever has the whole disk has everything.
 * - `passphrase` (K2): somebody, or a sealed credential, at each start. A stolen disk opens nothing.
 * - `transit` (K3): a service outside, which can say no, and writes down who asked.
 */
export type CustodyKind = 'file' | 'passphrase' | 'transit';

/** How a key stands in its file. */
export interface KeyForm {
  readonly kind: CustodyKind;
  /** What to write for a key. */
  keep(id: string, key: Buffer): Promise<Buffer>;
  /** The key again. Throws {@link CustodyRefused}. */
  open(id: string, kept: Buffer): Promise<Buffer>;
}

/** What each kind's files end with. */
const ENDINGS = { file: 'key', passphrase: 'passphrase', transit: 'transit' } as const satisfies Record<CustodyKind, string>;
const KINDS = ['file', 'passphrase', 'transit'] as const;
const FILE = /^kek-([0-9a-f]{16}\.\d+)\.(?:key|passphrase|transit)$/;

/** The name of a key's file in one form. */
export function keyFileName(id: string, kind: CustodyKind): string {
  return `kek-${id}.${ENDINGS[kind]}`;
}

/** Custody K1: the key itself in its file, with a checksum. */
export const plainForm: KeyForm = {
  kind: 'file',
  keep: async (id, key) => Buffer.from(`${key.toString('hex')} ${checksum(id, key)}\n`),
  open: async (id, kept) => readKey(id, kept.toString('utf8')),
};

/** Custody K1: one file per key, mode 0600, in a directory of mode 0700 that no backup may hold. */
export function fileCustody(directory: string): Promise<Custody> {
  return custodyIn(directory, plainForm, []);
}

/**
 * One file per key, mode 0600, in a directory of mode 0700 that no backup may hold. Refuses a file that others may read.
 * A key that still stands in one of the `other` forms is put into the chosen one when it is read, and its old file shredded: so custody is changed by
 * changing the setting and starting again.
 */
export async function custodyIn(directory: string, form: KeyForm, others: readonly KeyForm[]): Promise<Custody> {
  await privateDirectory(directory);
  const keep = async (id: string, key: Buffer): Promise<void> => writeWhole(directory, keyFileName(id, form.kind), await form.keep(id, key));
  return {
    async create(id) {
      const key = randomBytes(32);
      await keep(id, key);
      return key;
    },
    async read(id) {
      const found = await keptFile(directory, id, form.kind);
      if (found === null) return null;
      const its = [form, ...others].find(({ kind }) => kind === found.kind);
      if (its === undefined) throw new CustodyRefused(`The key-encryption key is kept in another way (${found.kind}). Start once more with KEYRING_CUSTODY=${found.kind}, or name what opens it as well.`);
      const key = await its.open(id, found.bytes);
      if (its !== form) {
        await keep(id, key);
        await shred(directory, keyFileName(id, its.kind));
      }
      return key;
    },
    async destroy(id) {
      for (const kind of KINDS) await shred(directory, keyFileName(id, kind));
    },
    async list() {
      return [...new Set((await readdir(directory)).flatMap((file) => FILE.exec(file)?.[1] ?? []))];
    },
  };
}

/** A key's file, the chosen form first. */
async function keptFile(directory: string, id: string, chosen: CustodyKind): Promise<{ readonly kind: CustodyKind; readonly bytes: Buffer } | null> {
  for (const kind of [chosen, ...KINDS.filter((one) => one !== chosen)]) {
    const path = `${directory}/${keyFileName(id, kind)}`;
    const bytes = await readFile(path).catch(absentAsNull);
    if (bytes === null) continue;
    await refuseIfShared(path);
    return { kind, bytes };
  }
  return null;
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
