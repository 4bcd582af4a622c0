import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeNotice } from '../../platform/notices.ts';
import { done } from '../../platform/outcome.ts';
import { lookupOf, looksLikeEmail, normalEmail } from './address-forms.ts';
import { findPersonByEmail } from './persons.ts';
import { LINK_MINUTES, LINKS_AN_HOUR } from './rules.ts';
import { codeMark, hashOf, newCode, newToken } from './secrets.ts';

/**
 * Somebody asks to sign in by e-mail. The answer, the work and the time are the same whether or not the address is known:
 * being a member here is itself a private fact. Gives back the id of the asking, which the browser keeps to type a code against.
 */
export const askForLink = act({
  name: 'people.ask-for-link',
  input: z.object({
    email: z.string().max(254).refine(looksLikeEmail, 'people.sign-in.mistake.email'),
    returnTo: z.string().max(300).default(''),
  }),
  may: () => true,

  async perform(inside, { email, returnTo }) {
    const { db, org, now, scene } = inside;
    const lookup = lookupOf(scene.house, org, 'email', normalEmail(email));
    const person = await findPersonByEmail(inside, email);
    const { count } = await db
      .selectFrom('sign_in_link')
      .select((e) => e.fn.countAll<string>().as('count'))
      .where('org_id', '=', org)
      .where('lookup', '=', lookup)
      .where('made_at', '>', new Date(now.getTime() - 3_600_000))
      .executeTakeFirstOrThrow();
    const token = newToken();
    const code = newCode();
    const id = inside.newId();
    await db
      .insertInto('sign_in_link')
      .values({
        org_id: org,
        id,
        lookup,
        person_id: person ?? null,
        token_hash: hashOf(token),
        code_hash: codeMark(scene.house, id, code),
        return_to: safeReturn(returnTo),
        made_at: now,
        ends_at: new Date(now.getTime() + LINK_MINUTES * 60_000),
      })
      .execute();
    const dropped = person === undefined ? 'unknown' : Number(count) >= LINKS_AN_HOUR ? 'too-many' : undefined;
    await writeNotice(inside, {
      person: person ?? null,
      kind: 'sign-in-link',
      effect: `sign-in-link/${id}`,
      rings: true,
      fills: { minutes: LINK_MINUTES },
      secret: { token, code },
      to: normalEmail(email),
      ...(dropped !== undefined && { dropped }),
    });
    inside.announce('notices');
    return done({ asked: id });
  },
});

/** Only an address of this site: a path with one slash at its head. */
export function safeReturn(path: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(path) && !path.startsWith('/sign-in') ? path : '';
}
