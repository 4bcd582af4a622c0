import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { absentAsNull, privateDirectory, writeWhole } from './files.ts';
import { readRecord } from './place.ts';
import { joinShares, type Share, ShareRefused, splitIntoShares } from './shares.ts';
import { keyFromEphemeral, keyTowards, newKeyPair } from './towards-key.ts';

/**
 * The keyring's own backups are encrypted to a key whose secret half stands nowhere but on three papers (any two open). So the machine that writes them
 * cannot read them back, and neither can a thief. X25519, HKDF-SHA256, AES-256-GCM: the parts of HPKE's base mode (RFC 9180) with node's own primitives.
 */
const MAGIC = Buffer.from('companionway keys 1\n');
const MIXED = { info: 'companionway.keys' };
const FILE = 'recovery.json';

/** The public half, with the day it was made (milliseconds since 1970 UTC). */
export interface RecoveryKey {
  readonly publicKey: Buffer;
  readonly made: number;
}

/** Makes a new key for the keyring in this directory and gives its secret half out in shares, once. Backups made before stay with the shares of their day. */
export async function makeRecoveryShares(directory: string, now: number): Promise<{ readonly shares: readonly Share[]; readonly set: Buffer }> {
  const { publicKey, secret } = newKeyPair();
  const set = setOf(publicKey);
  const shares = await splitIntoShares(secret, set);
  secret.fill(0);
  await privateDirectory(directory);
  await writeWhole(directory, FILE, Buffer.from(`${JSON.stringify({ v: 1, publicKey: publicKey.toString('base64'), made: now })}\n`));
  return { shares, set };
}

/** The key that backups are encrypted to, or null when no shares were made yet. */
export async function recoveryKeyIn(directory: string): Promise<RecoveryKey | null> {
  const text = await readFile(`${directory}/${FILE}`, 'utf8').catch(absentAsNull);
  if (text === null) return null;
  const { publicKey, made } = readRecord(JSON.parse(text));
  return { publicKey: Buffer.from(String(publicKey), 'base64'), made: Number(made) };
}

/** Encrypts named files to the holders of the shares. */
export async function sealToShares(publicKey: Buffer, files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const packed = await promisify(gzip)(Buffer.from(JSON.stringify([...files].map(([name, bytes]) => [name, bytes.toString('base64')]))));
  const { ephemeral, key } = keyTowards(publicKey, MIXED);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(MAGIC);
  return Buffer.concat([MAGIC, setOf(publicKey), ephemeral, nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
}

/** Is this a file that shares open? */
export function isSealedToShares(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

/** Opens what {@link sealToShares} made. @throws ShareRefused with a sentence when the shares are of another set, or the file was changed. */
export async function openWithShares(sealed: Buffer, shares: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const { secret, set } = await joinShares(shares);
  const [itsSet, ephemeral, nonce, rest] = [part(sealed, 0, 4), part(sealed, 4, 36), part(sealed, 36, 48), sealed.subarray(MAGIC.length + 48)];
  if (!set.equals(itsSet)) throw new ShareRefused('This file was encrypted to other shares. Bring those of its day.');
  const key = keyFromEphemeral(secret, ephemeral, MIXED);
  secret.fill(0);
  const cipher = createDecipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(MAGIC).setAuthTag(rest.subarray(rest.length - 16));
  try {
    const packed = Buffer.concat([cipher.update(rest.subarray(0, rest.length - 16)), cipher.final()]);
    const files = JSON.parse((await promisify(gunzip)(packed)).toString('utf8')) as [string, string][];
    return new Map(files.map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]));
  } catch (error) {
    throw new ShareRefused('This file does not open with these shares, or it was changed.', { cause: error });
  }
}

const part = (sealed: Buffer, from: number, to: number): Buffer => sealed.subarray(MAGIC.length + from, MAGIC.length + to);
const setOf = (publicKey: Buffer): Buffer => createHash('sha256').update('companionway.shares\0').update(publicKey).digest().subarray(0, 4);
