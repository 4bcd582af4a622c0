import { z } from 'zod';
import { type Actor, holds } from '../../platform/actor.ts';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { absent, done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { looksLikeEmail } from './address-forms.ts';
import { devicesOf, type SignedInDevice } from './devices.ts';
import { contactOf, findPersonByEmail } from './persons.ts';
import { namesOf } from './private-words.ts';
import { endAllOf } from './sessions.ts';
import { signedInLately } from './ways-in.ts';

const EVERYBODY = 'people.sign-everybody-out';

/** Whether the actor may end the sessions of others: those who administer the whole organisation. */
export function maySignOthersOut(actor: Actor): boolean {
  return holds(actor, 'administrator', null);
}

/**
 * An administrator signs somebody out everywhere: a telephone was lost, or somebody must be out at once (ASVS 7.4.5). Links on their way and known browsers are
 * worth nothing any more. They are told by letter; the answer is the same for an address that nobody here has.
 */
export const signSomebodyOut = act({
  name: 'people.sign-somebody-out',
  input: z.object({ email: z.string().max(254).refine(looksLikeEmail, 'people.sign-in.mistake.email') }),
  may: ({ actor }) => maySignOthersOut(actor),
  async perform(inside, { email }) {
    const person = await findPersonByEmail(inside, email);
    if (person === undefined) return done({ here: false });
    await signOutEverywhere(inside, person);
    return done({ here: inside.actor.kind === 'person' && inside.actor.person === person });
  },
});

/** The same for a member whom the administrator has before them, on their page on the desk. Whoever has no e-mail address gets no letter. */
export const signMemberOut = act({
  name: 'people.sign-member-out',
  input: z.object({ person: z.uuid() }),
  may: ({ actor }) => maySignOthersOut(actor),
  async perform(inside, { person }) {
    const row = await inside.db.selectFrom('person').select('id').where('org_id', '=', inside.org).where('id', '=', person).where('erased_at', 'is', null).executeTakeFirst();
    if (row === undefined) return absent();
    await signOutEverywhere(inside, person);
    return done({ here: inside.person() === person });
  },
});

async function signOutEverywhere(inside: Inside, person: string): Promise<void> {
  await endAllOf(inside, person);
  for (const { value } of (await contactOf(inside, person)).filter(({ kind, confirmed }) => kind === 'email' && confirmed)) {
    await writeNotice(inside, { person, kind: 'signed-out', effect: `signed-out/${inside.newId()}`, to: value });
  }
  inside.announce('notices');
  inside.record({ name: 'people.signed-out-by-administrator', subject: { kind: 'person', id: person } });
}

/** An administrator signs everybody of the organisation out, themselves too: for when somebody may have got in (ASVS 7.4.5). Each sees it under “Where I am signed in”. */
export const signEverybodyOut = act({
  name: EVERYBODY,
  input: z.object({ sure: z.boolean().refine((ticked) => ticked, 'people.sessions.mistake.sure') }),
  may: ({ actor }) => maySignOthersOut(actor),
  async perform(inside) {
    const { db, org, now } = inside;
    await db.updateTable('sign_in_link').set({ used_at: now }).where('org_id', '=', org).where('used_at', 'is', null).execute();
    await db.updateTable('session').set({ ended_at: now }).where('org_id', '=', org).where('ended_at', 'is', null).execute();
    inside.record({ name: 'people.everybody-signed-out', subject: { kind: 'organisation', id: org } });
    return done();
  },
});

/** Where I am signed in; whether I may end others of my sessions in this one; and when an administrator ended all of them, the latest first. */
export interface MySessions {
  readonly devices: readonly SignedInDevice[];
  readonly fresh: boolean;
  /** Whether the reader may end the sessions of others. */
  readonly signsOthersOut: boolean;
  readonly ended: readonly { readonly at: Date; readonly all: boolean; readonly by: string | undefined }[];
}

/** The page for signing others out, there for administrators alone; and the member they came from, by the name they chose. */
export const signingOthersOut = view({
  name: 'people.signing-others-out',
  input: z.object({ person: z.uuid().optional() }),
  may: ({ actor }) => maySignOthersOut(actor),
  async load(looking, { person }): Promise<{ readonly member: { readonly id: string; readonly name: string | undefined } | undefined }> {
    return { member: person === undefined ? undefined : { id: person, name: (await namesOf(looking, [person])).get(person) } };
  },
});

const TOLD_DAYS = 30;

/** My sessions, for my own page. */
export const mySessions = view({
  name: 'people.my-sessions',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<MySessions> {
    const { db, org, now } = looking;
    const rows = await db
      .selectFrom('trail').select(['at', 'act', 'actor_id']).where('org_id', '=', org).where('outcome', '=', 'done').where('at', '>', new Date(now.getTime() - TOLD_DAYS * 86_400_000))
      .where('subject_id', 'in', [looking.person(), org]).where('act', 'in', ['people.sign-somebody-out', 'people.sign-member-out', EVERYBODY])
      .orderBy('at', 'desc').limit(3).execute();
    const names = await namesOf(looking, rows.map(({ actor_id }) => actor_id));
    return {
      devices: await devicesOf(looking), fresh: await signedInLately(looking), signsOthersOut: maySignOthersOut(looking.actor),
      ended: rows.map(({ at, act: what, actor_id }) => ({ at, all: what === EVERYBODY, by: names.get(actor_id ?? '') })),
    };
  },
});
