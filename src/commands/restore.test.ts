import { spawn } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { takeContent, takeKeyring } from '../backup/index.ts';
import { openKeyring } from '../keyring/open.ts';
import { eraseFirst } from '../opening/erase-first.ts';
import { databaseMembership } from '../opening/membership.ts';
import { openDatabase } from '../platform/database.ts';
import { ledgerPlace } from '../platform/erasure-ledger.ts';
import type { House } from '../platform/house.ts';
import { insideHouse } from '../platform/inside.ts';
import { writeAddress } from '../platform/postgres/address.ts';
import { asRole, KEYRING } from '../platform/roles.ts';
import { carryOutErasures, leave } from '../rooms/leaving/index.ts';
import { changeMe, namesOf } from '../rooms/people/index.ts';
import { emptyDatabase } from '../testing/database.ts';
import { testDirectory } from '../testing/directory.ts';
import { openHouses } from '../testing/open-houses.ts';
import { type Town, testTown } from '../testing/town.ts';
import { value } from '../testing/walking.ts';

const root = join(import.meta.dirname, '..', '..');
// The program finds what it needs two directories above itself, and its packages further up.
const program = join(root, '.cache', `restore-${process.pid}`);
const passphrase = 'a long walk by the river';
let town: Town;
let amina: string;
let place: string;
const at = (name: string) => join(place, name);

beforeAll(async () => {
  await mkdir(program, { recursive: true });
  openHouses.add({ close: () => rm(program, { recursive: true, force: true }) });
  await Promise.all(['migrations', 'content', 'package.json'].map((name) => symlink(join(root, name), join(program, name))));
  const building = build({ root, logLevel: 'error', build: { ssr: true, minify: false, sourcemap: false, outDir: join(program, 'dist', 'server'), emptyOutDir: true } });
  [town, place] = await Promise.all([testTown(), testDirectory()]);
  await symlink(join(town.house.config.data, 'kek'), join(town.house.config.data, 'keyring-kek'));
  amina = await town.id('Amina');
  await town.id('Ben');
  value(await changeMe(await town.as('Amina'), { name: 'Amina of the planted name', pronouns: '', lang: 'en', zone: '' }));
  await takeContent({ owner: town.db.server, file: at('content'), passphrase, at: new Date() });
  await takeKeyring({ config: { data: town.house.config.data, keyringFile: undefined }, file: at('keys'), passphrase, at: new Date() });
  // Life goes on after the backup: she leaves, and only the ledger beside the database knows.
  value(await leave((await town.session(amina)).scene, { sure: true }));
  await carryOutErasures(town.house, town.org);
  await writeFile(at('passphrase'), `${passphrase}\n`, { mode: 0o600 });
  await building;
});

async function restore(words: readonly string[], environment: Record<string, string>): Promise<{ readonly code: number | null; readonly said: string }> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(program, 'dist', 'server', 'companionway.js'), 'restore', ...words, '--passphrase-file', at('passphrase')], {
    cwd: program, // Logins belong to a whole server, and other tests use this one: the secret behind their passwords must be the same.
    env: { PATH, LANG: 'en_CA.UTF-8', LOG_LEVEL: 'error', COMPANIONWAY_SECRET: town.db.secret.toString('hex'), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

/** The house over what was put back, as the first start opens it, up to the moment before it serves. */
async function firstStart(data: string, server: Awaited<ReturnType<typeof emptyDatabase>>): Promise<House> {
  const { secret } = town.db;
  const db = await openDatabase({ server, secret, poolSize: 3, allowUnsafe: true });
  const membership = databaseMembership({ server: asRole(server, KEYRING, secret) }, () => town.clock.now());
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership, now: () => town.clock.now().getTime() });
  openHouses.add({ close: () => db.close().then(() => keyring.close()).then(() => membership.close()) });
  const house: House = { ...town.house, config: { ...town.house.config, data }, db, keyring };
  await eraseFirst(house);
  return house;
}

test('A restore from the command line with keyring and ledger: what was erased since the backup is erased again before anything is served, all else is there', async () => {
  const [server, data] = [await emptyDatabase(), join(await testDirectory(), 'new')];
  const words = [at('content'), '--keyring', at('keys'), '--erasures', ledgerPlace(town.house.config.data).file];
  const { code, said } = await restore(words, { COMPANIONWAY_DATA: data, DATABASE_URL: writeAddress(server) });
  expect([code, said]).toEqual([0, expect.stringContaining('1 erasure is known')]);
  const house = await firstStart(data, server);
  const ben = await town.id('Ben');
  const names = await insideHouse(house, town.org, 'test', (inside) => namesOf(inside, [amina, ben]));
  expect([names.get(amina), names.get(ben)]).toEqual([undefined, 'Ben']);
  const row = await insideHouse(house, town.org, 'test', ({ db }) => db.selectFrom('person').select(['name', 'erased_at']).where('org_id', '=', town.org).where('id', '=', amina).executeTakeFirstOrThrow());
  expect([row.name, row.erased_at === null]).toEqual([null, false]);

  // A database with something in it is not written over, and a file that is no ledger is refused before anything is touched.
  expect((await restore(words, { COMPANIONWAY_DATA: join(place, 'other'), DATABASE_URL: writeAddress(server) })).code).not.toBe(0);
  expect((await restore([at('content'), '--erasures', at('passphrase')], { COMPANIONWAY_DATA: join(place, 'third'), DATABASE_URL: writeAddress(await emptyDatabase()) })).code).not.toBe(0);
});
