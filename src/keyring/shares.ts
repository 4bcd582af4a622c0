import { createHash, randomBytes } from 'node:crypto';
import { KeyringMisused } from './place.ts';

/** Letters and digits that nobody mixes up (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** `number 1 | set 4 | words 32 | check 3`: 40 bytes are 64 letters. */
const BYTES = 40;
const WRITTEN = /(?:[0-9A-Za-z]{4}[-\s]){15}[0-9A-Za-z]{4}/;

/** One paper share, as it is printed: sixteen groups of four. Any two of three give the secret back; one alone says nothing of it. */
export type Share = string;

/** Splits 32 bytes into `of` shares of which any `need` give them back (Shamir 1979, over GF(256) with the polynomial of AES). `set` marks which belong together. */
export function splitIntoShares(secret: Uint8Array, set: Uint8Array, { need = 2, of = 3 } = {}): readonly Share[] {
  if (secret.length !== 32) throw new KeyringMisused('a secret to share has 32 bytes');
  const slopes = Array.from({ length: need - 1 }, () => randomBytes(32));
  return Array.from({ length: of }, (_, at) => {
    const x = at + 1;
    // Horner, from the steepest slope down to the secret itself.
    const y = Buffer.from(secret.map((byte, place) => byte ^ times(x, slopes.reduceRight((sum, slope) => times(sum, x) ^ (slope[place] ?? 0), 0))));
    return written(Buffer.concat([Buffer.from([x]), set.subarray(0, 4), y]));
  });
}

/** A share that cannot be used. The message is a sentence for whoever typed it. */
export class ShareRefused extends Error {
  override readonly name = 'ShareRefused';
}

/** Puts shares together. @throws ShareRefused for one that was mistyped, the same one twice, or shares of different sets. */
export function joinShares(shares: readonly string[]): { readonly secret: Buffer; readonly set: Buffer } {
  const read = shares.map(readShare);
  const [first] = read;
  if (first === undefined || new Set(read.map(({ x }) => x)).size < 2) throw new ShareRefused('Two different shares are needed.');
  if (read.some(({ set }) => !set.equals(first.set))) throw new ShareRefused('These shares do not belong together. Shares of one set carry the same four letters.');
  const secret = Buffer.alloc(32);
  for (const { x, y } of read) {
    // Lagrange at zero: the weight of a share is the product of the others' numbers over their differences.
    const weight = read.filter((other) => other.x !== x).reduce((product, other) => times(product, over(other.x, other.x ^ x)), 1);
    for (let place = 0; place < 32; place += 1) secret[place] = (secret[place] ?? 0) ^ times(weight, y[place] ?? 0);
  }
  return { secret, set: first.set };
}

/** Four letters that shares of one set have in common, for the paper. */
export function setName(set: Uint8Array): string {
  return base32(Buffer.from(set.subarray(0, 4))).slice(0, 4);
}

function written(body: Buffer): Share {
  const check = createHash('sha256').update('companionway.share\0').update(body).digest().subarray(0, BYTES - body.length);
  return (base32(Buffer.concat([body, check])).match(/.{4}/g) ?? []).join('-');
}

function readShare(text: string): { readonly x: number; readonly set: Buffer; readonly y: Buffer } {
  const plain = (WRITTEN.exec(text)?.[0] ?? '').replaceAll(/[-\s]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const bytes = fromBase32(plain);
  const body = bytes.subarray(0, 37);
  if (bytes.length !== BYTES || written(Buffer.from(body)).replaceAll('-', '') !== plain) throw new ShareRefused('This is not a share, or a letter is mistyped. A share has sixteen groups of four.');
  return { x: body[0] ?? 0, set: Buffer.from(body.subarray(1, 5)), y: Buffer.from(body.subarray(5)) };
}

function base32(bytes: Buffer): string {
  let [bits, held, text] = [0, 0, ''];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text) {
    held = ((held << 5) | Math.max(0, LETTERS.indexOf(letter))) & 0xffff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return Buffer.from(bytes);
}

/** Multiplication in GF(256) without a table: a table's place in the cache would tell what is multiplied. */
function times(a: number, b: number): number {
  let [product, left] = [0, a];
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= left & -((b >> bit) & 1);
    left = ((left << 1) ^ (0x1b & -(left >> 7))) & 255;
  }
  return product;
}

/** a / b: b to the power of 254 is its inverse. */
function over(a: number, b: number): number {
  let inverse = 1;
  for (let power = 0; power < 254; power += 1) inverse = times(inverse, b);
  return times(a, inverse);
}
