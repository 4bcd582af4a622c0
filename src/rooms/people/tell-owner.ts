import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { contactOf } from './persons.ts';
import { NOT_ME_DAYS } from './rules.ts';
import { hashOf, newToken } from './secrets.ts';

/** What the owner of an account is told of: a sign-in on a device we do not know, or a way in that was added, changed or taken away. */
export type OwnerHears = 'new-sign-in' | 'sign-in-changed';

/**
 * A letter to every confirmed address, and to those in `also` (an address just taken away): whoever did not do this ends it with one press (ASVS 6.3.7).
 * What a stranger could learn from it is nothing.
 */
export async function tellOwner(inside: Inside, person: string, kind: OwnerHears, rings = false, also: readonly string[] = []): Promise<void> {
  const own = (await contactOf(inside, person)).filter((contact) => contact.kind === 'email' && contact.confirmed).map(({ value }) => value);
  for (const to of new Set([...own, ...also])) {
    const id = inside.newId();
    const token = newToken();
    const ends = new Date(inside.now.getTime() + NOT_ME_DAYS * 86_400_000);
    await inside.db
      .insertInto('challenge')
      .values({ org_id: inside.org, id, purpose: 'not-me', person_id: person, value: hashOf(token), made_at: inside.now, ends_at: ends })
      .execute();
    await writeNotice(inside, { person, kind, effect: `${kind}/${id}`, rings, to, secret: { path: `/not-me/${id}.${token}` } });
  }
  inside.announce('notices');
}
