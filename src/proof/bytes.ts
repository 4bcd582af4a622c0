import { timingSafeEqual } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Is this a UUID in lower case with hyphens, the only spelling the proofs accept (two spellings would be two ids)? */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

/** The 16 bytes of a UUID. Throws a RangeError for anything that {@link isUuid} refuses. */
export function uuidBytes(uuid: string): Buffer {
  if (!isUuid(uuid)) throw new RangeError('an id must be a UUID in lower case');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The UUID spelled by exactly 16 bytes. */
export function uuidFrom(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError('a UUID has 16 bytes');
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A whole number from 0 to 2^53 - 1 as 8 bytes, big end first. Throws a RangeError outside that range. */
export function countBytes(count: number): Buffer {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError('a count must be a whole number from 0 upwards');
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(count));
  return bytes;
}

/** Are these the same bytes? Takes the same time wherever they differ, so that a guess learns nothing. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
