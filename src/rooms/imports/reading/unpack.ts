import { inflateRawSync } from 'node:zlib';
import { SHEET_LIMITS } from './sheet.ts';

/** One part of a zip file, unpacked within bounds. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

/** What unpacking gives: the parts, or why not. */
export type Unpacked = { ok: true; parts: Part[] } | { ok: false; code: 'damaged' | 'unpacks-too-big' | 'locked' };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * Unpacks a zip (APPNOTE 6.3.3, stored and deflated parts) and stops at {@link SHEET_LIMITS}.unpackedBytes whatever the file claims:
 * each part is inflated with a ceiling, and a part whose real size is not the size it declared makes the file `damaged`.
 * After this check a reader that trusts the declared sizes can be given the same bytes. Never throws.
 */
export function unpack(zip: Uint8Array): Unpacked {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOfDirectory(bytes);
  if (end === null) return { ok: false, code: 'damaged' };
  const count = bytes.readUInt16LE(end + 10);
  if (count > SHEET_LIMITS.parts) return { ok: false, code: 'unpacks-too-big' };
  try {
    return partsOf(bytes, bytes.readUInt32LE(end + 16), count);
  } catch {
    return { ok: false, code: 'damaged' };
  }
}

function endOfDirectory(bytes: Buffer): number | null {
  for (let place = bytes.length - 22; place >= Math.max(0, bytes.length - 22 - 0xffff); place -= 1) {
    if (bytes.readUInt32LE(place) === END) return place;
  }
  return null;
}

function partsOf(bytes: Buffer, directory: number, count: number): Unpacked {
  const parts: Part[] = [];
  let place = directory;
  let left: number = SHEET_LIMITS.unpackedBytes;
  for (let entry = 0; entry < count; entry += 1) {
    if (bytes.readUInt32LE(place) !== ENTRY) return { ok: false, code: 'damaged' };
    const declared = bytes.readUInt32LE(place + 24);
    if ((bytes.readUInt16LE(place + 8) & 1) === 1) return { ok: false, code: 'locked' };
    if (declared > left) return { ok: false, code: 'unpacks-too-big' };
    const nameLength = bytes.readUInt16LE(place + 28);
    const content = inflated(bytes, place, left);
    if (content === null) return { ok: false, code: 'unpacks-too-big' };
    if (content.length !== declared) return { ok: false, code: 'damaged' };
    left -= content.length;
    parts.push({ name: bytes.toString('utf8', place + 46, place + 46 + nameLength), bytes: content });
    place += 46 + nameLength + bytes.readUInt16LE(place + 30) + bytes.readUInt16LE(place + 32);
  }
  return { ok: true, parts };
}

/** The part behind a directory entry; null when it grows beyond `most`. Throws on anything malformed. */
function inflated(bytes: Buffer, place: number, most: number): Uint8Array | null {
  const method = bytes.readUInt16LE(place + 10);
  const packed = bytes.readUInt32LE(place + 20);
  const local = bytes.readUInt32LE(place + 42);
  if (bytes.readUInt32LE(local) !== LOCAL) throw new Error('no local header');
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + packed > bytes.length) throw new Error('part runs past the end');
  const data = bytes.subarray(start, start + packed);
  if (method === 0) return data;
  if (method !== 8) throw new Error('unknown packing');
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}
