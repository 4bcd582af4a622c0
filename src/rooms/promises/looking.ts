import { sql } from 'kysely';
import { asPromise, type Here, type Kind, openPromises, type PromiseMade, type PromiseStep, promises, type StepKind } from './promise.ts';
import { type KeptShare, keptShareFrom, measuredDays } from './rules.ts';

/** The newest promise of a kind about a thing: the one that runs, or the last that was. Undefined when none was ever made. */
export async function promiseFor(here: Here, subjectId: string, kind: Kind): Promise<PromiseMade | undefined> {
  const row = await promises(here).where('subject_id', '=', subjectId).where('kind', '=', kind).orderBy('made_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && asPromise(row, here.now);
}

/** Every promise ever made about a thing, the newest first. */
export async function promisesAbout(here: Here, subjectId: string): Promise<readonly PromiseMade[]> {
  const rows = await promises(here).where('subject_id', '=', subjectId).orderBy('made_at', 'desc').orderBy('id', 'desc').execute();
  return rows.map((row) => asPromise(row, here.now));
}

/** The promises that run about these things, by the id of the thing, the nearest first: one query for a page of a list. */
export async function promisesRunningFor(here: Here, subjectIds: readonly string[]): Promise<ReadonlyMap<string, readonly PromiseMade[]>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await openPromises(here).where('subject_id', 'in', [...subjectIds]).orderBy('due_at').orderBy('id').execute();
  return Map.groupBy(rows.map((row) => asPromise(row, here.now)), ({ subject }) => subject.id);
}

/** The story of a promise, from when it was made. */
export async function promiseSteps(here: Here, promiseId: string): Promise<readonly PromiseStep[]> {
  const rows = await here.db
    .selectFrom('promise_step')
    .select(['what', 'at', 'from_person', 'to_person'])
    .where('org_id', '=', here.org)
    .where('promise_id', '=', promiseId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ what: row.what as StepKind, at: row.at, from: row.from_person, to: row.to_person }));
}

/** Where a list of promises goes on: the last one shown. */
export interface After {
  readonly dueAt: Date;
  readonly id: string;
}

/** The promises that run in these programmes, the nearest first, at most `limit` of them. Concerns are with safety and not in it. */
export async function promisesNearestFirst(
  here: Here,
  { programmes, limit = 50, after, kinds, owner }: {
    programmes: readonly string[];
    limit?: number;
    after?: After | undefined;
    kinds?: readonly Kind[];
    owner?: string;
  },
): Promise<readonly PromiseMade[]> {
  if (programmes.length === 0) return [];
  // The word itself and no value: planned once, the statement must not guess how many promises are of another kind.
  let query = openPromises(here).where('programme_id', 'in', [...programmes]).where('kind', '<>', sql.lit('concern'));
  if (kinds !== undefined) query = query.where('kind', 'in', [...kinds]);
  if (owner !== undefined) query = query.where('owner_id', '=', owner);
  if (after !== undefined) query = query.where(sql<boolean>`(due_at, id) > (${after.dueAt}, ${after.id}::uuid)`);
  const rows = await query.orderBy('due_at').orderBy('id').limit(limit).execute();
  return rows.map((row) => asPromise(row, here.now));
}

/**
 * What may be said in public about how promises of a kind were kept in the last 90 days, counted from rows (A1).
 * The counting is the database's; `keptShareFrom` says what follows from the counts, and a test holds both to the plain rule.
 */
export async function keptShare(here: Here, programme: string, kind: Kind): Promise<KeptShare> {
  const { now } = here;
  const since = new Date(now.getTime() - measuredDays * 24 * 3_600_000);
  const owed = sql<boolean>`made_at >= ${since} and (kept_at is not null or (withdrawn_at is null and due_at < ${now}) or withdrawn_at > due_at)`;
  const row = await here.db
    .selectFrom('promise')
    .select([
      sql<number>`(count(*) filter (where ${owed}))::int`.as('due'),
      sql<number>`(count(*) filter (where ${owed} and kept_at <= due_at))::int`.as('kept'),
      sql<number>`(count(*) filter (where kept_at is null and withdrawn_at is null and due_at < ${now}))::int`.as('late_now'),
      // The unanswered sort last, as if they took for ever.
      sql<number | null>`(array_agg(extract(epoch from kept_at - made_at)::float8 * 1000 order by kept_at - made_at nulls last) filter (where ${owed}))
        [1 + (count(*) filter (where ${owed})) / 2]`.as('middle'),
    ])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .where((is) => is.or([is('made_at', '>=', since), is.and([is('kept_at', 'is', null), is('withdrawn_at', 'is', null)])]))
    .executeTakeFirstOrThrow();
  return keptShareFrom({ due: row.due, kept: row.kept, lateNow: row.late_now, middleMs: row.middle ?? undefined });
}
