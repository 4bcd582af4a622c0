import type { Encoding } from './sheet.ts';

/** Letters, and how sure we are of them. */
export interface DecodedText {
  text: string;
  encoding: Encoding;
  /** how many letters could not be read and became U+FFFD */
  lost: number;
}

/** The 32 places where windows-1252 differs from ISO 8859-1 (WHATWG Encoding Standard; the five unused ones stay control letters). */
const WINDOWS_1252_UPPER =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/**
 * Turns the bytes of a text file into letters, by evidence: byte order mark first, then zero bytes in every second place
 * (UTF-16 saved without a mark), then strict UTF-8, and windows-1252 (what Excel writes in Canada and France) as the last resort.
 * Never throws. A wrong guess is possible only where the bytes are valid in both, which real accented text practically never is.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return counted(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(3)), 'utf-8');
  if (startsWith(bytes, [0xff, 0xfe])) return counted(utf16(bytes.subarray(2), 'utf-16le'), 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return counted(utf16(bytes.subarray(2), 'utf-16be'), 'utf-16be');
  const unmarked = unmarkedUtf16(bytes);
  if (unmarked) return counted(utf16(bytes, unmarked), unmarked);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf-8', lost: 0 };
  } catch {
    return { text: windows1252(bytes), encoding: 'windows-1252', lost: 0 };
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, place) => bytes[place] === byte);
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function counted(text: string, encoding: Encoding): DecodedText {
  return { text, encoding, lost: text.split('\uFFFD').length - 1 };
}

/** UTF-16 of mostly Latin letters has a zero in every second byte; UTF-8 and windows-1252 text has none at all. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let place = 0; place < length; place += 2) {
    if (bytes[place] === 0) even += 1;
    if (bytes[place + 1] === 0) odd += 1;
  }
  const half = length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.1) return 'utf-16be';
  return null;
}

/** Own table: some versions of Node decode windows-1252 as ISO 8859-1 and lose the curly apostrophe. */
function windows1252(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    const codes = Array.from(bytes.subarray(start, start + 8192), (byte) => (byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252_UPPER.charCodeAt(byte - 0x80) : byte));
    pieces.push(String.fromCharCode(...codes));
  }
  return pieces.join('');
}
