import type { Selectable } from 'kysely';
import { absent } from '../../platform/outcome.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import type { Tables } from '../../platform/tables.ts';
import type { Here } from '../people/index.ts';
import { makePromise } from '../promises/index.ts';
import { sees, seesByRole } from '../sight/index.ts';

/** A request for support, as its seeker and the programme's staff see it. */
export interface SupportRequest {
  readonly id: string;
  readonly programme: string;
  readonly person: string;
  readonly sheet: string;
  readonly source: 'web' | 'phone' | 'import' | 'referral';
  readonly urgent: boolean;
  /** They asked to be called before anything else. */
  readonly callFirst: boolean;
  readonly whoChooses: string | null;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  readonly readyAt: Date | null;
  readonly heldAt: Date | null;
  readonly matchedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly closedAt: Date | null;
  readonly closedHow: string | null;
}

/** Where a request stands. */
export type RequestState = 'received' | 'answered' | 'held' | 'matched' | 'withdrawn' | 'closed';

/** The state in one word. */
export function stateOf(request: SupportRequest): RequestState {
  if (request.withdrawnAt !== null) return 'withdrawn';
  if (request.closedAt !== null) return 'closed';
  if (request.matchedAt !== null) return 'matched';
  if (request.heldAt !== null) return 'held';
  return request.answeredAt === null ? 'received' : 'answered';
}

/** The request, for its own seeker or staff of its programme. @throws Absent for anybody else. `forUpdate` keeps others from changing it meanwhile. */
export async function requestOf(here: Here, id: string, { forUpdate = false } = {}): Promise<SupportRequest> {
  let query = here.db.selectFrom('support_request').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return absent();
  const mine = personOf(here.actor) === row.person_id && sees('request', 'you');
  if (here.actor.kind !== 'house' && !mine && !seesByRole('request', here.actor, row.programme_id)) return absent();
  return requestFrom(row);
}

/** A step for matching: the request found its person. */
export async function markMatched(inside: Inside, requestId: string): Promise<void> {
  await set(inside, requestId, { matched_at: inside.now });
}

/** A step: a person answered and looks for somebody now. From here on the match itself is promised (P6). */
export async function markReady(inside: Inside, request: SupportRequest): Promise<void> {
  if (request.readyAt !== null) return;
  await set(inside, request.id, { ready_at: inside.now, answered_at: request.answeredAt ?? inside.now });
  await makePromise(inside, { kind: 'match', programme: request.programme, subject: { kind: 'support-request', id: request.id }, promisedTo: request.person });
}

/** A step for relationships: the search goes on, blamelessly; the seeker keeps their first place in time. The step asks nobody who may. */
export async function releaseRequest(inside: Inside, requestId: string): Promise<void> {
  await set(inside, requestId, { matched_at: null, ready_at: null, closed_at: null, closed_how: null });
  await markReady(inside, await requestOf(asHouse(inside), requestId));
}

/** Whether a request that found its person once can go on from there: neither taken back nor closed, its answers still kept, and nothing else of its seeker waits. `waits`: it goes on already. */
export async function mayGoOn(here: Here, requestId: string): Promise<'yes' | 'waits' | 'no'> {
  const row = await here.db
    .selectFrom('support_request as r')
    .select((e) => ['r.matched_at', 'r.withdrawn_at', 'r.closed_at', e.exists(e.selectFrom('answer as a').select('a.question_id').whereRef('a.org_id', '=', 'r.org_id').whereRef('a.sheet_id', '=', 'r.sheet_id')).as('kept')])
    .where('r.org_id', '=', here.org)
    .where('r.id', '=', requestId)
    .executeTakeFirst();
  if (row === undefined || row.withdrawn_at !== null || row.closed_at !== null) return 'no';
  if (row.matched_at === null) return 'waits';
  return Boolean(row.kept) && !(await waitsOtherwise(here, requestId)) ? 'yes' : 'no';
}

/** Whether the seeker of a request waits in the same programme with another one. */
export async function waitsOtherwise(here: Here, requestId: string): Promise<boolean> {
  const row = await here.db
    .selectFrom('support_request as r')
    .innerJoin('support_request as o', (join) => join.onRef('o.org_id', '=', 'r.org_id').onRef('o.programme_id', '=', 'r.programme_id').onRef('o.person_id', '=', 'r.person_id').onRef('o.id', '<>', 'r.id'))
    .select('o.id')
    .where('r.org_id', '=', here.org)
    .where('r.id', '=', requestId)
    .where('o.matched_at', 'is', null)
    .where('o.withdrawn_at', 'is', null)
    .where('o.closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const asHouse = (inside: Inside): Here => ({ ...inside, actor: { kind: 'house', because: 'intake.release-request' } });

async function set(inside: Inside, id: string, change: Readonly<Record<string, Date | string | null>>): Promise<void> {
  await inside.db.updateTable('support_request').set(change).where('org_id', '=', inside.org).where('id', '=', id).execute();
}

/** A stored request. */
export function requestFrom(row: Selectable<Tables['support_request']>): SupportRequest {
  return {
    id: row.id, programme: row.programme_id, person: row.person_id, sheet: row.sheet_id, source: row.source as SupportRequest['source'], urgent: row.urgent, callFirst: row.call_first,
    whoChooses: row.who_chooses, receivedAt: row.received_at, answeredAt: row.answered_at, readyAt: row.ready_at, heldAt: row.held_at, matchedAt: row.matched_at,
    withdrawnAt: row.withdrawn_at, closedAt: row.closed_at, closedHow: row.closed_how,
  };
}
