import { z } from 'zod';
import { act, type Inside } from '../../platform/act.ts';
import { writeNotice } from '../../platform/notices.ts';
import { done, refused } from '../../platform/outcome.ts';
import { attemptKey, countFailure, forgetFailures, waitOf } from './attempts.ts';
import { isBreached } from './breached-passwords.ts';
import { lookupOf, looksLikeEmail, normalEmail } from './address-forms.ts';
import { safeReturn } from './ask-for-link.ts';
import { letIn } from './let-in.ts';
import { hashPassword, passwordFits } from './password-hash.ts';
import { whyTooEasy } from './password-rules.ts';
import { contactOf, findPersonByEmail } from './persons.ts';
import { namesOf } from './private-words.ts';
import { LINK_MINUTES } from './rules.ts';
import { codeMark, hashOf, newCode, newToken } from './secrets.ts';
import { markOf } from './sessions.ts';
import { tellOwner } from './tell-owner.ts';
import { atDevice } from './use-link.ts';
import { mayChangeWaysIn, mayResetPassword } from './ways-in.ts';

const typed = z.string().max(1000, 'people.password.mistake.long');

/**
 * Sets or changes one's password: 12 signs or more, any signs, no rule about kinds of signs; only what everybody tries first is refused (ASVS 6.2). Whoever has
 * one names it (6.2.3); whoever forgot it does without it first (`removePassword`).
 */
export const setPassword = act({
  name: 'people.set-password',
  input: z.object({ password: typed.refine((given) => [...given].length >= 12, 'people.password.mistake.short'), current: typed.default('') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { password, current }) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const me = inside.person();
    const before = await inside.db.selectFrom('password').select('hash').where('org_id', '=', inside.org).where('person_id', '=', me).executeTakeFirst();
    const key = attemptKey('own-password', me);
    const seconds = await waitOf(inside, key);
    if (seconds > 0) return refused('wait', { seconds });
    if (before !== undefined && !(await passwordFits(current, before.hash))) {
      await countFailure(inside, key);
      return done({ wrong: true }, 'wrong');
    }
    const own = [(await namesOf(inside, [me])).get(me) ?? '', ...(await contactOf(inside, me)).map(({ value }) => value), ...(await wordsOfThisPlace(inside))];
    if (whyTooEasy(password, own) !== undefined || (await isBreached(password))) return refused('too-easy');
    await forgetFailures(inside, key);
    const kept = { hash: await hashPassword(password), set_at: inside.now };
    await inside.db
      .insertInto('password')
      .values({ org_id: inside.org, person_id: me, ...kept })
      .onConflict((conflict) => conflict.columns(['org_id', 'person_id']).doUpdateSet(kept))
      .execute();
    inside.record({ name: 'people.password-set', subject: { kind: 'person', id: me } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done({ wrong: false });
  },
});

/** What everybody here could guess: this program's name, the organisation's, its address and its programmes' (ASVS 6.1.2, 6.2.11; docs/security/rules.md). */
async function wordsOfThisPlace({ db, org, scene }: Inside): Promise<readonly string[]> {
  const organisation = await db.selectFrom('organisation').select('name').where('org_id', '=', org).executeTakeFirst();
  const programmes = await db.selectFrom('programme').select('slug').where('org_id', '=', org).limit(50).execute();
  return ['companionway', organisation?.name ?? '', new URL(scene.house.config.publicUrl).hostname, ...programmes.map(({ slug }) => slug)];
}

/** Does without a password again; the way for whoever forgot it. It steps around no second factor (ASVS 6.4.3). */
export const removePassword = act({
  name: 'people.remove-password',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    if (!(await mayResetPassword(inside))) return refused('second-step-first');
    await inside.db.deleteFrom('password').where('org_id', '=', inside.org).where('person_id', '=', inside.person()).execute();
    inside.record({ name: 'people.password-removed', subject: { kind: 'person', id: inside.person() } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done();
  },
});

/**
 * Signs in with e-mail and password. On a device we know that is enough; on another one a code goes to the mailbox as well.
 * Whether an address is known, has a password or has none: the same statements, the same work, the same answer.
 */
export const usePassword = act({
  name: 'people.use-password',
  input: atDevice.extend({ email: z.string().max(254).refine(looksLikeEmail, 'people.sign-in.mistake.email'), password: typed, returnTo: z.string().max(300).default('') }),
  may: () => true,
  async perform(inside, { email, password, shared, device, returnTo }) {
    const { db, org } = inside;
    const lookup = lookupOf(inside.scene.house, org, 'email', normalEmail(email));
    const key = attemptKey('password', lookup.toString('hex'));
    const seconds = await waitOf(inside, key);
    if (seconds > 0) return refused('wait', { seconds });
    const person = await findPersonByEmail(inside, email);
    const nobody = '00000000-0000-0000-0000-000000000000';
    const kept = await db.selectFrom('password').select('hash').where('org_id', '=', org).where('person_id', '=', person ?? nobody).executeTakeFirst();
    const fits = await passwordFits(password, kept?.hash);
    if (!fits || person === undefined) {
      await countFailure(inside, key);
      return done({ is: 'wrong' as const }, 'wrong');
    }
    await forgetFailures(inside, key);
    if (!shared && (await isKnown(inside, person))) return done({ is: 'in' as const, returnTo: safeReturn(returnTo), ...(await letIn(inside, { person, proof: 'password', shared, device })) });

    const [token, code, id] = [newToken(), newCode(), inside.newId()];
    const ends = new Date(inside.now.getTime() + LINK_MINUTES * 60_000);
    await db
      .insertInto('sign_in_link')
      .values({
        org_id: org, id, lookup, person_id: person, purpose: 'after-password', token_hash: hashOf(token), code_hash: codeMark(inside.scene.house, id, code),
        return_to: safeReturn(returnTo), made_at: inside.now, ends_at: ends,
      })
      .execute();
    await writeNotice(inside, {
      person, kind: 'sign-in-link', effect: `sign-in-link/${id}`, rings: true, fills: { minutes: LINK_MINUTES }, secret: { token, code }, to: normalEmail(email),
    });
    inside.announce('notices');
    return done({ is: 'code' as const, asked: id }, 'code');
  },
});

/** Whether this browser signed this person in before, on a device of their own. */
async function isKnown(inside: Parameters<typeof markOf>[0], person: string): Promise<boolean> {
  const mark = markOf(inside);
  if (mark === null) return false;
  const row = await inside.db
    .selectFrom('session').select('id').where('org_id', '=', inside.org).where('person_id', '=', person).where('mark', '=', mark).where('proof', '<>', 'begun')
    .where((e) => e.or([e('history_from', 'is', null), e('history_from', '<=', inside.now)])).limit(1).executeTakeFirst();
  return row !== undefined;
}
