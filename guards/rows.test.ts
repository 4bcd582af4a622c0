import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../src/platform/ids.ts';
import { testDatabase, type TestDatabase } from '../src/testing/database.ts';

/** Tables without an organisation, each with its reason. */
const OUTSIDE: ReadonlySet<string> = new Set([]);
/** Not forced for its owner: an organisation must be found before any is set (migrations, 0100). The app's logins never own it. */
const NOT_FORCED: ReadonlySet<string> = new Set(['organisation']);

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly allowed: string | null;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

let db: TestDatabase;
let tables: readonly Table[];
const [ours, theirs] = [newId(), newId()];
const [inside, outsider] = [newId(), newId()];
const conversation = newId();

/** A value of a column's type; of a column that allows only some words, the first of them. */
function valueOf({ name, type, allowed }: Column, org: string): string {
  if (name === 'org_id') return `'${org}'`;
  if (name === 'conversation_id') return `'${conversation}'`;
  if (allowed !== null) return `'${allowed}'`;
  if (/uuid\[\]/.test(type)) return `array['${randomUUID()}']::uuid[]`;
  if (/text\[\]/.test(type)) return `'{}'`;
  if (type === 'uuid') return `'${randomUUID()}'`;
  if (type === 'jsonb') return `'{}'`;
  if (type === 'bytea') return `'\\x${Buffer.from(randomUUID()).toString('hex')}'`;
  if (/timestamp/.test(type)) return 'now()';
  if (type === 'date') return 'current_date';
  if (type.startsWith('time') && !type.startsWith('timestamp')) return name === 'closes' ? `'17:00'` : `'09:00'`;
  if (type === 'boolean') return 'false';
  if (/int|numeric/.test(type)) return name === 'minutes' ? '30' : '1';
  if (type === 'xid8') return `'1'`;
  return `'x${randomUUID().slice(0, 8)}'`;
}

/** Plants one row past every wall and every foreign key, as the owner. */
async function plant(table: Table, org: string): Promise<void> {
  const columns = table.columns.filter((column) => column.required || column.name === 'conversation_id');
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map((column) => valueOf(column, org)).join(', ');
  await db.owner.transaction().execute(async (owner) => {
    await sql`set local session_replication_role = replica`.execute(owner);
    await sql.raw(`insert into "${table.name}" (${names}) values (${values})`).execute(owner);
  });
}

/** How many rows a login sees, or `denied` when it has no privilege at all. */
async function seen(table: string, who: Parameters<TestDatabase['within']>[0]): Promise<number | 'denied'> {
  try {
    const { rows } = await db.within(who, (tx) => sql<{ count: string }>`select count(*) as count from ${sql.table(table)}`.execute(tx));
    return Number(rows[0]?.count);
  } catch (fault) {
    if (fault instanceof Error && /permission denied/.test(fault.message)) return 'denied';
    throw fault;
  }
}

const isPrivate = (table: string) => privates.has(table);
let privates: ReadonlySet<string> = new Set();

beforeAll(async () => {
  db = await testDatabase();
  const { rows } = await sql<{ table: string; column: string; type: string; required: boolean; allowed: string | null }>`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull and not a.atthasdef and a.attidentity = '' as required,
      (select (regexp_match(pg_get_constraintdef(k.oid), 'ARRAY\\[''([^'']+)'''))[1] from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as allowed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`.execute(db.owner);
  const byName = new Map<string, Column[]>();
  for (const { table, column, ...rest } of rows) byName.set(table, [...(byName.get(table) ?? []), { name: column, ...rest }]);
  tables = [...byName].map(([name, columns]) => ({ name, columns })).filter(({ name }) => !OUTSIDE.has(name));
  const policies = await sql<{ tablename: string }>`select tablename from pg_policies where policyname = 'conversation_wall'`.execute(db.owner);
  privates = new Set(policies.rows.map(({ tablename }) => tablename));
  for (const table of tables) for (const org of [ours, theirs]) await plant(table, org);
  await db.owner.transaction().execute(async (owner) => {
    await sql`set local session_replication_role = replica`.execute(owner);
    await sql`update conversation_member set person_id = ${inside} where org_id = ${ours}`.execute(owner);
  });
});

describe('every row has its wall, even when an act forgets its own check', () => {
  test('Every table belongs to an organisation, keyed by it first, with row-level security forced', async () => {
    const { rows } = await sql<{ name: string; forced: boolean; enabled: boolean; first: string | null }>`
      select c.relname as name, c.relforcerowsecurity as forced, c.relrowsecurity as enabled,
        (select a.attname from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] where k.conrelid = c.oid and k.contype = 'p') as first
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`.execute(db.owner);
    const wrong = rows.filter(({ name, forced, enabled, first }) => !OUTSIDE.has(name) && (!enabled || (!forced && !NOT_FORCED.has(name)) || first !== 'org_id'));
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(40);
  });

  test('A member of one organisation reads nothing of another’s, table by table', async () => {
    const found = [];
    for (const { name } of tables) {
      const mine = await seen(name, { org: ours, person: inside, wall: 'member' });
      const both = await sql<{ count: string }>`select count(*) as count from ${sql.table(name)}`.execute(db.owner);
      found.push({ name, mine, planted: Number(both.rows[0]?.count) });
    }
    expect(found.filter(({ mine }) => mine !== 1)).toEqual([]);
    expect(found.filter(({ planted }) => planted < 2)).toEqual([]);
  });

  test('Somebody outside a conversation reads none of its private rows, and staff’s login may not even ask', async () => {
    expect([...privates].sort()).toContain('message');
    for (const { name } of tables.filter((table) => isPrivate(table.name))) {
      expect([name, await seen(name, { org: ours, person: outsider, wall: 'member' })]).toEqual([name, 0]);
      expect([name, await seen(name, { org: ours, person: inside, wall: 'app' })]).toEqual([name, 'denied']);
    }
  });

  test('Nobody who says no organisation sees any row', async () => {
    for (const { name } of tables) {
      const { rows } = await sql<{ count: string }>`select count(*) as count from ${sql.table(name)}`.execute(db.member);
      expect([name, Number(rows[0]?.count)]).toEqual([name, 0]);
    }
  });

  test('Nobody writes a row into another organisation', async () => {
    for (const table of tables) {
      const columns = table.columns.filter((column) => column.required || column.name === 'conversation_id');
      const write = sql.raw(`insert into "${table.name}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) values (${columns.map((column) => valueOf(column, theirs)).join(', ')})`);
      await expect(db.within({ org: ours, person: inside, wall: 'member' }, (tx) => write.execute(tx)), table.name).rejects.toThrow(/row-level security/);
    }
  });
});
