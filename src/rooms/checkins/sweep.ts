import { sql } from 'kysely';
import type { CheckIn } from '../../content/index.ts';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import type { Round } from '../../platform/jobs.ts';
import { allProgrammes, contentOf } from '../programmes/index.ts';

/** How late a check-in may still be asked, after the house slept: asking about last month helps nobody. */
const LATE_DAYS = 7;

/**
 * Makes the check-ins that are due, each once on however many nodes: after the agreement, a week and each month on, half-way, after a contact, at the end,
 * and each month for supporters about themselves. Nobody is asked while they rest.
 */
export async function sweepCheckIns(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'checkins.sweep', async (inside) => {
    let asked = 0;
    for (const programme of await allProgrammes(inside)) {
      for (const { body } of await contentOf(inside, programme.id, 'check-in')) {
        for (const due of await dueFor(inside, programme.id, body)) asked += await ask(inside, programme.id, body.id, due);
      }
    }
    return asked;
  });
}

/** Check-ins, for the house's rounds. */
export const checkInsDue: Round = { name: 'check-ins', run: sweepCheckIns };

interface Due {
  readonly relationship: string | null;
  readonly person: string;
  readonly due: Date;
}

async function ask(inside: Inside, programme: string, kind: string, { relationship, person, due }: Due): Promise<number> {
  const id = inside.newId();
  const made = await inside.db
    .insertInto('check_in')
    .values({ org_id: inside.org, id, programme_id: programme, relationship_id: relationship, person_id: person, kind, due_at: due, asked_at: inside.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) return 0;
  inside.record({ name: 'checkins.due', subject: { kind: 'check-in', id }, programme, about: { person, relationship, kind } });
  return 1;
}

/** Who is due for one check-in now and was not asked yet. Moments are elapsed days, so clocks that change do not matter. */
async function dueFor(inside: Inside, programme: string, checkIn: CheckIn): Promise<readonly Due[]> {
  const moments = momentsOf(checkIn, inside.now);
  if (moments === undefined) return [];
  const late = new Date(inside.now.getTime() - LATE_DAYS * 86_400_000);
  const { rows } = await sql<Due>`
    select one.relationship, one.person, one.due from (${moments(inside.org, programme)}) as one
    where one.due <= ${inside.now}::timestamptz and one.due > ${late}::timestamptz
      and not exists (
        select 1 from check_in c where c.org_id = ${inside.org}::uuid and c.person_id = one.person and c.kind = ${checkIn.id} and c.due_at = one.due
          and c.relationship_id is not distinct from one.relationship)
    order by one.due, one.person -- on every node in one order, so that two that look at once never wait for each other crosswise
    limit 500`.execute(inside.db);
  return rows;
}

type Moments = (org: string, programme: string) => ReturnType<typeof sql>;

function momentsOf({ when: { event, afterDays = 0, repeatDays }, side }: CheckIn, now: Date): Moments | undefined {
  const people = side === 'both' ? sql`array[r.seeker_id, r.supporter_id]` : side === 'seeker' ? sql`array[r.seeker_id]` : sql`array[r.supporter_id]`;
  const awake = sql`r.ended_at is null and (r.paused_at is null or r.paused_until <= ${now}::timestamptz)`;
  const pairs = (due: ReturnType<typeof sql>, holds: ReturnType<typeof sql>): Moments => (org, programme) => sql`
    select r.id as relationship, person.id as person, ${due} as due from relationship r cross join lateral unnest(${people}) as person (id)
    where r.org_id = ${org}::uuid and r.programme_id = ${programme}::uuid and r.agreed_at is not null and ${holds}`;
  switch (event) {
    case 'agreement-signed':
    case 'introduced':
      return pairs(latest(sql`r.agreed_at`, afterDays, repeatDays, now), awake);
    case 'half-of-planned-time':
      return pairs(sql`r.agreed_at + (r.season_ends_on::timestamp at time zone 'UTC' - r.agreed_at) / 2`, sql`${awake} and r.season_ends_on is not null`);
    case 'closed':
      return pairs(sql`r.ended_at`, sql`r.ended_at is not null`);
    case 'contact-logged':
      return (org, programme) => sql`
        select r.id as relationship, person.id as person, l.logged_at as due from contact_log l join relationship r on r.org_id = l.org_id and r.id = l.relationship_id
        cross join lateral unnest(${people}) as person (id) where l.org_id = ${org}::uuid and r.programme_id = ${programme}::uuid and ${awake}`;
    case 'active':
      return (org, programme) => sql`
        select null::uuid as relationship, r.person_id as person, ${latest(sql`r.since`, afterDays + (repeatDays ?? 0), repeatDays, now)} as due from supporter r
        where r.org_id = ${org}::uuid and r.programme_id = ${programme}::uuid and ${awake}`;
    default:
      return undefined;
  }
}

/** The first moment `after` days on; when it comes again, the last one that has come. */
function latest(base: ReturnType<typeof sql>, after: number, repeat: number | undefined, now: Date): ReturnType<typeof sql> {
  const first = sql`(${base} + interval '24 hours' * ${after}::int)`;
  if (repeat === undefined) return first;
  return sql`(${first} + interval '24 hours' * ${repeat}::int * greatest(0, floor(extract(epoch from ${now}::timestamptz - ${first}) / (86400 * ${repeat}::int)))::int)`;
}
