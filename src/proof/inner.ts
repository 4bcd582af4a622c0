import { randomBytes } from 'node:crypto';
import { SealRefused } from './envelope.ts';

/**
 * The layer inside the envelope. `none`: the server may open it. Sealed conversations add their schemes here later and
 * nothing around them changes: erasure, tags and reports work on the outer layer and on the commitment.
 */
export type InnerScheme = 'none';

/** A payload's bytes and the 32-byte key of its commitment (`kf`), which travels beside it and is as private as the words. */
export interface InnerWords {
  readonly kf: Uint8Array;
  readonly payload: Uint8Array;
}

/** A fresh commitment key. One per message: two messages must never share one. */
export function newCommitmentKey(): Buffer {
  return randomBytes(32);
}

/** Scheme `none`: `kf 32 | payload`. */
export function packInner({ kf, payload }: InnerWords): Buffer {
  if (kf.length !== 32) throw new RangeError('a commitment key has 32 bytes');
  return Buffer.concat([kf, payload]);
}

/** Reads what {@link packInner} wrote. Throws {@link SealRefused} when there are too few bytes. */
export function unpackInner(inner: Buffer): { kf: Buffer; payload: Buffer } {
  if (inner.length < 32) throw new SealRefused('there is no commitment key in these bytes');
  return { kf: inner.subarray(0, 32), payload: inner.subarray(32) };
}
