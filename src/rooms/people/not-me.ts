import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { hashOf, sameHash } from './secrets.ts';
import { endAllOf } from './sessions.ts';

/**
 * "This was not me": the link in the letter about a new sign-in. Every session ends, sign-in links on their way are worth nothing, and no browser is
 * known any more, so that the wait for older words begins anew. It opens nothing, so it may be pressed by whoever holds the letter, and twice.
 */
export const sayNotMe = act({
  name: 'people.say-not-me',
  input: z.object({ token: z.string().max(200) }),
  may: () => true, // the link itself is the proof
  async perform(inside, { token }) {
    const [id = '', secret = ''] = token.split('.');
    const { db, org, now } = inside;
    const row = z.uuid().safeParse(id).success
      ? await db.selectFrom('challenge').select(['person_id', 'value', 'ends_at']).where('org_id', '=', org).where('id', '=', id).where('purpose', '=', 'not-me').executeTakeFirst()
      : undefined;
    if (row?.person_id == null || row.ends_at <= now || !sameHash(row.value, hashOf(secret))) return done();
    const person = row.person_id;
    await endAllOf(inside, person);
    await db.updateTable('challenge').set({ used_at: now }).where('org_id', '=', org).where('id', '=', id).where('used_at', 'is', null).execute();
    inside.record({ name: 'people.said-not-me', subject: { kind: 'person', id: person } });
    return done();
  },
});
