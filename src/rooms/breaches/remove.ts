import type { Inside } from '../../platform/inside.ts';

/**
 * A step for retention: takes breaches away with their appeals, once their time is over. What was written stood under keys of their own, which the ledger of
 * erasures has destroyed. Safe to run again.
 */
export async function removeBreaches({ db, org }: Pick<Inside, 'db' | 'org'>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.deleteFrom('breach_appeal').where('org_id', '=', org).where('breach_id', 'in', ids).execute();
  await db.deleteFrom('breach').where('org_id', '=', org).where('id', 'in', ids).execute();
}
