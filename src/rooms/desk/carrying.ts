import { sql } from 'kysely';
import type { Looking } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
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

type Found = Omit<SupporterToCareFor, 'name' | 'why' | 'with'> & { readonly why: Carrying; readonly withPerson: string | null };

/** Supporters of these programmes who carry much, at most `limit` for each reason and programme; the ones named for more than one reason first. Found by index. */
export async function supportersToCareFor(looking: Looking, programmes: readonly string[], limit: number): Promise<readonly SupporterToCareFor[]> {
  const found: Found[] = [];
  for (const programme of programmes) {
    found.push(...(await resting(looking, programme, limit)), ...(await busy(looking, programme, limit)), ...(await silent(looking, programme, limit)));
  }
  const byStanding = Map.groupBy(found, ({ standing }) => standing);
  const names = await namesOf(looking, found.flatMap(({ person, withPerson }) => [person, withPerson]));
  return [...byStanding.values()]
    .flatMap((reasons) => {
      const [first] = reasons;
      if (first === undefined) return [];
      const quiet = reasons.find(({ why }) => why === 'silence');
      const { withPerson: _, ...rest } = first;
      return [{ ...rest, name: names.get(first.person), why: reasons.map(({ why }) => why), since: quiet?.since ?? first.since, with: names.get(quiet?.withPerson ?? '') }];
    })
    .toSorted((a, b) => b.why.length - a.why.length);
}

function standings(looking: Looking, programme: string) {
  return looking.db
    .selectFrom('supporter')
    .select(['id', 'person_id', 'running', 'capacity', 'busy_since', 'paused_until'])
    .where('org_id', '=', looking.org)
    .where('programme_id', '=', programme)
    .where('ended_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof standings>['execute']>>[number];

const from = (programme: string, why: Carrying) => (row: Row): Found => ({
  standing: row.id, person: row.person_id, programme, why, running: row.running, capacity: row.capacity, until: row.paused_until, since: row.busy_since, withPerson: null,
});

async function resting(looking: Looking, programme: string, limit: number): Promise<Found[]> {
  const rows = await standings(looking, programme)
    .where('paused_at', 'is not', null)
    .where((e) => e.or([e('paused_until', 'is', null), e('paused_until', '>', looking.now)]))
    .orderBy('paused_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(from(programme, 'asked-for-pause'));
}

/** Full, and accompanying people for very long: whoever has been at it longest first. */
async function busy(looking: Looking, programme: string, limit: number): Promise<Found[]> {
  const full = await standings(looking, programme).where('running', '>', 0).whereRef('running', '>=', 'capacity').orderBy('busy_since').limit(limit).execute();
  const since = new Date(looking.now.getTime() - LONG_DAYS * 86_400_000);
  const long = await standings(looking, programme).where('busy_since', '<', since).orderBy('busy_since').limit(limit).execute();
  return [...full.map(from(programme, 'full')), ...long.map(from(programme, 'long-without-rest'))];
}

/** Whose silence lasts longer than the two agreed on: found by the moment it began to, whoever has been silent longest first. */
async function silent(looking: Looking, programme: string, limit: number): Promise<Found[]> {
  const silentFrom = sql<Date>`(coalesce(relationship.last_contact_at, relationship.agreed_at) at time zone 'UTC') + make_interval(days => relationship.silence_days)`;
  const rows = await looking.db
    .selectFrom('relationship')
    .innerJoin('supporter', (join) => join.onRef('supporter.org_id', '=', 'relationship.org_id').onRef('supporter.id', '=', 'relationship.standing_id'))
    .select(['supporter.id', 'relationship.supporter_id', 'relationship.seeker_id', 'supporter.running', 'supporter.capacity', 'supporter.paused_until'])
    .select(sql<Date>`coalesce(relationship.last_contact_at, relationship.agreed_at)`.as('last'))
    .where('relationship.org_id', '=', looking.org)
    .where('relationship.programme_id', '=', programme)
    .where('relationship.ended_at', 'is', null)
    .where('relationship.agreed_at', 'is not', null)
    .where('relationship.paused_at', 'is', null)
    .where(silentFrom, '<', sql<Date>`${looking.now}::timestamptz at time zone 'UTC'`)
    .orderBy(silentFrom)
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    standing: row.id, person: row.supporter_id, programme, why: 'silence', running: row.running, capacity: row.capacity, until: row.paused_until, since: row.last, withPerson: row.seeker_id,
  }));
}
