/**
 * The text of a line of the trail as PostgreSQL writes it, from the row of table `trail` under the alias `t`: the very bytes that `canonicalEntry` gives
 * for the same value (audit.test.ts holds both together). Made by the database because only it knows the moment to its last digit, and because a million
 * of them are made faster there. `v` is the form: another one needs another number, so that what was sealed reads the same for ever.
 */
export const ENTRY_IN_SQL = `'{"act":' || to_json(t.act)::text || ',"actor":' || coalesce(to_json(t.actor_id)::text, 'null') || ',"actorKind":' || to_json(t.actor_kind)::text
  || ',"at":"' || to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","id":"' || t.id::text || '","outcome":' || to_json(t.outcome)::text
  || ',"programme":' || coalesce(to_json(t.programme_id)::text, 'null') || ',"request":' || to_json(t.request_id)::text
  || ',"subject":' || coalesce(to_json(t.subject_id)::text, 'null') || ',"subjectKind":' || coalesce(to_json(t.subject_kind)::text, 'null') || ',"v":1}'`;

/** The columns of a line, under the alias `t`, from which {@link entryFromRow} makes the same text: in the order in which they stand in it. */
export const ENTRY_COLUMNS = 't.act, t.actor_id, t.actor_kind, t.at, t.id, t.outcome, t.programme_id, t.request_id, t.subject_id, t.subject_kind';

/** What makes {@link ENTRY_COLUMNS} write the same everywhere. */
export const EVEN_COLUMNS = "set timezone = 'UTC'; set datestyle = 'ISO'; set bytea_output = 'hex'";

/**
 * The text of a line from its {@link ENTRY_COLUMNS} as COPY writes them: the very text of {@link ENTRY_IN_SQL}. Putting it together costs the database three
 * times what reading the columns does, and a million lines are read while this program, on another core, hashes those before.
 * `from` is where its columns begin. Undefined when there is no such line.
 */
export function entryFromRow(row: readonly string[], from: number): string | undefined {
  const column = (at: number) => row[from + at] ?? NULL;
  if (column(4) === NULL) return undefined;
  return `{"act":${words(column(0))},"actor":${id(column(1))},"actorKind":${words(column(2))},"at":"${moment(column(3))}","id":"${column(4)}","outcome":${words(column(5))},"programme":${id(column(6))},"request":${words(column(7))},"subject":${id(column(8))},"subjectKind":${words(column(9))},"v":1}`;
}

const NULL = '\\N';
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_PLAIN = /["\\\u0000-\u001f]/;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function id(column: string): string {
  return column === NULL ? 'null' : `"${column}"`;
}

/** What holds no quote, backslash or control character reads the same in COPY's text and in JSON: nearly everything. */
function words(column: string): string {
  if (!NOT_PLAIN.test(column)) return `"${column}"`;
  return column === NULL ? 'null' : JSON.stringify(column.replaceAll(/\\(.)/gs, (_, letter: string) => ESCAPED[letter] ?? letter));
}

/** `2026-11-22 01:02:03.456+00`, which leaves out what would be zeros, in the full form. */
function moment(column: string): string {
  const [space, zone, point] = [column.indexOf(' '), column.indexOf('+'), column.indexOf('.')];
  const seconds = column.slice(space + 1, point === -1 ? zone : point);
  return `${column.slice(0, space)}T${seconds}.${point === -1 ? '000000' : column.slice(point + 1, zone).padEnd(6, '0')}Z`;
}
