import { sql } from 'kysely';

/** A sheet's coded answers as one JSON text, of the questions that are read at all. `sheet` is the table that names it. */
export const codedOn = (sheet: 'supporter' | 'support_request', read: readonly string[]) => sql<string>`
  coalesce((select jsonb_object_agg(a.question_id, a.value) from answer a
    where a.org_id = ${sql.ref(`${sheet}.org_id`)} and a.sheet_id = ${sql.ref(`${sheet}.sheet_id`)} and not a.skipped and a.value is not null and a.question_id = any(${[...read]}::text[])), '{}')::text`;
