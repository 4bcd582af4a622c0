import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { leaveIntake } from '../intake/index.ts';
import { leaveMatching } from '../matching/index.ts';
import { endSessions, type Here, mayChangeWaysIn } from '../people/index.ts';
import { endRole } from '../programmes/index.ts';
import { withdrawPromise } from '../promises/index.ts';
import { endNow, relationshipOf } from '../relationships/index.ts';
import { carryOutErasures } from './carry-out.ts';

/** What leaving means for whoever looks, and what stands in the way. */
export interface Leaving {
  /** Relationships that run now and would end. */
  readonly running: number;
  readonly inTheWay: 'nothing' | 'duty' | 'sign-in-again' | 'history-waits';
}

/** What going for good would mean for me. */
export const leaving = view({
  name: 'leaving.leaving',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<Leaving> {
    const may = await mayChangeWaysIn(looking);
    const duty = await isNeeded(looking, looking.person());
    return { running: (await runningOf(looking, looking.person())).length, inTheWay: duty ? 'duty' : may === 'yes' ? 'nothing' : may };
  },
});

/** Goes for good: everything that runs ends kindly, and what was theirs becomes unreadable right after. */
export const leave = act({
  name: 'leaving.leave',
  input: z.object({ sure: z.literal(true, 'leaving.mistake.sure') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const me = inside.person();
    if (await isNeeded(inside, me)) return refused('hand-over-first');
    for (const id of await runningOf(inside, me)) await endNow(inside, await relationshipOf(inside, id, { forUpdate: true }), 'left', me);
    await leaveMatching(inside, me);
    await leaveIntake(inside, me);
    await endAllElse(inside, me);
    await inside.db.updateTable('person').set({ left_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', me).execute();
    await endSessions(inside, { person: me });
    await writeErasures(inside, [{ kind: 'person', subject: me, because: 'left' }]);
    inside.record({ name: 'people.left', subject: { kind: 'person', id: me } });
    const { house } = inside.scene;
    inside.afterCommit(async () => {
      // What cannot be done now, the round does: leaving itself is done.
      await carryOutErasures(house, inside.org).catch((fault: unknown) => house.log.warn({ fault: String(fault) }, 'an erasure waits'));
    });
    return done();
  },
});

async function endAllElse(inside: Inside, me: string): Promise<void> {
  const { db, org, now } = inside;
  for (const { id } of await db.selectFrom('role_held').select('id').where('org_id', '=', org).where('person_id', '=', me).where('ended_at', 'is', null).execute()) await endRole(inside, id);
  const promised = await db.selectFrom('promise').select('subject_id').where('org_id', '=', org).where('promised_to', '=', me).where('kept_at', 'is', null).where('withdrawn_at', 'is', null).execute();
  for (const { subject_id } of promised) await withdrawPromise(inside, { subjectId: subject_id });
  await db.updateTable('sign_in_link').set({ used_at: now }).where('org_id', '=', org).where('person_id', '=', me).where('used_at', 'is', null).execute();
}

async function runningOf({ db, org }: Pick<Here, 'db' | 'org'>, person: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('relationship').select('id').where('org_id', '=', org).where('ended_at', 'is', null)
    .where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)])).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Whether people count on this person for something that nobody else holds: a duty of a programme, or the house's last keys. */
async function isNeeded({ db, org }: Pick<Here, 'db' | 'org'>, person: string): Promise<boolean> {
  const held = await db.selectFrom('role_held').select(['role', 'duty']).where('org_id', '=', org).where('person_id', '=', person).where('ended_at', 'is', null).execute();
  if (held.some(({ duty }) => duty !== null)) return true;
  if (!held.some(({ role }) => role === 'administrator')) return false;
  const other = await db.selectFrom('role_held').select('id').where('org_id', '=', org).where('role', '=', 'administrator').where('person_id', '<>', person).where('ended_at', 'is', null).limit(1).executeTakeFirst();
  return other === undefined;
}
