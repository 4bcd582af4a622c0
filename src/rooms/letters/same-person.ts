import type { Inside } from '../../platform/inside.ts';
import type { FactReader } from '../../platform/readers.ts';
import { openFor, sealFor } from '../people/index.ts';
import { promiseToSameThing } from '../promises/index.ts';

/** Letters follow when two entries turned out to be one person: each is opened with the one's key and sealed under the other's. */
export const lettersFollowTheirPerson: FactReader = {
  name: 'letters.follow-their-person',
  wants: ['intake.same-person'],
  async read(inside, { subject, about }) {
    if (typeof about.from === 'string') await passLetters(inside, about.from, subject.id);
  },
};

async function passLetters(inside: Inside, from: string, to: string): Promise<void> {
  const { db, org } = inside;
  const letters = await db.selectFrom('letter').select(['id', 'words']).where('org_id', '=', org).where('person_id', '=', from).execute();
  for (const { id, words } of letters) {
    const where = `letter/words/${id}`;
    await db.updateTable('letter').set({ person_id: to, words: await sealFor(inside, to, where, await openFor(inside, from, where, words)) }).where('org_id', '=', org).where('id', '=', id).execute();
  }
  const threads = await db.selectFrom('letter_thread').select(['id', 'programme_id', 'last_letter_id', 'last_at', 'waiting_since']).where('org_id', '=', org).where('person_id', '=', from).execute();
  for (const thread of threads) await passThread(inside, thread, to);
}

/** A person has one thread with a programme: the later letter stands last in it, and whoever waited longer goes on waiting. */
async function passThread(inside: Inside, thread: { id: string; programme_id: string; last_letter_id: string; last_at: Date; waiting_since: Date | null }, to: string): Promise<void> {
  const { db, org } = inside;
  const had = await db.selectFrom('letter_thread').select(['id', 'last_at', 'waiting_since']).where('org_id', '=', org).where('person_id', '=', to).where('programme_id', '=', thread.programme_id).executeTakeFirst();
  if (had === undefined) {
    await db.updateTable('letter_thread').set({ person_id: to }).where('org_id', '=', org).where('id', '=', thread.id).execute();
    return;
  }
  const waits = [had.waiting_since, thread.waiting_since].filter((at) => at !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  await db
    .updateTable('letter_thread')
    .set({ waiting_since: waits, ...(thread.last_at > had.last_at && { last_at: thread.last_at, last_letter_id: thread.last_letter_id }) })
    .where('org_id', '=', org)
    .where('id', '=', had.id)
    .execute();
  await promiseToSameThing(inside, { from: thread.id, to: had.id });
  await db.deleteFrom('letter_thread').where('org_id', '=', org).where('id', '=', thread.id).execute();
}
