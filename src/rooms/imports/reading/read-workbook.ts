import { readSheet as readTab } from 'read-excel-file/universal';
import { refuse, SHEET_LIMITS, tooManyCells } from './sheet.ts';
import type { SheetRefusal } from './sheet.ts';
import { unpack } from './unpack.ts';
import type { Part } from './unpack.ts';

/** A workbook as records of text. */
export type Workbook = { ok: true; records: string[][]; tab: string; tabs: number } | { ok: false; refusal: SheetRefusal };

/** How many tabs we look into for the first one that holds something. */
const TABS_TRIED = 5;
const LAST_EXCEL_ROW = 1_048_576;

/**
 * Reads the first tab that holds something from an .xlsx; one that was hidden only where nothing else holds anything. Numbers keep their digits, dates become ISO text, formulas their last result.
 * Everything that could make the reader below unpack or allocate without bound is refused first. Never throws.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const unpacked = unpack(bytes);
  if (!unpacked.ok) return refuse(unpacked.code, { most: SHEET_LIMITS.bytes / 1024 / 1024 });
  const kind = kindOf(unpacked.parts);
  if (kind) return refuse(kind);
  const tooWide = unpacked.parts.map(whyNotReadable).find((refusal) => refusal !== null);
  if (tooWide) return { ok: false, refusal: tooWide };
  const tabs = tabsOf(unpacked.parts);
  try {
    for (const { name, place } of tabs.toSorted((one, other) => Number(one.hidden) - Number(other.hidden)).slice(0, TABS_TRIED)) {
      const rows: unknown[][] = await readTab(new Uint8Array(bytes).buffer, place + 1, { trim: false, parseNumber: numberText });
      const records = rows.map((cells) => cells.map(cellText));
      if (records.some((cells) => cells.some((cell) => cell.trim() !== ''))) return { ok: true, records, tab: name, tabs: tabs.length };
    }
  } catch {
    return refuse('damaged');
  }
  return refuse('empty-file');
}

function kindOf(parts: Part[]): 'with-macros' | 'open-document' | 'apple-numbers' | 'not-a-table' | null {
  const has = (test: RegExp): boolean => parts.some(({ name }) => test.test(name));
  if (has(/vbaProject\.bin$/i)) return 'with-macros';
  if (has(/^mimetype$/) && has(/^content\.xml$/)) return 'open-document';
  if (has(/^Index\/.*\.iwa$/) || has(/^Index\.zip$/)) return 'apple-numbers';
  return has(/^xl\/workbook\.xml$/) ? null : 'not-a-table';
}

/** The tabs in their order, and which of them nobody sees who opens the file. */
function tabsOf(parts: Part[]): readonly { readonly name: string; readonly place: number; readonly hidden: boolean }[] {
  const workbook = textOf(parts.find(({ name }) => name === 'xl/workbook.xml'));
  return Array.from(workbook.matchAll(/<(?:\w+:)?sheet(?=\s)([^>]*)>/g), (found) => found[1] ?? '')
    .map((attributes, place) => ({ name: plainXml(attribute(attributes, 'name') ?? ''), place, hidden: /^(?:veryH|h)idden$/.test(attribute(attributes, 'state') ?? '') }));
}

/**
 * A cell may claim to stand in the last row and column of the largest possible sheet, and the reader would then build all the rest.
 * So every address is looked at before: one that is malformed makes the file damaged, one that is far out makes it too large.
 */
function whyNotReadable(part: Part): SheetRefusal | null {
  if (!/^xl\/worksheets\/[^/]*\.xml$/i.test(part.name)) return null;
  const xml = textOf(part);
  for (const row of xml.matchAll(/<(?:\w+:)?row\b([^>]*)>/g)) {
    const number = attribute(row[1] ?? '', 'r');
    if (number !== null && !(/^\d{1,7}$/.test(number) && Number(number) <= LAST_EXCEL_ROW)) return { code: 'damaged', values: {} };
  }
  let lastRow = 0;
  let lastColumn = 0;
  for (const cell of xml.matchAll(/<(?:\w+:)?c(?=[\s/>])([^>]*)>/g)) {
    const attributes = cell[1] ?? '';
    const address = /^([A-Z]{1,3})(\d{1,7})$/.exec(attribute(attributes, 'r') ?? '');
    if (!address) return { code: 'damaged', values: {} };
    if (attributes.endsWith('/')) continue;
    lastRow = Math.max(lastRow, Number(address[2]));
    lastColumn = Math.max(lastColumn, columnNumber(address[1] ?? ''));
  }
  // A margin of rows for titles and gaps; the exact count of rows that hold something is checked afterwards.
  if (lastRow > SHEET_LIMITS.rows + 1_000) return { code: 'too-many-rows', values: { rows: lastRow, most: SHEET_LIMITS.rows } };
  if (lastColumn > SHEET_LIMITS.columns) return { code: 'too-many-columns', values: { columns: lastColumn, most: SHEET_LIMITS.columns } };
  // The reader below makes all of them, also those in which nothing stands.
  return tooManyCells(lastRow, lastColumn);
}

/** The one value of an attribute; null when absent, '' (never a good value here) when written twice. */
function attribute(attributes: string, name: string): string | null {
  const found = Array.from(attributes.matchAll(new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g')));
  if (found.length > 1) return '';
  return found[0] ? (found[0][1] ?? found[0][2] ?? '') : null;
}

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function textOf(part: Part | undefined): string {
  return part ? new TextDecoder().decode(part.bytes) : '';
}

function plainXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}

/** "6.04555014E9" is how Excel stores a telephone number somebody typed as digits; the digits come back. */
function numberText(stored: string): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  return Number.isSafeInteger(value) ? String(value) : /^-?\d+$/.test(stored) ? stored : String(value);
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return String(cell);
}

/** Excel keeps wall-clock time without a zone; the library gives it as UTC, so UTC is read back. Before 1900 it is a time alone. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // A fraction of a day is seldom a whole number of milliseconds: 07:51 may arrive as 07:50:59.999.
  date.setTime(Math.round(date.getTime() / 1000) * 1000);
  const iso = date.toISOString();
  const time = iso.slice(11, 19);
  if (iso < '1900') return time.slice(0, 5);
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}
