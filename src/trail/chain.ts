import { hash } from 'node:crypto';
import { canonical, type Json } from '../proof/canonical.ts';

/** One link of the trail. `entry` is the canonical text of what happened, kept as text so that its bytes never drift. */
export interface Link {
  /** Counts from 1 without holes. */
  readonly seq: number;
  /** The hash of the link before, 32 bytes; zeros before the first. */
  readonly prev: Uint8Array;
  readonly entry: string;
  readonly hash: Uint8Array;
}

/** Where a chain stands: the last link's number and hash. */
export interface Head {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** The head before the first link. */
export const BEGINNING: Head = { seq: 0, hash: new Uint8Array(32) };

const LABEL = Buffer.from('companionway.trail\0');
const SEQ_AT = LABEL.length + 32;
const ENTRY_AT = SEQ_AT + 8;

/** The one text of an entry: canonical JSON (keys sorted, half characters made whole). Throws NotCanonical. */
export function canonicalEntry(entry: Json): string {
  return canonical(entry);
}

/** hash = SHA-256(label, previous hash 32, seq 8 big end first, entry in UTF-8). Fixed widths first, so no two links read alike. */
export function linkHash(prev: Uint8Array, seq: number, entry: string): Buffer {
  const bytes = Buffer.allocUnsafe(ENTRY_AT + Buffer.byteLength(entry));
  LABEL.copy(bytes);
  bytes.set(prev, LABEL.length);
  bytes.writeUInt32BE(Math.floor(seq / 2 ** 32), SEQ_AT);
  bytes.writeUInt32BE(seq >>> 0, SEQ_AT + 4);
  bytes.write(entry, ENTRY_AT);
  return hash('sha256', bytes, 'buffer');
}

/** The link that comes after a head. Pure: the caller stores it in the same transaction as the act it tells of. */
export function nextLink(head: Head, entry: Json): Link {
  if (head.hash.length !== 32) throw new RangeError('a hash has 32 bytes');
  const [seq, text] = [head.seq + 1, canonicalEntry(entry)];
  return { seq, prev: head.hash, entry: text, hash: linkHash(head.hash, seq, text) };
}
