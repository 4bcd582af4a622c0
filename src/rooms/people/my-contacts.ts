import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { looksLikeEmail, normalEmail, normalPhone } from './address-forms.ts';
import { addContact, contactOf, removeContact } from './persons.ts';
import { openFor, sealFor } from './private-words.ts';
import { CODE_TRIES, LINK_MINUTES } from './rules.ts';
import { codeMark, codeTyped, newCode, sameHash } from './secrets.ts';
import { tellOwner } from './tell-owner.ts';
import { mayChangeWaysIn } from './ways-in.ts';

/**
 * Somebody names a new e-mail address of theirs. It counts only once the code sent to it was typed: until then it stands nowhere, so nobody can put
 * another person's address on their own account. The answer is the same whoever else may have it.
 */
export const addMyEmail = act({
  name: 'people.add-my-email',
  input: z.object({ email: z.string().max(254).refine(looksLikeEmail, 'people.sign-in.mistake.email') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { email }) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const me = inside.person();
    const address = normalEmail(email);
    const [id, code] = [inside.newId(), newCode()];
    await inside.db
      .insertInto('challenge')
      .values({
        org_id: inside.org, id, purpose: 'confirm-email', person_id: me, value: await sealFor(inside, me, `challenge/value/${id}`, address),
        about: JSON.stringify({ code: codeMark(inside.scene.house, id, code).toString('hex'), tries: 0 }), made_at: inside.now, ends_at: new Date(inside.now.getTime() + LINK_MINUTES * 60_000),
      })
      .execute();
    await writeNotice(inside, { person: me, kind: 'confirm-address', effect: `confirm-address/${id}`, rings: true, fills: { minutes: LINK_MINUTES }, secret: { path: '/me/confirm', code }, to: address });
    inside.announce('notices');
    return done({ asked: id });
  },
});

/** The code that came to the new address. From now on it is one's own, and the main one when there was none. */
export const confirmMyEmail = act({
  name: 'people.confirm-my-email',
  input: z.object({ asked: z.uuid(), code: z.string().transform(codeTyped).refine((code) => code.length === 8, 'people.sign-in.mistake.code') }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_person_per_email: 'address-taken' },
  async perform(inside, { asked, code }) {
    const { db, org, now } = inside;
    const me = inside.person();
    const row = await db.selectFrom('challenge').select(['value', 'about', 'ends_at', 'used_at']).where('org_id', '=', org).where('id', '=', asked).where('person_id', '=', me).where('purpose', '=', 'confirm-email').forUpdate().executeTakeFirst();
    const about = (row?.about ?? {}) as { code?: string; tries?: number };
    const tries = about.tries ?? 0;
    if (row === undefined || row.used_at !== null || row.ends_at <= now || tries >= CODE_TRIES) return refused('code-over');
    if (!sameHash(codeMark(inside.scene.house, asked, code), Buffer.from(about.code ?? '', 'hex'))) {
      await db.updateTable('challenge').set({ about: JSON.stringify({ ...about, tries: tries + 1 }) }).where('org_id', '=', org).where('id', '=', asked).execute();
      return done({ wrong: true as const }, 'wrong');
    }
    await db.updateTable('challenge').set({ used_at: now }).where('org_id', '=', org).where('id', '=', asked).execute();
    const address = await openFor(inside, me, `challenge/value/${asked}`, row.value);
    const id = await addContact(inside, me, { kind: 'email', value: address, confirmed: true });
    if (id !== undefined) await db.updateTable('contact').set({ confirmed_at: now }).where('org_id', '=', org).where('id', '=', id).where('confirmed_at', 'is', null).execute();
    inside.record({ name: 'people.contact-added', subject: { kind: 'person', id: me }, about: { kind: 'email' } });
    await tellOwner(inside, me, 'sign-in-changed');
    return done({ wrong: false as const });
  },
});

/** Names a telephone number. People reach people by it; nothing signs in by it, so it needs no code. */
export const addMyPhone = act({
  name: 'people.add-my-phone',
  input: z.object({ phone: z.string().trim().min(1, 'people.me.mistake.phone').max(60, 'people.me.mistake.phone'), careful: z.string().trim().max(300, 'people.me.mistake.long').default('') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { phone, careful }) {
    const organisation = await inside.db.selectFrom('organisation').select('country').where('org_id', '=', inside.org).executeTakeFirst();
    if (normalPhone(phone, organisation?.country ?? 'CA') === undefined) return refused('not-a-number');
    await addContact(inside, inside.person(), { kind: 'phone', value: phone, careful });
    inside.record({ name: 'people.contact-added', subject: { kind: 'person', id: inside.person() }, about: { kind: 'phone' } });
    return done();
  },
});

const which = z.object({ contact: z.uuid() });

/** Takes a way to reach one away. The last one stays: somebody must be able to answer. */
export const removeMyContact = act({
  name: 'people.remove-my-contact',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { contact }) {
    const { found, all } = await mine(inside, contact);
    if (found.kind === 'email') {
      const may = await mayChangeWaysIn(inside);
      if (may !== 'yes') return refused(may);
    }
    if (all.length === 1) return refused('last-contact');
    await removeContact(inside, contact);
    const next = all.find((one) => one.id !== contact && one.kind === found.kind);
    if (found.main && next !== undefined) await setMain(inside, next.id, found.kind);
    inside.record({ name: 'people.contact-removed', subject: { kind: 'person', id: inside.person() }, about: { kind: found.kind } });
    if (found.kind === 'email') await tellOwner(inside, inside.person(), 'sign-in-changed', false, found.confirmed ? [found.value] : []);
    return done();
  },
});

/** Chooses the address or number that is used first. */
export const makeMain = act({
  name: 'people.make-main',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { contact }) {
    const { found } = await mine(inside, contact);
    if (found.kind === 'email') {
      const may = await mayChangeWaysIn(inside);
      if (may !== 'yes') return refused(may);
    }
    await setMain(inside, contact, found.kind);
    return done();
  },
});

async function mine(inside: Inside, contact: string) {
  const all = await contactOf(inside, inside.person());
  const found = all.find(({ id }) => id === contact);
  return found === undefined ? absent() : { found, all };
}

async function setMain(inside: Inside, contact: string, kind: 'email' | 'phone'): Promise<void> {
  await inside.db
    .updateTable('contact').set({ main: sql<boolean>`id = ${contact}::uuid` })
    .where('org_id', '=', inside.org).where('person_id', '=', inside.person()).where('kind', '=', kind).where('removed_at', 'is', null).execute();
}
