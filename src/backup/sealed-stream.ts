import { argon2, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { BackupRefused } from './refusal.ts';

/** First line of a file of ours. The number changes when the layout does. */
const MAGIC = Buffer.from('companionway backup 1\n');
const SALT = 16;
/** Memory in KiB, passes, lanes: a guess costs a quarter of a second (RFC 9106, second recommended choice). */
const COST = { memory: 65_536, passes: 3, parallelism: 4, tagLength: 32 } as const;
/** Bytes sealed at once. A reader holds no more than this unproved. */
const CHUNK = 256 * 1024;
const TAG = 16;

/** Few guesses are needed for a short one, and whoever has the file may guess for ever. */
export const SHORTEST_PASSPHRASE = 12;

/**
 * Seals a stream: AES-256-GCM in chunks, each bound to its number and to whether it is the last (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár 2015), so that chunks can be neither changed, moved nor cut off. The key comes from the passphrase by argon2id.
 */
export async function* seal(plain: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT);
  yield Buffer.concat([MAGIC, salt]);
  const key = await keyFrom(passphrase, salt);
  let number = 0;
  let waiting = Buffer.alloc(0);
  for await (const part of plain) {
    waiting = Buffer.concat([waiting, part]);
    // One byte more than a chunk must be there: only the end knows which chunk is the last.
    while (waiting.length > CHUNK) {
      yield sealChunk(key, number++, false, waiting.subarray(0, CHUNK));
      waiting = waiting.subarray(CHUNK);
    }
  }
  yield sealChunk(key, number, true, waiting);
}

/**
 * Opens what `seal` sealed; every chunk that comes out is proved.
 * @throws BackupRefused `not-a-backup`, `does-not-open` (another passphrase, or changed), `cut-short`.
 */
export async function* unseal(sealed: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const head = MAGIC.length + SALT;
  let key: Buffer | undefined;
  let number = 0;
  let waiting = Buffer.alloc(0);
  for await (const part of sealed) {
    waiting = Buffer.concat([waiting, part]);
    if (key === undefined) {
      if (waiting.length < head) continue;
      if (!waiting.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupRefused('not-a-backup');
      key = await keyFrom(passphrase, waiting.subarray(MAGIC.length, head));
      waiting = waiting.subarray(head);
    }
    for (; waiting.length > CHUNK + TAG; waiting = waiting.subarray(CHUNK + TAG)) yield openChunk(key, number++, false, waiting.subarray(0, CHUNK + TAG));
  }
  if (key === undefined) throw new BackupRefused('not-a-backup');
  if (waiting.length < TAG) throw new BackupRefused('cut-short');
  yield openChunk(key, number, true, waiting);
}

function sealChunk(key: Buffer, number: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Buffer, number: number, last: boolean, sealed: Buffer): Buffer {
  try {
    return opened(key, number, last, sealed);
  } catch (fault) {
    // A whole chunk that opens as one in the middle says that the end is missing.
    if (last && isWhole(key, number, sealed)) throw new BackupRefused('cut-short', {}, fault);
    throw new BackupRefused(number === 0 ? 'does-not-open' : 'cut-short', {}, fault);
  }
}

function isWhole(key: Buffer, number: number, sealed: Buffer): boolean {
  try {
    opened(key, number, false, sealed);
    return true;
  } catch {
    return false;
  }
}

function opened(key: Buffer, number: number, last: boolean, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, last));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
}

/** The salt makes the key this file's alone, so the number of a chunk is nonce enough. */
function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

function keyFrom(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { ...COST, message: Buffer.from(passphrase.normalize('NFKC')), nonce: salt }, (fault, key) => (fault === null ? resolve(key) : reject(fault)));
  });
}
