import { sql, type Transaction } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import type { Wall } from './database.ts';
import { newId } from './ids.ts';
import { connect } from './postgres/address.ts';
import { asRole } from './roles.ts';
import type { Tables } from './tables.ts';

let house: TestDatabase;
const [here, there] = [newId(), newId()];
const [amina, bruno] = [newId(), newId()];
const [theirs, others] = [newId(), newId()];

beforeAll(async () => {
  house = await testDatabase();
  const plant = (name: string, more = '') => sql.raw(`create table ${name} (org_id uuid not null, id uuid not null, ${more} word text, primary key (org_id, id))`).execute(house.owner);
  await plant('planted_plain');
  await plant('planted_diary');
  await plant('planted_private', 'conversation_id uuid not null,');
  await sql.raw(`create table planted_seat (org_id uuid, conversation_id uuid, person_id uuid)`).execute(house.owner);
  await sql.raw(`
    select house.protect('planted_plain'), house.protect_append_only('planted_diary'), house.protect_private('planted_private', 'conversation_id'), house.protect('planted_seat');
    create or replace function house.my_conversations() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(conversation_id), '{}') from planted_seat
      where org_id = nullif(current_setting('app.org', true), '')::uuid and person_id = nullif(current_setting('app.person', true), '')::uuid $$`).execute(house.owner);
  await sql`insert into planted_seat values (${here}, ${theirs}, ${amina}), (${here}, ${others}, ${bruno}), (${there}, ${theirs}, ${amina})`.execute(house.owner);
});

type Db = Transaction<Tables>;
const insert = (table: string, org: string, word: string, conversation?: string) => (db: Db) =>
  conversation === undefined
    ? sql`insert into ${sql.table(table)} (org_id, id, word) values (${org}, ${newId()}, ${word})`.execute(db)
    : sql`insert into ${sql.table(table)} (org_id, id, conversation_id, word) values (${org}, ${newId()}, ${conversation}, ${word})`.execute(db);
const words = (table: string) => async (db: Db) => (await sql<{ word: string }>`select word from ${sql.table(table)} order by id`.execute(db)).rows.map(({ word }) => word);
const changed = (statement: string) => async (db: Db) => Number((await sql.raw(statement).execute(db)).numAffectedRows);
const denied = { code: '42501' };

describe.each(['app', 'member'] satisfies Wall[])('an ordinary table, through the login %s', (wall) => {
  it('shows and changes the rows of the transaction’s organisation only', async () => {
    await house.within({ org: here, wall }, insert('planted_plain', here, `ours ${wall}`));
    await house.within({ org: there, wall }, insert('planted_plain', there, `yours ${wall}`));
    expect(await house.within({ org: here, wall }, words('planted_plain'))).not.toContain(`yours ${wall}`);
    expect(await house.within({ org: there, wall }, words('planted_plain'))).not.toContain(`ours ${wall}`);
    expect(await house.within({ org: newId(), wall }, changed("update planted_plain set word = 'x'"))).toBe(0);
    expect(await house.within({ org: newId(), wall }, changed('delete from planted_plain'))).toBe(0);
  });

  it('takes no row for another organisation, neither new nor moved', async () => {
    await expect(house.within({ org: here, wall }, insert('planted_plain', there, 'smuggled'))).rejects.toMatchObject(denied);
    await house.within({ org: here, wall }, insert('planted_plain', here, 'stays'));
    await expect(house.within({ org: here, wall }, changed(`update planted_plain set org_id = '${there}'`))).rejects.toMatchObject(denied);
  });

  it('is empty when no organisation was named, also on a connection that once named one', async () => {
    for (let again = 0; again < 5; again++) expect((await sql`select * from planted_plain`.execute(house[wall])).rows).toEqual([]);
  });

  it('cannot be opened by switching the walls off', async () => {
    await expect(house.within({ org: here, wall }, changed('set local row_security = off; select * from planted_plain'))).rejects.toMatchObject(denied);
    await expect(house.within({ org: here, wall }, changed('alter table planted_plain disable row level security'))).rejects.toMatchObject(denied);
    await expect(house.within({ org: here, wall }, changed(`set local role ${house.server.user}`))).rejects.toMatchObject(denied);
  });
});

describe('a table that only grows', () => {
  it('takes rows and shows them, and nobody changes or removes one', async () => {
    await house.within({ org: here }, insert('planted_diary', here, 'written'));
    expect(await house.within({ org: here }, words('planted_diary'))).toEqual(['written']);
    expect(await house.within({ org: there }, words('planted_diary'))).toEqual([]);
    for (const wall of ['app', 'member'] as const) {
      for (const statement of ["update planted_diary set word = 'x'", 'delete from planted_diary', 'truncate planted_diary']) {
        await expect(house.within({ org: here, wall }, changed(statement))).rejects.toMatchObject(denied);
      }
    }
  });
});

describe('private words', () => {
  const inside = { org: here, person: amina, wall: 'member' } as const;

  it('are there for somebody in their conversation, and for nobody else', async () => {
    await house.within(inside, insert('planted_private', here, 'hello', theirs));
    expect(await house.within(inside, words('planted_private'))).toEqual(['hello']);
    for (const who of [{ ...inside, person: bruno }, { ...inside, org: there }, { ...inside, person: newId() }, { org: here, wall: 'member' as const }]) {
      expect(await house.within(who, words('planted_private'))).toEqual([]);
    }
  });

  it('cannot be written into somebody else’s conversation, nor moved there', async () => {
    await expect(house.within(inside, insert('planted_private', here, 'hello', others))).rejects.toMatchObject(denied);
    await expect(house.within(inside, changed(`update planted_private set conversation_id = '${others}'`))).rejects.toMatchObject(denied);
  });

  it('are closed to the app’s own login altogether, also for somebody inside', async () => {
    await expect(house.within({ ...inside, wall: 'app' }, words('planted_private'))).rejects.toMatchObject(denied);
    await expect(house.within({ ...inside, wall: 'app' }, insert('planted_private', here, 'hello', theirs))).rejects.toMatchObject(denied);
  });

  it('are asked about once per statement and not once per row', async () => {
    const plan = await house.within(inside, (db) => sql<{ 'QUERY PLAN': string }>`explain (costs off) select * from planted_private`.execute(db));
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('InitPlan');
  });
});

describe('the words of the house', () => {
  it('cannot be spoken by the app’s logins', async () => {
    for (const wall of ['app', 'member'] as const) {
      await expect(house.within({ org: here, wall }, changed("select house.protect('planted_plain')"))).rejects.toMatchObject(denied);
      await expect(house.within({ org: here, wall }, changed('select house.my_conversations()'))).rejects.toMatchObject(denied);
      await expect(house.within({ org: here, wall }, changed('select * from house.migration'))).rejects.toMatchObject(denied);
      await expect(house.within({ org: here, wall }, changed('create table public.mine (x int)'))).rejects.toMatchObject(denied);
      await expect(house.within({ org: here, wall }, changed('create temp table mine (x int)'))).rejects.toMatchObject(denied);
    }
  });

  it('leave the keyring’s login nothing but its own schema', async () => {
    const keyring = await connect(asRole(house.server, 'companionway_keyring', house.secret));
    await expect(keyring.query('select * from planted_plain')).rejects.toMatchObject({ code: expect.stringMatching(/42501|42P01/) });
    await expect(keyring.query('select * from public.planted_plain')).rejects.toMatchObject(denied);
    const { rows } = await keyring.query("select has_schema_privilege('keyring', 'usage') as has");
    expect(rows).toEqual([{ has: true }]);
    await keyring.end();
  });
});
