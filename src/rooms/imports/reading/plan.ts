import type { ProblemCode } from './problem.ts';
import type { Side } from './question.ts';
import type { CellValue } from './read-cell.ts';
import type { DateOrder, ReadDate } from './read-date.ts';
import type { WeeklySlot } from './read-hours.ts';
import type { ReadLanguage } from './read-languages.ts';
import type { ReadPhone } from './read-phone.ts';
import type { ReadState } from './read-state.ts';
import type { RowJoin } from './join-rows.ts';
import type { ImportQuestion } from './question.ts';
import type { Target } from './target.ts';

/** What the coordinator decided about a sheet, beside the mapping. */
export interface PlanOptions {
  /** who the rows are about; a `role` column overrules it row by row */
  side: Side;
  questions: readonly ImportQuestion[];
  /** ISO alpha-2, for telephone numbers without a country */
  country: string;
  /** how 6/7/2026 is meant where the column itself does not prove it; null leaves it open */
  dateOrder?: DateOrder | null | undefined;
  /** ISO day; a date asked on later than this is told */
  today?: string | undefined;
  /** answers no option was found for, sorted by the coordinator: question id, then the answer (see `unsortedAnswers`), then the option ids it means */
  meant?: Meant | undefined;
  /** what becomes of a row whose consent cell is empty: wait for an eye (the default), come in, or stay out */
  whenConsentIsBlank?: 'look' | 'bring' | 'leave-out' | undefined;
}

/** By question id, then by answer as {@link fold} makes it, the ids of the options it means; an empty list keeps it as a note without a word about it. */
export type Meant = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Something to know about one row. Sentences: `imports.problem.<code>`, filled with `values`. */
export interface Problem {
  code: ProblemCode;
  /** row number in the sheet */
  row: number;
  /** column index, or null when it is about the whole row */
  column: number | null;
  /** the column's label, '' for the whole row */
  label: string;
  /** what stands in the cell, verbatim */
  value: string;
  values: Record<string, string | number>;
  /** true when somebody must look before this row comes in */
  needsEye: boolean;
}

/** Text of a cell that was not, or not wholly, read: kept word for word. */
export interface Note {
  row: number;
  column: number;
  label: string;
  text: string;
}

/** The answer to one of the programme's questions. */
export interface PlannedAnswer {
  question: string;
  value: CellValue;
  /** the cell, word for word */
  typed: string;
}

/** A person the import would bring, with the request or application the rows hold. */
export interface PlannedPerson {
  /** stable within the sheet: row-<first row number> */
  key: string;
  side: Side;
  /** row numbers, in order */
  rows: number[];
  name: string | null;
  pronouns: string | null;
  email: string | null;
  phone: ReadPhone | null;
  askedOn: ReadDate | null;
  languages: ReadLanguage[];
  hours: WeeklySlot[];
  place: string | null;
  situation: string | null;
  hopes: string | null;
  capacity: number | null;
  training: ReadState | null;
  screening: ReadState | null;
  /** `no-column` when the sheet does not ask */
  consent: 'yes' | 'blank' | 'unread' | 'no-column';
  answers: PlannedAnswer[];
  notes: Note[];
  /** why somebody must look before this person comes in; empty when nobody must */
  eye: ProblemCode[];
}

/** Rows that stay out. Nothing of what they hold is carried along. */
export interface LeftOut {
  rows: number[];
  why: 'consent-no' | 'consent-blank';
}

/** How one column fared. */
export interface ColumnOutcome {
  column: number;
  label: string;
  target: Target;
  /** cells that hold something, of all rows that do not stay out */
  filled: number;
  empty: number;
  /** cells kept as notes, wholly or beside what was read */
  kept: number;
  /** how often each problem occurs in the column */
  problems: { code: ProblemCode; count: number }[];
}

/** Numbers for the preview sentence. people + look + leftOut + joined = rows. */
export interface PlanTotals {
  /** rows that hold something */
  rows: number;
  blank: number;
  /** people who can come in as they are */
  people: number;
  seekers: number;
  supporters: number;
  /** people somebody must look at first */
  look: number;
  /** people who stay out */
  leftOut: number;
  /** rows joined into another row */
  joined: number;
  /** people with a telephone number and no e-mail address */
  phoneOnly: number;
}

/** What an import would do. Nothing is saved by making one; same sheet and decisions, same plan. */
export interface Plan {
  people: PlannedPerson[];
  leftOut: LeftOut[];
  joins: RowJoin[];
  blankRows: number[];
  /** in order of row, then column */
  problems: Problem[];
  columns: ColumnOutcome[];
  totals: PlanTotals;
}
