import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { teamOf } from '../programmes/index.ts';

/**
 * Appeals whose promised day has passed: who looks again is reminded, and the programme's lead, or its owner, hears of it. Each once.
 * Facts: `breaches.appeal-late` {to}. @returns how many.
 */
export async function sweepAppeals(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'appeal-clocks', async (inside) => {
    const late = await inside.db
      .selectFrom('breach_appeal')
      .innerJoin('breach', (join) => join.onRef('breach.org_id', '=', 'breach_appeal.org_id').onRef('breach.id', '=', 'breach_appeal.breach_id'))
      .select(['breach_appeal.id', 'breach_appeal.answered_by_id', 'breach.id as breach', 'breach.programme_id', 'breach.person_id', 'breach.kept_from'])
      .where('breach_appeal.org_id', '=', org).where('breach_appeal.decided_at', 'is', null).where('late_told_at', 'is', null).where('promised_at', '<=', inside.now)
      .limit(100).execute();
    for (const one of late) {
      await inside.db.updateTable('breach_appeal').set({ late_told_at: inside.now }).where('org_id', '=', org).where('id', '=', one.id).execute();
      const { lead, owner } = await teamOf(inside, one.programme_id);
      const told = new Set([one.answered_by_id, lead ?? owner]);
      for (const to of told) {
        if (to === null || to === one.person_id || one.kept_from.includes(to)) continue;
        inside.record({ name: 'breaches.appeal-late', subject: { kind: 'breach', id: one.breach }, programme: one.programme_id, about: { to } });
      }
    }
    return late.length;
  });
}
