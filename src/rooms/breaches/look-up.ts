import { personOf } from '../../platform/actor.ts';
import { absent } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { staffOf } from '../programmes/index.ts';
import { seesByRole } from '../sight/index.ts';

/** A breach, for staff of its programme who may have a part in it. @throws Absent for the person themselves, those kept from it, and everybody else. */
export async function breachForStaff(here: Here, id: string, { forUpdate = false } = {}) {
  let query = here.db.selectFrom('breach').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  const reader = personOf(here.actor);
  if (row === undefined || reader === undefined || row.person_id === reader || row.kept_from.includes(reader) || !seesByRole('conduct', here.actor, row.programme_id)) return absent();
  return row;
}

/** The appeal against a decision, if there is one. */
export async function appealOf({ db, org }: Here, breach: string) {
  return db.selectFrom('breach_appeal').selectAll().where('org_id', '=', org).where('breach_id', '=', breach).executeTakeFirst();
}

/** Those who walk or walked with somebody: they have no part in what concerns them. */
export async function closeTo({ db, org }: Here, person: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('relationship').select(['seeker_id', 'supporter_id']).where('org_id', '=', org)
    .where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)])).execute();
  return [...new Set(rows.flatMap((row) => [row.seeker_id, row.supporter_id]))].filter((one) => one !== person);
}

/** Whether somebody is of a programme: walks, supports or works in it. Nobody else can be named there, or have their name told. */
export async function isOfProgramme(here: Here, programme: string, person: string): Promise<boolean> {
  const row = await here.db
    .selectFrom('role_held').select('person_id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('person_id', '=', person)
    .union(here.db.selectFrom('relationship').select('seeker_id as person_id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('seeker_id', '=', person))
    .union(here.db.selectFrom('supporter').select('person_id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('person_id', '=', person))
    .limit(1).executeTakeFirst();
  return row !== undefined || (await staffOf(here, programme)).some((one) => one.person === person);
}
