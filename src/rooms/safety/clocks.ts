import type { Inside } from '../../platform/inside.ts';
import type { Here } from '../people/index.ts';
import { contentOf, hoursOf, staffOf, teamOf } from '../programmes/index.ts';
import { keepPromise, withdrawPromise } from '../promises/index.ts';
import { type Clocks, type Hands, handsFor, reviewedBy } from './rules.ts';

/** Who would get a concern that these people must not see. */
export async function handsOf(here: Here, programme: string, keptFrom: readonly string[], raisedBy: string | null): Promise<Hands> {
  const administrators = (await staffOf(here, programme)).filter(({ role }) => role === 'administrator').map(({ person }) => person);
  return handsFor(await teamOf(here, programme), administrators, new Set(keptFrom), raisedBy);
}

/** The clocks of a level as the programme set them. */
export async function clocksOf(here: Here, programme: string, level: string): Promise<Clocks> {
  return (await contentOf(here, programme, 'safety-level')).find(({ body }) => body.id === level)?.body.clocks ?? {};
}

/** A step: from now on this person has it. Keeps the promise of an answer and sets the day to look again. */
export async function giveTo(inside: Inside, { id, programme_id: programme, level }: { id: string; programme_id: string; level: string }, person: string): Promise<void> {
  const reviewAt = reviewedBy(await clocksOf(inside, programme, level), inside.now, await hoursOf(inside, programme));
  await inside.db
    .updateTable('concern')
    .set({ taken_at: inside.now, taken_by: person, owner_id: person, review_at: reviewAt, review_told_at: null, next_call_at: null })
    .where('org_id', '=', inside.org)
    .where('id', '=', id)
    .execute();
  // Who raised it cannot keep a promise made to themselves; taken by them, there is nothing left to promise.
  const kept = await keepPromise(inside, { subjectId: id, kind: 'concern', how: 'taken' });
  if (kept === undefined) await withdrawPromise(inside, { subjectId: id, kind: 'concern' });
  inside.record({ name: 'safety.concern-taken', subject: { kind: 'concern', id }, programme });
  inside.announce('concerns');
}
