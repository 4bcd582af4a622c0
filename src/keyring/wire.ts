import type { DataKey, Mark, ProofTag } from '../proof/index.ts';
import type { AnchorBody } from '../trail/index.ts';
import { readAnchorBody } from './anchoring.ts';
import type { Answer, KeyAsk } from './keyring.ts';
import type { Erasure } from './membership.ts';
import { KeyringMisused, readPlace, readRecord, readUuid } from './place.ts';

/** What is asked over the wire. Bytes travel as base64. */
export type Request =
  | { readonly call: 'unwrap'; readonly session: string | null; readonly asks: readonly KeyAsk[] }
  | { readonly call: 'tag'; readonly session: string; readonly marks: readonly Mark[] }
  | { readonly call: 'tag'; readonly anchor: AnchorBody }
  | { readonly call: 'verify'; readonly messages: readonly (ProofTag & { readonly mark: Mark })[] }
  | { readonly call: 'destroy'; readonly session: string | null; readonly what: Erasure }
  | { readonly call: 'health' };

/** The largest message either side accepts, in bytes. */
const LARGEST_MESSAGE = 4 * 1024 * 1024;

/** One message: its length in 4 bytes, big end first, then JSON in UTF-8; byte arrays inside become `{ "b64": … }`. */
export function messageBytes(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message, bytesAsText), 'utf8');
  if (body.length > LARGEST_MESSAGE) throw new KeyringMisused('too much was asked at once');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Puts messages together from chunks as they arrive. Throws {@link KeyringMisused} for a message that is too large or no JSON. */
export function messageReader(onMessage: (message: Readonly<Record<string, unknown>>) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 4) {
      const length = held.readUInt32BE();
      if (length > LARGEST_MESSAGE) throw new KeyringMisused('a message is too large');
      if (held.length < 4 + length) return;
      const body = held.subarray(4, 4 + length);
      held = held.subarray(4 + length);
      onMessage(parse(body));
    }
  };
}

/** Reads a request strictly: nothing reaches the keyring that it does not expect. Throws {@link KeyringMisused}. */
export function readRequest(from: Readonly<Record<string, unknown>>): Request {
  switch (from['call']) {
    case 'unwrap':
      return { call: 'unwrap', session: readSession(from['session']), asks: list(from['asks']).map((ask) => (typeof ask === 'string' ? readUuid(ask) : readPlace(ask))) };
    case 'tag':
      if (from['anchor'] !== undefined) return { call: 'tag', anchor: readAnchorBody(from['anchor']) };
      return { call: 'tag', session: readSession(from['session']) ?? '', marks: list(from['marks']).map(readMark) };
    case 'verify':
      return { call: 'verify', messages: list(from['messages']).map((one) => ({ ...readTag(readRecord(one)), mark: readMark(readRecord(one)['mark']) })) };
    case 'destroy':
      return { call: 'destroy', session: readSession(from['session']), what: readErasure(readRecord(from['what'])) };
    case 'health':
      return { call: 'health' };
    default:
      throw new KeyringMisused('the keyring has four calls and its health');
  }
}

/** Reads answers to `unwrap` on the asking side. */
export function readKeyAnswers(value: unknown): readonly Answer<{ readonly key: DataKey }>[] {
  return list(value).map((one) => {
    const answer = readRecord(one);
    if (answer['ok'] !== true) return answer as unknown as Answer<{ readonly key: DataKey }>;
    const { id, bytes } = readRecord(answer['key']);
    return { ok: true, key: { id: readUuid(id), bytes: readBytes(bytes, 32) } };
  });
}

/** Reads answers to `tag` on the asking side. */
export function readTagAnswers(value: unknown): readonly Answer<ProofTag>[] {
  return list(value).map((one) => {
    const answer = readRecord(one);
    return answer['ok'] === true ? { ok: true, ...readTag(answer) } : (answer as unknown as Answer<ProofTag>);
  });
}

function readMark(value: unknown): Mark {
  const { conversation, author, seq, time, commitment, previous } = readRecord(value);
  const was = previous === null ? null : readBytes(previous, 32);
  return { conversation: readUuid(conversation), author: readUuid(author), seq: count(seq), time: count(time), commitment: readBytes(commitment, 32), previous: was };
}

function readTag({ tag, tagKeyId }: Readonly<Record<string, unknown>>): ProofTag {
  if (typeof tagKeyId !== 'string' || tagKeyId.length > 40) throw new KeyringMisused('a tag key has a short name');
  return { tag: readBytes(tag, 32), tagKeyId };
}

function readErasure(what: Readonly<Record<string, unknown>>): Erasure {
  switch (what['kind']) {
    case 'keys': return { kind: 'keys', ids: list(what['ids']).map(readUuid) };
    case 'author': return { kind: 'author', author: readUuid(what['author']) };
    case 'conversation': return { kind: 'conversation', conversation: readUuid(what['conversation']) };
    case 'person': return { kind: 'person', org: readUuid(what['org']), person: readUuid(what['person']) };
    case 'concern': return { kind: 'concern', org: readUuid(what['org']), concern: readUuid(what['concern']) };
    default: throw new KeyringMisused('this kind of erasure is not known here');
  }
}

function readSession(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' || value === '' || value.length > 1000) throw new KeyringMisused('a session is a short text');
  return value;
}

function readBytes(value: unknown, length: number): Buffer {
  const { b64 } = readRecord(value);
  const bytes = typeof b64 === 'string' ? Buffer.from(b64, 'base64') : Buffer.alloc(0);
  if (bytes.length !== length) throw new KeyringMisused(`${length} bytes were expected`);
  return bytes;
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 8.64e15) throw new KeyringMisused('a whole number was expected');
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length > 10_000) throw new KeyringMisused('a list of at most 10,000 was expected');
  return value;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return readRecord(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof KeyringMisused) throw error;
    throw new KeyringMisused('a message is not JSON');
  }
}

/** `this` holds the value before Buffer's own toJSON turned it into a list of numbers. */
function bytesAsText(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Readonly<Record<string, unknown>>)[key];
  return raw instanceof Uint8Array ? { b64: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('base64') } : value;
}
