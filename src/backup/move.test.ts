import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { conversation, openConversation, sendMessage } from '../rooms/conversations/index.ts';
import { openDatabase } from '../platform/database.ts';
import { connect, type ServerAddress } from '../platform/postgres/address.ts';
import { superviseServer } from '../platform/postgres/supervise.ts';
import { emptyDatabase } from '../testing/database.ts';
import { testDirectory } from '../testing/directory.ts';
import { openHouses } from '../testing/open-houses.ts';
import { type Town, testTown } from '../testing/town.ts';
import { moveContent } from './index.ts';

/** Three seconds when nothing else runs; another server is made for it, on machines that are busy with other tests. */
const REAL_SERVER = 90_000;
const DEBIAN = '/usr/lib/postgresql/15/bin';
let town: Town;
let talk: string;
beforeAll(async () => {
  town = await testTown();
  const [amina, ben] = [await town.id('Amina'), await town.id('Ben')];
  talk = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members: [amina, ben], started: true }));
  await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'before-the-move', words: 'Words that come along.' });
});

let copies = 0;
const moment = () => new Date('2026-11-23T15:00:00Z');

/** The town over another database, with the same keyring and the same sessions. */
async function readThere(owner: ServerAddress): Promise<readonly (string | undefined)[]> {
  const db = await openDatabase({ server: owner, secret: town.db.secret, poolSize: 3, allowUnsafe: true });
  try {
    const scene = await town.as('Ben');
    const read = await conversation({ ...scene, house: { ...town.house, db } }, { conversation: talk });
    return read.messages.map(({ words }) => words?.body);
  } finally {
    await db.close();
  }
}

/** The town's own pools rest while a move goes on; the source has to be left by everybody. */
async function copyOfTown(): Promise<ServerAddress> {
  const admin = await connect({ ...town.db.server, database: 'postgres' });
  const database = `${town.db.server.database}_${(copies += 1)}`;
  try {
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', [town.db.server.database]);
    await admin.query(`create database ${database} template ${town.db.server.database}`);
  } finally {
    await admin.end();
  }
  openHouses.add({
    close: async () => {
      const last = await connect({ ...town.db.server, database: 'postgres' });
      await last.query(`drop database if exists ${database} with (force)`);
      await last.end();
    },
  });
  return { ...town.db.server, database };
}

describe('moving', () => {
  test('Everything arrives, people stay signed in and read what they wrote, and the old one is as it was', async () => {
    const from = await copyOfTown();
    const to = await emptyDatabase();
    const seen: number[] = [];
    const moved = await moveContent({ from, to, secret: town.db.secret, at: moment(), onTable: ({ tables }) => seen.push(tables) });
    expect(moved.tables).toBeGreaterThan(50);
    expect(seen.at(-1)).toBe(moved.tables);
    expect(await readThere(to)).toEqual(['Words that come along.']);
    expect(await readThere(from)).toEqual(['Words that come along.']);
    await expect(moveContent({ from, to, secret: town.db.secret, at: moment() })).rejects.toMatchObject({ code: 'not-empty' });
  });

  test('While somebody works in the old one, or both addresses are one place, nothing happens', async () => {
    await town.inside(async () => undefined);
    await expect(moveContent({ from: town.db.server, to: await emptyDatabase(), secret: town.db.secret, at: moment() })).rejects.toMatchObject({ code: 'in-use-there' });
    const from = await copyOfTown();
    await expect(moveContent({ from, to: { ...from }, secret: town.db.secret, at: moment() })).rejects.toMatchObject({ code: 'same-place' });
  });

  test('A move that is cut off leaves no row behind, and the next one begins anew', async () => {
    const from = await copyOfTown();
    const to = await emptyDatabase();
    const cut = moveContent({
      from, to, secret: town.db.secret, at: moment(),
      onTable: ({ tables }) => { if (tables === 20) throw new Error('the power went'); },
    });
    await expect(cut).rejects.toThrow('the power went');
    const there = await connect(to);
    const { rows } = await there.query<{ count: number }>('select count(*)::int as count from person');
    await there.end();
    expect(rows[0]?.count).toBe(0);
    expect((await moveContent({ from, to, secret: town.db.secret, at: moment() })).tables).toBeGreaterThan(50);
  });

  test.runIf(existsSync(`${DEBIAN}/postgres`))('From the embedded PostgreSQL to Debian’s 15 and back, row for row', { timeout: REAL_SERVER }, async () => {
    const from = await copyOfTown();
    const other = await superviseServer({ data: await testDirectory(), pgBin: DEBIAN, space: { ballastBytes: 0, floorBytes: 0 }, settings: { fsync: 'off' } });
    openHouses.add({ close: () => other.stop() });
    const there = await moveContent({ from, to: other.address, secret: town.db.secret, at: moment() });
    const back = await emptyDatabase();
    expect(await moveContent({ from: other.address, to: back, secret: town.db.secret, at: moment() })).toEqual(there);
    expect(await readThere(back)).toEqual(['Words that come along.']);
  });
});
