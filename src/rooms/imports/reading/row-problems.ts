import type { PlannedPerson, PlanOptions, Problem } from './plan.ts';
import { PROBLEMS } from './problem.ts';
import type { CellProblem } from './problem.ts';
import { differs } from './read-row.ts';
import type { ReadRow, ReadRowCell, Taken } from './read-row.ts';

/** What the readers said about the cells of these rows, and a day asked that is still to come. */
export function cellProblems(rows: readonly ReadRow[], { today }: PlanOptions): Problem[] {
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

/** Cells of joined rows that say something else than the row that was taken. */
export function differences(rows: readonly ReadRow[], taken: ReadonlyMap<number, Taken>): Problem[] {
  return rows.flatMap(({ number, cells }) =>
    cells.filter((cell) => cell.plan.target !== 'leave-out' && differs(cell, number, taken)).map((cell) => {
      const from = taken.get(cell.plan.column.index)?.row ?? number;
      return problemAt(number, cell, { code: 'joined-cells-differ', values: { other: from } });
    }),
  );
}

/** What there is to say about the rows as a whole; `needsEye` where somebody must look before the person comes in. */
export function rowProblems(rows: readonly ReadRow[], person: PlannedPerson, consent: PlannedPerson['consent'] | 'conflict', { whenConsentIsBlank }: PlanOptions): Problem[] {
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
