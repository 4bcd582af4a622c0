import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { contactOf, sealFor } from '../people/index.ts';

/** Days after which the last copy for emergencies has expired: the keyring keeps no backup of its own for longer. */
export const COPIES_DAYS = 7;

/** Tables of which nothing of a person who is erased stays. */
const GONE = ['password', 'passkey', 'one_time_secret', 'recovery_code', 'outside_identity', 'challenge', 'preference', 'calendar_feed', 'kept_note', 'contact_sheet', 'demo_mail'] as const;

/** The last letter says that it is done. Its address is needed once more; after this nobody can open it. */
export async function lastLetter(inside: Inside, person: string): Promise<void> {
  const to = (await contactOf(inside, person)).find(({ kind, confirmed }) => kind === 'email' && confirmed)?.value;
  if (to === undefined) return;
  const gone = new Date(inside.now.getTime() + COPIES_DAYS * 86_400_000);
  await writeNotice(inside, { person, kind: 'erased', effect: `erased/${person}`, to, fills: { time: gone.toISOString() }, rings: true });
  inside.announce('notices');
}

/** What stays in the rows once the keys are gone: that something was and when. Safe to repeat. Sealed words elsewhere stay as noise that nothing opens. */
export async function eraseRows(inside: Inside, person: string): Promise<void> {
  const { db, org, now } = inside;
  await eraseDoor(inside, person);
  for (const table of GONE) await db.deleteFrom(table as 'contact').where('org_id', '=', org).where('person_id', '=', person).execute();
  await eraseAnswers(inside, person);
  await eraseBetween(inside, person);
  await db.updateTable('data_key').set({ destroyed_at: now }).where('org_id', '=', org).where('author_id', '=', person).where('destroyed_at', 'is', null).execute();
  await db.updateTable('person').set({ name: null, pronouns: null, zone: null, left_at: now }).where('org_id', '=', org).where('id', '=', person).where('left_at', 'is', null).execute();
  await db.updateTable('person').set({ name: null, pronouns: null, zone: null, erased_at: now }).where('org_id', '=', org).where('id', '=', person).where('erased_at', 'is', null).execute();
  inside.record({ name: 'people.erased', subject: { kind: 'person', id: person } });
}

/** How they came in and how they were reached. */
async function eraseDoor({ db, org, now }: Inside, person: string): Promise<void> {
  const theirs = db.selectFrom('contact').select('lookup').where('org_id', '=', org).where('person_id', '=', person);
  await db.deleteFrom('sign_in_link').where('org_id', '=', org).where((e) => e.or([e('person_id', '=', person), e('lookup', 'in', theirs)])).execute();
  await db.deleteFrom('contact').where('org_id', '=', org).where('person_id', '=', person).execute();
  await db.updateTable('session').set({ mark: null, device: '' }).where('org_id', '=', org).where('person_id', '=', person).execute();
  await db.updateTable('session').set({ ended_at: now }).where('org_id', '=', org).where('person_id', '=', person).where('ended_at', 'is', null).execute();
  const unsent = db.updateTable('notice').where('org_id', '=', org).where('person_id', '=', person).where('kind', '<>', 'erased').where('sent_at', 'is', null).where('dropped_at', 'is', null);
  await unsent.set({ dropped_at: now, dropped_why: 'left', secret: null, to_address: null }).execute();
}

/** What they answered and wrote to the programme, ticks and numbers too. */
async function eraseAnswers(inside: Inside, person: string): Promise<void> {
  const { db, org } = inside;
  const sheets = db.selectFrom('sheet').select('id').where('org_id', '=', org).where('person_id', '=', person);
  await db.deleteFrom('answer').where('org_id', '=', org).where('sheet_id', 'in', sheets).execute();
  await db.updateTable('sheet').set({ visitor: null, resume_hash: null, came_from: '' }).where('org_id', '=', org).where('person_id', '=', person).execute();
  await db.deleteFrom('check_in_answer').where('org_id', '=', org).where('check_in_id', 'in', db.selectFrom('check_in').select('id').where('org_id', '=', org).where('person_id', '=', person)).execute();
  await db.updateTable('letter').set({ words: Buffer.alloc(0) }).where('org_id', '=', org).where('person_id', '=', person).execute();
  await db.updateTable('clearance').set({ note: null }).where('org_id', '=', org).where('person_id', '=', person).execute();
  // A sheet of people that was brought in held them as well; it stands under a key of its own.
  const imports = await db
    .selectFrom('import_row').innerJoin('import', (join) => join.onRef('import.org_id', '=', 'import_row.org_id').onRef('import.id', '=', 'import_row.import_id'))
    .select('import.id').distinct().where('import_row.org_id', '=', org).where('import_row.made_id', '=', person)
    .where((e) => e.not(e.exists(e.selectFrom('erasure').select('erasure.id').whereRef('erasure.org_id', '=', 'import.org_id').whereRef('erasure.subject_id', '=', 'import.id').where('erasure.kind', '=', 'import'))))
    .execute();
  await writeErasures(inside, imports.map(({ id }) => ({ kind: 'import', subject: id, because: 'left' })));
}

/** What was said about them to somebody else, and what they asked to be looked at again: that stands under the key of the decision, which stays. */
async function eraseBetween(inside: Inside, person: string): Promise<void> {
  const { db, org } = inside;
  const appeals = await db.selectFrom('breach_appeal').innerJoin('breach', (join) => join.onRef('breach.org_id', '=', 'breach_appeal.org_id').onRef('breach.id', '=', 'breach_appeal.breach_id'))
    .select(['breach_appeal.id', 'breach.id as breach']).where('breach.org_id', '=', org).where('breach.person_id', '=', person).execute();
  for (const { id, breach } of appeals) await db.updateTable('breach_appeal').set({ words: await sealFor(inside, breach, `breach_appeal/words/${id}`, '') }).where('org_id', '=', org).where('id', '=', id).execute();
  await db.deleteFrom('introduction').where('org_id', '=', org).where('author_id', '=', person).execute();
  await db.updateTable('proposal').set({ reason: null }).where('org_id', '=', org).where((e) => e.or([e('seeker_person', '=', person), e('supporter_person', '=', person)])).execute();
}
