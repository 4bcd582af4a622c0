import { open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSealedToShares, openWithShares } from '../keyring/index.ts';
import { settingsFrom } from '../keyring/process-settings.ts';
import { privateDirectory, writeWhole } from '../keyring/files.ts';
import type { Config } from '../platform/config.ts';
import { ledgerFrom, type LedgerLine, ledgerPlace } from '../platform/erasure-ledger.ts';
import { operatorSecret } from '../platform/operator-key.ts';
import { makePlace } from '../platform/place.ts';
import { type Piece, readArchive, writeArchive } from './archive.ts';
import { BackupRefused } from './refusal.ts';

/** Where a keyring's two halves lie: the wraps, and the key-encryption keys that open them. */
export interface KeyringPlaces {
  readonly store: string;
  readonly kek: string;
}

/** Where this house's keyring keeps its files. @throws BackupRefused `keyring-elsewhere` when it runs on another machine. */
export async function keyringPlaces(config: Pick<Config, 'data' | 'keyringFile'>): Promise<KeyringPlaces> {
  if (config.keyringFile === undefined) return { store: join(config.data, 'keyring', 'store'), kek: join(config.data, 'keyring-kek') };
  const { directory, kekDirectory } = await settingsFrom(config.keyringFile);
  const store = join(directory, 'store');
  if (!(await readdir(store).then(() => true, () => false))) throw new BackupRefused('keyring-elsewhere', { file: config.keyringFile });
  return { store, kek: kekDirectory ?? join(directory, 'kek') };
}

const WRAPS = /^wraps-(\d+)$/;
/** In whichever form custody keeps it: what opens the form opens the copy as well. */
const KEK = /^kek-[0-9a-f]+\.(\d+)\.(?:key|passphrase|transit)$/;
const LEDGER = 'erasures/ledger.jsonl';

/** The erasures that a keyring's archive knows of. */
export function ledgerIn(files: ReadonlyMap<string, Buffer>): readonly LedgerLine[] {
  return ledgerFrom(files.get(LEDGER)?.toString('utf8') ?? '');
}

/**
 * Takes the keyring: its newest wraps, the key-encryption key of that epoch, and the operator's secret. Whoever has this file, its passphrase and a
 * content backup can read everything, so it belongs in another place and is kept for days, not months: what was erased opens until it is gone.
 * Works while the keyring runs: wraps only grow, and a rotation in between is noticed and the taking begun again.
 * @throws BackupRefused; then no file is left behind.
 */
export async function takeKeyring({ config, file, passphrase, at }: { config: Pick<Config, 'data' | 'keyringFile'>; file: string; passphrase: string; at: Date }): Promise<number> {
  const places = await keyringPlaces(config);
  const kept = await stillFiles(places);
  const secret = await operatorSecret(config.data);
  async function* pieces(): AsyncGenerator<Piece> {
    yield { note: { made: at.toISOString() } };
    for (const [name, bytes] of kept) {
      yield { note: { file: name } };
      yield { bytes };
    }
    yield { note: { file: 'operator.key' } };
    yield { bytes: Buffer.from(`${secret.toString('hex')}\n`) };
    // What was erased goes with the keys: they are the newer of the two files, and whatever content comes back with them must lose it again.
    const ledger = await readFile(ledgerPlace(config.data).file).catch(() => undefined);
    if (ledger !== undefined) yield* [{ note: { file: LEDGER } }, { bytes: ledger }];
  }
  return writeArchive(file, passphrase, 'keyring', pieces());
}

/** The newest wraps and their key, from one moment between two rotations. */
async function stillFiles({ store, kek }: KeyringPlaces): Promise<ReadonlyMap<string, Buffer>> {
  for (let tries = 0; tries < 20; tries += 1, await sleep(100)) {
    const names = await readdir(store).catch(() => []);
    const epoch = Math.max(0, ...names.map((name) => Number(WRAPS.exec(name)?.[1] ?? 0)));
    if (epoch === 0) throw new BackupRefused('nothing-here');
    const key = (await readdir(kek).catch(() => [])).find((name) => KEK.exec(name)?.[1] === String(epoch));
    const wraps = await readFile(join(store, `wraps-${epoch}`)).catch(() => undefined);
    const opener = key === undefined ? undefined : await readFile(join(kek, key)).catch(() => undefined);
    const still = (await readdir(store)).every((name) => Number(WRAPS.exec(name)?.[1] ?? 0) <= epoch);
    if (still && key !== undefined && wraps !== undefined && opener !== undefined) return new Map([[`store/wraps-${epoch}`, wraps], [`kek/${key}`, opener]]);
  }
  throw new BackupRefused('nothing-here');
}

/** Whether a file is one of the keyring's own backups, which paper shares open instead of a passphrase. @throws BackupRefused `no-file`. */
export async function needsShares(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => Promise.reject(new BackupRefused('no-file', { file })));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return isSealedToShares(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Opens one of the keyring's own backups with two of the three paper shares. @throws ShareRefused with a sentence. */
export async function proveOwnBackup(file: string, shares: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  return openWithShares(await readFile(file), shares);
}

/** Reads a keyring's archive to its end. */
export async function proveKeyring(file: string, passphrase: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  let name: string | undefined;
  for await (const piece of readArchive(file, passphrase, 'keyring')) {
    if ('note' in piece) name = typeof piece.note['file'] === 'string' ? piece.note['file'] : undefined;
    else if (name !== undefined) found.set(name, Buffer.concat([found.get(name) ?? Buffer.alloc(0), piece.bytes]));
  }
  return found;
}

/**
 * Puts a keyring back where there is none, and the operator's secret with it unless the environment names one.
 * @throws BackupRefused `keyring-not-empty`: two keyrings are never mixed.
 */
export async function putBackKeyring(config: Pick<Config, 'data'>, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await refuseKeyringThere(config);
  // The data directory itself stays open to the server's account, which walks through it; only what is below is closed.
  await makePlace(config.data);
  const homes: Readonly<Record<string, string>> = { store: join(config.data, 'keyring', 'store'), kek: join(config.data, 'keyring-kek') };
  for (const [name, bytes] of files) {
    const [kind = '', file] = name.split('/');
    const home = homes[kind];
    if (home === undefined || file === undefined || !/^[\w.-]+$/.test(file)) continue;
    await privateDirectory(dirname(home) === config.data ? home : dirname(home));
    await privateDirectory(home);
    await writeWhole(home, file, bytes);
  }
  const secret = files.get('operator.key');
  if (secret === undefined || (process.env.COMPANIONWAY_SECRET ?? '') !== '') return;
  await privateDirectory(join(config.data, 'secrets'));
  await writeWhole(join(config.data, 'secrets'), 'operator.key', secret);
}

/** Says no when a keyring or a secret is there already. */
export async function refuseKeyringThere({ data }: Pick<Config, 'data'>): Promise<void> {
  for (const place of [join(data, 'keyring', 'store'), join(data, 'keyring-kek'), join(data, 'secrets')]) {
    if ((await readdir(place).catch(() => [])).length > 0) throw new BackupRefused('keyring-not-empty', { directory: place });
  }
}
