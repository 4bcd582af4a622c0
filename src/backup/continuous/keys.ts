import { createHash, createHmac, randomBytes } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { absentAsNull, privateDirectory, writeWhole } from '../../keyring/files.ts';
import { keyFromEphemeral, keyTowards, newKeyPair } from '../../keyring/index.ts';
import { makePlace } from '../../platform/place.ts';
import { readArchive, writeArchive } from '../archive.ts';
import { BackupRefused } from '../refusal.ts';
import type { Opening, Sealing } from '../sealed-stream.ts';
import { placesIn } from './places.ts';

/**
 * An archive is sealed towards a key whose secret half lies in it under the backup passphrase. The running house holds the public half, so it can add and
 * never read back, and a secret of its own that goes into every file's key, so that nobody else can add.
 */
const MAGIC = Buffer.from('companionway archive 1\n');
const EPHEMERAL = 32;
const DIGEST = 32;
const FILE = 'key.json';
const kept = z.object({ v: z.literal(1), publicKey: z.base64(), house: z.base64(), made: z.iso.datetime(), system: z.string().optional() });

/** What the running house keeps of its archive's key. */
export interface HouseHalf {
  readonly publicKey: Buffer;
  readonly house: Buffer;
  /** The number of the one database whose log goes into this archive; known from its first start on. */
  readonly system?: string | undefined;
}

/** What opens an archive. */
export interface WholeKey {
  readonly secret: Buffer;
  readonly house: Buffer;
}

/**
 * Prepares an empty directory to be this house's archive. From the next start on the database's log goes there.
 * @throws BackupRefused `archive-not-empty`, `no-space`.
 */
export async function prepareArchive({ data, archive, passphrase, at }: { data: string; archive: string; passphrase: string; at: Date }): Promise<void> {
  await privateDirectory(archive);
  if ((await readdir(archive)).length > 0) throw new BackupRefused('archive-not-empty', { directory: archive });
  const { publicKey, secret } = newKeyPair();
  const house = randomBytes(32);
  const places = placesIn(archive);
  for (const directory of [places.bases, places.segments]) await privateDirectory(directory);
  async function* pieces() {
    yield { note: { made: at.toISOString() } };
    yield { bytes: Buffer.concat([secret, house]) };
  }
  await writeArchive(places.key, passphrase, 'archive-key', pieces());
  secret.fill(0);
  await writeWhole(archive, basename(places.mark), Buffer.from(`${JSON.stringify({ v: 1, archive: nameOf(publicKey) })}\n`));
  await makePlace(data);
  await keepHouseHalf(data, { publicKey, house }, at);
}

/** The half that this house keeps, or undefined when no archive was prepared from here. */
export async function houseHalfIn(data: string): Promise<HouseHalf | undefined> {
  const text = await readFile(join(homeOf(data), FILE), 'utf8').catch(absentAsNull);
  if (text === null) return undefined;
  const { publicKey, house, system } = kept.parse(JSON.parse(text));
  return { publicKey: Buffer.from(publicKey, 'base64'), house: Buffer.from(house, 'base64'), system };
}

/** Notes whose log this archive holds, once. */
export async function keepHouseHalf(data: string, { publicKey, house, system }: HouseHalf, at: Date): Promise<void> {
  await privateDirectory(homeOf(data));
  const half = { v: 1, publicKey: publicKey.toString('base64'), house: house.toString('base64'), made: at.toISOString(), system };
  await writeWhole(homeOf(data), FILE, Buffer.from(`${JSON.stringify(half)}\n`));
}

/**
 * Whether a directory is the archive of this half: a disk that is not mounted leaves an empty directory, which must not be filled.
 * @returns false when nothing of an archive is there.
 * @throws BackupRefused `archive-other`.
 */
export async function isItsArchive(archive: string, { publicKey }: Pick<HouseHalf, 'publicKey'>): Promise<boolean> {
  const text = await readFile(placesIn(archive).mark, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  if ((JSON.parse(text) as { archive?: unknown }).archive !== nameOf(publicKey)) throw new BackupRefused('archive-other', { directory: archive });
  return true;
}

/** Opens an archive's key. @throws BackupRefused `no-archive`, `does-not-open`. */
export async function openArchiveKey(archive: string, passphrase: string): Promise<WholeKey> {
  const { key, mark } = placesIn(archive);
  if ((await readFile(mark).catch(absentAsNull)) === null) throw new BackupRefused('no-archive', { directory: archive });
  for await (const piece of readArchive(key, passphrase, 'archive-key')) {
    if ('bytes' in piece) return { secret: Buffer.from(piece.bytes.subarray(0, 32)), house: Buffer.from(piece.bytes.subarray(32, 64)) };
  }
  throw new BackupRefused('cut-short', { file: basename(key) });
}

/** Seals one named file of an archive: under another name it does not open. `of` is what it will hold, so that the same can be told from something else. */
export function sealingOf({ publicKey, house }: HouseHalf, name: string, of?: Buffer): Sealing {
  const lock = async () => {
    const digest = of === undefined ? randomBytes(DIGEST) : digestOf(house, name, of);
    const { ephemeral, key } = keyTowards(publicKey, mixed(name, house, digest));
    return { head: Buffer.concat([ephemeral, digest]), key };
  };
  return { magic: MAGIC, lock };
}

/** Opens one named file of an archive. */
export function openingOf({ secret, house }: WholeKey, name: string): Opening {
  const open = async (head: Buffer) => keyFromEphemeral(secret, head.subarray(0, EPHEMERAL), mixed(name, house, head.subarray(EPHEMERAL)));
  return { magic: MAGIC, headBytes: EPHEMERAL + DIGEST, open };
}

/** Whether a sealed file holds these very bytes, which can be told without opening it. */
export async function holds(file: string, { house }: HouseHalf, name: string, of: Buffer): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const start = MAGIC.length + EPHEMERAL;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(start + DIGEST), 0, start + DIGEST, 0);
    return bytesRead === start + DIGEST && buffer.subarray(start).equals(digestOf(house, name, of));
  } finally {
    await handle.close();
  }
}

/** Whether a file begins as one of an archive's does: as much as can be told without the passphrase. */
export async function looksSealed(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.equals(MAGIC);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

const homeOf = (data: string): string => join(data, 'archive');
const nameOf = (publicKey: Buffer): string => createHash('sha256').update('companionway.archive\0').update(publicKey).digest('hex').slice(0, 16);
const digestOf = (house: Buffer, name: string, of: Buffer): Buffer => createHmac('sha256', house).update(`${name}\0`).update(of).digest();
const mixed = (name: string, house: Buffer, digest: Buffer) => ({ info: `companionway.archive ${name}`, salt: Buffer.concat([house, digest]) });
