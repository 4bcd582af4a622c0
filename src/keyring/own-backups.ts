import { readdir, readFile } from 'node:fs/promises';
import { absentAsNull, privateDirectory, shred, writeWhole } from './files.ts';
import { recoveryKeyIn, sealToShares } from './recovery.ts';
import type { KeyStore } from './store.ts';

const HOUR = 3_600_000;
/** None is older than this: a backup of the keys opens what was erased since, until it is gone. */
export const KEPT_FOR = 7 * 24 * HOUR;
/** So many of the newest are kept whole; of the rest one a day. */
const NEWEST = 24;
const NAME = /^keys-(\d{4}-\d\d-\d\dT\d\d)(\d\d)(\d\d)Z\.sealed$/;

/** Where the keyring writes its own backups, and what else goes with them. */
export interface OwnBackupSettings {
  /** For the copies: on another disk, when there is one. */
  readonly directory: string;
  /** Files that go along, by the name they have in a backup: the operator's secret, without which a restored house does not know people by their addresses, and the erasure ledger. */
  readonly also?: Readonly<Record<string, string>>;
}

/** One backup of the keys that is there. */
export interface OwnBackup {
  readonly name: string;
  /** When it was made, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** The keyring's own backups in a directory, the newest first. */
export async function ownBackupsIn(directory: string): Promise<readonly OwnBackup[]> {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => {
    const found = NAME.exec(name);
    return found === null ? [] : [{ name, at: Date.parse(`${found[1]}:${found[2]}:${found[3]}Z`) }];
  }).sort((one, other) => other.at - one.at);
}

/**
 * Writes one backup of wraps and key, encrypted to the paper shares, and takes away those that are too old. Does nothing while no shares were made:
 * a copy that this machine itself could open would be one more key lying about.
 * @returns whether one was written.
 */
export async function backUpKeys(store: KeyStore, keyringDirectory: string, { directory, also = {} }: OwnBackupSettings, now: number): Promise<boolean> {
  await prune(directory, now);
  const recovery = await recoveryKeyIn(keyringDirectory);
  if (recovery === null) return false;
  const files = new Map(await store.copy());
  for (const [name, path] of Object.entries(also)) {
    const bytes = await readFile(path).catch(absentAsNull);
    if (bytes !== null) files.set(name, bytes);
  }
  await privateDirectory(directory);
  await writeWhole(directory, `keys-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}Z.sealed`, await sealToShares(recovery.publicKey, files));
  await prune(directory, now);
  return true;
}

async function prune(directory: string, now: number): Promise<void> {
  const days = new Set<string>();
  for (const [place, { name, at }] of (await ownBackupsIn(directory)).entries()) {
    const day = name.slice(5, 15);
    const goes = now - at >= KEPT_FOR || (place >= NEWEST && days.has(day));
    days.add(day);
    if (goes) await shred(directory, name);
  }
}
