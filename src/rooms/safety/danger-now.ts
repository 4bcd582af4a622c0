import { sql } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { type Actor, holds } from '../../platform/actor.ts';
import { view } from '../../platform/view.ts';
import { DANGER } from './rules.ts';

/** A danger in which nobody answered yet: since when, and in which programme. Whom it is about and what was written stand nowhere here. */
export interface DangerOpen {
  readonly concern: string;
  readonly programme: Text;
  readonly raisedAt: Date;
}

/** What an open page of staff should show first. `mark` changes when that does. */
export interface DangerNow {
  readonly open: readonly DangerOpen[];
  readonly mark: string;
}

/**
 * Dangers of the reader's programmes that nobody has yet, the newest first: for all their staff, coordinators too, and for nobody they are kept from. A letter
 * alone is not enough (content “danger-now”: a message is not enough). One statement, found by index: it runs with every page of those who answer for safety.
 */
export const dangerNow = view({
  name: 'safety.danger-now',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<DangerNow> {
    const held = looking.actor.kind === 'person' ? looking.actor.holds.filter(({ role }) => staff.includes(role)).map(({ programme }) => programme) : [];
    if (held.length === 0) return { open: [], mark: '' };
    const programmes = held.filter((programme) => programme !== null);
    let query = looking.db
      .selectFrom('concern')
      .innerJoin('programme', (join) => join.onRef('programme.org_id', '=', 'concern.org_id').onRef('programme.id', '=', 'concern.programme_id'))
      .select(['concern.id', 'concern.raised_at', 'programme.name'])
      .where('concern.org_id', '=', looking.org).where('concern.level', '=', DANGER).where('concern.closed_at', 'is', null).where('concern.taken_at', 'is', null)
      .where((e) => e.exists(e.selectFrom('danger_call').select('danger_call.id').whereRef('danger_call.concern_id', '=', 'concern.id').where('danger_call.org_id', '=', looking.org)))
      .where(sql<boolean>`not (${looking.person()}::uuid = any(concern.kept_from))`);
    // Who holds a role in the whole organisation holds it in every programme.
    if (programmes.length === held.length) query = query.where('concern.programme_id', 'in', programmes);
    const rows = await query.orderBy('concern.raised_at', 'desc').orderBy('concern.id').limit(10).execute();
    return { open: rows.map((row) => ({ concern: row.id, programme: row.name as unknown as Text, raisedAt: row.raised_at })), mark: rows.map(({ id }) => id).join() };
  },
});

/** Whether the actor holds safety duty in some programme: they see a danger wherever they are. */
export function answersForSafety(actor: Actor): boolean {
  return holds(actor, 'safety-lead');
}

const staff: readonly string[] = ['coordinator', 'lead', 'safety-lead', 'administrator'];
