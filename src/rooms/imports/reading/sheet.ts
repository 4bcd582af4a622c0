/**
 * What a sheet is once it has been read: plain text cells, with everything the reader had to decide written down.
 * A cell is never trimmed, computed or escaped here: a cell that starts with `=` is the text somebody typed.
 */

/** Most a sheet may weigh or hold. Beyond these the answer is a refusal, never a half-read sheet. */
export const SHEET_LIMITS = {
  /** bytes of the file as handed in */
  bytes: 5 * 1024 * 1024,
  /** rows below the header that hold anything */
  rows: 20_000,
  columns: 200,
  /** rows times columns, with the empty cells between: each row is kept as wide as the sheet */
  cells: 1_000_000,
  /** letters in one cell; the most a spreadsheet program keeps */
  cellLetters: 32_767,
  /** letters in all cells together: in an xlsx one long text can stand in many cells and is stored once */
  letters: 8 * 1024 * 1024,
  /** bytes of an xlsx once unpacked, all parts together */
  unpackedBytes: 64 * 1024 * 1024,
  /** parts inside an xlsx */
  parts: 2_000,
} as const;

/** How the bytes of a text file became letters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What stands between two cells of a text file. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** One column as the sheet names it. */
export interface SheetColumn {
  /** from 0 */
  index: number;
  /** as a spreadsheet shows it: A, B … AA */
  letter: string;
  /** the header cell, exactly as written; may be empty */
  header: string;
  /** a name that no other column of this sheet has: the header, "Notes (2)" for a repeated one, the letter for an empty one */
  label: string;
}

/** One row that holds something. */
export interface SheetRow {
  /** as a spreadsheet counts it: the first line of the file is 1 */
  number: number;
  /** exactly as many as there are columns; a missing cell is '' */
  cells: string[];
  /** how many cells the row really had; fewer than the columns means it was cut short */
  given: number;
}

/** Something the reader noticed about the whole sheet. Sentences: `imports.remark.<code>`. */
export interface Remark {
  code: RemarkCode;
  values: Record<string, string | number>;
}

/** What was noticed while reading, as a code with a sentence. Nothing was lost by it. */
export type RemarkCode =
  | 'more-tabs'
  | 'lines-above-header'
  | 'repeated-header'
  | 'uneven-quotes'
  | 'letters-lost'
  | 'old-encoding'
  | 'formula-cells'
  | 'wider-rows';

/** A sheet, read. */
export interface Sheet {
  fileName: string;
  format: 'csv' | 'xlsx';
  encoding: Encoding | null;
  delimiter: Delimiter | null;
  /** name of the tab that was read; null for a text file */
  tab: string | null;
  /** row number of the header line */
  headerRow: number;
  columns: SheetColumn[];
  rows: SheetRow[];
  /** numbers of the empty rows between the first and the last row that hold something */
  blankRows: number[];
  /** lines above the header (a title, a date of export), kept verbatim */
  preface: string[][];
  remarks: Remark[];
}

/** Why a file cannot be read. Sentences: `imports.refusal.<code>`. */
export type SheetRefusalCode =
  | 'empty-file'
  | 'file-too-big'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'too-many-cells'
  | 'cell-too-long'
  | 'too-much-text'
  | 'only-a-header'
  | 'old-excel'
  | 'locked'
  | 'with-macros'
  | 'open-document'
  | 'apple-numbers'
  | 'pdf'
  | 'web-page'
  | 'unpacks-too-big'
  | 'damaged'
  | 'not-a-table';

/** A polite no, with what the sentence needs. */
export interface SheetRefusal {
  code: SheetRefusalCode;
  values: Record<string, string | number>;
}

/** What reading a file gives. */
export type SheetAnswer = { ok: true; sheet: Sheet } | { ok: false; refusal: SheetRefusal };

/** Makes a refusal. */
export function refuse(code: SheetRefusalCode, values: Record<string, string | number> = {}): { ok: false; refusal: SheetRefusal } {
  return { ok: false, refusal: { code, values } };
}

/** Why a sheet that wide and that long is too large, or null. Counts everything between the first and the last cell that hold something. */
export function tooManyCells(rows: number, columns: number): SheetRefusal | null {
  const count = rows * columns;
  return count > SHEET_LIMITS.cells ? { code: 'too-many-cells', values: { rows, columns, count, most: SHEET_LIMITS.cells } } : null;
}

/** The letter a spreadsheet shows above column `index` (from 0): 0 → A, 26 → AA. */
export function columnLetter(index: number): string {
  let left = index + 1;
  let letters = '';
  while (left > 0) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
    left = Math.floor((left - 1) / 26);
  }
  return letters;
}
