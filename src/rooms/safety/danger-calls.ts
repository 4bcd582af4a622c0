import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Contact, contactOf, type Here, namesOf } from '../people/index.ts';
import { isStaff, staffOf, type Team, teamOf } from '../programmes/index.ts';
import { giveTo } from './clocks.ts';
import { DANGER, NEXT_CALL_MINUTES } from './rules.ts';
import { mayAnswer, writeNote } from './who-answers.ts';

/** One person on the list of a danger call. */
export interface DangerCall {
  readonly id: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly phones: readonly Pick<Contact, 'id' | 'value' | 'careful'>[];
  readonly calledAt: Date | null;
  readonly calledBy: string | undefined;
  readonly ended: 'answered' | 'nobody' | null;
}

/**
 * A step: writes down who is called when somebody is in danger now: the two on safety duty, who was brought in beside them, the lead, the
 * administrators; never anybody it is kept from. The first is told at once, through quiet hours. Facts: `safety.danger-call` {to}.
 */
export async function beginDangerCalls(inside: Inside, concern: { id: string; programme: string; keptFrom: readonly string[]; alsoFor: readonly string[] }): Promise<void> {
  const team = await teamOf(inside, concern.programme);
  const administrators = (await staffOf(inside, concern.programme)).filter(({ role }) => role === 'administrator').map(({ person }) => person);
  const raiser = personOf(inside.actor);
  const all = new Set([team.safety, team.safetyBackup, ...concern.alsoFor, team.lead, ...administrators]);
  const called = [...all].filter((person): person is string => person !== null && person !== raiser && !concern.keptFrom.includes(person));
  for (const [position, person] of called.entries()) {
    await inside.db.insertInto('danger_call').values({ org_id: inside.org, id: inside.newId(), concern_id: concern.id, person_id: person, position }).execute();
  }
  await tellNext(inside, concern.id, concern.programme);
}

/** A step: tells the next person on the list who was not told yet, and sets the moment for the one after. */
export async function tellNext(inside: Inside, concern: string, programme: string | null): Promise<void> {
  const { db, org, now } = inside;
  const next = await db.selectFrom('danger_call').select(['id', 'person_id']).where('org_id', '=', org).where('concern_id', '=', concern).where('told_at', 'is', null).where('ended', 'is', null).orderBy('position').executeTakeFirst();
  const again = next === undefined ? null : new Date(now.getTime() + NEXT_CALL_MINUTES * 60_000);
  await db.updateTable('concern').set({ next_call_at: again }).where('org_id', '=', org).where('id', '=', concern).execute();
  if (next === undefined) return;
  await db.updateTable('danger_call').set({ told_at: now }).where('org_id', '=', org).where('id', '=', next.id).execute();
  inside.record({ name: 'safety.danger-call', subject: { kind: 'danger', id: concern }, programme, about: { to: next.person_id } });
}

/** The list of one concern, in the order to call. */
export async function dangerCallsOf(here: Here, concern: string): Promise<readonly DangerCall[]> {
  const rows = await here.db.selectFrom('danger_call').selectAll().where('org_id', '=', here.org).where('concern_id', '=', concern).orderBy('position').execute();
  const names = await namesOf(here, rows.flatMap((row) => [row.person_id, row.called_by]));
  const calls: DangerCall[] = [];
  for (const row of rows) {
    const phones = (await contactOf(here, row.person_id)).filter(({ kind }) => kind === 'phone').map(({ id, value, careful }) => ({ id, value, careful }));
    calls.push({ id: row.id, person: row.person_id, name: names.get(row.person_id), phones, calledAt: row.called_at, calledBy: names.get(row.called_by ?? ''), ended: row.ended as DangerCall['ended'] });
  }
  return calls;
}

/** A danger call as staff of the programme see it: whom to ring. Not a word of the concern, nor whom it is about. */
export interface DangerSeen {
  readonly concern: string;
  readonly raisedAt: Date;
  readonly takenAt: Date | null;
  readonly takenBy: string | undefined;
  readonly closed: boolean;
  readonly calls: readonly DangerCall[];
  /** Whether the reader may open the concern itself. */
  readonly mayOpen: boolean;
}

/** Who rings whom, until a person answers: for staff of the programme, coordinators too, and for nobody it is kept from. */
export const dangerCall = view({
  name: 'safety.danger-call',
  input: z.object({ concern: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { concern }): Promise<DangerSeen> {
    const { row, team } = await callFor(looking, concern);
    return {
      concern, raisedAt: row.raised_at, takenAt: row.taken_at, takenBy: (await namesOf(looking, [row.taken_by])).get(row.taken_by ?? ''), closed: row.closed_at !== null,
      calls: await dangerCallsOf(looking, concern), mayOpen: mayAnswer(looking.actor, row, team),
    };
  },
});

/** “I rang them”: they answered and have it, or nobody answered and the next one is told. */
export const noteDangerCall = act({
  name: 'safety.note-danger-call',
  input: z.object({ concern: z.uuid(), call: z.uuid(), ended: z.enum(['answered', 'nobody']) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ concern }) => ({ kind: 'danger', id: concern }),
  async perform(inside, { concern, call, ended }) {
    const { row, team } = await callFor(inside, concern, { forUpdate: true });
    if (row.closed_at !== null) return refused('closed');
    if (row.taken_at !== null) return refused('already-taken');
    const rung = await inside.db
      .updateTable('danger_call')
      .set({ called_at: inside.now, called_by: inside.person(), ended, told_at: inside.now })
      .where('org_id', '=', inside.org).where('concern_id', '=', concern).where('id', '=', call)
      .returning('person_id').executeTakeFirst();
    if (rung === undefined) return absent();
    if (ended === 'answered') await putIntoHands(inside, { ...row, team }, rung.person_id);
    else await tellNext(inside, concern, row.programme_id);
    inside.announce('concerns');
    return done();
  },
});

/** A step: they have it, and can open it. Whoever is not on safety duty is brought in beside them: nobody can act on what they may not read. */
async function putIntoHands(inside: Inside, concern: { id: string; programme_id: string; level: string; also_for: readonly string[]; team: Pick<Team, 'safety' | 'safetyBackup'> }, person: string): Promise<void> {
  const { id, also_for, team } = concern;
  if (![team.safety, team.safetyBackup, ...also_for].includes(person)) {
    await inside.db.updateTable('concern').set({ also_for: [...also_for, person] }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    await writeNote(inside, id, 'answered-call');
  }
  await giveTo(inside, concern, person);
}

async function callFor(here: Here, concern: string, { forUpdate = false } = {}) {
  let query = here.db
    .selectFrom('concern').select(['id', 'programme_id', 'level', 'raised_at', 'taken_at', 'taken_by', 'closed_at', 'kept_from', 'also_for'])
    .where('org_id', '=', here.org).where('id', '=', concern)
    .where((e) => e.exists(e.selectFrom('danger_call').select('danger_call.id').whereRef('danger_call.concern_id', '=', 'concern.id').where('danger_call.org_id', '=', here.org)));
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  const reader = personOf(here.actor);
  // One that was found to be less than danger before anybody had it is no danger to be rung about any more.
  if (row !== undefined && row.level !== DANGER && row.taken_at === null) return absent();
  if (row === undefined || row.programme_id === null || reader === undefined || row.kept_from.includes(reader) || !isStaff(here.actor, row.programme_id)) return absent();
  return { row: { ...row, programme_id: row.programme_id }, team: await teamOf(here, row.programme_id) };
}
