import { sql } from 'kysely';
import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import type { Programme } from '../programmes/index.ts';
import { type RelationshipState, stateOf } from '../relationships/index.ts';
import { seesByRole } from '../sight/index.ts';
import { programmeRun } from './around.ts';
import { timeKey } from './waiting.ts';

/** A relationship as the team knows it: who, since when, when they were last in touch. Never a word of what they say to each other (P5). */
export interface MatchInList {
  readonly id: string;
  readonly begunAt: Date;
  readonly seeker: string;
  readonly seekerName: string | undefined;
  readonly supporter: string;
  readonly supporterName: string | undefined;
  readonly standing: string;
  readonly state: RelationshipState;
  readonly pausedUntil: Date | null;
  readonly lastContactAt: Date | null;
  /** A check-in that waits for an answer of one of the two: since when. */
  readonly checkInDue: Date | null;
  readonly endedAt: Date | null;
}

/** The relationships of a programme that are alive, the newest first, page by page. */
export const matchList = view({
  name: 'desk.matches',
  input: z.object({ programme: z.string().max(100), limit: z.number().int().min(1).max(101).default(25), after: timeKey, backwards: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, limit, after, backwards }): Promise<{ readonly programme: Programme; readonly rows: readonly MatchInList[] }> {
    const programme = await programmeRun(looking, slug);
    if (!seesByRole('walking', looking.actor, programme.id)) return absent();
    let query = relationships(looking, programme.id).where('ended_at', 'is', null);
    if (after !== undefined) query = query.where(backwards ? sql<boolean>`(begun_at, id) > (${after.at}, ${after.id}::uuid)` : sql<boolean>`(begun_at, id) < (${after.at}, ${after.id}::uuid)`);
    const order = backwards ? 'asc' : 'desc';
    return { programme, rows: await seen(looking, await query.orderBy('begun_at', order).orderBy('id', order).limit(limit).execute()) };
  },
});

/** How far back endings are listed. */
const LATELY_MS = 60 * 86_400_000;

/** The relationships of a programme that came to their end lately, the latest first: how they ended is theirs. */
export const partedLately = view({
  name: 'desk.parted-lately',
  input: z.object({ programme: z.string().max(100) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug }): Promise<readonly MatchInList[]> {
    const programme = await programmeRun(looking, slug);
    if (!seesByRole('walking', looking.actor, programme.id)) return absent();
    return seen(looking, await relationships(looking, programme.id).where('ended_at', '>', new Date(looking.now.getTime() - LATELY_MS)).orderBy('ended_at', 'desc').orderBy('id').limit(50).execute());
  },
});

/** The relationships of one person in a programme, those alive first. */
export async function matchesOf(looking: Looking, programme: string, person: string): Promise<readonly MatchInList[]> {
  if (!seesByRole('walking', looking.actor, programme)) return [];
  const rows = await relationships(looking, programme)
    .where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)]))
    .orderBy((e) => e('ended_at', 'is not', null))
    .orderBy('begun_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  return seen(looking, rows);
}

function relationships(looking: Looking, programme: string) {
  return looking.db
    .selectFrom('relationship')
    .select(['id', 'seeker_id', 'supporter_id', 'standing_id', 'begun_at', 'agreed_at', 'paused_at', 'paused_until', 'ended_at', 'last_contact_at'])
    .where('org_id', '=', looking.org)
    .where('programme_id', '=', programme);
}

type Row = Awaited<ReturnType<ReturnType<typeof relationships>['execute']>>[number];

async function seen(looking: Looking, rows: readonly Row[]): Promise<readonly MatchInList[]> {
  const names = await namesOf(looking, rows.flatMap((row) => [row.seeker_id, row.supporter_id]));
  const due = await checkInsDue(looking, rows);
  return rows.map((row) => ({
    id: row.id, begunAt: row.begun_at, seeker: row.seeker_id, seekerName: names.get(row.seeker_id), supporter: row.supporter_id, supporterName: names.get(row.supporter_id), standing: row.standing_id,
    state: stateOf({ agreedAt: row.agreed_at, pausedAt: row.paused_at, pausedUntil: row.paused_until, endedAt: row.ended_at }, looking.now),
    pausedUntil: row.paused_until, lastContactAt: row.last_contact_at, checkInDue: due.get(row.id) ?? null, endedAt: row.ended_at,
  }));
}

async function checkInsDue(looking: Looking, rows: readonly Row[]): Promise<ReadonlyMap<string, Date>> {
  if (rows.length === 0) return new Map();
  const found = await looking.db
    .selectFrom('check_in')
    .select((e) => ['relationship_id', e.fn.min('due_at').as('due_at')])
    .where('org_id', '=', looking.org)
    .where('person_id', 'in', [...new Set(rows.flatMap((row) => [row.seeker_id, row.supporter_id]))])
    .where('relationship_id', 'in', rows.map((row) => row.id))
    .where('due_at', '<=', looking.now)
    .where('answered_at', 'is', null)
    .where('skipped_at', 'is', null)
    .groupBy('relationship_id')
    .execute();
  return new Map(found.flatMap((row) => (row.relationship_id === null || row.due_at === null ? [] : [[row.relationship_id, row.due_at] as const])));
}
