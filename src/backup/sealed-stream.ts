import { argon2, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { BackupRefused } from './refusal.ts';

/** How a file's key is made when it is sealed. */
export interface Sealing {
  /** First line of the file. */
  readonly magic: Buffer;
  /** A key for this file alone, with the bytes from which it can be found again. */
  lock(): Promise<{ readonly head: Buffer; readonly key: Buffer }>;
}

/** How a file's key is found again. */
export interface Opening {
  readonly magic: Buffer;
  /** How many bytes after the first line the key follows from. */
  readonly headBytes: number;
  open(head: Buffer): Promise<Buffer>;
}

/** First line of a file under a passphrase. The number changes when the layout does. */
const MAGIC = Buffer.from('companionway backup 1\n');
const SALT = 16;
/** Memory in KiB, passes, lanes: a guess costs a quarter of a second (RFC 9106, second recommended choice). */
const COST = { memory: 65_536, passes: 3, parallelism: 4, tagLength: 32 } as const;
/** Bytes sealed at once. A reader holds no more than this unproved. */
const CHUNK = 256 * 1024;
const TAG = 16;

/** Few guesses are needed for a short one, and whoever has the file may guess for ever. */
export const SHORTEST_PASSPHRASE = 12;

/** Sealed and opened with a passphrase: the key comes from it by argon2id. */
export function underPassphrase(passphrase: string): Sealing & Opening {
  const lock = async () => {
    const salt = randomBytes(SALT);
    return { head: salt, key: await keyFrom(passphrase, salt) };
  };
  return { magic: MAGIC, headBytes: SALT, lock, open: (salt) => keyFrom(passphrase, salt) };
}

/**
 * Seals a stream: AES-256-GCM in chunks, each bound to its number and to whether it is the last (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár 2015), so that chunks can be neither changed, moved nor cut off.
 */
export async function* seal(plain: AsyncIterable<Buffer>, { magic, lock }: Sealing): AsyncGenerator<Buffer> {
  const { head, key } = await lock();
  yield Buffer.concat([magic, head]);
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
 * @throws BackupRefused `not-a-backup`, `does-not-open` (another key, or changed), `cut-short`.
 */
export async function* unseal(sealed: AsyncIterable<Buffer>, { magic, headBytes, open }: Opening): AsyncGenerator<Buffer> {
  const head = magic.length + headBytes;
  let key: Buffer | undefined;
  let number = 0;
  let waiting = Buffer.alloc(0);
  for await (const part of sealed) {
    waiting = Buffer.concat([waiting, part]);
    if (key === undefined) {
      if (waiting.length < head) continue;
      if (!waiting.subarray(0, magic.length).equals(magic)) throw new BackupRefused('not-a-backup');
      key = await open(waiting.subarray(magic.length, head));
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

/** The key is this file's alone, so the number of a chunk is nonce enough. */
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
