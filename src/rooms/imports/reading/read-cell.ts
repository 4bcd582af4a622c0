import type { PlanOptions } from './plan.ts';
import { nothing, read } from './problem.ts';
import type { Reading } from './problem.ts';
import type { ImportQuestion, Side } from './question.ts';
import { dateOrdersOf, readDate } from './read-date.ts';
import type { DateOrder, DateOrders, ReadDate } from './read-date.ts';
import { readEmail } from './read-email.ts';
import { readHours } from './read-hours.ts';
import type { WeeklySlot } from './read-hours.ts';
import { readLanguages } from './read-languages.ts';
import type { ReadLanguage } from './read-languages.ts';
import { readNumber } from './read-number.ts';
import type { NumberUnit } from './read-number.ts';
import { readOptions } from './read-options.ts';
import type { ReadOption } from './read-options.ts';
import { readPhone } from './read-phone.ts';
import type { ReadPhone } from './read-phone.ts';
import { readRole } from './read-role.ts';
import { readState } from './read-state.ts';
import type { ReadState } from './read-state.ts';
import { readYesNo } from './read-yes-no.ts';
import type { Sheet, SheetColumn } from './sheet.ts';
import { separatorOf } from './split-several.ts';
import type { Separator } from './split-several.ts';
import { questionOf } from './target.ts';
import type { Mapping, Target } from './target.ts';

/** What a cell was read as. */
export type CellValue =
  | { kind: 'text'; text: string }
  | { kind: 'email'; address: string }
  | { kind: 'phone'; phone: ReadPhone }
  | { kind: 'date'; date: ReadDate }
  | { kind: 'yes-no'; answer: 'yes' | 'no' }
  | { kind: 'languages'; languages: ReadLanguage[] }
  | { kind: 'hours'; slots: WeeklySlot[] }
  | { kind: 'number'; number: number }
  | { kind: 'options'; options: ReadOption[] }
  | { kind: 'state'; state: ReadState }
  | { kind: 'role'; side: Side };

/** What a column brings to the reading of each of its cells. */
export interface ColumnPlan {
  column: SheetColumn;
  target: Target;
  question: ImportQuestion | undefined;
  orders: DateOrders;
  separator: Separator;
  /** ISO alpha-2, for telephone numbers without a country */
  country: string;
  dateOrder: DateOrder | null;
  /** what the coordinator said answers mean that no option was found for */
  meant: ReadonlyMap<string, readonly string[]>;
}

/** The decisions that bear on reading cells. */
export type ColumnOptions = Pick<PlanOptions, 'questions' | 'country' | 'dateOrder' | 'meant'>;

/** Looks at each column as a whole before its cells are read. A single target given twice stays with the first column; the later one is kept as notes. */
export function columnPlans(sheet: Sheet, mapping: Mapping, { questions, country, dateOrder = null, meant = {} }: ColumnOptions): ColumnPlan[] {
  return sheet.columns.map((column) => {
    const wanted = mapping[column.index] ?? 'note';
    const again = wanted !== 'note' && wanted !== 'leave-out' && mapping.indexOf(wanted) < column.index;
    const target = again ? 'note' : wanted;
    const cells = sheet.rows.map((row) => row.cells[column.index] ?? '');
    const question = questionOf(target, questions);
    const sorted = new Map(Object.entries(meant[question?.id ?? ''] ?? {}));
    return { column, target, question, orders: dateOrdersOf(cells), separator: separatorOf(cells), country, dateOrder, meant: sorted };
  });
}

/** Letters; the longest honest list of ticked answers stays well below. */
const LONGEST_VALUE = 4_000;

function isFreeText({ target, question }: ColumnPlan): boolean {
  if (question) return question.kind === 'text';
  return ['name', 'given-name', 'family-name', 'pronouns', 'place', 'situation', 'hopes'].includes(target);
}

/** Reads one cell as what its column is. Total: any text gives a reading, and what is not wholly read is kept. */
export function readCell(cell: string, plan: ColumnPlan): Reading<CellValue> {
  if (cell.trim() === '') return nothing();
  if (plan.target === 'note' || plan.target === 'leave-out') return { value: null, keep: plan.target === 'note', problems: [] };
  // An essay is no date and no telephone number, and patterns stay quick on short text. Free text has no such ceiling.
  if (cell.length > LONGEST_VALUE && !isFreeText(plan)) return { value: null, keep: true, problems: [{ code: 'too-long-to-read', values: {} }] };
  const reading = readAs(cell, plan);
  // A lone comma is no language and no hour, but somebody typed it.
  return reading.value === null ? { ...reading, keep: true } : reading;
}

function readAs(cell: string, plan: ColumnPlan): Reading<CellValue> {
  switch (plan.target) {
    case 'email': return as(readEmail(cell), (address) => ({ kind: 'email', address }));
    case 'phone': return as(readPhone(cell, plan.country), (phone) => ({ kind: 'phone', phone }));
    case 'asked-on': return as(readDate(cell, plan.orders, plan.dateOrder), (date) => ({ kind: 'date', date }));
    case 'consent': return as(readYesNo(cell, plan.column.header), (answer) => ({ kind: 'yes-no', answer }));
    case 'languages': return as(readLanguages(cell), (languages) => ({ kind: 'languages', languages }));
    case 'hours': return as(readHours(cell), (slots) => ({ kind: 'hours', slots }));
    case 'capacity': return as(readNumber(cell, 'person'), (number) => ({ kind: 'number', number }));
    case 'training': case 'screening': return as(readState(cell, plan.orders), (state) => ({ kind: 'state', state }));
    case 'role': return as(readRole(cell), (side) => ({ kind: 'role', side }));
    default: return plan.question ? readAnswer(cell, plan, plan.question) : text(cell);
  }
}

function readAnswer(cell: string, plan: ColumnPlan, question: ImportQuestion): Reading<CellValue> {
  switch (question.kind) {
    case 'number': return as(readNumber(cell, unitOf(question)), (number) => ({ kind: 'number', number }));
    case 'date': return as(readDate(cell, plan.orders, plan.dateOrder), (date) => ({ kind: 'date', date }));
    case 'language': return as(readLanguages(cell), (languages) => ({ kind: 'languages', languages }));
    case 'availability': return as(readHours(cell), (slots) => ({ kind: 'hours', slots }));
    case 'single': case 'multi': return as(readOptions(cell, question, plan.separator, plan.meant), (options) => ({ kind: 'options', options }));
    case 'text': return text(cell);
  }
}

function text(cell: string): Reading<CellValue> {
  return read({ kind: 'text', text: cell });
}

/** An age without a unit in its question is in years. */
function unitOf(question: ImportQuestion): NumberUnit {
  const unit = question.unit;
  if (unit === 'year' || unit === 'month' || unit === 'hour' || unit === 'person') return unit;
  return /\b(?:age|old)\b|âge/i.test(`${question.text.en} ${question.text.fr}`) ? 'year' : null;
}

function as<T>(reading: Reading<T>, wrap: (value: T) => CellValue): Reading<CellValue> {
  return { ...reading, value: reading.value === null ? null : wrap(reading.value) };
}
