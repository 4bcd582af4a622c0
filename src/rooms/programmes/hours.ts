import { sql } from 'kysely';
import type { Here } from './programme.ts';
import type { Cover, OpenHours } from './working-time.ts';

/** A day on which nobody is there, and what it is called. `day` is an ISO date. */
export interface ClosedDay {
  readonly day: string;
  readonly name: string;
}

/** The hours of cover of a programme as they count for promises, with its days off and its zone: one query. No such programme: no hours, in UTC. */
export async function hoursOf({ db, org }: Here, programme: string): Promise<Cover> {
  const row = await db
    .selectFrom('programme')
    .select([
      'zone',
      sql<OpenHours[] | null>`(select json_agg(json_build_object('weekday', weekday, 'opens', to_char(opens, 'HH24:MI'), 'closes', to_char(closes, 'HH24:MI')) order by weekday, opens)
        from programme_hours as h where h.org_id = programme.org_id and h.programme_id = programme.id)`.as('hours'),
      sql<string[] | null>`(select json_agg(to_char(day, 'YYYY-MM-DD'))
        from programme_closed_day as c where c.org_id = programme.org_id and c.programme_id = programme.id)`.as('closed'),
    ])
    .where('org_id', '=', org)
    .where('id', '=', programme)
    .executeTakeFirst();
  return { hours: row?.hours ?? [], closedDays: new Set(row?.closed), zone: row?.zone ?? 'UTC' };
}

/** The week of cover, Monday first. Times are `HH:MM`. */
export async function weekOf({ db, org }: Here, programme: string): Promise<readonly OpenHours[]> {
  const rows = await db
    .selectFrom('programme_hours')
    .select(['weekday', sql<string>`to_char(opens, 'HH24:MI')`.as('opens'), sql<string>`to_char(closes, 'HH24:MI')`.as('closes')])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .orderBy('weekday')
    .orderBy('opens')
    .execute();
  return rows;
}

/** The days off, the earliest first. */
export async function closedDaysOf({ db, org }: Here, programme: string): Promise<readonly ClosedDay[]> {
  return db
    .selectFrom('programme_closed_day')
    .select([sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day'), 'name'])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .orderBy('programme_closed_day.day')
    .execute();
}
