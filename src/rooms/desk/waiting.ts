import { sql } from 'kysely';
import { z } from 'zod';
import { view } from '../../platform/view.ts';
import type { Programme } from '../programmes/index.ts';
import { type PromiseMade, promisesRunningFor } from '../promises/index.ts';
import { inFew, type PersonInFew, programmeRun } from './around.ts';

/** Where a list by time goes on. */
export const timeKey = z.object({ at: z.date(), id: z.uuid() }).optional();

/** Somebody who waits. `stage`: what happens now. */
export interface Waiting {
  readonly id: string;
  readonly receivedAt: Date;
  readonly who: PersonInFew | undefined;
  readonly stage: 'first-answer' | 'looking' | 'introduced' | 'held';
  readonly urgent: boolean;
  readonly callFirst: boolean;
  readonly source: string;
  readonly promise: PromiseMade | undefined;
}

/** The waiting list of a programme, whoever has waited longest first, page by page. `backwards` reads towards its beginning. */
export const waitingList = view({
  name: 'desk.waiting',
  input: z.object({ programme: z.string().max(100), limit: z.number().int().min(1).max(101).default(25), after: timeKey, backwards: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, limit, after, backwards }): Promise<{ readonly programme: Programme; readonly rows: readonly Waiting[] }> {
    const programme = await programmeRun(looking, slug);
    let query = looking.db
      .selectFrom('support_request')
      .select((e) => ['id', 'person_id', 'sheet_id', 'received_at', 'answered_at', 'held_at', 'urgent', 'call_first', 'source',
        e.exists(e.selectFrom('proposal').select('proposal.id').whereRef('proposal.org_id', '=', 'support_request.org_id').whereRef('proposal.request_id', '=', 'support_request.id').where('proposal.ended_at', 'is', null)).as('introduced')])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme.id)
      .where('matched_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('closed_at', 'is', null);
    if (after !== undefined) query = query.where(backwards ? sql<boolean>`(received_at, id) < (${after.at}, ${after.id}::uuid)` : sql<boolean>`(received_at, id) > (${after.at}, ${after.id}::uuid)`);
    const order = backwards ? 'desc' : 'asc';
    const rows = await query.orderBy('received_at', order).orderBy('id', order).limit(limit).execute();
    const who = await inFew(looking, rows.map((row) => row.person_id), new Map(rows.map((row) => [row.person_id, row.sheet_id])), programme.lang);
    const promises = await promisesRunningFor(looking, rows.map((row) => row.id));
    return {
      programme,
      rows: rows.map((row) => ({
        id: row.id, receivedAt: row.received_at, who: who.get(row.person_id), urgent: row.urgent, callFirst: row.call_first, source: row.source,
        stage: row.held_at !== null ? 'held' : row.introduced === true ? 'introduced' : row.answered_at === null ? 'first-answer' : 'looking',
        promise: promises.get(row.id)?.[0],
      })),
    };
  },
});
