import type { Here } from './programme.ts';
import type { PromiseKind } from './from-template.ts';
import type { TimeUnit } from './working-time.ts';

/** What a programme promises for one kind: how soon, when before that to remind, when after that to tell the lead. */
export interface Term {
  readonly kind: PromiseKind;
  readonly amount: number;
  readonly unit: TimeUnit;
  readonly warnAmount: number;
  readonly warnUnit: TimeUnit;
  readonly climbAmount: number;
  readonly climbUnit: TimeUnit;
}

/** All promises of a programme, as it set them. */
export async function termsOfProgramme({ db, org }: Here, programme: string): Promise<readonly Term[]> {
  const rows = await db
    .selectFrom('promise_term')
    .select(['kind', 'amount', 'unit', 'warn_amount', 'warn_unit', 'climb_amount', 'climb_unit'])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .execute();
  return rows.map((row) => ({
    kind: row.kind as PromiseKind,
    amount: row.amount,
    unit: row.unit as TimeUnit,
    warnAmount: row.warn_amount,
    warnUnit: row.warn_unit as TimeUnit,
    climbAmount: row.climb_amount,
    climbUnit: row.climb_unit as TimeUnit,
  }));
}
