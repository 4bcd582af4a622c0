import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { countBytes, uuidBytes, uuidFrom } from './bytes.ts';
import { canonical } from './canonical.ts';

/** A key that opens words or values: its id (a UUID) and its 32 bytes. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Where a message stands. `seq` counts from 1 within the conversation. */
export interface MessagePlace {
  readonly conversation: string;
  readonly author: string;
  readonly seq: number;
}

/** Where a sealed personal value stands in the database. `row` is whatever names the row, usually its id. */
export interface ValuePlace {
  readonly org: string;
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Thrown when sealed bytes were changed, moved to another place, or are opened with another key. Quotes nothing. */
export class SealRefused extends Error {
  override readonly name = 'SealRefused';
}

/**
 * Roll an author's key to its next generation before this many messages. Random 96-bit nonces stay safe up to 2^32
 * per key (NIST SP 800-38D, 8.3); this leaves a wide margin.
 */
export const MESSAGES_PER_GENERATION = 2 ** 24;

const MESSAGE = Buffer.from('companionway.message\0');
const VERSION = 1;
const [KEY_AT, NONCE_AT, TAG_AT, BODY_AT] = [1, 17, 29, 45];

/**
 * Seals a message's inner bytes in its outer envelope: AES-256-GCM, bound to conversation, seq, author, key id and version.
 * Bytes: `version 1 | key id 16 | nonce 12 | tag 16 | ciphertext`. Opens only with the same key at the same place.
 */
export function sealEnvelope(key: DataKey, place: MessagePlace, inner: Uint8Array): Buffer {
  return seal(key, messageBinding(key.id, place), inner);
}

/** Opens what {@link sealEnvelope} sealed for this very place. Throws {@link SealRefused}. */
export function openEnvelope(key: DataKey, place: MessagePlace, envelope: Uint8Array): Buffer {
  return open(key, messageBinding(key.id, place), envelope);
}

/** The id of the key that opens these bytes, read from their head. Throws {@link SealRefused} when they are no envelope. */
export function sealedWith(sealed: Uint8Array): string {
  if (sealed.length < BODY_AT) throw new SealRefused('these bytes are too short to be sealed');
  if (sealed[0] !== VERSION) throw new SealRefused('this version of seal is not known here');
  return uuidFrom(sealed.subarray(KEY_AT, NONCE_AT));
}

/** Seals one personal value (a telephone number, a name) for one place. Lone surrogates become U+FFFD first. */
export function sealValue(key: DataKey, where: ValuePlace, text: string): Buffer {
  return seal(key, valueBinding(key.id, where), Buffer.from(text.toWellFormed(), 'utf8'));
}

/** Opens what {@link sealValue} sealed for this very place. Throws {@link SealRefused}. */
export function openValue(key: DataKey, where: ValuePlace, sealed: Uint8Array): string {
  return open(key, valueBinding(key.id, where), sealed).toString('utf8');
}

/** Where a file that belongs to a message stands: whose, in which conversation, and its own id (a UUID), which is also the id of its key. */
export interface FilePlace {
  readonly conversation: string;
  readonly author: string;
  readonly id: string;
}

/** Seals a file under a random key of its own, which then stands in the message's payload and nowhere else. Opens only at this place. */
export function sealFile(bytes: Uint8Array, place: FilePlace, plain: Uint8Array): Buffer {
  return seal({ id: place.id, bytes }, fileBinding(place), plain);
}

/** Opens what {@link sealFile} sealed for this very place. Throws {@link SealRefused}. */
export function openFile(bytes: Uint8Array, place: FilePlace, sealed: Uint8Array): Buffer {
  return open({ id: place.id, bytes }, fileBinding(place), sealed);
}

function fileBinding({ conversation, author, id }: FilePlace): Buffer {
  return Buffer.concat([Buffer.from('companionway.file\0'), Buffer.of(VERSION), uuidBytes(conversation), uuidBytes(author), uuidBytes(id)]);
}

/** Bindings of the last author, but for the number of the message: a page has fifty messages of two people, and the rest of the binding is theirs alike. */
const bindings = new Map<string, Buffer>();

function messageBinding(keyId: string, { conversation, author, seq }: MessagePlace): Buffer {
  const name = `${conversation} ${author} ${keyId}`;
  const made = bindings.get(name) ?? Buffer.concat([MESSAGE, Buffer.of(VERSION), uuidBytes(conversation), Buffer.alloc(8), uuidBytes(author), uuidBytes(keyId)]);
  if (bindings.size >= 64) bindings.clear();
  bindings.set(name, made);
  const bytes = Buffer.from(made);
  countBytes(seq).copy(bytes, MESSAGE.length + 17);
  return bytes;
}

function valueBinding(keyId: string, { org, table, column, row }: ValuePlace): Buffer {
  const where = canonical([VERSION, org, table, column, row, keyId]);
  return Buffer.from(`companionway.value\0${where}`, 'utf8');
}

function seal(key: DataKey, binding: Buffer, plain: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', usable(key), nonce).setAAD(binding);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), uuidBytes(key.id), nonce, cipher.getAuthTag(), body]);
}

function open(key: DataKey, binding: Buffer, sealed: Uint8Array): Buffer {
  if (sealedWith(sealed) !== key.id) throw new SealRefused('these bytes were sealed with another key');
  const cipher = createDecipheriv('aes-256-gcm', usable(key), sealed.subarray(NONCE_AT, TAG_AT), { authTagLength: 16 });
  cipher.setAAD(binding).setAuthTag(sealed.subarray(TAG_AT, BODY_AT));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(BODY_AT)), cipher.final()]);
  } catch {
    throw new SealRefused('these bytes were changed or stand in another place');
  }
}

/** Keys made ready, as long as their bytes are held by somebody: a page of fifty messages has two, and making one ready costs more than opening a message. */
const ready = new WeakMap<Uint8Array, KeyObject>();

const PUT_AWAY = Buffer.alloc(32);

/** Keys are wiped with zeros when they are put away; sealing under a wiped key would lock words with a key everybody knows. */
function usable({ bytes }: DataKey): KeyObject {
  if (bytes.length !== 32) throw new RangeError('a key has 32 bytes');
  if (PUT_AWAY.equals(bytes)) {
    ready.delete(bytes);
    throw new RangeError('this key was put away');
  }
  const known = ready.get(bytes) ?? createSecretKey(bytes);
  ready.set(bytes, known);
  return known;
}

/** A copy of a key that is as ready as the one it was copied from, which is made ready for that. */
export function readyCopy(key: DataKey): DataKey {
  const made = usable(key);
  // In memory of its own: `Buffer.from` would cut it out of a larger piece, and each kept key of 32 bytes would keep 64 KB of others alive.
  const bytes = Buffer.alloc(key.bytes.length);
  bytes.set(key.bytes);
  ready.set(bytes, made);
  return { id: key.id, bytes };
}
