import { isDeepStrictEqual } from 'node:util';
import type { LeftOut, Note, PlannedAnswer, PlannedPerson, PlanOptions, Problem } from './plan.ts';
import { PROBLEMS } from './problem.ts';
import type { CellProblem, Reading } from './problem.ts';
import type { CellValue, ColumnPlan } from './read-cell.ts';
import { emailKey } from './read-email.ts';
import type { Field } from './target.ts';

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

/** A person with what there is to say about their rows. */
export interface PersonAndProblems {
  person: PlannedPerson;
  problems: Problem[];
}

interface Taken {
  row: number;
  cell: ReadRowCell;
  value: CellValue;
}

/**
 * Makes one person of the rows that are theirs. Of each column the first row that could be read speaks (for the day asked, the earliest);
 * what later rows say differently is kept as a note. Rows of somebody who said no to consent give only their numbers.
 */
export function personFrom(rows: readonly ReadRow[], columns: readonly ColumnPlan[], options: PlanOptions, doubts: readonly Problem[]): PersonAndProblems | LeftOut {
  const consent = consentOf(rows, columns);
  const numbers = rows.map(({ number }) => number);
  if (consent === 'no') return { rows: numbers, why: 'consent-no' };
  if (consent === 'blank' && options.whenConsentIsBlank === 'leave-out') return { rows: numbers, why: 'consent-blank' };
  const taken = new Map(columns.flatMap((plan): [number, Taken][] => {
    const one = takenFrom(rows, plan);
    return one ? [[plan.column.index, one]] : [];
  }));
  const person = filled(rows, taken, options, consent);
  const problems = [...cellProblems(rows, options), ...differences(rows, taken), ...rowProblems(rows, person, consent, options), ...doubts];
  person.eye = [...new Set(problems.filter(({ needsEye }) => needsEye).map(({ code }) => code))];
  return { person, problems };
}

/** What all rows of one person say together; yes in one row and no in another is a conflict a coordinator must settle. */
function consentOf(rows: readonly ReadRow[], columns: readonly ColumnPlan[]): PlannedPerson['consent'] | 'no' | 'conflict' {
  if (!columns.some(({ target }) => target === 'consent')) return 'no-column';
  const cells = rows.flatMap(({ cells: all }) => all.filter(({ plan }) => plan.target === 'consent'));
  const said = new Set(cells.flatMap(({ reading }) => (reading.value?.kind === 'yes-no' ? [reading.value.answer] : [])));
  if (said.size === 2) return 'conflict';
  if (said.has('no')) return 'no';
  if (cells.some(({ reading }) => reading.keep)) return 'unread';
  return said.has('yes') ? 'yes' : 'blank';
}

function takenFrom(rows: readonly ReadRow[], { column, target }: ColumnPlan): Taken | undefined {
  const read = rows.flatMap(({ number, cells }): Taken[] => {
    const cell = cells[column.index];
    return cell?.reading.value ? [{ row: number, cell, value: cell.reading.value }] : [];
  });
  if (target !== 'asked-on') return read[0];
  return read.reduce<Taken | undefined>((earliest, next) => (!earliest || instantOf(next.value) < instantOf(earliest.value) ? next : earliest), undefined);
}

function instantOf(value: CellValue): string {
  return value.kind === 'date' ? `${value.date.on} ${value.date.time ?? ''}` : '';
}

function filled(rows: readonly ReadRow[], taken: ReadonlyMap<number, Taken>, options: PlanOptions, consent: PlannedPerson['consent'] | 'conflict'): PlannedPerson {
  const byField = new Map([...taken.values()].map((one): [string, Taken] => [one.cell.plan.target, one]));
  const value = (field: Field): CellValue | undefined => byField.get(field)?.value;
  const text = (field: Field): string | null => textOf(value(field));
  const [email, phone, asked, languages, hours, capacity, training, screening, role] = [value('email'), value('phone'), value('asked-on'), value('languages'), value('hours'), value('capacity'), value('training'), value('screening'), value('role')];
  return {
    key: `row-${rows[0]?.number ?? 0}`,
    side: role?.kind === 'role' ? role.side : options.side,
    rows: rows.map(({ number }) => number),
    name: nameOf(text('name'), text('given-name'), text('family-name')),
    pronouns: text('pronouns'),
    email: email?.kind === 'email' ? email.address : null,
    phone: phone?.kind === 'phone' ? phone.phone : null,
    askedOn: asked?.kind === 'date' ? asked.date : null,
    languages: languages?.kind === 'languages' ? languages.languages : [],
    hours: hours?.kind === 'hours' ? hours.slots : [],
    place: text('place'),
    situation: text('situation'),
    hopes: text('hopes'),
    capacity: capacity?.kind === 'number' ? capacity.number : null,
    training: training?.kind === 'state' ? training.state : null,
    screening: screening?.kind === 'state' ? screening.state : null,
    consent: consent === 'conflict' ? 'unread' : consent,
    answers: [...taken.values()].flatMap(answerFrom),
    notes: notesFrom(rows, taken),
    eye: [],
  };
}

function textOf(value: CellValue | undefined): string | null {
  return value?.kind === 'text' ? value.text : null;
}

/** A name to use, or first and last name put together; the spaces around it go, nothing else. */
function nameOf(whole: string | null, given: string | null, family: string | null): string | null {
  const name = whole?.trim() ?? [given, family].map((part) => part?.trim() ?? '').filter((part) => part !== '').join(' ');
  return name === '' ? null : name;
}

function answerFrom({ cell, value }: Taken): PlannedAnswer[] {
  return cell.plan.question ? [{ question: cell.plan.question.id, value, typed: cell.typed }] : [];
}

/** Every cell that was not wholly read, or that says something else than the row that was taken. A first name beside a whole name is kept too. */
function notesFrom(rows: readonly ReadRow[], taken: ReadonlyMap<number, Taken>): Note[] {
  const whole = [...taken.values()].some(({ cell }) => cell.plan.target === 'name');
  const kept = new Set<string>();
  return rows.flatMap(({ number, cells }) =>
    cells.filter((cell) => {
      if (cell.typed.trim() === '' || cell.plan.target === 'leave-out') return false;
      const partOfName = whole && (cell.plan.target === 'given-name' || cell.plan.target === 'family-name');
      return cell.reading.keep || partOfName || differs(cell, number, taken);
    }).map(({ plan, typed }): Note => ({ row: number, column: plan.column.index, label: plan.column.label, text: typed })),
  ).filter(({ text, column }) => {
    const before = kept.size;
    return kept.add(`${column} ${text}`).size > before;
  });
}

/** True when another row was taken for this column and this cell was read as something else. */
function differs(cell: ReadRowCell, row: number, taken: ReadonlyMap<number, Taken>): boolean {
  const chosen = taken.get(cell.plan.column.index);
  if (!chosen || chosen.row === row || cell.reading.value === null) return false;
  return !isDeepStrictEqual(comparable(chosen.value), comparable(cell.reading.value));
}

function comparable(value: CellValue): CellValue {
  if (value.kind === 'email') return { ...value, address: emailKey(value.address) };
  return value.kind === 'text' ? { ...value, text: value.text.trim() } : value;
}

function cellProblems(rows: readonly ReadRow[], { today }: PlanOptions): Problem[] {
  return rows.flatMap(({ number, cells }) =>
    cells.flatMap((cell) => {
      const { reading, plan } = cell;
      const future = plan.target === 'asked-on' && today !== undefined && reading.value?.kind === 'date' && reading.value.date.on.slice(0, 10) > today;
      const found: CellProblem[] = future ? [...reading.problems, { code: 'date-in-future', values: {} }] : reading.problems;
      // What consent says is judged for all rows of the person together, below.
      return plan.target === 'consent' ? [] : found.map((problem) => problemAt(number, cell, problem));
    }),
  );
}

function problemAt(row: number, { plan, typed }: ReadRowCell, { code, values }: CellProblem): Problem {
  return { code, row, column: plan.column.index, label: plan.column.label, value: typed, values, needsEye: PROBLEMS[code] === 'eye' };
}

function differences(rows: readonly ReadRow[], taken: ReadonlyMap<number, Taken>): Problem[] {
  return rows.flatMap(({ number, cells }) =>
    cells.filter((cell) => cell.plan.target !== 'leave-out' && differs(cell, number, taken)).map((cell) => {
      const from = taken.get(cell.plan.column.index)?.row ?? number;
      return problemAt(number, cell, { code: 'joined-cells-differ', values: { other: from } });
    }),
  );
}

function rowProblems(rows: readonly ReadRow[], person: PlannedPerson, consent: PlannedPerson['consent'] | 'conflict', { whenConsentIsBlank }: PlanOptions): Problem[] {
  const first = rows[0]?.number ?? 0;
  const about = (code: Problem['code'], row = first, needsEye = PROBLEMS[code] === 'eye'): Problem => ({ code, row, column: null, label: '', value: '', values: {}, needsEye });
  const atConsent = (code: Problem['code'], needsEye = true): Problem => {
    const cell = rows.flatMap(({ cells }) => cells).find(({ plan, reading }) => plan.target === 'consent' && (code !== 'consent-unread' || reading.keep));
    return cell ? { ...problemAt(first, cell, { code, values: {} }), needsEye } : about(code);
  };
  const problems: Problem[] = [];
  if (person.name === null) problems.push(about('name-missing'));
  if (person.email === null && person.phone === null) problems.push(about('no-way-to-reach'));
  // A row cut short that only repeats a whole row of the same person takes nothing away.
  const allShort = rows.every(({ cutShort }) => cutShort);
  problems.push(...rows.filter(({ cutShort }) => cutShort).map(({ number }) => about('row-cut-short', number, allShort)));
  if (consent === 'blank') problems.push(atConsent('consent-blank', whenConsentIsBlank !== 'bring'));
  if (consent === 'unread') problems.push(atConsent('consent-unread'));
  if (consent === 'conflict') problems.push(atConsent('consent-conflict'));
  return problems;
}
