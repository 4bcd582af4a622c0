import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { endRole, roleHeld } from '../programmes/index.ts';
import { standingOf } from './supporters.ts';

/**
 * Somebody's time as a supporter ends, with thanks: they themselves, or staff with them. Not while they accompany anybody: those two come to their
 * own ending first. Asking or applying again later stays open.
 */
export const endSupporting = act({
  name: 'intake.end-supporting',
  input: z.object({ supporter: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person', // standingOf decides: its own supporter, or staff of the programme
  subject: ({ supporter }) => ({ kind: 'supporter', id: supporter }),
  async perform(inside, { supporter }) {
    const standing = await standingOf(inside, supporter, { forUpdate: true });
    if (standing.endedAt !== null) return refused('already-ended');
    const { db, org, now } = inside;
    const { running } = await db.selectFrom('supporter').select('running').where('org_id', '=', org).where('id', '=', supporter).executeTakeFirstOrThrow();
    if (running > 0) return refused('still-accompanies');
    await db.updateTable('supporter').set({ ended_at: now }).where('org_id', '=', org).where('id', '=', supporter).execute();
    const held = await db
      .selectFrom('role_held')
      .select('id')
      .where('org_id', '=', org)
      .where('person_id', '=', standing.person)
      .where('programme_id', '=', standing.programme)
      .where('role', '=', 'supporter')
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (held !== undefined && (await roleHeld(inside, held.id)) !== undefined) await endRole(inside, held.id);
    inside.record({ name: 'intake.supporter-ended', subject: { kind: 'supporter', id: supporter }, programme: standing.programme });
    return done();
  },
});
