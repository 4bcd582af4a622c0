import { holds, personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent } from '../../platform/outcome.ts';
import type { Looking } from '../../platform/view.ts';
import type { Here } from '../people/index.ts';
import { type Team, teamOf } from '../programmes/index.ts';
import { sees } from '../sight/index.ts';
import { sealForConcern } from './concern-words.ts';

/** What decides who may open a concern. */
export interface Guarded {
  readonly programme_id: string | null;
  readonly kept_from: readonly string[];
  readonly also_for: readonly string[];
}

/**
 * Whether the actor may open a concern: the two on safety duty in its programme, with their role and second step, and who was brought in beside
 * them. Nobody it is kept from, whatever they hold; no coordinator, no administrator, not the house.
 */
export function mayAnswer(actor: Looking['actor'], concern: Guarded, team: Pick<Team, 'safety' | 'safetyBackup'>): boolean {
  const person = personOf(actor);
  if (person === undefined || concern.kept_from.includes(person)) return false;
  if (concern.also_for.includes(person)) return sees('concern', 'administrator', 'part') && holds(actor, ['lead', 'administrator'], concern.programme_id);
  return sees('concern', 'safety-lead') && (person === team.safety || person === team.safetyBackup) && holds(actor, 'safety-lead', concern.programme_id);
}

/** Whether the actor raised it, and sees what they raised. */
export function raisedIt(actor: Looking['actor'], { raised_by }: { readonly raised_by: string | null }): boolean {
  return raised_by !== null && raised_by === personOf(actor) && sees('concern', 'you');
}

/** The concern for those who answer it. @throws Absent for everybody else. */
export async function concernToAnswer(here: Here, id: string, { forUpdate = false } = {}) {
  let query = here.db.selectFrom('concern').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined || row.programme_id === null) return absent();
  const team = await teamOf(here, row.programme_id);
  return mayAnswer(here.actor, row, team) ? { ...row, programme_id: row.programme_id, team } : absent();
}

/** A step for what comes out of a concern: whom it is kept from. @throws Absent for whoever does not answer it. */
export async function concernBehind(here: Here, id: string): Promise<{ readonly keptFrom: readonly string[] }> {
  const { kept_from } = await concernToAnswer(here, id);
  return { keptFrom: kept_from };
}

/** What a note on a concern says. `who` and `how` belong to calls, `from` and `to` to levels. */
export interface NoteWords {
  readonly text?: string;
  readonly who?: string;
  readonly how?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Kinds of notes. Nothing is ever taken out of a record or changed in it. */
export type NoteKind =
  | 'opened' | 'taken' | 'note' | 'call' | 'care' | 'handed-over' | 'called-in' | 'answered-call' | 'level-up' | 'level-down'
  | 'contact-asked' | 'contact-confirmed' | 'contact-refused' | 'contact-seen' | 'contact-told' | 'closed';

/** Adds to the record of a concern. */
export async function writeNote(inside: Inside, concern: string, kind: NoteKind, words?: NoteWords): Promise<void> {
  const id = inside.newId();
  await inside.db
    .insertInto('concern_note')
    .values({
      org_id: inside.org, id, concern_id: concern, by_person: personOf(inside.actor) ?? null, kind, at: inside.now,
      words: words === undefined ? null : await sealForConcern(inside, concern, `concern_note/words/${id}`, JSON.stringify(words)),
    })
    .execute();
}
