import { sql } from 'kysely';
import { z } from 'zod';
import { holds } from '../../platform/actor.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { isStaff, type Programme, programmesOfActor, runs } from '../programmes/index.ts';
import { type PromiseMade, promisesNearestFirst } from '../promises/index.ts';
import { namesOf } from '../people/index.ts';
import type { Coded } from '../intake/index.ts';
import { inFew, type PersonInFew } from './around.ts';
import { type SupporterToCareFor, supportersToCareFor } from './carrying.ts';
import { type Coming, coming } from './coming.ts';
import { MOST_COUNTED, type NextStep, nextStep, partsOf } from './rules.ts';

/** A promise in the coordinator's list: to whom, what for, in whose hands, by when, and what to do. */
export interface PromiseOnDesk {
  readonly promise: PromiseMade;
  readonly slug: string;
  readonly who: PersonInFew | undefined;
  readonly urgent: boolean;
  readonly callFirst: boolean;
  readonly source: string | undefined;
  readonly mine: boolean;
  readonly owner: string | undefined;
  readonly next: NextStep;
}

/** What a coordinator sees first: who needs care now, who waits, who carries much, and what comes next. No word of anybody's. */
export interface Today {
  /** The programmes the reader runs, and the one that was chosen (none: all of them). */
  readonly programmes: readonly Programme[];
  readonly chosen: Programme | undefined;
  /** How many concerns are open and when the first answer to one is due. Only those on safety duty can open them. */
  readonly concerns: { readonly open: number; readonly dueAt: Date | null; readonly mayOpen: boolean };
  /** The promises in the reader's own hands. */
  readonly mine: { readonly open: number; readonly late: number; readonly nearest: Date | null };
  readonly carrying: readonly SupporterToCareFor[];
  readonly promises: readonly PromiseOnDesk[];
  readonly coming: readonly Coming[];
}

/** The coordinator's Today (design screen 7). Every part is found by index and cut off, so it takes the same time however large the programme is. */
export const today = view({
  name: 'desk.today',
  input: z.object({
    programme: z.string().max(100).optional(),
    limit: z.number().int().min(1).max(100).default(25),
    after: z.object({ dueAt: z.date(), id: z.uuid() }).optional(),
  }),
  may: ({ actor }) => isStaff(actor),
  async load(looking, { programme: slug, limit, after }): Promise<Today> {
    const staffed = await programmesOfActor(looking, ['coordinator', 'lead', 'safety-lead', 'administrator']);
    const own = staffed.filter(({ id }) => runs(looking.actor, id));
    const chosen = slug === undefined ? undefined : (staffed.find((one) => one.slug === slug) ?? absent());
    const shown = chosen === undefined ? own : own.filter(({ id }) => id === chosen.id);
    const ids = shown.map(({ id }) => id);
    const [counts, carrying, promises, next] = await Promise.all([
      counted(looking, (chosen === undefined ? staffed : [chosen]).map(({ id }) => id), ids),
      after === undefined ? supportersToCareFor(looking, ids, 6) : [],
      nearestFirst(looking, shown, limit, after),
      after === undefined ? coming(looking, shown, 5) : [],
    ]);
    return { programmes: own, chosen, ...counts, carrying, promises, coming: next };
  },
});

/**
 * Concerns and the reader's own promises, counted to a hundred at most, in one statement. A concern itself is safety's to open;
 * one that is kept from the reader is not in the number either: a number larger than the list behind it would tell whom it is about.
 */
async function counted(looking: Looking, watched: readonly string[], run: readonly string[]): Promise<Pick<Today, 'concerns' | 'mine'>> {
  const mayOpen = watched.some((programme) => holds(looking.actor, 'safety-lead', programme));
  const { rows } = await sql<{ concerns: number; due_at: Date | null; open: number; late: number; nearest: Date | null }>`
    select (select count(*) from (select 1 from concern where org_id = ${looking.org} and programme_id = any(${watched}::uuid[]) and closed_at is null and not (${looking.person()}::uuid = any(kept_from)) limit ${sql.lit(MOST_COUNTED)}) as open)::int as concerns,
           (select min(due_at) from promise where org_id = ${looking.org} and programme_id = any(${watched}::uuid[]) and kind = 'concern' and kept_at is null and withdrawn_at is null
             and not exists (select 1 from concern where concern.org_id = promise.org_id and concern.id = promise.subject_id and ${looking.person()}::uuid = any(kept_from))) as due_at,
           count(*)::int as open, (count(*) filter (where due_at < ${looking.now}))::int as late, min(due_at) as nearest
    from (select due_at from promise where org_id = ${looking.org} and owner_id = ${looking.person()} and programme_id = any(${run}::uuid[]) and kind <> 'concern'
      and kept_at is null and withdrawn_at is null order by due_at limit ${sql.lit(MOST_COUNTED)}) as mine
  `.execute(looking.db);
  const { concerns = 0, due_at: dueAt = null, open = 0, late = 0, nearest = null } = rows[0] ?? {};
  return { concerns: { open: concerns, dueAt, mayOpen }, mine: { open, late, nearest } };
}

/** Each programme is read by its own index and the lists are merged: several programmes cost no more than their pages. */
async function nearestFirst(looking: Looking, programmes: readonly Programme[], limit: number, after: { dueAt: Date; id: string } | undefined): Promise<readonly PromiseOnDesk[]> {
  const found = await Promise.all(programmes.map(({ id }) => promisesNearestFirst(looking, { programmes: [id], limit, after })));
  const nearest = found.flat().toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1)).slice(0, limit);
  return onDesk(looking, nearest, programmes);
}

/** Promises with what a coordinator needs to know of each. */
async function onDesk(looking: Looking, promises: readonly PromiseMade[], programmes: readonly Programme[]): Promise<readonly PromiseOnDesk[]> {
  const [requests, owners, who] = await Promise.all([
    requestsBehind(looking, promises.filter(({ subject }) => subject.kind === 'support-request').map(({ subject }) => subject.id)),
    // The reader is said as "you".
    namesOf(looking, promises.map(({ owner }) => (owner === looking.person() ? null : owner))),
    inFew(looking, promises.flatMap(({ promisedTo }) => promisedTo ?? [])),
  ]);
  const times = new Map([...requests.values()].map((one) => [one.person_id, partsOf(one.times?.slots ?? [])]));
  const byId = new Map(programmes.map((one) => [one.id, one]));
  return promises.map((promise) => {
    const programme = byId.get(promise.programme);
    const request = requests.get(promise.subject.id);
    const person = who.get(promise.promisedTo ?? '');
    return {
      promise,
      slug: programme?.slug ?? '',
      who: person && { ...person, reads: person.reads === programme?.lang ? undefined : person.reads, parts: times.get(person.id) ?? [] },
      urgent: request?.urgent ?? false,
      callFirst: request?.call_first ?? false,
      source: request?.source,
      mine: promise.owner === looking.person(),
      owner: owners.get(promise.owner ?? ''),
      next: nextStep(promise.kind, person?.phoneOnly ?? false),
    };
  });
}

/** Requests with the hours somebody gave, in one statement. */
async function requestsBehind(looking: Looking, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await looking.db
    .selectFrom('support_request')
    .leftJoin('answer', (join) => join.onRef('answer.org_id', '=', 'support_request.org_id').onRef('answer.sheet_id', '=', 'support_request.sheet_id').on('answer.question_id', '=', 'times'))
    .select(['support_request.id', 'support_request.person_id', 'urgent', 'source', 'call_first'])
    .select((e) => e.ref('answer.value').$castTo<Coded | null>().as('times'))
    .where('support_request.org_id', '=', looking.org)
    .where('support_request.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
