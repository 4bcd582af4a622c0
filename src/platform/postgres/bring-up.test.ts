import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { emptyDatabase } from '../../testing/database.ts';
import { testDirectory } from '../../testing/directory.ts';
import { openHouses } from '../../testing/open-houses.ts';
import { newId } from '../ids.ts';
import { connect, writeAddress } from './address.ts';
import { bringUpDatabase, type RaiseOptions } from './bring-up.ts';
import { isAlive } from './lock.ts';
import { addressOfRunning } from './supervise.ts';

// Real servers, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 90_000 });

async function bringUp(options: RaiseOptions) {
  const raised = await bringUpDatabase(options);
  openHouses.add({ close: () => raised.stop() });
  return raised;
}

const organisations = (house: Awaited<ReturnType<typeof bringUp>>) => house.database.within({ org: newId() }, (db) => sql`select * from organisation`.execute(db));

describe('bringing the database up', () => {
  it('on an empty directory ends with a migrated database, with every safety on', async () => {
    const data = await testDirectory();
    const said: string[] = [];
    const first = await bringUp({ data, onProgress: (code) => void said.push(code) });
    expect((await organisations(first)).rows).toEqual([]);
    expect([...new Set(said)]).toEqual(['creating', 'starting', 'ready', 'migrating']);
    await first.stop();
    await expect(addressOfRunning(data)).rejects.toMatchObject({ code: 'not-running' });
  });

  it('with another secret than last time gives the logins their new passwords', async () => {
    const data = await testDirectory();
    await (await bringUp({ data })).stop();
    await rm(join(data, 'secrets'), { recursive: true });
    const second = await bringUp({ data });
    expect((await organisations(second)).rows).toEqual([]);
  });

  it('leaves no server running when something later is refused', async () => {
    const data = await testDirectory();
    const first = await bringUp({ data });
    await first.database.close();
    const owner = await connect(first.owner);
    await owner.query("update house.migration set checksum = 'edited'");
    await owner.end();
    await first.stop();
    await expect(bringUpDatabase({ data })).rejects.toMatchObject({ code: 'migration-edited' });
    expect(await isAlive(first.server?.pid() ?? 0)).toBe(false);
    await expect(addressOfRunning(data)).rejects.toMatchObject({ code: 'not-running' });
  });

  it('by address uses that server, and refuses it when it would forget', async () => {
    const server = await emptyDatabase();
    const owner = await connect(server);
    await owner.query(`alter database ${server.database} set synchronous_commit = off`);
    await owner.end();
    // The tests' own secret: the logins belong to the whole server, and other tests are using them.
    const secret = createHash('sha256').update('a secret for tests').digest('hex');
    const given = { data: await testDirectory(), databaseUrl: writeAddress(server), secret };
    await expect(bringUpDatabase(given)).rejects.toMatchObject({ name: 'DatabaseRefusal', code: 'unsafe-setting' });
  });
});
