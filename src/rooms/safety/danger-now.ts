import { sql } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { view } from '../../platform/view.ts';
import { programmesOfActor } from '../programmes/index.ts';

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
 * alone is not enough (content “danger-now”: a message is not enough).
 */
export const dangerNow = view({
  name: 'safety.danger-now',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<DangerNow> {
    const programmes = await programmesOfActor(looking, ['coordinator', 'lead', 'safety-lead', 'administrator']);
    if (programmes.length === 0) return { open: [], mark: '' };
    const rows = await looking.db
      .selectFrom('concern')
      .select(['id', 'programme_id', 'raised_at'])
      .where('org_id', '=', looking.org).where('programme_id', 'in', programmes.map(({ id }) => id)).where('closed_at', 'is', null).where('taken_at', 'is', null)
      .where((e) => e.exists(e.selectFrom('danger_call').select('danger_call.id').whereRef('danger_call.concern_id', '=', 'concern.id').where('danger_call.org_id', '=', looking.org)))
      .where(sql<boolean>`not (${looking.person()}::uuid = any(kept_from))`)
      .orderBy('raised_at', 'desc').orderBy('id').limit(10)
      .execute();
    return {
      open: rows.map((row) => ({ concern: row.id, programme: programmes.find(({ id }) => id === row.programme_id)?.name ?? { en: '', fr: '' }, raisedAt: row.raised_at })),
      mark: rows.map(({ id }) => id).join(),
    };
  },
});
