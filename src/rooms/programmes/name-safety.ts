import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { act, type Inside } from '../../platform/act.ts';
import { holds, personOf } from '../../platform/actor.ts';
import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { absent, done } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { programmesOfActor } from './programme.ts';
import { NAMING_WAITS_HOURS } from './rules.ts';
import { type Duty, giveRole, type Team, teamOf } from './team.ts';
import { tellSafety } from './tell-safety.ts';

/** One of the two duties for safety. */
export type SafetyDuty = Extract<Duty, 'safety' | 'safety-backup'>;

/** Somebody who is named to answer for safety, and waits for a second yes or for the day. */
export interface SafetyNaming {
  readonly id: string;
  readonly duty: SafetyDuty;
  readonly name: string | undefined;
  readonly askedBy: string | undefined;
  readonly takesEffectAt: Date;
}

/** Those who answer for safety now, but the one who acts: any of them may be the second. Nobody: there is nobody to ask. */
export function seconds({ safety, safetyBackup }: Pick<Team, 'safety' | 'safetyBackup'>, actor: string | undefined): readonly string[] {
  return [safety, safetyBackup].filter((person): person is string => person !== null && person !== actor);
}

/** A step: names somebody, to take effect with a second yes or after the wait. An earlier naming for that duty that still waited is overtaken. Each second is told. */
export async function askForSafety(inside: Inside, { programme, person, duty, tell }: { programme: string; person: string; duty: SafetyDuty; tell: readonly string[] }): Promise<Date> {
  const { db, org, now } = inside;
  await db.updateTable('safety_naming').set({ ended_at: now, ended_how: 'overtaken' }).where('org_id', '=', org).where('programme_id', '=', programme).where('duty', '=', duty).where('ended_at', 'is', null).execute();
  const id = inside.newId();
  const takesEffectAt = new Date(now.getTime() + NAMING_WAITS_HOURS * 3_600_000);
  await db.insertInto('safety_naming').values({ org_id: org, id, programme_id: programme, person_id: person, duty, asked_by: inside.person(), asked_at: now, takes_effect_at: takesEffectAt }).execute();
  for (const to of tell) await writeNotice(inside, { person: to, programme, kind: 'safety-naming', effect: `safety-naming/${id}/${to}`, about: { kind: 'safety-naming', id } });
  inside.announce('notices');
  inside.record({ name: 'programmes.safety-named', subject: { kind: 'safety-naming', id }, programme, about: { duty } });
  return takesEffectAt;
}

/** The second word: yes, and it takes effect at once; or no, and nothing changes. By one who answers for safety now, never by who named or who is named. */
export const answerSafetyNaming = act({
  name: 'programmes.answer-safety-naming',
  input: z.object({ naming: z.uuid(), answer: z.enum(['yes', 'no']) }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { named_by_two_people: 'same-person' },
  subject: ({ naming }) => ({ kind: 'safety-naming', id: naming }),
  async perform(inside, { naming: id, answer }) {
    const { db, org, now } = inside;
    const row = await db.selectFrom('safety_naming').selectAll().where('org_id', '=', org).where('id', '=', id).where('ended_at', 'is', null).forUpdate().executeTakeFirst();
    if (row === undefined) return absent();
    const team = await teamOf(inside, row.programme_id);
    if (!answersNow(inside, row.programme_id, team)) return absent();
    await db.updateTable('safety_naming').set({ ended_at: now, ended_how: answer, answered_by: inside.person() }).where('org_id', '=', org).where('id', '=', id).execute();
    if (answer === 'yes') await takeEffect(inside, { ...row, duty: row.duty as SafetyDuty });
    inside.record({ name: 'programmes.safety-naming-answered', subject: { kind: 'safety-naming', id }, programme: row.programme_id, about: { answer } });
    return done();
  },
});

/** What waits for the second yes of whoever looks, in every programme in which they answer for safety. */
export const safetyNamings = view({
  name: 'programmes.safety-namings',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly (SafetyNaming & { readonly programme: Text })[]> {
    const found = [];
    for (const { id, name } of await programmesOfActor(looking, ['safety-lead'])) {
      if (!answersNow(looking, id, await teamOf(looking, id))) continue;
      for (const one of await namingsIn(looking, id)) if (one.asked !== looking.person() && one.person !== looking.person()) found.push({ ...one, programme: name });
    }
    return found;
  },
});

/** What waits in a programme, for those who see its team. */
export async function namingsIn(here: Looking, programme: string): Promise<readonly (SafetyNaming & { readonly asked: string; readonly person: string })[]> {
  const rows = await here.db.selectFrom('safety_naming').select(['id', 'duty', 'person_id', 'asked_by', 'takes_effect_at']).where('org_id', '=', here.org).where('programme_id', '=', programme).where('ended_at', 'is', null).orderBy('asked_at').execute();
  const names = await namesOf(here, rows.flatMap((row) => [row.person_id, row.asked_by]));
  return rows.map((row) => ({ id: row.id, duty: row.duty as SafetyDuty, name: names.get(row.person_id), askedBy: names.get(row.asked_by), takesEffectAt: row.takes_effect_at, asked: row.asked_by, person: row.person_id }));
}

/** Lets namings take effect that nobody answered in their time. Each once, however often this runs. @returns how many. */
export async function sweepSafetyNamings(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'safety-namings', async (inside) => {
    const due = await inside.db.selectFrom('safety_naming').selectAll().where('org_id', '=', org).where('ended_at', 'is', null).where('takes_effect_at', '<=', inside.now).limit(50).forUpdate().skipLocked().execute();
    for (const row of due) {
      await inside.db.updateTable('safety_naming').set({ ended_at: inside.now, ended_how: 'waited' }).where('org_id', '=', org).where('id', '=', row.id).execute();
      await takeEffect(inside, { ...row, duty: row.duty as SafetyDuty });
    }
    return due.length;
  });
}

function answersNow(here: Pick<Looking, 'actor'>, programme: string, team: Pick<Team, 'safety' | 'safetyBackup'>): boolean {
  return holds(here.actor, 'safety-lead', programme) && seconds(team, undefined).some((person) => person === personOf(here.actor));
}

/** Whoever left meanwhile is given nothing. */
async function takeEffect(inside: Inside, { programme_id: programme, person_id: person, duty }: { programme_id: string; person_id: string; duty: SafetyDuty }): Promise<void> {
  const here = await inside.db.selectFrom('person').select('id').where('org_id', '=', inside.org).where('id', '=', person).where('left_at', 'is', null).executeTakeFirst();
  if (here === undefined) return;
  const before = await teamOf(inside, programme);
  await giveRole(inside, { person, programme, role: 'safety-lead', duty });
  await tellSafety(inside, programme, before);
}
