import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { embeddedServer, until } from '../testing/embedded.ts';
import { ConnectionLost, ConstraintBroken, openDatabase, ReadOnlyNow } from './database.ts';
import { heldOpen } from './held-open.ts';
import { newId } from './ids.ts';
import { migrate } from './migrate.ts';
import { connect } from './postgres/address.ts';

let house: TestDatabase;
const org = newId();

beforeAll(async () => {
  house = await testDatabase();
  await sql`create table planted_word (
    org_id uuid not null, word text not null constraint words_are_short check (length(word) < 10),
    above text, count bigint not null default 0, said_on date,
    primary key (org_id, word), constraint a_word_hangs_on_another foreign key (org_id, above) references planted_word (org_id, word),
    constraint words_do_not_overlap exclude using btree (said_on with =))`.execute(house.owner);
  await sql`select house.protect('planted_word')`.execute(house.owner);
});

const words = (db: Parameters<Parameters<TestDatabase['within']>[1]>[0]) => sql<{ word: string; count: number | string; said_on: string }>`select * from planted_word`.execute(db).then(({ rows }) => rows);

describe('a transaction', () => {
  it('knows its organisation, person and instant', async () => {
    const who = { org: newId(), person: newId(), now: new Date('2026-03-01T10:00:00.123Z') };
    const seen = await house.within(who, (db) =>
      sql`select current_setting('app.org') as org, current_setting('app.person') as person, current_setting('app.now')::timestamptz as now, current_setting('statement_timeout') as timeout, current_setting('idle_in_transaction_session_timeout') as idle`.execute(db),
    );
    expect(seen.rows).toEqual([{ ...who, timeout: '15s', idle: '10s' }]);
  });

  it('leaves nothing of itself behind for the next one on the same connection', async () => {
    await house.within({ org, person: newId() }, (db) => words(db));
    const after = await sql<{ org: string; person: string }>`select current_setting('app.org', true) as org, current_setting('app.person', true) as person`.execute(house.app);
    expect(after.rows.every((row) => !row.org && !row.person)).toBe(true);
    expect((await house.within({ org }, (db) => sql`select current_setting('app.person') as person`.execute(db))).rows).toEqual([{ person: '' }]);
  });

  it('asks for one of a list with one text, however long the list is, and for a list of one as for that one', async () => {
    const ids = [newId(), newId(), newId()];
    const asked = (some: readonly string[], word: 'in' | 'not in') => house.app.selectFrom('session').select('id').where('org_id', '=', org).where('id', word, [...some]).where('proof', 'in', ['link', 'passkey']);
    for (const word of ['in', 'not in'] as const) {
      const texts = [[], ids.slice(0, 2), ids].map((some) => asked(some, word).compile().sql);
      expect(new Set(texts).size).toBe(1);
      expect(asked(ids.slice(0, 1), word).compile().sql).toContain(word === 'in' ? '"id" = $2' : '"id" <> $2');
      expect(await house.within({ org }, (db) => asked(ids, word).execute().then(() => db.selectNoFrom((e) => [e(e.val('a'), word, ['a', 'b,"c']).as('first'), e(e.val('b,"c'), word, ['a', 'b,"c']).as('quoted'), e(e.val('d'), word, ['a']).as('other')]).execute()))).toEqual([
        { first: word === 'in', quoted: word === 'in', other: word !== 'in' },
      ]);
    }
  });

  it('is written when its work returns, and undone when its work throws', async () => {
    await house.within({ org }, (db) => sql`insert into planted_word values (${org}, 'kept')`.execute(db));
    const fault = new Error('no');
    await expect(
      house.within({ org }, async (db) => {
        await sql`insert into planted_word values (${org}, 'undone')`.execute(db);
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect((await house.within({ org }, words)).map(({ word }) => word)).toEqual(['kept']);
  });

  it('is named by ids only: anything else is refused before it reaches the database', async () => {
    const names = ["' or true; --", '', 'app', `${newId()}'; drop table planted_word; --`, `${newId()}\n`];
    for (const name of names) {
      await expect(house.within({ org: name }, words)).rejects.toThrow(TypeError);
      if (name !== '') await expect(house.within({ org, person: name }, words)).rejects.toThrow(TypeError);
    }
  });

  it('may be for reading only', async () => {
    await expect(house.within({ org, readOnly: true }, (db) => sql`insert into planted_word values (${org}, 'no')`.execute(db))).rejects.toBeInstanceOf(ReadOnlyNow);
  });

  it('answers what is asked at once in its order, each its own; one that fails fails those behind it and nobody else', async () => {
    for (const readOnly of [true, false]) {
      const ask = (one: number) => (db: Parameters<typeof words>[0]) => sql<{ one: number }>`select (10 / ${one})::int as one`.execute(db).then(({ rows }) => rows[0]?.one);
      expect(await house.within({ org, readOnly }, (db) => Promise.all([1, 2, 5, 10].map((one) => ask(one)(db))))).toEqual([10, 5, 2, 1]);
      const ends = await house.within({ org, readOnly }, async (db) => {
        const all = await Promise.allSettled([1, 0, 2].map((one) => ask(one)(db)));
        if (!readOnly) throw new Error(all.map(({ status }) => status).join());
        return all.map(({ status }) => status).join();
      }).catch(({ message }: Error) => message);
      expect(ends).toBe('fulfilled,rejected,rejected');
      expect(await house.within({ org, readOnly }, ask(2))).toBe(5);
    }
  });

  it('says which rule was broken, by its name', async () => {
    await house.within({ org }, (db) => sql`insert into planted_word (org_id, word, said_on) values (${org}, 'once', '2026-02-28')`.execute(db));
    const broken = async (values: ReturnType<typeof sql>) => {
      const fault: unknown = await house.within({ org }, (db) => sql`insert into planted_word (org_id, word, above, said_on) values (${org}, ${values})`.execute(db)).catch((found: unknown) => found);
      return fault instanceof ConstraintBroken ? [fault.constraint, fault.table, fault.sqlstate] : fault;
    };
    expect(await broken(sql`'once', null, null`)).toEqual(['planted_word_pkey', 'planted_word', '23505']);
    expect(await broken(sql`'much too long', null, null`)).toEqual(['words_are_short', 'planted_word', '23514']);
    expect(await broken(sql`'orphan', 'nobody', null`)).toEqual(['a_word_hangs_on_another', 'planted_word', '23503']);
    expect(await broken(sql`'again', null, '2026-02-28'`)).toEqual(['words_do_not_overlap', 'planted_word', '23P01']);
  });

  it('whose failed statement was swallowed is not taken for a success', async () => {
    const swallowing = house.within({ org }, async (db) => {
      await sql`insert into planted_word values (${org}, 'lost')`.execute(db);
      await sql`select 1 / 0`.execute(db).catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('everything was rolled back');
    expect((await house.within({ org }, words)).map(({ word }) => word)).not.toContain('lost');
  });

  it('that was not awaited cannot write after it is over', async () => {
    let late = async (): Promise<unknown> => undefined;
    await house.within({ org }, async (db) => {
      late = () => sql`insert into planted_word values (${org}, 'late')`.execute(db);
    });
    await expect(late()).rejects.toThrow('This transaction is over');
    expect((await house.within({ org }, words)).map(({ word }) => word)).not.toContain('late');
  });

  it('counts in numbers while they are exact, and keeps a day the day it was', async () => {
    await house.within({ org }, (db) => sql`insert into planted_word (org_id, word, count, said_on) values (${org}, 'big', 9007199254740993, null), (${org}, 'small', 42, '2026-07-01')`.execute(db));
    const found = await house.within({ org }, words);
    expect(found.find(({ word }) => word === 'big')?.count).toBe('9007199254740993');
    expect(found.find(({ word }) => word === 'small')).toMatchObject({ count: 42, said_on: '2026-07-01' });
  });

  it('left idle is ended by the server after its limit, and the next one is not harmed', async () => {
    const idle = house.within({ org }, async (db) => {
      const { rows: [own] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      await sql`set local idle_in_transaction_session_timeout = '50ms'`.execute(db);
      await until(async () => (await sql`select 1 from pg_stat_activity where pid = ${own?.pid}`.execute(house.owner)).rows.length === 0);
      await words(db);
    });
    await expect(idle).rejects.toBeInstanceOf(ConnectionLost);
    await house.within({ org }, words);
  });

  it('is not idle while it waits for what is worked out elsewhere, however long that takes', async () => {
    const found = await house.within({ org, readOnly: true }, async (db) => {
      await sql`set local idle_in_transaction_session_timeout = '2s'`.execute(db);
      const answer = await heldOpen(db, new Promise((resolve) => setTimeout(resolve, 3_000, 'from a thread')), 100);
      await words(db);
      return answer;
    });
    expect(found).toBe('from a thread');
  });
});

describe('health', () => {
  it('says that the database answers, how fast, and how busy it is', async () => {
    const health = await house.health();
    expect(health).toMatchObject({ ok: true, readOnly: false, connections: { waiting: 0 } });
    expect(health.ms).toBeGreaterThan(0);
  });
});

describe('listening', () => {
  it('hears what is told on its channel, until it stops', async () => {
    const heard: (string | null)[] = [];
    const stop = await house.listen('news "of" the house', (payload) => void heard.push(payload));
    const tell = (text: string) => sql`select pg_notify('news "of" the house', ${text})`.execute(house.app);
    await tell('one');
    await until(() => heard.length === 1);
    await stop();
    await tell('two');
    const again: (string | null)[] = [];
    await house.listen('news "of" the house', (payload) => void again.push(payload));
    await tell('three');
    await until(() => again.length === 1);
    expect([heard, again]).toEqual([['one'], ['three']]);
  });

  it('goes on after its connection broke, and says that something may have been missed', async () => {
    const heard: (string | null)[] = [];
    await house.listen('reconnects', (payload) => void heard.push(payload));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'companionway listen' and datname = current_database()`.execute(house.owner);
    await until(() => heard.includes(null));
    await sql`select pg_notify('reconnects', 'back')`.execute(house.app);
    await until(() => heard.includes('back'));
    expect(heard).toEqual([null, 'back']);
  });
});

describe('the floor is checked before the app stands on it', () => {
  const refusal = (code: string, about = {}) => expect.objectContaining({ name: 'DatabaseRefusal', code, about: expect.objectContaining(about) });

  it('a server that would forget at a power cut is refused', async () => {
    const unsafe = await testDatabase();
    await sql.raw(`alter database ${unsafe.server.database} set synchronous_commit = off`).execute(unsafe.owner);
    await expect(openDatabase({ server: unsafe.server, secret: unsafe.secret })).rejects.toEqual(refusal('unsafe-setting'));
  });

  it('a login that could step around the walls is refused', async () => {
    const weak = await testDatabase();
    await sql.raw(`create table ours (org_id uuid); alter table ours owner to companionway_app`).execute(weak.owner);
    await expect(openDatabase({ server: weak.server, secret: weak.secret, allowUnsafe: true })).rejects.toEqual(refusal('role-too-strong', { power: 'owner' }));
  });

  it('another secret, or no server, is a clear sentence', async () => {
    const { server, secret } = house;
    await expect(openDatabase({ server, secret: Buffer.alloc(32), allowUnsafe: true })).rejects.toEqual(refusal('wrong-password'));
    await expect(openDatabase({ server: { ...server, host: '/nowhere' }, secret, allowUnsafe: true })).rejects.toEqual(refusal('unreachable-server'));
  });
});

describe('a server that dies under the app', () => {
  it('is waited for: nobody sees an error who had not begun, and the app lives', async () => {
    const server = await embeddedServer();
    const secret = Buffer.alloc(32, 7);
    await migrate({ owner: server.address, secret });
    const database = await openDatabase({ server: server.address, secret });
    const heard: (string | null)[] = [];
    await database.listen('news', (payload) => void heard.push(payload));
    await Promise.all(Array.from({ length: 8 }, () => database.within({ org }, (db) => sql`select pg_sleep(0.01)`.execute(db))));

    const begun = database.within({ org }, (db) => sql`select pg_sleep(10)`.execute(db)).catch((fault: unknown) => fault);
    const owner = await connect(server.address);
    await until(async () => (await owner.query("select 1 from pg_stat_activity where wait_event = 'PgSleep' and query like '%pg_sleep(10)%'")).rowCount === 1);
    await owner.end();
    process.kill(server.pid(), 'SIGKILL');
    // These are sent to connections of which nobody knows yet that they are gone.
    const reading = Promise.all(
      Array.from({ length: 8 }, () => database.within({ org, readOnly: true }, (db) => Promise.all([1, 2].map((one) => sql<{ org: string; one: number }>`select current_setting('app.org') as org, ${one}::int as one`.execute(db))))),
    );
    expect(await begun).toBeInstanceOf(ConnectionLost);
    const answers = await Promise.all(Array.from({ length: 20 }, () => database.within({ org }, (db) => sql<{ one: number }>`select 1 as one`.execute(db))));
    expect(answers.every(({ rows }) => rows[0]?.one === 1)).toBe(true);
    for (const both of await reading) expect(both.flatMap(({ rows }) => rows)).toEqual([{ org, one: 1 }, { org, one: 2 }]);
    await until(() => heard.includes(null));
    await database.close();
  }, 90_000);

  it('and does not come back ends in ConnectionLost after the patience, with nothing written', async () => {
    const { server, secret } = await testDatabase();
    const database = await openDatabase({ server, secret, allowUnsafe: true, patienceMs: 300 });
    const owner = await connect({ ...server, database: 'postgres' });
    await owner.query(`alter database ${server.database} with allow_connections false`);
    await owner.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [server.database]);
    await expect(database.within({ org }, words)).rejects.toThrow();
    expect(await database.health()).toMatchObject({ ok: false });
    await owner.query(`alter database ${server.database} with allow_connections true`);
    await owner.end();
    await database.close();
  });
});
