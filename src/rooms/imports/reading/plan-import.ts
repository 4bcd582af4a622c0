import { joinRows } from './join-rows.ts';
import type { RowDoubt, RowIdentity } from './join-rows.ts';
import { personFrom } from './person-from-rows.ts';
import type { ColumnOutcome, LeftOut, Plan, PlannedPerson, PlanOptions, PlanTotals, Problem } from './plan.ts';
import { PROBLEMS } from './problem.ts';
import type { ProblemCode } from './problem.ts';
import { columnPlans } from './read-cell.ts';
import type { ColumnPlan } from './read-cell.ts';
import { readRow } from './read-row.ts';
import type { ReadRow } from './read-row.ts';
import type { Sheet } from './sheet.ts';
import type { Mapping } from './target.ts';

/**
 * Says what importing a sheet would do: who comes in, who was joined, who stays out because they did not agree, which rows need an eye,
 * and every problem by row. Nothing is lost: a cell that is not wholly read stands word for word in a note under its column's name.
 * Of people who did not agree nothing is carried along but the number of their row. Pure and deterministic; any sheet and mapping give a plan.
 */
export function planImport(sheet: Sheet, mapping: Mapping, options: PlanOptions): Plan {
  const columns = columnPlans(sheet, mapping, options);
  const rows = sheet.rows.map((row) => readRow(row, columns));
  const byNumber = new Map(rows.map((row): [number, ReadRow] => [row.number, row]));
  const { groups, joins, doubts } = joinRows(rows.map(identityOf));
  const doubtsOf = Map.groupBy(doubts, ({ row }) => row);
  const people: PlannedPerson[] = [];
  const leftOut: LeftOut[] = [];
  const problems: Problem[] = [];
  for (const group of groups) {
    const members = group.flatMap((number) => byNumber.get(number) ?? []);
    const planned = personFrom(members, columns, options, group.flatMap((row) => doubtsOf.get(row) ?? []).map(doubtProblem));
    if ('why' in planned) leftOut.push(planned);
    else {
      people.push(planned.person);
      problems.push(...planned.problems);
    }
  }
  // Rows that stay out are not pointed at either, so that nothing about them is repeated.
  const outside = new Set(leftOut.flatMap((out) => out.rows));
  const told = problems.filter(({ values }) => !outside.has(Number(values.other))).sort((one, other) => one.row - other.row || (one.column ?? -1) - (other.column ?? -1));
  const standing = new Set(told.map(({ row, code }) => `${row} ${code}`));
  const staying = people.map((person) => ({ ...person, eye: person.eye.filter((code) => person.rows.some((row) => standing.has(`${row} ${code}`))) }));
  return { people: staying, leftOut, joins, blankRows: sheet.blankRows, problems: told, columns: outcomes(columns, rows, outside, told, staying), totals: totalsOf(sheet, staying, leftOut, joins.length) };
}

function identityOf(row: ReadRow): RowIdentity {
  const email = row.cells.find(({ plan }) => plan.target === 'email')?.reading.value;
  const phone = row.cells.find(({ plan }) => plan.target === 'phone')?.reading.value;
  const name = row.cells.filter(({ plan }) => ['name', 'given-name', 'family-name'].includes(plan.target)).map(({ typed }) => typed.trim());
  return {
    row: row.number,
    name: name.filter((part) => part !== '').join(' '),
    email: email?.kind === 'email' ? email.address : null,
    phone: phone?.kind === 'phone' ? phone.phone : null,
    cells: row.cells.map(({ typed }) => typed.trim()),
  };
}

function doubtProblem({ code, row, other }: RowDoubt): Problem {
  return { code, row, column: null, label: '', value: '', values: { other }, needsEye: PROBLEMS[code] === 'eye' };
}

function outcomes(columns: readonly ColumnPlan[], rows: readonly ReadRow[], outside: ReadonlySet<number>, problems: readonly Problem[], people: readonly PlannedPerson[]): ColumnOutcome[] {
  const inside = rows.filter(({ number }) => !outside.has(number));
  const kept = new Map<number, number>();
  for (const { column } of people.flatMap(({ notes }) => notes)) kept.set(column, (kept.get(column) ?? 0) + 1);
  const byColumn = Map.groupBy(problems, ({ column }) => column);
  return columns.map(({ column, target }) => {
    const filled = inside.filter(({ cells }) => (cells[column.index]?.typed ?? '').trim() !== '').length;
    const counts = new Map<ProblemCode, number>();
    for (const { code } of byColumn.get(column.index) ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
    return { column: column.index, label: column.label, target, filled, empty: inside.length - filled, kept: kept.get(column.index) ?? 0, problems: [...counts].map(([code, count]) => ({ code, count })) };
  });
}

function totalsOf(sheet: Sheet, people: readonly PlannedPerson[], leftOut: readonly LeftOut[], joined: number): PlanTotals {
  const ready = people.filter(({ eye }) => eye.length === 0);
  return {
    rows: sheet.rows.length,
    blank: sheet.blankRows.length,
    people: ready.length,
    seekers: ready.filter(({ side }) => side === 'seeker').length,
    supporters: ready.filter(({ side }) => side === 'supporter').length,
    look: people.length - ready.length,
    leftOut: leftOut.length,
    joined,
    phoneOnly: people.filter(({ email, phone }) => email === null && phone !== null).length,
  };
}
