import { sql } from 'kysely';
import type { Looking } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { seesByRole } from '../sight/index.ts';
import { type Carrying, LONG_DAYS } from './rules.ts';

/** A supporter to look after, and why. `with`: the seeker they were not in touch with. */
export interface SupporterToCareFor {
  readonly standing: string;
  readonly person: string;
  readonly programme: string;
  readonly name: string | undefined;
  readonly why: readonly Carrying[];
  readonly running: number;
  readonly capacity: number;
  readonly until: Date | null;
  readonly with: string | undefined;
  readonly since: Date | null;
}

interface Found {
  readonly why: Carrying;
  readonly standing: string;
  readonly person: string;
  readonly running: number;
  readonly capacity: number;
  readonly until: Date | null;
  readonly since: Date | null;
  readonly with_person: string | null;
}

/** Supporters of these programmes who carry much, at most `limit` for each reason and programme; the ones named for more than one reason first. Found by index. */
export async function supportersToCareFor(looking: Looking, programmes: readonly string[], limit: number): Promise<readonly SupporterToCareFor[]> {
  const found = (await Promise.all(programmes.map(async (programme) => {
    const walking = seesByRole('walking', looking.actor, programme);
    return (await whoCarries(looking, programme, limit)).flatMap((one) => (one.why === 'silence' && !walking ? [] : [{ ...one, programme }]));
  }))).flat();
  const names = await namesOf(looking, found.flatMap((one) => [one.person, one.with_person]));
  return [...Map.groupBy(found, ({ standing }) => standing).values()]
    .flatMap((reasons) => {
      const [first] = reasons;
      if (first === undefined) return [];
      const quiet = reasons.find(({ why }) => why === 'silence');
      const { with_person: _, ...rest } = first;
      return [{ ...rest, name: names.get(first.person), why: reasons.map(({ why }) => why), since: quiet?.since ?? first.since, with: names.get(quiet?.with_person ?? '') }];
    })
    .toSorted((a, b) => b.why.length - a.why.length);
}

/**
 * Four short lists, each by an index of its own, in one statement: who asked for a pause; who is full; who has accompanied people for very long, whoever has been at it
 * longest first; whose silence lasts longer than the two agreed on, whoever has been silent longest first.
 */
async function whoCarries({ db, org, now }: Looking, programme: string, limit: number): Promise<readonly Found[]> {
  const since = new Date(now.getTime() - LONG_DAYS * 86_400_000);
  const supporter = sql`select id as standing, person_id as person, running, capacity, paused_until as until, busy_since as since, null::uuid as with_person
    from supporter where org_id = ${org} and programme_id = ${programme} and ended_at is null`;
  const silentFrom = sql`(greatest(r.last_contact_at, r.agreed_at, r.back_at) at time zone 'UTC') + make_interval(days => r.silence_days)`;
  const { rows } = await sql<Found>`
    select 'asked-for-pause' as why, 1 as part, row_number() over () as place, x.*
      from (${supporter} and paused_at is not null and (paused_until is null or paused_until > ${now}) order by paused_at desc limit ${sql.lit(limit)}) x
    union all
    select 'full', 2, row_number() over (), x.* from (${supporter} and running > 0 and running >= capacity order by busy_since limit ${sql.lit(limit)}) x
    union all
    select 'long-without-rest', 3, row_number() over (), x.* from (${supporter} and busy_since < ${since} order by busy_since limit ${sql.lit(limit)}) x
    union all
    select 'silence', 4, row_number() over (), x.* from (
      select s.id, r.supporter_id, s.running, s.capacity, s.paused_until, coalesce(r.last_contact_at, r.agreed_at), r.seeker_id
      from relationship r join supporter s on s.org_id = r.org_id and s.id = r.standing_id
      where r.org_id = ${org} and r.programme_id = ${programme} and r.ended_at is null and r.agreed_at is not null and r.paused_at is null
        and ${silentFrom} < ${now}::timestamptz at time zone 'UTC'
      order by ${silentFrom} limit ${sql.lit(limit)}) x
    order by part, place`.execute(db);
  return rows;
}
