import { KeyringUnavailable } from '../../keyring/index.ts';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { contactOf } from '../people/index.ts';

/** Days after which the last copy for emergencies has expired (confidentiality 4.8). */
export const COPIES_DAYS = 7;

/**
 * Makes unreadable what belonged to everybody who left: keys first, then rows. Safe to run twice, on many nodes, and after any break in between:
 * only when the keyring said that all is destroyed does somebody count as erased. @returns how many were erased.
 */
export async function eraseThoseWhoLeft(house: House, org: string): Promise<number> {
  const waiting = await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('person').select('id').where('org_id', '=', org).where('left_at', 'is not', null).where('erased_at', 'is', null).orderBy('left_at').limit(50).execute(),
  );
  for (const { id } of waiting) {
    // The address is needed once more, for the letter that says it is done; after this nobody can open it.
    await insideHouse(house, org, 'last-letter', (inside) => lastLetter(inside, id));
    for (const what of [{ kind: 'author', author: id }, { kind: 'person', org, person: id }] as const) {
      const answer = await house.keyring.destroy(null, what);
      if (!answer.ok) throw new KeyringUnavailable(answer.why);
    }
    await insideHouse(house, org, 'erase', (inside) => eraseRows(inside, id));
  }
  return waiting.length;
}

async function lastLetter(inside: Inside, person: string): Promise<void> {
  const to = (await contactOf(inside, person)).find(({ kind, confirmed }) => kind === 'email' && confirmed)?.value;
  if (to === undefined) return;
  const gone = new Date(inside.now.getTime() + COPIES_DAYS * 86_400_000);
  await writeNotice(inside, { person, kind: 'erased', effect: `erased/${person}`, to, fills: { time: gone.toISOString() }, rings: true });
  inside.announce('notices');
}

/** Ways in, ways to reach, ticks on question sheets, and what waits to be sent. Sealed words elsewhere stay as noise that nothing opens. */
async function eraseRows(inside: Inside, person: string): Promise<void> {
  const { db, org, now } = inside;
  for (const table of ['password', 'passkey', 'one_time_secret', 'recovery_code', 'outside_identity', 'challenge', 'sign_in_link', 'contact', 'preference'] as const) {
    await db.deleteFrom(table as 'contact').where('org_id', '=', org).where('person_id', '=', person).execute();
  }
  await db.deleteFrom('answer').where('org_id', '=', org).where('sheet_id', 'in', db.selectFrom('sheet').select('id').where('org_id', '=', org).where('person_id', '=', person)).execute();
  await db.updateTable('notice').set({ dropped_at: now, dropped_why: 'left', secret: null, to_address: null }).where('org_id', '=', org).where('person_id', '=', person).where('kind', '<>', 'erased').where('sent_at', 'is', null).where('dropped_at', 'is', null).execute();
  await db.updateTable('session').set({ mark: null, device: '' }).where('org_id', '=', org).where('person_id', '=', person).execute();
  await db.updateTable('data_key').set({ destroyed_at: now }).where('org_id', '=', org).where('author_id', '=', person).where('destroyed_at', 'is', null).execute();
  await db.updateTable('person').set({ name: null, pronouns: null, erased_at: now }).where('org_id', '=', org).where('id', '=', person).where('erased_at', 'is', null).execute();
  inside.record({ name: 'people.erased', subject: { kind: 'person', id: person } });
}
