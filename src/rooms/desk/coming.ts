import { sql } from 'kysely';
import type { Looking } from '../../platform/view.ts';
import { dayOf } from '../intake/index.ts';
import { turnOf } from '../matching/index.ts';
import { namesOf } from '../people/index.ts';
import type { Programme } from '../programmes/index.ts';
import { AHEAD } from './rules.ts';

/** Something that is next in a programme. Each names a person and a day, and where to go. */
export type Coming =
  | { readonly kind: 'introduction'; readonly id: string; readonly programme: string; readonly request: string; readonly seeker: string | undefined; readonly supporter: string | undefined; readonly turn: 'seeker' | 'supporter' | undefined; readonly at: Date }
  | { readonly kind: 'training'; readonly id: string; readonly programme: string; readonly standing: string; readonly name: string | undefined; readonly course: string; readonly on: string }
  | { readonly kind: 'check-in'; readonly id: string; readonly programme: string; readonly person: string; readonly name: string | undefined; readonly at: Date };

/** What comes next in these programmes, at most `limit` of each kind and programme. Found by index. */
export async function coming(looking: Looking, programmes: readonly Programme[], limit: number): Promise<readonly Coming[]> {
  const found: Coming[] = [];
  for (const programme of programmes) {
    found.push(...(await introductions(looking, programme, limit)), ...(await trainings(looking, programme.id, limit)), ...(await shared(looking, programme.id, limit)));
  }
  return found;
}

async function introductions(looking: Looking, programme: Programme, limit: number): Promise<Coming[]> {
  const rows = await looking.db
    .selectFrom('proposal')
    .select(['id', 'request_id', 'seeker_person', 'supporter_person', 'expires_at', 'supporter_said', 'seeker_said', 'ended_at'])
    .where('org_id', '=', looking.org)
    .where('programme_id', '=', programme.id)
    .where('ended_at', 'is', null)
    .where('expires_at', '<', new Date(looking.now.getTime() + AHEAD.introduction * 86_400_000))
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  const names = await namesOf(looking, rows.flatMap((row) => [row.seeker_person, row.supporter_person]));
  return rows.map((row) => ({
    kind: 'introduction', id: row.id, programme: programme.id, request: row.request_id, seeker: names.get(row.seeker_person), supporter: names.get(row.supporter_person), at: row.expires_at,
    turn: turnOf({ supporterSaid: row.supporter_said as 'yes' | 'no' | null, seekerSaid: row.seeker_said as 'yes' | 'no' | null, endedAt: row.ended_at }, programme.firstToAnswer),
  }));
}

async function trainings(looking: Looking, programme: string, limit: number): Promise<Coming[]> {
  const until = new Date(looking.now.getTime() + AHEAD.training * 86_400_000).toISOString().slice(0, 10);
  const rows = await looking.db
    .selectFrom('training_record')
    .innerJoin('supporter', (join) => join.onRef('supporter.org_id', '=', 'training_record.org_id').onRef('supporter.programme_id', '=', 'training_record.programme_id').onRef('supporter.person_id', '=', 'training_record.person_id').on('supporter.ended_at', 'is', null))
    .select(['training_record.id', 'training_record.course', 'training_record.expires_on', 'training_record.person_id', 'supporter.id as standing'])
    .where('training_record.org_id', '=', looking.org)
    .where('training_record.programme_id', '=', programme)
    .where('training_record.withdrawn_at', 'is', null)
    .where(sql<boolean>`training_record.expires_on between ${looking.now.toISOString().slice(0, 10)}::date and ${until}::date`)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('training_record as newer').select('newer.id').whereRef('newer.org_id', '=', 'training_record.org_id').whereRef('newer.person_id', '=', 'training_record.person_id')
        .whereRef('newer.programme_id', '=', 'training_record.programme_id').whereRef('newer.course', '=', 'training_record.course').where('newer.withdrawn_at', 'is', null)
        .where((by) => by.or([by('newer.expires_on', 'is', null), by('newer.expires_on', '>', by.ref('training_record.expires_on'))])))))
    .orderBy('training_record.expires_on')
    .limit(limit)
    .execute();
  const names = await namesOf(looking, rows.map((row) => row.person_id));
  return rows.flatMap((row) => (row.expires_on === null ? [] : [{ kind: 'training' as const, id: row.id, programme, standing: row.standing, name: names.get(row.person_id), course: row.course, on: dayOf(row.expires_on) }]));
}

/** Check-ins of which somebody chose to share an answer with the coordinator lately (A9). What was shared stands on the person's page. */
async function shared(looking: Looking, programme: string, limit: number): Promise<Coming[]> {
  const rows = await looking.db
    .selectFrom('check_in_answer')
    .innerJoin('check_in', (join) => join.onRef('check_in.org_id', '=', 'check_in_answer.org_id').onRef('check_in.id', '=', 'check_in_answer.check_in_id'))
    .select(['check_in.id', 'check_in.person_id', 'check_in_answer.shared_at'])
    .where('check_in_answer.org_id', '=', looking.org)
    .where('check_in_answer.shared_at', '>', new Date(looking.now.getTime() - AHEAD.shared * 86_400_000))
    .where('check_in.programme_id', '=', programme)
    .orderBy('check_in_answer.shared_at', 'desc')
    .limit(limit * 4)
    .execute();
  const firsts = [...Map.groupBy(rows, (row) => row.id).values()].flatMap((one) => one.slice(0, 1)).slice(0, limit);
  const names = await namesOf(looking, firsts.map((row) => row.person_id));
  return firsts.flatMap((row) => (row.shared_at === null ? [] : [{ kind: 'check-in' as const, id: row.id, programme, person: row.person_id, name: names.get(row.person_id), at: row.shared_at }]));
}
