import { sql } from 'kysely';
import type { Looking } from '../../platform/view.ts';
import { dayOf } from '../intake/index.ts';
import { turnOf } from '../matching/index.ts';
import { namesOf } from '../people/index.ts';
import type { Programme } from '../programmes/index.ts';
import { seesByRole } from '../sight/index.ts';
import { AHEAD } from './rules.ts';

/** Something that is next in a programme. Each names a person and a day, and where to go. */
export type Coming =
  | { readonly kind: 'introduction'; readonly id: string; readonly programme: string; readonly request: string; readonly seeker: string | undefined; readonly supporter: string | undefined; readonly turn: 'seeker' | 'supporter' | undefined; readonly at: Date }
  | { readonly kind: 'training'; readonly id: string; readonly programme: string; readonly standing: string; readonly name: string | undefined; /** One of them, by name, when `courses` is 1. */ readonly course: string; readonly courses: number; readonly on: string }
  | { readonly kind: 'check-in'; readonly id: string; readonly programme: string; readonly person: string; readonly name: string | undefined; readonly at: Date }
  /** Two said yes to each other a while ago, and have not agreed yet how they want to walk: nobody who asked is left hanging there (P6). */
  | { readonly kind: 'agreement'; readonly id: string; readonly programme: string; readonly person: string; readonly seeker: string | undefined; readonly supporter: string | undefined; readonly at: Date };

interface Row {
  readonly kind: Coming['kind'];
  readonly id: string;
  readonly person: string;
  readonly other: string | null;
  readonly about: string | null;
  readonly course: string | null;
  readonly courses: number;
  readonly day: string | null;
  readonly at: Date | null;
  readonly supporter_said: 'yes' | 'no' | null;
  readonly seeker_said: 'yes' | 'no' | null;
}

/** What comes next in these programmes, at most `limit` of each kind and programme. Found by index. */
export async function coming(looking: Looking, programmes: readonly Programme[], limit: number): Promise<readonly Coming[]> {
  const found = (await Promise.all(programmes.map(async (programme) => {
    const walking = seesByRole('walking', looking.actor, programme.id);
    return (await comingIn(looking, programme.id, limit)).flatMap((row) => (row.kind === 'agreement' && !walking ? [] : [{ programme, row }]));
  }))).flat();
  const names = await namesOf(looking, found.flatMap(({ row }) => [row.person, row.other]));
  return found.flatMap(({ programme, row }) => inOrder(programme, row, names));
}

function inOrder(programme: Programme, row: Row, names: ReadonlyMap<string, string>): Coming[] {
  const one = { id: row.id, programme: programme.id };
  const name = names.get(row.person);
  if (row.kind === 'training') return row.day === null ? [] : [{ ...one, kind: row.kind, standing: row.about ?? '', name, course: row.course ?? '', courses: row.courses, on: dayOf(row.day) }];
  if (row.at === null) return [];
  if (row.kind === 'check-in') return [{ ...one, kind: row.kind, person: row.person, name, at: row.at }];
  if (row.kind === 'agreement') return [{ ...one, kind: row.kind, person: row.person, seeker: name, supporter: names.get(row.other ?? ''), at: row.at }];
  const turn = turnOf({ supporterSaid: row.supporter_said, seekerSaid: row.seeker_said, endedAt: null }, programme.firstToAnswer);
  return [{ ...one, kind: row.kind, request: row.about ?? '', seeker: name, supporter: names.get(row.other ?? ''), at: row.at, turn }];
}

/**
 * Four short lists in one statement: introductions that run out soon; pairs who still write their agreement after a week; trainings that end and were not renewed, those of one person and day as one; check-ins of which somebody chose to share an answer
 * with the coordinator lately (A9). What was shared stands on the person's page.
 */
async function comingIn({ db, org, now }: Looking, programme: string, limit: number): Promise<readonly Row[]> {
  const ahead = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const { rows } = await sql<Row>`
    select 'introduction' as kind, 1 as part, row_number() over () as place, x.* from (
      select id, seeker_person as person, supporter_person as other, request_id as about, null::text as course, 1 as courses, null::date as day, expires_at as at, supporter_said, seeker_said
      from proposal where org_id = ${org} and programme_id = ${programme} and ended_at is null and expires_at < ${ahead(AHEAD.introduction)} order by expires_at limit ${sql.lit(limit)}) x
    union all
    select 'training', 2, row_number() over (), x.* from (
      select (array_agg(t.id order by t.course))[1], t.person_id, null::uuid, s.id, min(t.course), count(*)::int, t.expires_on, null::timestamptz, null::text, null::text
      from training_record t join supporter s on s.org_id = t.org_id and s.programme_id = t.programme_id and s.person_id = t.person_id and s.ended_at is null
      where t.org_id = ${org} and t.programme_id = ${programme} and t.withdrawn_at is null and t.expires_on between ${day(now)}::date and ${day(ahead(AHEAD.training))}::date
        and not exists (select 1 from training_record newer where newer.org_id = t.org_id and newer.person_id = t.person_id and newer.programme_id = t.programme_id and newer.course = t.course
          and newer.withdrawn_at is null and (newer.expires_on is null or newer.expires_on > t.expires_on))
      group by t.person_id, s.id, t.expires_on order by t.expires_on, t.person_id limit ${sql.lit(limit)}) x
    union all
    select 'agreement', 3, row_number() over (), x.* from (
      select id, seeker_id, supporter_id, null::uuid, null::text, 1, null::date, begun_at, null::text, null::text
      from relationship where org_id = ${org} and programme_id = ${programme} and agreed_at is null and ended_at is null and paused_at is null
        and begun_at < ${ahead(-AHEAD.agreement)} order by begun_at, id limit ${sql.lit(limit)}) x
    union all
    (select 'check-in', 4, min(place), id, person_id, null::uuid, null::uuid, null::text, 1, null::date, max(shared_at), null::text, null::text from (
      select c.id, c.person_id, a.shared_at, row_number() over (order by a.shared_at desc) as place
      from check_in_answer a join check_in c on c.org_id = a.org_id and c.id = a.check_in_id
      where a.org_id = ${org} and a.shared_at > ${ahead(-AHEAD.shared)} and c.programme_id = ${programme} order by a.shared_at desc limit ${sql.lit(limit * 4)}) x
     group by id, person_id order by min(place) limit ${sql.lit(limit)})
    order by part, place`.execute(db);
  return rows;
}
