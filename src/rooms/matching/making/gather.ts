import { asideIn } from '../../breaches/index.ts';
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Inside } from '../../../platform/inside.ts';
import { questionsById, type Standing, trainedUntil } from '../../intake/index.ts';
import { programmeOf } from '../../programmes/index.ts';
import { loadOf } from '../../relationships/index.ts';
import { conductYesOf } from '../../safety/index.ts';
import { codedOn } from '../coded.ts';
import { factsOf, ready } from '../facts.ts';
import { criteriaOf } from '../people.ts';
import { NOT_AGAIN, WAITING } from '../rules.ts';
import { ENGINE, PROVIDED, questionsRead, weighsOf } from '../values.ts';
import type { RoundAbout, RoundPair, SeekerRow, SupporterRow, ToThread } from './round-inputs.ts';

/** People in one slice: small, so that pages are served in between. */
const SLICE = 200;

/** Where the next slice begins. The instant as the database writes it: a Date would lose its microseconds, and a row would come twice. */
interface Key {
  readonly at: string;
  readonly id: string;
}

/** The round whose inputs are gathered. */
export interface RoundAsked {
  readonly id: string;
  readonly programme: string;
  readonly askedAt: Date;
  readonly weights: Readonly<Record<string, number>>;
  readonly against: string | null;
  readonly crew: number;
}

/**
 * Reads a programme's rows as of one moment, in slices, and hands each one on. Answers go over as the database's own JSON text: this thread neither reads nor
 * walks through them, so a page waits for one slice at most. Only answers that the criteria read leave the database.
 */
export async function gather(inside: Inside, round: RoundAsked, hand: (slice: ToThread) => void): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(inside.db);
  const programme = await programmeOf(inside, round.programme);
  const questions = await questionsById(inside, round.programme);
  const criteria = (await criteriaOf(inside, programme, questions)).map((one) => (one.strength === 'soft' ? { ...one, weight: round.weights[one.id] ?? one.weight ?? 0 } : one));
  const read = questionsRead(criteria);
  const live = await livePairs(inside, round.programme);
  const about: RoundAbout = {
    engine: ENGINE, now: round.askedAt.getTime(), zone: programme.zone, lang: programme.lang, criteria, weighs: weighsOf(questions), provided: PROVIDED, waiting: WAITING,
    ...(await together(inside, round)), live, before: round.against === null ? [] : await pairsOfRound(inside, round.against), crew: round.crew,
  };
  hand({ kind: 'begin', about });
  const taken = new Map<string, number>();
  for (const { supporter } of live) taken.set(supporter, (taken.get(supporter) ?? 0) + 1);
  for await (const rows of supporters(inside, round, read, taken)) hand({ kind: 'supporters', rows });
  for await (const rows of seekers(inside, round.programme, read)) hand({ kind: 'seekers', rows });
  for await (const rows of matched(inside, round, ['languages', 'access-needs'])) hand({ kind: 'matched', rows });
  hand({ kind: 'go' });
}

/** Proposals under way, by place: they do not move, and each takes a place. */
async function livePairs({ db, org }: Inside, programme: string): Promise<RoundPair[]> {
  const rows = await db
    .selectFrom('proposal').select(['request_id', 'supporter_id']).where('org_id', '=', org).where('programme_id', '=', programme).where('ended_at', 'is', null)
    .orderBy('place', 'desc').orderBy('id').execute();
  return rows.map(({ request_id, supporter_id }) => ({ request: request_id, supporter: supporter_id }));
}

/** Who must not meet, who was together or asked before, and what coordinators hold. */
async function together(inside: Inside, { programme }: RoundAsked): Promise<Pick<RoundAbout, 'apart' | 'notAgain' | 'holds'>> {
  const { db, org } = inside;
  const apart = await db.selectFrom('kept_apart').select(['one_person', 'other_person']).where('org_id', '=', org).where('ended_at', 'is', null).orderBy('id').execute();
  const holds = await db.selectFrom('matching_hold').select(['request_id', 'supporter_id', 'kind']).where('org_id', '=', org).where('programme_id', '=', programme).where('released_at', 'is', null).orderBy('id').execute();
  const waiting = db.selectFrom('support_request').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('matched_at', 'is', null).where('withdrawn_at', 'is', null).where('closed_at', 'is', null);
  const asked = await db.selectFrom('proposal').select(['seeker_person', 'supporter_person']).where('org_id', '=', org).where('ended_how', 'in', [...NOT_AGAIN]).where('seeker_person', 'in', waiting).orderBy('id').execute();
  const walked = await db.selectFrom('relationship').select(['seeker_id', 'supporter_id']).where('org_id', '=', org).where('seeker_id', 'in', waiting).orderBy('id').execute();
  return {
    apart: apart.map((row) => [row.one_person, row.other_person] as const),
    notAgain: [...asked.map((row) => [row.seeker_person, row.supporter_person] as const), ...walked.map((row) => [row.seeker_id, row.supporter_id] as const)],
    holds: holds.map((row) => ({ request: row.request_id, supporter: row.supporter_id, kind: row.kind === 'apart' ? ('apart' as const) : ('together' as const) })),
  };
}

async function pairsOfRound({ db, org }: Inside, round: string): Promise<RoundPair[]> {
  const rows = await db.selectFrom('matching_round_pair').select(['request_id', 'supporter_id']).where('org_id', '=', org).where('round_id', '=', round).where('supporter_id', 'is not', null).orderBy('position').execute();
  return rows.flatMap((row) => (row.supporter_id === null ? [] : [{ request: row.request_id, supporter: row.supporter_id }]));
}

async function* supporters(inside: Inside, { programme, askedAt }: RoundAsked, read: readonly string[], taken: ReadonlyMap<string, number>): AsyncGenerator<readonly SupporterRow[]> {
  const aside = await asideIn(inside, programme);
  for (let last: Key | undefined; ; ) {
    let query = inside.db.selectFrom('supporter').selectAll('supporter').select([sql<string>`since::text`.as('at'), codedOn('supporter', read).as('coded')]).where('org_id', '=', inside.org).where('programme_id', '=', programme).where('ended_at', 'is', null);
    if (last !== undefined) query = query.where(sql<boolean>`(since, id) > (${last.at}::timestamptz, ${last.id}::uuid)`);
    const rows = await query.orderBy('since').orderBy('id').limit(SLICE).execute();
    const load = await loadOf(inside, rows.map(({ id }) => id));
    const trained = await trainedUntil(inside, programme, rows.map(({ person_id }) => person_id));
    const yes = await conductYesOf(inside, programme, rows.map(({ person_id }) => person_id));
    yield rows.filter((row) => !aside.has(row.person_id)).map((row) => {
      const standing: Standing = {
        id: row.id, programme, person: row.person_id, sheet: row.sheet_id, capacity: row.capacity, restDays: row.rest_days, since: row.since, pausedAt: row.paused_at, pausedUntil: row.paused_until, endedAt: row.ended_at,
      };
      return { ...factsOf(askedAt, standing, ready(trained.get(row.person_id), yes.get(row.person_id)), load.get(row.id), taken.get(row.id)), person: row.person_id, coded: row.coded };
    });
    await breathe();
    last = rows.at(-1);
    if (rows.length < SLICE) return;
  }
}

async function* seekers(inside: Inside, programme: string, read: readonly string[]): AsyncGenerator<readonly SeekerRow[]> {
  for (let last: Key | undefined; ; ) {
    let query = inside.db
      .selectFrom('support_request')
      .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'support_request.org_id').onRef('person.id', '=', 'support_request.person_id'))
      .innerJoin('organisation', 'organisation.org_id', 'support_request.org_id')
      .select(['support_request.id', 'support_request.person_id', 'support_request.received_at', 'support_request.urgent', 'support_request.source'])
      .select((e) => e.fn.coalesce('person.zone', 'organisation.zone').as('zone'))
      .select([sql<string>`received_at::text`.as('at'), codedOn('support_request', read).as('coded')])
      .where('support_request.org_id', '=', inside.org)
      .where('support_request.programme_id', '=', programme)
      .where('support_request.matched_at', 'is', null)
      .where('support_request.withdrawn_at', 'is', null)
      .where('support_request.closed_at', 'is', null)
      .where('support_request.held_at', 'is', null)
      .where('person.left_at', 'is', null);
    if (last !== undefined) query = query.where(sql<boolean>`(support_request.received_at, support_request.id) > (${last.at}::timestamptz, ${last.id}::uuid)`);
    const rows = await query.orderBy('support_request.received_at').orderBy('support_request.id').limit(SLICE).execute();
    yield rows.map((row) => ({ request: row.id, person: row.person_id, zone: row.zone, since: row.received_at.getTime(), urgent: row.urgent, source: row.source, coded: row.coded }));
    await breathe();
    last = rows.at(-1);
    if (rows.length < SLICE) return;
  }
}

async function* matched(inside: Inside, { programme, askedAt }: RoundAsked, read: readonly string[]): AsyncGenerator<Extract<ToThread, { kind: 'matched' }>['rows']> {
  const yearAgo = new Date(askedAt.getTime() - 365 * 86_400_000);
  for (let last: Key | undefined; ; ) {
    let query = inside.db
      .selectFrom('support_request')
      .select(['id', 'source', 'received_at', 'matched_at', sql<string>`matched_at::text`.as('at'), codedOn('support_request', read).as('coded')])
      .select((e) => e.selectFrom('proposal').select(sql<number>`(reasons->>'score')::int`.as('score')).whereRef('proposal.org_id', '=', 'support_request.org_id').whereRef('proposal.request_id', '=', 'support_request.id').where('ended_how', '=', 'both-yes').orderBy('proposed_at', 'desc').limit(1).as('score'))
      .where('org_id', '=', inside.org)
      .where('programme_id', '=', programme)
      .where('matched_at', '>', yearAgo)
      .where('matched_at', '<=', askedAt);
    if (last !== undefined) query = query.where(sql<boolean>`(matched_at, id) > (${last.at}::timestamptz, ${last.id}::uuid)`);
    const rows = await query.orderBy('matched_at').orderBy('id').limit(SLICE).execute();
    yield rows.map((row) => ({
      source: row.source, score: row.score, coded: row.coded, waitDays: Math.max(0, Math.floor(((row.matched_at ?? askedAt).getTime() - row.received_at.getTime()) / 86_400_000)),
    }));
    await breathe();
    last = rows.at(-1);
    if (rows.length < SLICE) return;
  }
}
