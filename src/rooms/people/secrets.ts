import { createHmac, hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { House } from '../../platform/house.ts';

/** A fresh secret for a link or a cookie: 256 bits, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. */
export function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** A code to type: eight digits. Good for a few tries within minutes. */
export function newCode(): string {
  return String(randomInt(0, 100_000_000)).padStart(8, '0');
}

/**
 * What is stored of a code to type: keyed, since whoever can read the table could else try all hundred million codes in a minute, within the code's own time.
 * @param asked the id of the asking it belongs to.
 */
export function codeMark(house: Pick<House, 'secret'>, asked: string, code: string): Buffer {
  return createHmac('sha256', house.secret('mailed-code')).update(`${asked}:${code}`).digest();
}

/** The digits of a typed code, whatever spaces or dashes stand between them. */
export function codeTyped(typed: string): string {
  return typed.normalize('NFKC').replace(/[^0-9]/g, '');
}

/** Equal, in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
