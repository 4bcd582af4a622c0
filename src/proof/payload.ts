import { canonical, type Json } from './canonical.ts';

/**
 * A file that belongs to a message. Its name, its kind and the key that opens it are private words, so they travel inside
 * the payload. `key` is base64url of 32 bytes; `sha256` is hex, of the stored ciphertext; `size`
 * is in bytes of the plain file; `description` is for those who cannot see it and may be empty. `width` and `height` are
 * a picture's, in pixels.
 */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly key: string;
  readonly sha256: string;
  readonly description: string;
  readonly width?: number;
  readonly height?: number;
}

/** What somebody wrote. `note` is the content note (P8) that keeps the body folded until it is opened. */
export interface Payload {
  readonly v: 1;
  readonly conversation: string;
  readonly author: string;
  readonly clientMessageId: string;
  readonly body: string;
  readonly note?: string;
  readonly attachments: readonly Attachment[];
  readonly replyTo: string | null;
}

/** Thrown by {@link decodePayload}. The message never quotes the bytes: they may be somebody's words. */
export class PayloadRefused extends Error {
  override readonly name = 'PayloadRefused';
}

/** How many bytes a payload of `length` bytes is padded to, so that its size says little: 256, 1 kB, 4 kB, multiples of 4 kB. */
export function sizeBucket(length: number): number {
  if (length <= 256) return 256;
  if (length <= 1024) return 1024;
  return Math.ceil(length / 4096) * 4096;
}

/**
 * The one sequence of bytes for a payload: canonical JSON, then 0x80, then zeros up to its bucket (ISO/IEC 7816-4 padding;
 * UTF-8 never starts a character with 0x80, and one 0x80 is always there, so the end is never in doubt).
 * Lone surrogates in any text become U+FFFD: half a character cannot be stored, and nobody should lose a message over it.
 */
export function encodePayload(payload: Payload): Buffer {
  const words = Buffer.from(canonical(asJson(payload)), 'utf8');
  const padded = Buffer.alloc(sizeBucket(words.length + 1));
  words.copy(padded);
  padded[words.length] = 0x80;
  return padded;
}

/** Reads what {@link encodePayload} wrote, and nothing else: other spellings of the same JSON throw {@link PayloadRefused}. */
export function decodePayload(bytes: Uint8Array): Payload {
  const payload = decodeProvedPayload(bytes);
  if (!encodePayload(payload).equals(bytes)) throw new PayloadRefused('the payload is not in its canonical form');
  return payload;
}

/**
 * The same for bytes that came out of one of our own envelopes, whose seal proves that {@link encodePayload} wrote them: they need not be written
 * once more to see that. Whatever arrives from elsewhere (a disclosure) goes through {@link decodePayload}.
 */
export function decodeProvedPayload(bytes: Uint8Array): Payload {
  const padded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPayload(JSON.parse(unpad(padded).toString('utf8')));
  } catch (error) {
    if (error instanceof PayloadRefused) throw error;
    throw new PayloadRefused('the payload is not JSON');
  }
}

function unpad(padded: Buffer): Buffer {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== 0x80) throw new PayloadRefused('the payload is not padded');
  return padded.subarray(0, end);
}

function asJson(payload: Payload): Json {
  const { v, conversation, author, clientMessageId, body, attachments, replyTo } = payload;
  const files = attachments.map(({ id, name, mediaType, size, key, sha256, description, width, height }) => ({
    id, name, mediaType, size, key, sha256, description, ...(width !== undefined && { width }), ...(height !== undefined && { height }),
  }));
  const base = { v, conversation, author, clientMessageId, body, attachments: files, replyTo };
  return payload.note === undefined ? base : { ...base, note: payload.note };
}

function readPayload(value: unknown): Payload {
  const from = record(value);
  if (from['v'] !== 1) throw new PayloadRefused('this version of payload is not known here');
  const base = {
    v: 1 as const,
    conversation: text(from['conversation']),
    author: text(from['author']),
    clientMessageId: text(from['clientMessageId']),
    body: text(from['body']),
    attachments: list(from['attachments']).map(readAttachment),
    replyTo: from['replyTo'] === null ? null : text(from['replyTo']),
  };
  return from['note'] === undefined ? base : { ...base, note: text(from['note']) };
}

function readAttachment(value: unknown): Attachment {
  const from = record(value);
  const [width, height] = [from['width'], from['height']];
  return {
    id: text(from['id']),
    name: text(from['name']),
    mediaType: text(from['mediaType']),
    size: count(from['size']),
    key: text(from['key']),
    sha256: text(from['sha256']),
    description: text(from['description']),
    ...(width !== undefined && { width: count(width) }),
    ...(height !== undefined && { height: count(height) }),
  };
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new PayloadRefused('a size is a whole number');
  return value;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PayloadRefused('a record was expected');
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new PayloadRefused('a list was expected');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new PayloadRefused('a text was expected');
  return value;
}
