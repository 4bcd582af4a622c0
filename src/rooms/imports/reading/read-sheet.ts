import { arrangeSheet } from './arrange-sheet.ts';
import { decodeText } from './decode-text.ts';
import { readDelimited } from './read-delimited.ts';
import { readWorkbook } from './read-workbook.ts';
import { refuse, SHEET_LIMITS } from './sheet.ts';
import type { Remark, SheetAnswer, SheetRefusalCode } from './sheet.ts';

/**
 * Reads a spreadsheet somebody brings: CSV and its cousins in any of the encodings form tools write, or .xlsx.
 * What the file is follows from its bytes; the name is kept only to show it. Never throws: what cannot be read is refused by code.
 */
export async function readSheet(bytes: Uint8Array, fileName: string): Promise<SheetAnswer> {
  if (bytes.length === 0) return refuse('empty-file');
  if (bytes.length > SHEET_LIMITS.bytes) return refuse('file-too-big', { megabytes: Math.ceil(bytes.length / 1024 / 1024), most: SHEET_LIMITS.bytes / 1024 / 1024 });
  if (startsAs(bytes, 'PK\u0003\u0004')) return readPacked(bytes, fileName);
  const other = otherFormat(bytes);
  return other ? refuse(other) : readText(bytes, fileName);
}

async function readPacked(bytes: Uint8Array, fileName: string): Promise<SheetAnswer> {
  const workbook = await readWorkbook(bytes);
  if (!workbook.ok) return workbook;
  const remarks: Remark[] = workbook.tabs > 1 ? [{ code: 'more-tabs', values: { tab: workbook.tab, others: workbook.tabs - 1 } }] : [];
  return arrangeSheet(workbook.records, { fileName, format: 'xlsx', encoding: null, delimiter: null, tab: workbook.tab, remarks });
}

function readText(bytes: Uint8Array, fileName: string): SheetAnswer {
  const { text, encoding, lost } = decodeText(bytes);
  if (looksBinary(text)) return refuse('not-a-table');
  if (/^\s*<(?:!doctype html|html|table|\?xml)/i.test(text)) return refuse('web-page');
  // Twice the limit: enough to count generously, never enough to fill the memory.
  const { records, delimiter, unevenQuotes } = readDelimited(text, SHEET_LIMITS.rows * 2);
  const remarks: Remark[] = [];
  if (lost > 0) remarks.push({ code: 'letters-lost', values: { count: lost } });
  if (encoding === 'windows-1252') remarks.push({ code: 'old-encoding', values: {} });
  if (unevenQuotes) remarks.push({ code: 'uneven-quotes', values: {} });
  return arrangeSheet(records, { fileName, format: 'csv', encoding, delimiter, tab: null, remarks });
}

function startsAs(bytes: Uint8Array, start: string): boolean {
  return Array.from(start).every((letter, place) => bytes[place] === letter.charCodeAt(0));
}

/** Formats people bring in good faith that we cannot read, told from their first bytes. */
function otherFormat(bytes: Uint8Array): SheetRefusalCode | null {
  if (startsAs(bytes, '%PDF-')) return 'pdf';
  if (startsAs(bytes, '\u00D0\u00CF\u0011\u00E0')) return Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'locked' : 'old-excel';
  if (startsAs(bytes, '\u0089PNG') || startsAs(bytes, '\u00FF\u00D8\u00FF') || startsAs(bytes, 'GIF8') || startsAs(bytes, '\u001F\u008B') || startsAs(bytes, '{\\rtf')) return 'not-a-table';
  return null;
}

/** Text people typed has practically no control letters; a picture or a program is full of them. */
function looksBinary(text: string): boolean {
  const sample = text.slice(0, 4096);
  const strange = Array.from(sample).filter((letter) => letter < ' ' && !'\t\r\n\f\v'.includes(letter)).length;
  return strange > 8 && strange > sample.length * 0.05;
}
