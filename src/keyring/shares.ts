import { createHash } from 'node:crypto';
import { combine, split } from 'shamir-secret-sharing';
import { KeyringMisused } from './place.ts';

/** Letters and digits that nobody mixes up (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** `number 1 | set 4 | words 32 | check 3`: 40 bytes are 64 letters. */
const BYTES = 40;
const WRITTEN = /(?:[0-9A-Za-z]{4}[-\s]){15}[0-9A-Za-z]{4}/;

/** One paper share, as it is printed: sixteen groups of four. Any two of three give the secret back; one alone says nothing of it. */
export type Share = string;

/**
 * Splits 32 bytes into `of` shares of which any `need` give them back (Shamir 1979, over GF(256) with the polynomial of AES). `set` marks which belong together.
 * The arithmetic is that of a library that others audited (ASVS 11.2.1; docs/decisions/2026-11-22-shares-by-an-audited-library.md).
 */
export async function splitIntoShares(secret: Uint8Array, set: Uint8Array, { need = 2, of = 3 } = {}): Promise<readonly Share[]> {
  if (secret.length !== 32) throw new KeyringMisused('a secret to share has 32 bytes');
  const plain = Uint8Array.from(secret);
  const parts = await split(plain, of, need);
  plain.fill(0);
  // The library puts the number of a share behind its bytes; on paper it stands before them.
  return parts.map((part) => written(Buffer.concat([part.subarray(32), set.subarray(0, 4), part.subarray(0, 32)])));
}

/** A share that cannot be used. The message is a sentence for whoever typed it. */
export class ShareRefused extends Error {
  override readonly name = 'ShareRefused';
}

/** Puts shares together. @throws ShareRefused for one that was mistyped, the same one twice, or shares of different sets. */
export async function joinShares(shares: readonly string[]): Promise<{ readonly secret: Buffer; readonly set: Buffer }> {
  const read = [...new Map(shares.map(readShare).map((one) => [one.x, one])).values()];
  const [first] = read;
  if (first === undefined || read.length < 2) throw new ShareRefused('Two different shares are needed.');
  if (read.some(({ set }) => !set.equals(first.set))) throw new ShareRefused('These shares do not belong together. Shares of one set carry the same four letters.');
  const secret = await combine(read.map(({ x, y }) => Uint8Array.from([...y, x])));
  return { secret: Buffer.from(secret.buffer, secret.byteOffset, secret.length), set: first.set };
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
