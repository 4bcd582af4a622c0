import { createHmac, type KeyObject } from 'node:crypto';
import { countBytes, sameBytes, uuidBytes } from './bytes.ts';

/**
 * What a proof tag binds together. `time` is milliseconds since 1970 UTC, whole; `seq` counts from 1 in the conversation
 * without holes; `previous` is the commitment of message `seq - 1`, or null for the first.
 */
export interface Mark {
  readonly conversation: string;
  readonly author: string;
  readonly seq: number;
  readonly time: number;
  readonly commitment: Uint8Array;
  readonly previous: Uint8Array | null;
}

/** A proof tag (32 bytes) and the name of the day key that made it, such as `1.2026-11-21`. */
export interface ProofTag {
  readonly tag: Uint8Array;
  readonly tagKeyId: string;
}

/**
 * The commitment to a payload: HMAC-SHA-256(kf, payload). Keyed, so that nobody who stores it can confirm a guessed "yes"
 * (MSC4382); over the words and not over a cipher's key, so that it opens to one text only (eprint 2019/016).
 */
export function commit(kf: Uint8Array, payload: Uint8Array): Buffer {
  return createHmac('sha256', kf).update(payload).digest();
}

/** The proof tag of a mark under a day key: HMAC-SHA-256 over everything the mark says, in fixed widths. */
export function makeTag(dayKey: Uint8Array | KeyObject, mark: Mark): Buffer {
  return createHmac('sha256', dayKey).update(markBytes(mark)).digest();
}

/** Was this tag made by this day key for exactly this mark? Never throws for a mark of the wrong shape: such a mark does not hold. */
export function tagHolds(dayKey: Uint8Array | KeyObject, mark: Mark, tag: Uint8Array): boolean {
  try {
    return sameBytes(makeTag(dayKey, mark), tag);
  } catch {
    return false;
  }
}

/** The day a moment falls on, UTC, `YYYY-MM-DD`. Throws a RangeError for what is no moment. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The tag key of one day, derived from the root that never leaves the keyring. */
export function deriveDayKey(root: Uint8Array | KeyObject, day: string): Buffer {
  return createHmac('sha256', root).update(`companionway.tag-day\0${day}`).digest();
}

function markBytes({ conversation, author, seq, time, commitment, previous }: Mark): Buffer {
  if (commitment.length !== 32) throw new RangeError('a commitment has 32 bytes');
  if (previous !== null && previous.length !== 32) throw new RangeError('a commitment has 32 bytes');
  return Buffer.concat([
    Buffer.from('companionway.tag\0'),
    Buffer.of(1, previous === null ? 0 : 1),
    commitment,
    uuidBytes(conversation),
    uuidBytes(author),
    countBytes(seq),
    countBytes(time),
    previous ?? Buffer.alloc(32),
  ]);
}
