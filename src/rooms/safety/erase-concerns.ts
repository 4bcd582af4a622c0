import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import type { Here } from '../people/index.ts';

/** How many concerns were closed before a moment and still have their words: what an erasure would take, for a preview. */
export async function concernsClosedBefore({ db, org }: Pick<Here, 'db' | 'org'>, before: Date): Promise<number> {
  const { count } = await db.selectFrom('concern').select((e) => e.fn.countAll<string>().as('count')).where('org_id', '=', org).where('closed_at', '<', before).where('erased_at', 'is', null).executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * A step for retention: erases the concerns that were closed before a moment. Rows are blanked here; the ledger has their keys destroyed after the
 * commit, with which the notes and shown messages open for nobody, in old backups too. @returns how many.
 */
export async function eraseConcerns(inside: Inside, before: Date): Promise<number> {
  const old = await inside.db.selectFrom('concern').select('id').where('org_id', '=', inside.org).where('closed_at', '<', before).where('erased_at', 'is', null).orderBy('closed_at').limit(500).forUpdate().skipLocked().execute();
  for (const { id } of old) await blankConcern(inside, id);
  await writeErasures(inside, old.map(({ id }) => ({ kind: 'concern', subject: id, because: 'retention' })));
  return old.length;
}

/** A step: takes everything out of one concern but that there was one, its level, its clocks and how it ended. Safe to run again. */
export async function blankConcern({ db, org, now }: Pick<Inside, 'db' | 'org' | 'now'>, id: string): Promise<void> {
  await db
    .updateTable('concern')
    .set({ erased_at: now, words: null, reach_back: null, said_back: null, about_person: null, about_id: null, conversation_id: null, raised_by: null, kept_from: [], kinds: [], asked: null, told: null })
    .where('org_id', '=', org).where('id', '=', id).where('erased_at', 'is', null)
    .execute();
  await db.deleteFrom('contact_release').where('org_id', '=', org).where('concern_id', '=', id).execute();
  await db.deleteFrom('danger_call').where('org_id', '=', org).where('concern_id', '=', id).execute();
}
