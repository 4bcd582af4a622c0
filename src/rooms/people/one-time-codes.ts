import { Secret, TOTP } from 'otpauth';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { attemptKey, countFailure, forgetFailures, waitOf } from './attempts.ts';
import { type Here, openFor, sealFor } from './private-words.ts';
import { codeTyped } from './secrets.ts';
import { beginSession, endSessions, holdsStaffRole } from './sessions.ts';
import { tellOwner } from './tell-owner.ts';
import { mayChangeWaysIn } from './ways-in.ts';

/** An app shows each code for this long. */
const STEP_MS = 30_000;

const code = z.string().transform(codeTyped).refine((typed) => typed.length === 6, 'people.second-step.mistake.code');

/** What an authenticator app is told: as a link for a QR code, and as words to type. Only while it is being set up. */
export interface OneTimeSetUp {
  readonly state: 'none' | 'begun' | 'confirmed';
  readonly uri?: string;
  readonly words?: string;
}

/** How somebody's one-time codes stand. The secret is shown only until it is confirmed. */
export const oneTimeSetUp = view({
  name: 'people.one-time-set-up',
  input: z.object({ label: z.string().max(100) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { label }): Promise<OneTimeSetUp> {
    const row = await secretOf(looking, looking.person());
    if (row === undefined) return { state: 'none' };
    if (row.confirmedAt !== null) return { state: 'confirmed' };
    const uri = new TOTP({ issuer: label, label: 'Companionway', secret: Secret.fromBase32(row.secret) }).toString();
    return { state: 'begun', uri, words: row.secret.replace(/(.{4})(?=.)/g, '$1 ') };
  },
});

/** Begins one-time codes: a fresh secret, of no use until the first code proves that the app has it. */
export const beginOneTimeCodes = act({
  name: 'people.begin-one-time-codes',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const person = inside.person();
    const before = await secretOf(inside, person);
    if (before?.confirmedAt != null) return refused('already-set-up');
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    if (before !== undefined) return done();
    const secret = new Secret({ size: 20 }).base32;
    await inside.db
      .insertInto('one_time_secret')
      .values({ org_id: inside.org, person_id: person, secret: await sealFor(inside, person, `one_time_secret/secret/${person}`, secret), made_at: inside.now })
      .execute();
    return done();
  },
});

/**
 * The second step: a code of the app. The first one also confirms the set-up. A code counts once (ASVS 6.5.1) and only within its own half minute (6.5.5); one that
 * has just gone by is `late`, no guess, and held against nobody. Wrong ones slow down, and never lock.
 * The session goes on under a new token.
 */
export const giveSecondStep = act({
  name: 'people.give-second-step',
  input: z.object({ code }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { code: typed }) {
    const person = inside.person();
    const kept = await secretOf(inside, person, { forUpdate: true });
    if (kept === undefined) return refused('not-set-up');
    // A first code makes a new way in, so it asks for what every new way in asks for; later ones do not.
    const may = kept.confirmedAt === null ? await mayChangeWaysIn(inside) : 'yes';
    if (may !== 'yes') return refused(may);
    const key = attemptKey('second-step', person);
    const seconds = await waitOf(inside, key);
    if (seconds > 0) return refused('wait', { seconds });
    const app = new TOTP({ secret: Secret.fromBase32(kept.secret) });
    const now = inside.now.getTime();
    const step = Math.floor(now / STEP_MS);
    if (app.validate({ token: typed, window: 0, timestamp: now }) === null || step <= kept.lastStep) {
      const late = step - 1 > kept.lastStep && app.validate({ token: typed, window: 0, timestamp: now - STEP_MS }) !== null;
      if (!late) await countFailure(inside, key);
      return done({ wrong: true as const, late }, 'wrong');
    }
    await inside.db
      .updateTable('one_time_secret')
      .set({ last_step: step, confirmed_at: kept.confirmedAt ?? inside.now })
      .where('org_id', '=', inside.org)
      .where('person_id', '=', person)
      .execute();
    await forgetFailures(inside, key);
    if (kept.confirmedAt === null) await tellOwner(inside, person, 'sign-in-changed');
    const session = await stronger(inside, person);
    inside.record({ name: 'people.second-step-given', subject: { kind: 'person', id: person } });
    return done({ wrong: false as const, ...session });
  },
});

/** Does without the app's codes again. Who looks after other people's affairs needs a passkey instead. */
export const removeOneTimeCodes = act({
  name: 'people.remove-one-time-codes',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const me = inside.person();
    const passkey = await inside.db.selectFrom('passkey').select('id').where('org_id', '=', inside.org).where('person_id', '=', me).where('removed_at', 'is', null).limit(1).executeTakeFirst();
    if (passkey === undefined && (await holdsStaffRole(inside, me))) return refused('needed-second-step');
    await inside.db.deleteFrom('one_time_secret').where('org_id', '=', inside.org).where('person_id', '=', me).execute();
    inside.record({ name: 'people.one-time-codes-removed', subject: { kind: 'person', id: me } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done();
  },
});

/** The same session under a new token, with the second step given. */
export async function stronger(inside: Inside, person: string) {
  const { actor } = inside;
  const old = actor.kind === 'person'
    ? await inside.db.selectFrom('session').select(['device', 'shared_device', 'mark']).where('org_id', '=', inside.org).where('id', '=', actor.session).executeTakeFirst()
    : undefined;
  if (actor.kind === 'person') await endSessions(inside, { person, only: actor.session });
  return beginSession(inside, {
    person, proof: actor.kind === 'person' ? actor.proof : 'link', secondStep: true, shared: old?.shared_device ?? false, device: old?.device ?? '', mark: old?.mark ?? null,
  });
}

async function secretOf(here: Here, person: string, { forUpdate = false } = {}) {
  let query = here.db.selectFrom('one_time_secret').select(['secret', 'last_step', 'confirmed_at']).where('org_id', '=', here.org).where('person_id', '=', person);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  return { secret: await openFor(here, person, `one_time_secret/secret/${person}`, row.secret), lastStep: Number(row.last_step), confirmedAt: row.confirmed_at };
}
