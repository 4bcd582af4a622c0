import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { normalEmail } from './address-forms.ts';
import { LINK_MINUTES, LINKS_AN_HOUR } from './rules.ts';
import { codeMark, hashOf, newCode, newToken } from './secrets.ts';

/** Who asks to be let in by a letter: the keyed hash of the address, whose it is (undefined for nobody's), and where they were headed (a path of this site). */
export interface LinkAsked {
  readonly email: string;
  readonly lookup: Buffer;
  readonly person: string | undefined;
  readonly returnTo: string;
}

/**
 * Writes one more link and code for an address and lets the letter go: to nobody when the address is unknown, and to nobody beyond LINKS_AN_HOUR. The work is
 * the same in every case. Gives the id of the asking.
 */
export async function mailLink(inside: Inside, { email, lookup, person, returnTo }: LinkAsked): Promise<string> {
  const { db, org, now, scene } = inside;
  const { count } = await db
    .selectFrom('sign_in_link')
    .select((e) => e.fn.countAll<string>().as('count'))
    .where('org_id', '=', org)
    .where('lookup', '=', lookup)
    .where('made_at', '>', new Date(now.getTime() - 3_600_000))
    .executeTakeFirstOrThrow();
  const [token, code, id] = [newToken(), newCode(), inside.newId()];
  await db
    .insertInto('sign_in_link')
    .values({
      org_id: org, id, lookup, person_id: person ?? null, token_hash: hashOf(token), code_hash: codeMark(scene.house, id, code), return_to: returnTo,
      made_at: now, ends_at: new Date(now.getTime() + LINK_MINUTES * 60_000),
    })
    .execute();
  const dropped = person === undefined ? 'unknown' : Number(count) >= LINKS_AN_HOUR ? 'too-many' : undefined;
  await writeNotice(inside, {
    person: person ?? null, kind: 'sign-in-link', effect: `sign-in-link/${id}`, rings: true, fills: { minutes: LINK_MINUTES }, secret: { token, code },
    to: normalEmail(email), ...(dropped !== undefined && { dropped }),
  });
  inside.announce('notices');
  return id;
}
