import { isDeepStrictEqual } from 'node:util';
import type { Reading } from './problem.ts';
import { readCell } from './read-cell.ts';
import type { CellValue, ColumnPlan } from './read-cell.ts';
import { emailKey } from './read-email.ts';
import type { SheetRow } from './sheet.ts';

/** One cell, read. */
export interface ReadRowCell {
  plan: ColumnPlan;
  typed: string;
  reading: Reading<CellValue>;
}

/** One row, read. */
export interface ReadRow {
  number: number;
  cutShort: boolean;
  cells: ReadRowCell[];
}

/** The cell that speaks for a column among the rows of one person. */
export interface Taken {
  row: number;
  cell: ReadRowCell;
  value: CellValue;
}

/** Reads every cell of a row as what its column is. */
export function readRow(row: SheetRow, columns: readonly ColumnPlan[]): ReadRow {
  const cells = columns.map((plan) => ({ plan, typed: row.cells[plan.column.index] ?? '', reading: readCell(row.cells[plan.column.index] ?? '', plan) }));
  return { number: row.number, cutShort: row.given < columns.length, cells };
}

/** True when another row was taken for this column and this cell was read as something else. */
export function differs(cell: ReadRowCell, row: number, taken: ReadonlyMap<number, Taken>): boolean {
  const chosen = taken.get(cell.plan.column.index);
  if (!chosen || chosen.row === row || cell.reading.value === null) return false;
  return !isDeepStrictEqual(comparable(chosen.value), comparable(cell.reading.value));
}

function comparable(value: CellValue): CellValue {
  if (value.kind === 'email') return { ...value, address: emailKey(value.address) };
  return value.kind === 'text' ? { ...value, text: value.text.trim() } : value;
}
