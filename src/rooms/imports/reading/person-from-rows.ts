import type { LeftOut, Note, PlannedAnswer, PlannedPerson, PlanOptions, Problem } from './plan.ts';
import type { CellValue, ColumnPlan } from './read-cell.ts';
import { differs } from './read-row.ts';
import type { ReadRow, Taken } from './read-row.ts';
import { cellProblems, differences, rowProblems } from './row-problems.ts';
import type { Field } from './target.ts';

/** A person with what there is to say about their rows. */
export interface PersonAndProblems {
  person: PlannedPerson;
  problems: Problem[];
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
    notes: notesFrom(rows, taken, consent === 'conflict' || consent === 'unread'),
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

/**
 * Every cell that was not wholly read, or that says something else than the row that was taken. A first name beside a whole name is kept too, and every word
 * about consent when the rows together leave it open: whoever settles it reads them all.
 */
function notesFrom(rows: readonly ReadRow[], taken: ReadonlyMap<number, Taken>, consentOpen: boolean): Note[] {
  const whole = [...taken.values()].some(({ cell }) => cell.plan.target === 'name');
  const kept = new Set<string>();
  return rows.flatMap(({ number, cells }) =>
    cells.filter((cell) => {
      if (cell.typed.trim() === '' || cell.plan.target === 'leave-out') return false;
      const partOfName = whole && (cell.plan.target === 'given-name' || cell.plan.target === 'family-name');
      return cell.reading.keep || partOfName || (consentOpen && cell.plan.target === 'consent') || differs(cell, number, taken);
    }).map(({ plan, typed }): Note => ({ row: number, column: plan.column.index, label: plan.column.label, text: typed })),
  ).filter(({ text, column }) => {
    const before = kept.size;
    return kept.add(`${column} ${text}`).size > before;
  });
}
