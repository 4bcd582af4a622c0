import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { staffOf, teamOf } from '../programmes/index.ts';
import { apartFrom, whoLooksAgain } from './rules.ts';

const BATCH = 100;

/**
 * Moves the clocks of appeals on, as the room of promises does for what everybody on the team may see: an appeal is none of that, so its hands are found here, always among
 * those who had no part in it. Who looks again is reminded; when the promised day has passed it goes to somebody else, and they, who had it, and the
 * programme's lead or owner hear of it; whoever left is replaced, and an appeal for which nobody was there is given to the first who is. Each once.
 * Facts: `breaches.appealed` {to}, `breaches.appeal-due` {to}, `breaches.appeal-late` {to}. @returns how many moved on.
 */
export async function sweepAppeals(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'appeal-clocks', async (inside) => {
    let moved = 0;
    for (const one of await waiting(inside)) moved += await moveOn(inside, one);
    return moved;
  });
}

async function waiting({ db, org }: Inside) {
  return db
    .selectFrom('breach_appeal')
    .innerJoin('breach', (join) => join.onRef('breach.org_id', '=', 'breach_appeal.org_id').onRef('breach.id', '=', 'breach_appeal.breach_id'))
    .select(['breach_appeal.id', 'breach_appeal.answered_by_id', 'breach_appeal.promised_at', 'breach_appeal.warn_at', 'breach_appeal.warned_at', 'breach_appeal.late_told_at'])
    .select(['breach.id as breach', 'breach.programme_id', 'breach.person_id', 'breach.recorded_by', 'breach.decided_by', 'breach.kept_from'])
    .where('breach_appeal.org_id', '=', org).where('breach_appeal.decided_at', 'is', null)
    .orderBy('breach_appeal.promised_at').limit(BATCH).forUpdate('breach_appeal').skipLocked().execute();
}

type Waiting = Awaited<ReturnType<typeof waiting>>[number];

async function moveOn(inside: Inside, one: Waiting): Promise<number> {
  const [staff, apart, has] = [await staffOf(inside, one.programme_id), apartFrom(one), one.answered_by_id];
  if (has === null || apart.has(has) || !staff.some(({ person }) => person === has)) {
    const to = whoLooksAgain(staff, apart);
    if (to === undefined) return 0;
    await change(inside, one, { answered_by_id: to });
    tell(inside, one, 'breaches.appealed', to);
    return 1;
  }
  if (one.promised_at <= inside.now && one.late_told_at === null) {
    const to = whoLooksAgain(staff, new Set([...apart, has]));
    await change(inside, one, { late_told_at: inside.now, ...(to !== undefined && { answered_by_id: to, passed_from: has }) });
    const { lead, owner } = await teamOf(inside, one.programme_id);
    for (const hears of new Set([to, has, lead ?? owner])) if (hears !== undefined && hears !== null && !apart.has(hears)) tell(inside, one, 'breaches.appeal-late', hears);
    return 1;
  }
  if (one.warn_at !== null && one.warn_at <= inside.now && one.warned_at === null && one.late_told_at === null) {
    await change(inside, one, { warned_at: inside.now });
    tell(inside, one, 'breaches.appeal-due', has);
    return 1;
  }
  return 0;
}

async function change({ db, org }: Inside, { id }: Waiting, to: { answered_by_id?: string; passed_from?: string; late_told_at?: Date; warned_at?: Date }): Promise<void> {
  await db.updateTable('breach_appeal').set(to).where('org_id', '=', org).where('id', '=', id).execute();
}

function tell(inside: Inside, { breach, programme_id: programme }: Waiting, name: 'breaches.appealed' | 'breaches.appeal-due' | 'breaches.appeal-late', to: string): void {
  inside.record({ name, subject: { kind: 'breach', id: breach }, programme, about: { to } });
}
