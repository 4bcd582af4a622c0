import { sql, type Transaction } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { statementNames } from './database-statements.ts';
import { newId } from './ids.ts';
import { absent } from './outcome.ts';
import { openReading } from './reading.ts';
import type { Tables } from './tables.ts';

let house: TestDatabase;
const who = { org: newId(), person: newId() };

beforeAll(async () => {
  house = await testDatabase();
});

const here = async (db: Transaction<Tables>) =>
  (await sql<{ began: string; login: string; org: string; person: string; writes: string }>`select pg_backend_pid() || ' ' || extract(epoch from now()) as began, current_user as login, current_setting('app.org') as org,
    current_setting('app.person') as person, current_setting('transaction_read_only') as writes`.execute(db)).rows[0];

describe('the views of one page', () => {
  it('share one transaction, which can only read and knows whose it is', async () => {
    const reading = openReading(house, who);
    const seen = [await reading.look('app', here), await reading.look('app', here)];
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({ ...who, writes: 'on', login: 'companionway_app' });
    reading.end();
  });

  it('are answered one after another when they look at once', async () => {
    const reading = openReading(house, who);
    const counts = await reading.look('app', (db) => Promise.all([1, 2, 3].map((n) => sql<{ n: number }>`select ${n}::int as n`.execute(db).then(({ rows }) => rows[0]?.n))));
    expect(counts).toEqual([1, 2, 3]);
    reading.end();
  });

  it('never read private words on the ordinary side: each wall has a transaction of its own, one at a time', async () => {
    const reading = openReading(house, who);
    const [app, member] = [await reading.look('app', here), await reading.look('member', here)];
    expect([app?.login, member?.login]).toEqual(['companionway_app', 'companionway_member']);
    reading.end();
  });

  it('see what an act committed between them', async () => {
    await sql`create table if not exists planted_note (org_id uuid not null, words text not null, primary key (org_id, words))`.execute(house.owner);
    await sql`select house.protect('planted_note')`.execute(house.owner);
    const count = async (db: Transaction<Tables>) => (await sql<{ n: number }>`select count(*)::int as n from planted_note`.execute(db)).rows[0]?.n;
    const reading = openReading(house, who);
    expect(await reading.look('app', count)).toBe(0);
    await house.within(who, (db) => sql`insert into planted_note values (${who.org}, 'new')`.execute(db));
    expect(await reading.look('app', count)).toBe(1);
    reading.end();
  });

  it('go on after one of them found nothing, and after one of them failed', async () => {
    const reading = openReading(house, who);
    const first = await reading.look('app', here);
    await expect(reading.look('app', async () => absent())).rejects.toThrow();
    expect(await reading.look('app', here)).toEqual(first);
    await expect(reading.look('app', (db) => sql`select 1 / 0`.execute(db))).rejects.toThrow('division');
    expect((await reading.look('app', here))?.org).toBe(who.org);
    reading.end();
  });

  it('give their connection back when the page ends, when it rests, and when it does something else for a while', async () => {
    const busy = async () => (await house.health()).connections;
    for (const leave of [(one: ReturnType<typeof openReading>) => one.end(), (one: ReturnType<typeof openReading>) => one.rest(), () => undefined]) {
      const reading = openReading(house, who);
      await reading.look('app', here);
      leave(reading);
      await expect.poll(async () => { const { open, idle } = await busy(); return open - idle; }).toBe(0);
      reading.end();
    }
  });
});

describe('a statement', () => {
  it('gets a name when it comes again, and keeps it; what may be several statements, or has many values, never gets one', () => {
    const statementName = statementNames();
    const text = `select $1 as ${newId().replaceAll('-', '')}`;
    expect(statementName(text)).toBeUndefined();
    const name = statementName(text);
    expect(name).toMatch(/^s\d+$/);
    expect(statementName(text)).toBe(name);
    for (const other of ['select 1; select 2', `select ${Array.from({ length: 30 }, (_, at) => `$${at + 1}`).join(', ')}`]) expect([statementName(other), statementName(other)]).toEqual([undefined, undefined]);
  });
});
