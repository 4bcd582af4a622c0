import type { Selectable } from 'kysely';
import { absent } from '../../platform/outcome.ts';
import { personOf } from '../../platform/actor.ts';
import type { Tables } from '../../platform/tables.ts';
import type { Here } from '../people/index.ts';
import { runs } from '../programmes/index.ts';

/** An application, as the one who applied and the programme's staff see it. */
export interface Application {
  readonly id: string;
  readonly programme: string;
  readonly person: string;
  readonly sheet: string;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decision: 'welcome' | 'not-now' | null;
  readonly withdrawnAt: Date | null;
}

/** A step on the way to becoming a supporter: done when, good until when (days, `YYYY-MM-DD`). Several of a kind may stand. */
export interface Clearance {
  readonly id: string;
  readonly kind: 'talk' | 'reference' | 'screening';
  readonly doneOn: string;
  readonly expiresOn: string | null;
}

/** A completed course: until the training room opens, a coordinator records it. */
export interface TrainingRecord {
  readonly id: string;
  readonly course: string;
  readonly completedOn: string;
  readonly expiresOn: string | null;
}

/** The application, for the one who applied or staff of its programme. @throws Absent for anybody else. */
export async function applicationOf(here: Here, id: string, { forUpdate = false } = {}): Promise<Application> {
  let query = here.db.selectFrom('application').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined || (here.actor.kind !== 'house' && personOf(here.actor) !== row.person_id && !runs(here.actor, row.programme_id))) return absent();
  return applicationFrom(row);
}

/** The newest clearances of somebody in a programme, in the order they were done. */
export async function clearancesOf(here: Here, programmeId: string, personId: string): Promise<readonly Clearance[]> {
  const rows = await here.db
    .selectFrom('clearance')
    .select(['id', 'kind', 'done_on', 'expires_on'])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('withdrawn_at', 'is', null)
    .orderBy('done_on')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, kind: row.kind as Clearance['kind'], doneOn: dayOf(row.done_on), expiresOn: row.expires_on === null ? null : dayOf(row.expires_on) }));
}

/** What training somebody completed in a programme. */
export async function trainingOf(here: Here, programmeId: string, personId: string): Promise<readonly TrainingRecord[]> {
  const rows = await here.db
    .selectFrom('training_record')
    .select(['id', 'course', 'completed_on', 'expires_on'])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('withdrawn_at', 'is', null)
    .orderBy('completed_on')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ id: row.id, course: row.course, completedOn: dayOf(row.completed_on), expiresOn: row.expires_on === null ? null : dayOf(row.expires_on) }));
}

/** A day as `YYYY-MM-DD`, however the driver gives it. */
export function dayOf(value: Date | string): string {
  if (typeof value === 'string') return value.slice(0, 10);
  return `${value.getFullYear()}-${String(value.getMonth() + 1).padStart(2, '0')}-${String(value.getDate()).padStart(2, '0')}`;
}

/** A stored application. */
export function applicationFrom(row: Selectable<Tables['application']>): Application {
  return {
    id: row.id, programme: row.programme_id, person: row.person_id, sheet: row.sheet_id, receivedAt: row.received_at, answeredAt: row.answered_at,
    decidedAt: row.decided_at, decision: row.decision as Application['decision'], withdrawnAt: row.withdrawn_at,
  };
}
