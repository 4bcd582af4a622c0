import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { proveContent, putBackContent, takeContent } from '../backup/index.ts';
import { openDatabase } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import { connect, type ServerAddress } from '../platform/postgres/address.ts';
import { changeMe } from '../rooms/people/index.ts';
import { anchorHours } from '../rooms/witness/index.ts';
import { sealTrail } from '../testing/settled.ts';
import { emptyDatabase } from '../testing/database.ts';
import { testDirectory } from '../testing/directory.ts';
import { openHouses } from '../testing/open-houses.ts';
import { type Town, testTown } from '../testing/town.ts';
import { value } from '../testing/walking.ts';
import type { Anchor } from '../trail/index.ts';
import { trailIn } from './in-database.ts';
import { verifyTrail } from './verify-trail.ts';

const HOUR = 3_600_000;
let town: Town;
let restored: House;
let address: ServerAddress;
let anchorsBefore: readonly Anchor[];

const act = async () => value(await changeMe(await town.as('Grace'), { name: 'Grace', pronouns: '', lang: 'en', zone: '' }));
const hourGoesBy = async (house: House) => {
  await sealTrail(house, town.org);
  town.clock.moveBy(HOUR);
  await anchorHours(house, town.org);
};

async function verify(at: ServerAddress, brought: readonly Anchor[] = []) {
  const connection = await connect(at);
  try {
    const trail = trailIn(connection);
    const anchors = await trail.anchors();
    return { ...(await verifyTrail(trail.sections(), [...anchors, ...brought], (await town.house.keyring.health()).anchorKeys)), anchors, outside: await trail.outside(town.org) };
  } finally {
    await connection.end();
  }
}

beforeAll(async () => {
  town = await testTown({ at: new Date(Math.floor(Date.now() / HOUR) * HOUR + 5 * 60_000) });
  for (let hour = 0; hour < 4; hour += 1) {
    await act();
    await hourGoesBy(town.house);
  }
  await act();
  const file = join(await testDirectory(), 'one.backup');
  await takeContent({ owner: town.db.server, file, passphrase: 'a long walk by the river', at: new Date() });
  // Life goes on after the backup, and is signed: that is what the restore loses.
  await act();
  await hourGoesBy(town.house);
  ({ anchors: anchorsBefore } = await verify(town.db.server));
  address = await emptyDatabase();
  await putBackContent({ owner: address, secret: town.db.secret, file, passphrase: 'a long walk by the river', head: await proveContent(file, 'a long walk by the river') });
  const db = await openDatabase({ server: address, secret: town.db.secret, poolSize: 3, allowUnsafe: true });
  openHouses.add({ close: () => db.close() });
  restored = { ...town.house, db };
});

test('After a restore the chain goes on under a new name, seals what still waited and what comes, and the keyring signs it', async () => {
  for (let hour = 0; hour < 3; hour += 1) {
    await restored.db.within({ org: town.org }, (db) => db.insertInto('trail').values({ org_id: town.org, id: crypto.randomUUID(), at: town.clock.now(), actor_kind: 'house', act: 'test.after', outcome: 'done', request_id: 'test' }).execute());
    await hourGoesBy(restored);
  }
  const found = await verify(address);
  expect(found.chains.map(({ chain, verdict }) => [chain.why, verdict.whole])).toEqual([['first', true], ['restored', true]]);
  expect(found.outside).toMatchObject({ leftOut: 0, waiting: 0 });
  expect(found.anchors.filter(({ chain }) => chain !== town.org).length).toBeGreaterThan(0);
  expect(found.chains[1]?.verdict.keptUpTo).toBeGreaterThan(found.chains[1]?.chain.from.seq ?? 0);
});

test('Anchors kept elsewhere show what the restore took away: nobody can call a restore what was a cutting off', async () => {
  const found = await verify(address, anchorsBefore);
  expect(found.chains[0]?.verdict).toMatchObject({ whole: false, finding: 'cut-short' });
  expect(found.chains[1]?.verdict).toMatchObject({ whole: true });
});
