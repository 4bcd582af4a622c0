import { crc32 } from 'node:zlib';

/** One batch of records, written and made durable together. */
export type Frame = readonly unknown[];

/** The file holds damage that a crash cannot explain. The message is a sentence for the person who runs the server. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
}

const MAGIC = Buffer.from('CwK1');
const HEAD = 16;

/** A frame's bytes: `CwK1 | number u32 | length u32 | CRC-32 of number, length and body | body (JSON lines)`. Numbers count from 0 in the file. */
export function frameBytes(number: number, records: Frame): Buffer {
  const body = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'), 'utf8');
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  head.writeUInt32BE(number, 4);
  head.writeUInt32BE(body.length, 8);
  head.writeUInt32BE(crc32(body, crc32(head.subarray(4, 12))), 12);
  return Buffer.concat([head, body]);
}

/**
 * Reads frames up to a torn tail: a frame that was being written when the machine stopped. `end` is where the good bytes end.
 * Each frame is made durable before the next is begun, so a bad frame with a good one after it is damage, not a torn
 * tail: then it throws {@link StoreDamaged} rather than drop keys that were promised.
 */
export function readFrames(bytes: Buffer): { readonly frames: readonly Frame[]; readonly end: number } {
  const frames: Frame[] = [];
  let at = 0;
  for (let size = goodFrame(bytes, at, 0); size > 0; size = goodFrame(bytes, at, frames.length)) {
    frames.push(recordsOf(bytes.subarray(at + HEAD, at + size)));
    at += size;
  }
  for (let later = bytes.indexOf(MAGIC, at); later >= 0; later = bytes.indexOf(MAGIC, later + 1)) {
    if (goodFrame(bytes, later, null) > 0) throw new StoreDamaged('The key store is damaged in the middle. Put back its copy from the keyring’s own backup.');
  }
  return { frames, end: at };
}

/** The size of a good frame that begins here, or 0. `number` null accepts any number. */
function goodFrame(bytes: Buffer, at: number, number: number | null): number {
  if (at + HEAD > bytes.length || MAGIC.compare(bytes, at, at + 4) !== 0) return 0;
  if (number !== null && bytes.readUInt32BE(at + 4) !== number) return 0;
  const end = at + HEAD + bytes.readUInt32BE(at + 8);
  if (end > bytes.length) return 0;
  const check = crc32(bytes.subarray(at + HEAD, end), crc32(bytes.subarray(at + 4, at + 12)));
  return check === bytes.readUInt32BE(at + 12) ? end - at : 0;
}

function recordsOf(body: Buffer): Frame {
  const text = body.toString('utf8');
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as unknown);
}
