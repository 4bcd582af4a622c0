import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../testing/directory.ts';
import { embeddedServer, otherApp } from '../../testing/embedded.ts';
import { connect, type ServerAddress } from './address.ts';
import { layoutOf } from './layout.ts';
import { isAlive } from './lock.ts';
import { addressOfRunning } from './supervise.ts';

// Real servers, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 90_000 });

async function ask<Row extends object>(address: ServerAddress, query: string): Promise<Row | undefined> {
  const client = await connect(address);
  try {
    return (await client.query<Row>(query)).rows[0];
  } finally {
    await client.end();
  }
}

const refusal = (code: string, about = {}) => expect.objectContaining({ name: 'DatabaseRefusal', code, about: expect.objectContaining(about) });

describe('a first start', () => {
  it('makes a cluster that no C library can change, with checksums, on a private socket only, and says what it does', async () => {
    const server = await embeddedServer();
    expect(server.progress).toEqual(['creating', 'starting', 'ready']);
    const found = await ask(server.address, `
      select current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
        to_jsonb(d) ->> 'datlocprovider' as provider, pg_encoding_to_char(encoding) as encoding, current_database() as name
      from pg_database d where datname = current_database()`);
    expect(found).toEqual({ checksums: 'on', listens: '', fsync: 'on', provider: server.major >= 17 ? 'b' : 'c', encoding: 'UTF8', name: 'companionway' });

    const layout = await layoutOf(server.data);
    expect(((await stat(layout.sockets)).mode & 0o777).toString(8)).toBe('700');
    expect(`${layout.sockets}/.s.PGSQL.5432`.length).toBeLessThan(107);
    expect(((await stat(layout.password)).mode & 0o777).toString(8)).toBe('600');
    await expect(connect({ ...server.address, password: 'password' })).rejects.toMatchObject({ code: '28P01' });
  });

  it.runIf(process.getuid?.() === 0)('leaves root behind: the server belongs to the account that owns its files', async () => {
    const server = await embeddedServer();
    const status = await readFile(`/proc/${server.pid()}/status`, 'utf8');
    const uid = Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
    expect(uid).toBeGreaterThan(0);
    expect((await stat((await layoutOf(server.data)).cluster)).uid).toBe(uid);
  });

  it('leaves nothing half made in the way: what a cut start left is replaced', async () => {
    const data = await testDirectory();
    const first = await embeddedServer({ data });
    await first.stop();
    const { cluster } = await layoutOf(data);
    await rename(cluster, `${cluster}.new`);
    await rm(`${cluster}.new/PG_VERSION`);
    await writeFile((await layoutOf(data)).password, '');
    const second = await embeddedServer({ data });
    expect(second.progress).toContain('creating');
  });
});

describe('a later start', () => {
  it('keeps what was written, and makes nothing anew', async () => {
    const first = await embeddedServer();
    await ask(first.address, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isAlive(first.pid())).toBe(false);

    const second = await embeddedServer({ data: first.data });
    expect(second.progress).toEqual(['starting', 'ready']);
    expect(await ask(second.address, 'select answer from kept')).toEqual({ answer: 42 });
  });
});

describe('the log', () => {
  it('holds nobody’s words, whatever goes wrong with them', async () => {
    const server = await embeddedServer();
    const client = await connect(server.address);
    await client.query('create table said (word text primary key check (length(word) < 40))');
    await client.query('insert into said values ($1)', ['canary']);
    const wrong = ["insert into said values ('canary')", "insert into said values (repeat('canary', 9))", "select 'canary'::integer", "do $$ begin raise exception 'canary'; end $$", 'canary', 'select canary'];
    for (const statement of wrong) await expect(client.query(statement)).rejects.toThrow();
    await expect(client.query('select $1::integer', ['canary'])).rejects.toThrow();
    await client.query("do $$ begin raise warning 'canary'; end $$");
    await client.end();
    await server.stop();
    const log = await logOf(server.data);
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('canary');
  });
});

describe('one owner', () => {
  it('has the directory: a second one is told who, and harms nothing', async () => {
    const app = await otherApp(await testDirectoryOf());
    await expect(embeddedServer({ data: here })).rejects.toEqual(refusal('in-use', { process: app.pid }));
    expect(await isAlive(app.serverPid)).toBe(true);
    await app.kill('SIGINT');
    expect(await isAlive(app.serverPid)).toBe(false);
  });

  it('may die: the server lives on, and the next one takes it over as it is', async () => {
    const data = await testDirectoryOf();
    const app = await otherApp(data);
    await ask(await addressOfRunning(data), 'create table kept as select 1 as answer');
    await app.kill('SIGKILL');
    expect(await isAlive(app.serverPid)).toBe(true);

    const next = await embeddedServer({ data });
    expect(next.progress).toEqual(['attached', 'ready']);
    expect(next.pid()).toBe(app.serverPid);
    expect(await ask(next.address, 'select answer from kept')).toEqual({ answer: 1 });
    await next.stop();
    expect(await isAlive(app.serverPid)).toBe(false);
  });

  it('stops the fast way, also with somebody connected, and once however often it is asked', async () => {
    const server = await embeddedServer();
    const guest = await connect(server.address);
    await guest.query('begin');
    await Promise.all([server.stop(), server.stop()]);
    expect(await isAlive(server.pid())).toBe(false);
    await expect(guest.query('select 1')).rejects.toThrow();
    // Whoever writes the log down is another process, and has the last line a moment later.
    await expect.poll(() => logOf(server.data)).toMatch(/received fast shutdown request[^]*database system is shut down/);
  });

  it('is not needed by a tool, which only asks for the address; without a server it is told so', async () => {
    const server = await embeddedServer();
    expect(await addressOfRunning(server.data)).toEqual(server.address);
    await server.stop();
    await expect(addressOfRunning(server.data)).rejects.toEqual(refusal('not-running'));
  });
});

async function logOf(data: string): Promise<string> {
  const { log } = await layoutOf(data);
  const texts = await Promise.all((await readdir(log)).map((name) => readFile(`${log}/${name}`, 'utf8')));
  return texts.join('');
}

let here = '';
async function testDirectoryOf(): Promise<string> {
  here = await testDirectory();
  return here;
}
