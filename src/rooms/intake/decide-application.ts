import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { giveRole, runs, programmeOf } from '../programmes/index.ts';
import { keepPromise, withdrawPromise } from '../promises/index.ts';
import { type Application, applicationOf } from './applications.ts';
import { answersOn } from './sheets.ts';
import { addSupporter } from './supporters.ts';

const day = z.iso.date('intake.mistake.date');
const laterDay = z.union([z.literal('').transform(() => null), day]).default(null);
const about = ({ application }: { application: string }) => ({ kind: 'application', id: application });

/** Staff answered an application: wrote, phoned or met. Keeps its promise. */
export async function answerApplication(inside: Inside, id: string, how: string): Promise<void> {
  const application = await forStaff(inside, id);
  if (application.answeredAt === null) {
    await inside.db.updateTable('application').set({ answered_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', id).execute();
  }
  await keepPromise(inside, { subjectId: id, kind: 'application-answer', how });
  inside.record({ name: 'intake.application-answered', subject: about({ application: id }), programme: application.programme });
}

/** Records a talk, a reference or a screening: on which day, and until when it counts. Both sides see the step. */
export const recordClearance = act({
  name: 'intake.record-clearance',
  input: z.object({ programme: z.uuid(), person: z.uuid(), kind: z.enum(['talk', 'reference', 'screening']), doneOn: day, expiresOn: laterDay }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person, kind, doneOn, expiresOn }) {
    if (!(await isAround(inside, programme, person))) return absent();
    if (expiresOn !== null && expiresOn <= doneOn) return refused('expires-before-done');
    await inside.db
      .insertInto('clearance')
      .values({ org_id: inside.org, id: inside.newId(), programme_id: programme, person_id: person, kind, done_on: doneOn, expires_on: expiresOn, recorded_by: inside.person(), recorded_at: inside.now })
      .execute();
    inside.record({ name: 'intake.clearance-recorded', subject: { kind: 'person', id: person }, programme, about: { kind } });
    return done();
  },
});

/** Records a completed course with its expiry (F6: nobody is proposed without the programme's training). */
export const recordTraining = act({
  name: 'intake.record-training',
  input: z.object({ programme: z.uuid(), person: z.uuid(), course: z.string().min(1, 'intake.mistake.course').max(100), completedOn: day, expiresOn: laterDay }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person, course, completedOn, expiresOn }) {
    if (!(await isAround(inside, programme, person))) return absent();
    if (expiresOn !== null && expiresOn <= completedOn) return refused('expires-before-done');
    await inside.db
      .insertInto('training_record')
      .values({ org_id: inside.org, id: inside.newId(), programme_id: programme, person_id: person, course, completed_on: completedOn, expires_on: expiresOn, recorded_by: inside.person(), recorded_at: inside.now })
      .execute();
    inside.record({ name: 'intake.training-recorded', subject: { kind: 'person', id: person }, programme, about: { course } });
    return done();
  },
});

/** Welcomes an applicant as a peer supporter, or says "not now". A "not now" keeps the door open: they may apply again. */
export const decideApplication = act({
  name: 'intake.decide-application',
  input: z.object({ application: z.uuid(), decision: z.enum(['welcome', 'not-now']), capacity: z.coerce.number().int().min(0).max(20).optional() }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_supporter_per_person: 'already-supporter' },
  subject: about,
  async perform(inside, { application: id, decision, capacity }) {
    const application = await forStaff(inside, id);
    if (application.decidedAt !== null || application.withdrawnAt !== null) return refused('already-decided');
    await inside.db
      .updateTable('application')
      .set({ decided_at: inside.now, decided_by: inside.person(), decision, answered_at: application.answeredAt ?? inside.now })
      .where('org_id', '=', inside.org)
      .where('id', '=', id)
      .execute();
    await keepPromise(inside, { subjectId: id, kind: 'application-answer', how: decision });
    if (decision === 'welcome') await welcome(inside, application, capacity);
    inside.record({ name: decision === 'welcome' ? 'intake.applicant-welcomed' : 'intake.applicant-declined', subject: about({ application: id }), programme: application.programme });
    return done();
  },
});

/** Whoever applied takes it back. */
export const withdrawApplication = act({
  name: 'intake.withdraw-application',
  input: z.object({ application: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { application: id }) {
    const application = await applicationOf(inside, id, { forUpdate: true });
    if (personOf(inside.actor) !== application.person) return absent();
    if (application.decidedAt !== null || application.withdrawnAt !== null) return refused('already-decided');
    await inside.db.updateTable('application').set({ withdrawn_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    await withdrawPromise(inside, { subjectId: id });
    inside.record({ name: 'intake.application-withdrawn', subject: about({ application: id }), programme: application.programme });
    return done();
  },
});

async function welcome(inside: Inside, application: Application, capacity: number | undefined): Promise<void> {
  const programme = await programmeOf(inside, application.programme);
  const answers = await answersOn(inside, application.sheet);
  const own = answers.get('sup-capacity')?.coded.number;
  const start = programme.capacity.start;
  await addSupporter(inside, {
    programme: application.programme,
    person: application.person,
    sheet: application.sheet,
    capacity: capacity ?? (own === undefined ? start : Math.min(own, start)),
    restDays: programme.capacity.restDaysBetween,
  });
  await giveRole(inside, { person: application.person, programme: application.programme, role: 'supporter' });
}

async function forStaff(inside: Inside, id: string): Promise<Application> {
  const application = await applicationOf(inside, id, { forUpdate: true });
  return runs(inside.actor, application.programme) ? application : absent();
}

/** Whether somebody applied to, or supports in, this programme: nothing is recorded about strangers to it. */
async function isAround(inside: Inside, programme: string, person: string): Promise<boolean> {
  const row = await inside.db
    .selectFrom('application')
    .select('id')
    .where('org_id', '=', inside.org)
    .where('programme_id', '=', programme)
    .where('person_id', '=', person)
    .union(inside.db.selectFrom('supporter').select('id').where('org_id', '=', inside.org).where('programme_id', '=', programme).where('person_id', '=', person))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
