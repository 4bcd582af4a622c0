import { columnLetter, refuse, SHEET_LIMITS, tooManyCells } from './sheet.ts';
import type { Remark, Sheet, SheetAnswer, SheetColumn, SheetRefusal, SheetRow } from './sheet.ts';

/** What is known about a sheet before its header is found. */
export type SheetOrigin = Pick<Sheet, 'fileName' | 'format' | 'encoding' | 'delimiter' | 'tab' | 'remarks'>;

/**
 * Finds the header, gives every column a name of its own, sets empty rows apart and pads short ones.
 * Refuses what holds nothing, only a header, or more than {@link SHEET_LIMITS}.
 */
export function arrangeSheet(records: string[][], origin: SheetOrigin): SheetAnswer {
  const filled = records.map((cells, place) => ({ cells, place })).filter(({ cells }) => !isBlank(cells));
  const header = headerPlace(filled);
  if (header === undefined) return refuse('empty-file');
  const below = filled.filter(({ place }) => place > header);
  if (below.length === 0) return refuse('only-a-header');
  if (below.length > SHEET_LIMITS.rows) return refuse('too-many-rows', { rows: below.length, most: SHEET_LIMITS.rows });
  const width = [header, ...below.map(({ place }) => place)].reduce((most, place) => Math.max(most, lastFilled(records[place] ?? [])), 0);
  if (width > SHEET_LIMITS.columns) return refuse('too-many-columns', { columns: width, most: SHEET_LIMITS.columns });
  const tooLarge = tooManyCells(below.length, width) ?? tooMuchText(filled);
  if (tooLarge) return { ok: false, refusal: tooLarge };

  const head = records[header] ?? [];
  const columns = named(Array.from({ length: width }, (_, index) => head[index] ?? ''));
  const rows = below.map(({ cells, place }): SheetRow => ({
    number: place + 1,
    cells: Array.from({ length: width }, (_, index) => cells[index] ?? ''),
    given: Math.min(cells.length, width),
  }));
  const last = below.at(-1)?.place ?? header;
  const blankRows = records.flatMap((cells, place) => (place > header && place < last && isBlank(cells) ? [place + 1] : []));
  const preface = filled.filter(({ place }) => place < header).map(({ cells }) => cells);
  const remarks = [...origin.remarks, ...remarksOn(columns, rows, preface, lastFilled(head))];
  return { ok: true, sheet: { ...origin, headerRow: header + 1, columns, rows, blankRows, preface, remarks } };
}

/** A row nobody wrote anything in. */
function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** The first cell that is too long, or that all of them together are. */
function tooMuchText(filled: readonly { cells: readonly string[]; place: number }[]): SheetRefusal | null {
  let letters = 0;
  for (const { cells, place } of filled) {
    for (const [index, { length }] of cells.entries()) {
      if (length > SHEET_LIMITS.cellLetters) return { code: 'cell-too-long', values: { column: columnLetter(index), row: place + 1, count: length, most: SHEET_LIMITS.cellLetters } };
      letters += length;
    }
  }
  return letters > SHEET_LIMITS.letters ? { code: 'too-much-text', values: { count: letters, most: SHEET_LIMITS.letters } } : null;
}

/** The first row, unless it holds one lone cell (a title) above a wider row close by. */
function headerPlace(filled: { cells: string[]; place: number }[]): number | undefined {
  const near = filled.slice(0, 6);
  const count = (cells: string[]): number => cells.filter((cell) => cell.trim() !== '').length;
  const wide = near.findIndex(({ cells }) => count(cells) >= 3);
  const onlyTitlesAbove = wide > 0 && near.slice(0, wide).every(({ cells }) => count(cells) === 1);
  return (onlyTitlesAbove ? near[wide] : near[0])?.place;
}

function named(headers: string[]): SheetColumn[] {
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const letter = columnLetter(index);
    const plain = header.trim() === '' ? letter : header.trim();
    let label = plain;
    for (let again = 2; taken.has(label); again += 1) label = `${plain} (${again})`;
    taken.add(label);
    return { index, letter, header, label };
  });
}

function remarksOn(columns: SheetColumn[], rows: SheetRow[], preface: string[][], headWidth: number): Remark[] {
  const repeated = columns.filter(({ header, label }) => header.trim() !== '' && header.trim() !== label).length;
  const formulas = rows.reduce((sum, { cells }) => sum + cells.filter(looksLikeFormula).length, 0);
  const found: Remark[] = [
    { code: 'lines-above-header', values: { count: preface.length } },
    { code: 'repeated-header', values: { count: repeated } },
    { code: 'formula-cells', values: { count: formulas } },
    { code: 'wider-rows', values: { count: rows.filter(({ cells }) => lastFilled(cells) > headWidth).length } },
  ];
  return found.filter(({ values }) => values.count !== 0);
}

/**
 * True for text that a spreadsheet program would run if it were written back unprotected (OWASP, CSV injection):
 * it starts with = or @, or with + or - followed by something that is no number or telephone number.
 */
function looksLikeFormula(cell: string): boolean {
  const start = cell.slice(0, 200).trimStart();
  return /^[=@]\S/.test(start) || /^[+-](?=.*[A-Za-z]).*[(!|]/.test(start);
}
