import type { Inside } from '../../platform/inside.ts';
import { withdrawPromise } from '../promises/index.ts';

/** A step for leaving: this person's waiting requests and applications are taken back, half-written ones with them, and their supporting ends. */
export async function leaveIntake(inside: Inside, person: string): Promise<void> {
  const { db, org, now } = inside;
  const requests = await db
    .updateTable('support_request').set({ withdrawn_at: now })
    .where('org_id', '=', org).where('person_id', '=', person).where('withdrawn_at', 'is', null).where('closed_at', 'is', null).where('matched_at', 'is', null)
    .returning(['id', 'programme_id']).execute();
  for (const { id, programme_id } of requests) {
    await withdrawPromise(inside, { subjectId: id });
    inside.record({ name: 'intake.request-withdrawn', subject: { kind: 'support-request', id }, programme: programme_id });
  }
  const applications = await db
    .updateTable('application').set({ withdrawn_at: now })
    .where('org_id', '=', org).where('person_id', '=', person).where('withdrawn_at', 'is', null).where('decided_at', 'is', null)
    .returning(['id', 'programme_id']).execute();
  for (const { id, programme_id } of applications) {
    await withdrawPromise(inside, { subjectId: id });
    inside.record({ name: 'intake.application-withdrawn', subject: { kind: 'application', id }, programme: programme_id });
  }
  await db.updateTable('supporter').set({ ended_at: now }).where('org_id', '=', org).where('person_id', '=', person).where('ended_at', 'is', null).execute();
  await db.updateTable('sheet').set({ resume_hash: null, visitor: null }).where('org_id', '=', org).where('person_id', '=', person).execute();
}
