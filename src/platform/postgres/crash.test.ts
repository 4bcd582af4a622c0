import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../testing/directory.ts';
import { embeddedServer, otherApp, until } from '../../testing/embedded.ts';
import { connect, type ServerAddress } from './address.ts';
import { chooseAccount } from './account.ts';
import { as } from './binaries.ts';
import { layoutOf } from './layout.ts';
import { addressOfRunning } from './supervise.ts';

// Real servers, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 90_000 });

const answers = (address: ServerAddress) => connect(address).then((client) => client.end().then(() => true), () => false);

/** Writes numbers one by one until the connection breaks. `begun` says that the first one was acknowledged, `acknowledged` gives the last. */
function writeUntilCut(client: pg.Client): { readonly begun: Promise<void>; readonly acknowledged: Promise<number> } {
  const begun = Promise.withResolvers<void>();
  return { begun: begun.promise, acknowledged: write(client, begun.resolve) };
}

async function write(client: pg.Client, begun: () => void): Promise<number> {
  let last = 0;
  await client.query('create table if not exists written (number integer)');
  try {
    for (;;) {
      await client.query('insert into written values ($1)', [last + 1]);
      last++;
      begun();
    }
  } catch {
    return last;
  }
}

/** Waits until another connection is deep in the long count. */
async function deepInWork(address: ServerAddress): Promise<void> {
  const looking = await connect(address);
  await until(async () => (await looking.query("select 1 from pg_stat_activity where state = 'active' and query like 'select count(*) from generate_series%'")).rowCount === 1);
  await looking.end();
}

describe('kill -9', () => {
  it('of the server while people write: it comes back by itself, again and again, and nothing acknowledged is lost', async () => {
    const server = await embeddedServer();
    for (let round = 0; round < 3; round++) {
      const killed = server.pid();
      const writing = writeUntilCut(await connect(server.address));
      await writing.begun;
      setTimeout(() => process.kill(killed, 'SIGKILL'), 100 + round * 70);
      const acknowledged = await writing.acknowledged;
      await until(async () => server.pid() !== killed && (await answers(server.address)));
      const after = await connect(server.address);
      const { rows } = await after.query('select max(number) as most from written');
      expect(rows[0].most).toBeGreaterThanOrEqual(acknowledged);
      await after.query('truncate written');
      await after.end();
    }
    expect(server.progress.filter((code) => code === 'restarted')).toHaveLength(3);
  });

  it('of the server while one of its processes is deep in work: waits until that one has let go of the memory', async () => {
    const server = await embeddedServer();
    const busy = await connect(server.address);
    const { rows } = await busy.query('select pg_backend_pid() as pid');
    const work = busy.query('select count(*) from generate_series(1, 12000000) one, (select 1) two').catch(() => undefined);
    await deepInWork(server.address);
    const killed = server.pid();
    process.kill(killed, 'SIGKILL');
    await until(() => server.pid() !== killed);
    expect(await readFile(`/proc/${rows[0].pid}/cmdline`, 'utf8').catch(() => '')).toBe('');
    expect(await answers(server.address)).toBe(true);
    await work;
  });

  it('of app and server together, one process still deep in work: the next start waits, repairs and finds everything', async () => {
    const data = await testDirectory();
    const app = await otherApp(data);
    const address = await addressOfRunning(data);
    const writing = writeUntilCut(await connect(address));
    const busy = await connect(address);
    busy.query('select count(*) from generate_series(1, 12000000) one').catch(() => undefined);
    await Promise.all([writing.begun, deepInWork(address)]);
    process.kill(app.serverPid, 'SIGKILL');
    await app.kill('SIGKILL');
    const acknowledged = await writing.acknowledged;

    const next = await embeddedServer({ data });
    expect(next.progress).toEqual(['starting', 'recovering', 'ready']);
    const client = await connect(next.address);
    const { rows } = await client.query('select max(number) as most from written');
    expect(rows[0].most).toBeGreaterThanOrEqual(acknowledged);
    await client.end();
  });
});

describe('left-overs', () => {
  it('of a server whose process number now belongs to another program do not stop a start', async () => {
    const server = await embeddedServer();
    await server.stop();
    const { cluster, sockets } = await layoutOf(server.data);
    // The innocent one is of the server's own account: PostgreSQL takes another's for a left-over by itself.
    const innocent = spawn('sleep', ['30'], { cwd: '/', stdio: 'ignore', ...as(await chooseAccount(cluster)) });
    await writeFile(join(cluster, 'postmaster.pid'), `${innocent.pid}\n${cluster}\n1\n5432\n${sockets}\n\n  1 1\nready   \n`);
    await mkdir(sockets, { recursive: true });
    await writeFile(join(sockets, '.s.PGSQL.5432.lock'), `${innocent.pid}\n${cluster}\n1\n5432\n${sockets}\n`);
    await writeFile(join(sockets, '.s.PGSQL.5432'), '');
    const next = await embeddedServer({ data: server.data });
    expect(await answers(next.address)).toBe(true);
    expect(innocent.exitCode).toBeNull();
    innocent.kill('SIGKILL');
  });
});
