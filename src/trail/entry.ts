/**
 * The text of a line of the trail as PostgreSQL writes it, from the row of table `trail` under the alias `t`: the very bytes that `canonicalEntry` gives
 * for the same value (entry.test.ts holds both together). Made by the database because only it knows the moment to its last digit, and because a million
 * of them are made faster there. `v` is the form: another one needs another number, so that what was sealed reads the same for ever.
 */
export const ENTRY_IN_SQL = `'{"act":' || to_json(t.act)::text || ',"actor":' || coalesce(to_json(t.actor_id)::text, 'null') || ',"actorKind":' || to_json(t.actor_kind)::text
  || ',"at":"' || to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","id":"' || t.id::text || '","outcome":' || to_json(t.outcome)::text
  || ',"programme":' || coalesce(to_json(t.programme_id)::text, 'null') || ',"request":' || to_json(t.request_id)::text
  || ',"subject":' || coalesce(to_json(t.subject_id)::text, 'null') || ',"subjectKind":' || coalesce(to_json(t.subject_kind)::text, 'null') || ',"v":1}'`;
