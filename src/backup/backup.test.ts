import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { openKeyring } from '../keyring/open.ts';
import { rounds } from '../opening/rounds.ts';
import { openDatabase } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import { runAll } from '../platform/jobs.ts';
import { addPerson, namesOf } from '../rooms/people/index.ts';
import { insideHouse } from '../platform/inside.ts';
import { readFacts } from '../testing/settled.ts';
import { beginSheet, receive } from '../rooms/intake/index.ts';
import { writeLetter } from '../rooms/letters/index.ts';
import { emptyDatabase } from '../testing/database.ts';
import { testDirectory } from '../testing/directory.ts';
import { openHouses } from '../testing/open-houses.ts';
import { type Town, testTown } from '../testing/town.ts';
import { proveContent, proveKeyring, putBackContent, putBackKeyring, takeContent, takeKeyring } from './index.ts';

const passphrase = 'a long walk by the river';
const MARK = 'CANARY-7401 a name nobody has';
let town: Town;
let place: string;
let data: string;

beforeAll(async () => {
  town = await testTown();
  place = await testDirectory();
  data = town.house.config.data;
  const person = await town.id('Amina');
  await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    await receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
  // The town's keyring keeps its key-encryption key under the name of tests; a house keeps it under this one.
  execFileSync('ln', ['-s', join(data, 'kek'), join(data, 'keyring-kek')]);
});

const take = (file: string) => takeContent({ owner: town.db.server, file: join(place, file), passphrase, at: new Date() });

/** The town's content in a database of its own, with its keyring. */
async function elsewhere(content: string, keyring: string): Promise<House> {
  const owner = await emptyDatabase();
  const file = join(place, content);
  await putBackContent({ owner, secret: town.db.secret, file, passphrase, head: await proveContent(file, passphrase) });
  const other = join(await testDirectory(), 'new');
  await putBackKeyring({ data: other }, await proveKeyring(join(place, keyring), passphrase));
  // The database's account walks through the directory; the keys are closed to it.
  await mkdir(`${other}-usual`);
  expect(statSync(other).mode).toBe(statSync(`${other}-usual`).mode);
  expect(['keyring', 'keyring/store', 'keyring-kek'].map((name) => statSync(join(other, name)).mode & 0o077)).toEqual([0, 0, 0]);
  const db = await openDatabase({ server: owner, secret: town.db.secret, poolSize: 3, allowUnsafe: true });
  const nobody = { look: async () => null, mayErase: async () => false };
  const opened = await openKeyring({ inProcess: true, directory: join(other, 'keyring'), kekDirectory: join(other, 'keyring-kek'), membership: nobody, now: () => town.clock.now().getTime() });
  openHouses.add({ close: () => db.close().then(() => opened.close()) });
  return { ...town.house, db, keyring: opened };
}

describe('backup and restore', () => {
  test('What was taken comes back row for row, opens under the keyring taken apart, and its promises go on', async () => {
    const person = await town.inside((inside) => addPerson(inside, { name: MARK, lang: 'en', contacts: [] }));
    const amina = await town.as('Amina');
    expect(await writeLetter(amina, { programme: town.programme.id, words: 'Une question.' })).toMatchObject({ kind: 'done' });
    const taken = await take('one.backup');
    await takeKeyring({ config: { data, keyringFile: undefined }, file: join(place, 'one.keys'), passphrase, at: new Date() });
    expect(taken.tables).toBeGreaterThan(50);

    const other = await elsewhere('one.backup', 'one.keys');
    const name = await insideHouse(other, town.org, 'test', async (inside) => (await namesOf(inside, [person])).get(person));
    expect(name).toBe(MARK);
    const open = (house: House) => insideHouse(house, town.org, 'test', async (inside) => (await inside.db.selectFrom('promise').select(['id', 'due_at', 'owner_id']).orderBy('id').execute()));
    expect(await open(other)).toEqual(await open(town.house));
    const sessions = await insideHouse(other, town.org, 'test', (inside) => inside.db.selectFrom('session').select('id').where('ended_at', 'is', null).execute());
    expect(sessions).toEqual([]);
  });

  test('The content alone holds no name and no key, also for whoever knows the passphrase', async () => {
    await take('two.backup');
    const { readArchive } = await import('./archive.ts');
    const all: Buffer[] = [];
    for await (const piece of readArchive(join(place, 'two.backup'), passphrase, 'content')) if ('bytes' in piece) all.push(piece.bytes);
    const plain = Buffer.concat(all);
    expect(plain.includes('CANARY-7401')).toBe(false);
    expect(plain.includes(Buffer.from('CANARY-7401').toString('hex'))).toBe(false);
    const wraps = (await readdir(join(data, 'keyring', 'store'))).find((name) => name.startsWith('wraps-')) ?? '';
    const some = (await readFile(join(data, 'keyring', 'store', wraps), 'utf8')).match(/"wrap":"([A-Za-z0-9+/=]+)"/)?.[1] ?? '';
    expect(some.length).toBeGreaterThan(40);
    expect(plain.includes(some)).toBe(false);
    expect(plain.includes(Buffer.from(some, 'base64').toString('hex'))).toBe(false);
    expect((await readFile(join(place, 'two.backup'))).includes('walking')).toBe(false);
  });

  test('Facts unread on the day of the backup are read afterwards, once, whatever the new server counts', async () => {
    const reader = { name: 'listening', wants: ['letters.'], read: async () => undefined };
    await runAll(town.house, rounds.filter(({ name }) => name === 'notices-heard'));
    await readFacts(town.house, town.org, reader);
    await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'Encore une.' });
    await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'Et une autre.' });
    // A server that has lived long counts far beyond a new one.
    await sql`update fact set xid = ((xid::text)::bigint + 5000000000)::text::xid8`.execute(town.db.owner);
    await sql`update fact_reader set xid = ((xid::text)::bigint + 5000000000)::text::xid8`.execute(town.db.owner);
    await take('three.backup');
    await takeKeyring({ config: { data, keyringFile: undefined }, file: join(place, 'three.keys'), passphrase, at: new Date() });
    const other = await elsewhere('three.backup', 'three.keys');
    expect(await readFacts(other, town.org, reader)).toBe(2);
    expect(await readFacts(other, town.org, reader)).toBe(0);
  });

  test('A wrong passphrase, a changed byte, a missing end, another kind of file and a file in the way are each said, and nothing is left behind', async () => {
    await take('four.backup');
    const whole = await readFile(join(place, 'four.backup'));
    const refused = async (name: string, bytes: Buffer, words = passphrase) => {
      await writeFile(join(place, name), bytes);
      return proveContent(join(place, name), words).then(() => 'fine', (fault: { code?: string }) => fault.code);
    };
    const flipped = Buffer.from(whole);
    flipped[whole.length - 40] = (flipped[whole.length - 40] ?? 0) ^ 1;
    expect(await refused('a', whole, 'another long passphrase')).toBe('does-not-open');
    expect(['does-not-open', 'cut-short']).toContain(await refused('b', flipped));
    expect(['does-not-open', 'cut-short']).toContain(await refused('c', whole.subarray(0, whole.length - 1)));
    expect(await refused('d', whole.subarray(0, 30))).toBe('not-a-backup');
    expect(await refused('e', Buffer.from('just a letter'))).toBe('not-a-backup');
    expect(await refused('f', whole)).toBe('fine');
    await takeKeyring({ config: { data, keyringFile: undefined }, file: join(place, 'four.keys'), passphrase, at: new Date() });
    await expect(proveContent(join(place, 'four.keys'), passphrase)).rejects.toMatchObject({ code: 'other-kind' });
    await expect(take('four.backup')).rejects.toMatchObject({ code: 'file-exists' });
    await expect(take('not-there/five.backup')).rejects.toMatchObject({ code: 'no-directory', about: { directory: join(place, 'not-there') } });
    expect((await readdir(place)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect((await stat(join(place, 'four.keys'))).mode & 0o077).toBe(0);
  });

  test('A restore goes into an empty place only, and never over another keyring', async () => {
    await take('five.backup');
    const file = join(place, 'five.backup');
    const head = await proveContent(file, passphrase);
    await expect(putBackContent({ owner: town.db.server, secret: town.db.secret, file, passphrase, head })).rejects.toMatchObject({ code: 'not-empty' });
    const newer = { ...head, migrations: [...head.migrations, { name: '2099-01-01-0000-later', checksum: 'x' }] };
    await expect(putBackContent({ owner: await emptyDatabase(), secret: town.db.secret, file, passphrase, head: newer })).rejects.toMatchObject({ code: 'newer' });
    const other = await testDirectory();
    await mkdir(join(other, 'secrets'));
    await writeFile(join(other, 'secrets', 'operator.key'), 'x');
    await expect(putBackKeyring({ data: other }, new Map())).rejects.toMatchObject({ code: 'keyring-not-empty' });
  });
});
