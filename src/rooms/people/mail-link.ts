import { sql } from 'kysely';
import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { normalEmail } from './address-forms.ts';
import { LINK_MINUTES, LINK_PAUSE_MINUTES, LINKS_AN_HOUR } from './rules.ts';
import { codeMark, hashOf, newCode, newToken } from './secrets.ts';

/** Who asks to be let in by a letter: the keyed hash of the address, whose it is (undefined for nobody's), and where they were headed (a path of this site). */
export interface LinkAsked {
  readonly email: string;
  readonly lookup: Buffer;
  readonly person: string | undefined;
  readonly returnTo: string;
}

/**
 * Writes one more link and code for an address and lets the letter go: to nobody when the address is unknown, and not at once when LINKS_AN_HOUR have gone to it.
 * Then one goes in LINK_PAUSE_MINUTES, whoever asks: with nothing at all, anybody who asks often enough in somebody's name would keep them out (ASVS 6.1.1). The
 * work is the same in every case. Gives the id of the asking.
 */
export async function mailLink(inside: Inside, { email, lookup, person, returnTo }: LinkAsked): Promise<string> {
  const { db, org, now, scene } = inside;
  const { count, last } = await db
    .selectFrom('sign_in_link')
    .innerJoin('notice', (join) => join.onRef('notice.org_id', '=', 'sign_in_link.org_id').on('notice.effect', '=', sql<string>`'sign-in-link/' || sign_in_link.id`))
    .select((e) => [e.fn.countAll<string>().as('count'), e.fn.max('sign_in_link.made_at').as('last')])
    .where('sign_in_link.org_id', '=', org)
    .where('sign_in_link.lookup', '=', lookup)
    .where('sign_in_link.made_at', '>', new Date(now.getTime() - 3_600_000))
    .where((e) => e.or([e('notice.dropped_why', 'is', null), e('notice.dropped_why', '<>', 'too-many')]))
    .executeTakeFirstOrThrow();
  const tooMany = Number(count) >= LINKS_AN_HOUR && last !== null && now.getTime() - last.getTime() < LINK_PAUSE_MINUTES * 60_000;
  const [token, code, id] = [newToken(), newCode(), inside.newId()];
  await db
    .insertInto('sign_in_link')
    .values({
      org_id: org, id, lookup, person_id: person ?? null, token_hash: hashOf(token), code_hash: codeMark(scene.house, id, code), return_to: returnTo,
      made_at: now, ends_at: new Date(now.getTime() + LINK_MINUTES * 60_000),
    })
    .execute();
  const dropped = person === undefined ? 'unknown' : tooMany ? 'too-many' : undefined;
  await writeNotice(inside, {
    person: person ?? null, kind: 'sign-in-link', effect: `sign-in-link/${id}`, rings: true, fills: { minutes: LINK_MINUTES }, secret: { token, code },
    to: normalEmail(email), ...(dropped !== undefined && { dropped }),
  });
  inside.announce('notices');
  return id;
}
