/**
 * What a reader of one kind of cell gives back. `keep` says that the typed text holds more than was read from it,
 * so that the plan keeps it verbatim as a note.
 */
export interface Reading<T> {
  /** null when nothing could be read */
  value: T | null;
  keep: boolean;
  problems: CellProblem[];
}

/** What is wrong or uncertain in one cell. Sentences: `imports.problem.<code>`, filled with `values`. */
export interface CellProblem {
  code: ProblemCode;
  values: Record<string, string | number>;
}

/** Every problem there is, with what it asks of the coordinator: `eye` before the row can come in, `note` is only good to know. */
export const PROBLEMS = {
  'date-ambiguous': 'note',
  'date-unread': 'note',
  'date-impossible': 'note',
  'date-far-off': 'note',
  'date-in-future': 'note',
  'phone-unread': 'note',
  'phone-no-area-code': 'note',
  'phone-unlikely': 'note',
  'phone-several': 'note',
  'email-unread': 'note',
  'email-maybe-typo': 'note',
  'email-several': 'note',
  'yes-no-unread': 'note',
  'number-unread': 'note',
  'number-range': 'note',
  'number-with-words': 'note',
  'hours-unread': 'note',
  'language-unread': 'note',
  'option-unknown': 'note',
  'option-several': 'note',
  'state-unread': 'note',
  'too-long-to-read': 'note',
  'role-unread': 'note',
  'name-missing': 'eye',
  'no-way-to-reach': 'eye',
  'row-cut-short': 'eye',
  'consent-blank': 'eye',
  'consent-unread': 'eye',
  'consent-conflict': 'eye',
  'same-email-other-name': 'eye',
  'same-phone-other-name': 'note',
  'same-name-maybe': 'note',
  'joined-cells-differ': 'note',
} as const satisfies Record<string, 'eye' | 'note'>;

/** What is odd about a cell or a row, as a code with a sentence. */
export type ProblemCode = keyof typeof PROBLEMS;

/** A cell that was read whole. */
export function read<T>(value: T): Reading<T> {
  return { value, keep: false, problems: [] };
}

/** A cell that was read, with something to say about it; the text is kept unless told otherwise. */
export function readWith<T>(value: T, problem: CellProblem, keep = true): Reading<T> {
  return { value, keep, problems: [problem] };
}

/** A cell that could not be read; the text is kept. */
export function unread<T>(code: ProblemCode, values: Record<string, string | number> = {}): Reading<T> {
  return { value: null, keep: true, problems: [{ code, values }] };
}

/** A cell in which nobody wrote anything. */
export function nothing<T>(): Reading<T> {
  return { value: null, keep: false, problems: [] };
}
