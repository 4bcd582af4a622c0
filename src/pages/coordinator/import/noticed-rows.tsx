import type { Speak } from '../../../messages/index.ts';
import { argumentsOf, joinKey, leftOutKey, type Plan, problemKey } from '../../../rooms/imports/index.ts';
import { Folded, Small, Table } from '../../../ui/index.ts';

/** Rows shown at once: more would be a page nobody reads through on a telephone. */
const MOST = 300;

/** Something noticed about one row that stops nothing: what stands there, and what becomes of it. */
interface Noticed {
  readonly row: number;
  readonly cell: string;
  readonly what: string;
}

/** All that was noticed row by row beside what needs an eye: cells kept as a note, rows joined into another, rows that stay out. */
export function NoticedRows({ plan, t }: { plan: Plan; t: Speak }) {
  const noticed = noticedIn(plan, t);
  if (noticed.length === 0) return null;
  return (
    <Folded summary={t('imports.look.rows', { count: noticed.length })}>
      <p>{t('imports.look.rows-words')}</p>
      <Table stacks caption={t('imports.look.rows', { count: noticed.length })} captionHidden heads={[t('imports.look.head.row'), t('imports.look.head.cell'), t('imports.look.head.what')]}
        rows={noticed.slice(0, MOST).map(({ row, cell, what }, at) => ({ id: String(at), cells: [t('imports.look.row', { row }), <span class="said">{cell}</span>, what] }))} />
      {noticed.length > MOST && <Small>{t('imports.look.rows-more', { count: noticed.length - MOST })}</Small>}
    </Folded>
  );
}

function noticedIn({ problems, joins, leftOut }: Plan, t: Speak): readonly Noticed[] {
  return [
    ...problems.filter(({ needsEye }) => !needsEye).map(({ row, label, value, code, values }) => ({
      row, cell: label === '' ? '' : `${label}${t('imports.look.colon')} ${value.length > 120 ? `${value.slice(0, 120)}…` : value}`, what: t(problemKey(code), argumentsOf(values)),
    })),
    ...joins.map(({ row, into, why }) => ({ row, cell: '', what: `${t(joinKey(why))} ${t('imports.look.joined-to', { row: into })}` })),
    // Of a row that stays out nothing is shown but that it does.
    ...leftOut.flatMap(({ rows, why }) => rows.map((row) => ({ row, cell: '', what: t(leftOutKey(why)) }))),
  ].toSorted((one, other) => one.row - other.row);
}
