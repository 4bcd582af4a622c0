import { sql } from 'kysely';
import type { Here } from '../people/index.ts';
import { keepsAside } from './rules.ts';
import type { BreachOutcome } from './rules.ts';

/** Who of a programme is to be proposed to nobody now: stepped out at once, paused or ended by a decision, as an appeal left it. */
export async function asideIn({ db, org, now }: Here, programme: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('breach')
    .leftJoin('breach_appeal', (join) => join.onRef('breach_appeal.org_id', '=', 'breach.org_id').onRef('breach_appeal.breach_id', '=', 'breach.id').on('breach_appeal.ending', 'is not', null).on('breach_appeal.ending', '<>', 'stands'))
    .select(['breach.person_id', 'breach.aside_at', 'breach.decided_at', 'breach_appeal.ending'])
    .select(sql<BreachOutcome | null>`case when breach_appeal.ending is null then breach.outcome when breach_appeal.ending = 'changed' then breach_appeal.outcome else 'none' end`.as('outcome'))
    .select(sql<string | null>`to_char(case when breach_appeal.ending is null then breach.pause_until else breach_appeal.pause_until end, 'YYYY-MM-DD')`.as('pause_until'))
    .where('breach.org_id', '=', org)
    .where('breach.programme_id', '=', programme)
    .execute();
  const today = now.toISOString().slice(0, 10);
  return new Set(rows.filter((row) => keepsAside({ asideAt: row.aside_at, decidedAt: row.decided_at, outcome: row.outcome, pauseUntil: row.pause_until }, today)).map((row) => row.person_id));
}
