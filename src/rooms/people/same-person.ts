import type { Inside } from '../../platform/act.ts';
import { addContact, contactOf, removeContact } from './persons.ts';
import { endSessions, holdsStaffRole } from './sessions.ts';

/**
 * People who wrote down an e-mail address that this person has since proved to be theirs, without proving it themselves. They asked from another
 * browser, or by phone. Whoever proved any address of their own, holds a staff role, or left, is nobody else.
 */
export async function unprovedTwins(inside: Inside, personId: string): Promise<readonly string[]> {
  const rows = await inside.db
    .selectFrom('contact as proved')
    .innerJoin('contact as written', (join) => join.onRef('written.org_id', '=', 'proved.org_id').onRef('written.lookup', '=', 'proved.lookup'))
    .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'written.org_id').onRef('person.id', '=', 'written.person_id'))
    .select('person.id')
    .distinct()
    .where('proved.org_id', '=', inside.org)
    .where('proved.person_id', '=', personId)
    .where('proved.kind', '=', 'email')
    .where('proved.confirmed_at', 'is not', null)
    .where('proved.removed_at', 'is', null)
    .where('written.kind', '=', 'email')
    .where('written.confirmed_at', 'is', null)
    .where('written.removed_at', 'is', null)
    .where('person.id', '<>', personId)
    .where('person.left_at', 'is', null)
    .where('person.erased_at', 'is', null)
    .where((e) => e.not(e.exists(e.selectFrom('contact as own').select('own.id').whereRef('own.org_id', '=', 'person.org_id').whereRef('own.person_id', '=', 'person.id').where('own.confirmed_at', 'is not', null))))
    .execute();
  const twins: string[] = [];
  for (const { id } of rows) if (!(await holdsStaffRole(inside, id))) twins.push(id);
  return twins;
}

/** What is left of a twin once everything of theirs was passed on: their ways to be reached become the person's, their sessions end, and they are gone. */
export async function mergeInto(inside: Inside, { from, to }: { from: string; to: string }): Promise<void> {
  for (const contact of await contactOf(inside, from)) {
    await removeContact(inside, contact.id);
    await addContact(inside, to, { kind: contact.kind, value: contact.value, ...(contact.careful !== '' && { careful: contact.careful }) });
  }
  await endSessions(inside, { person: from });
  await inside.db.updateTable('person').set({ left_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', from).execute();
}
