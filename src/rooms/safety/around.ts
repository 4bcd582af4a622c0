import type { Here } from '../people/index.ts';

/** The programmes that somebody has to do with: asked there, applied, supports, walks with somebody, or holds a role. Ids, in no order. */
export async function programmesAround({ db, org }: Pick<Here, 'db' | 'org'>, person: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('role_held').select('programme_id').where('org_id', '=', org).where('person_id', '=', person).where('ended_at', 'is', null)
    .union(db.selectFrom('support_request').select('programme_id').where('org_id', '=', org).where('person_id', '=', person))
    .union(db.selectFrom('application').select('programme_id').where('org_id', '=', org).where('person_id', '=', person))
    .union(db.selectFrom('supporter').select('programme_id').where('org_id', '=', org).where('person_id', '=', person))
    .union(db.selectFrom('relationship').select('programme_id').where('org_id', '=', org).where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)])))
    .execute();
  return new Set(rows.flatMap(({ programme_id }) => programme_id ?? []));
}
