import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { isSealedToShares, makeRecoveryShares, openWithShares, wordsKey } from '../keyring/index.ts';
import { openKeyringHere } from '../keyring/open-here.ts';
import { backUpKeys } from '../keyring/own-backups.ts';
import { KeyStore } from '../keyring/store.ts';
import { openCustody } from '../keyring/custody-open.ts';
import { everyByteUnder } from '../keyring/testing.ts';
import { asRole, APP } from '../platform/roles.ts';
import { connect } from '../platform/postgres/address.ts';
import { openEnvelope } from '../proof/index.ts';
import { openConversation, sendMessage } from '../rooms/conversations/index.ts';
import { writeLetter } from '../rooms/letters/index.ts';
import { testDirectory } from '../testing/directory.ts';
import { type Town, testTown } from '../testing/town.ts';
import { readArchive } from './archive.ts';
import { takeContent } from './index.ts';
import { contentOf } from './take-content.ts';

const MARK = 'CANARY-5519 the heron stands in the reeds';
const passphrase = 'a long walk by the river';
let town: Town;
let talk: string;
let place: string;
let data: string;

beforeAll(async () => {
  town = await testTown();
  place = await testDirectory();
  data = town.house.config.data;
  const [amina, ben] = [await town.id('Amina'), await town.id('Ben')];
  talk = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members: [amina, ben], started: true }));
  await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'a-planted-mark', words: MARK });
  await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: MARK });
});

/** Every way in which the planted words could stand somewhere: as they are, in hex as a dump writes bytes, in base64 at any offset. */
function found(bytes: Buffer): readonly string[] {
  const word = Buffer.from('CANARY-5519');
  const forms = [word.toString(), word.toString('hex'), ...[0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), word]).toString('base64').slice(4, -4)), word.toString('utf16le')];
  return forms.filter((form) => bytes.includes(form));
}

async function envelopes(): Promise<readonly { readonly seq: number; readonly envelope: Buffer; readonly author: string }[]> {
  return town.db.owner.selectFrom('message').select(['seq', 'envelope', 'author_id as author']).where('conversation_id', '=', talk).execute();
}

describe('a thief', () => {
  test('with a dump of the whole database finds no word, and no key', async () => {
    const all: Buffer[] = [];
    for await (const piece of contentOf(town.db.server, new Date(), { tables: 0, rows: 0 })) if ('bytes' in piece) all.push(piece.bytes);
    const dump = Buffer.concat(all);
    expect(dump.length).toBeGreaterThan(10_000);
    expect(found(dump)).toEqual([]);
    // The same search finds what stands there in the open.
    expect(dump.includes(talk)).toBe(true);
  });

  test('with a backup of the content and its passphrase finds no word; without the passphrase not even an id', async () => {
    const file = join(place, 'stolen.backup');
    await takeContent({ owner: town.db.server, file, passphrase, at: new Date() });
    const sealed = await readFile(file);
    expect([found(sealed), sealed.includes(talk)]).toEqual([[], false]);
    const all: Buffer[] = [];
    for await (const piece of readArchive(file, passphrase, 'content')) if ('bytes' in piece) all.push(piece.bytes);
    expect([found(Buffer.concat(all)), Buffer.concat(all).includes(talk)]).toEqual([[], true]);
  });

  test('with the content and an old copy of the keys’ store opens nothing after a rotation, not even with every key of today', async () => {
    const old = join(place, 'old');
    await cp(join(data, 'keyring', 'store'), join(old, 'store'), { recursive: true });
    await rm(join(old, 'store', 'lock'), { force: true });
    await town.house.keyring.destroy(null, { kind: 'person', org: town.org, person: await town.id('Kit') });
    await cp(join(data, 'kek'), join(old, 'kek'), { recursive: true });
    const anybody = { look: async (_: string, asked: readonly unknown[]) => ({ person: await town.id('Amina'), leaves: asked.map(() => 'read' as const) }), mayErase: async () => true };
    const open = () => openKeyringHere({ directory: old, kekDirectory: join(old, 'kek'), membership: anybody, now: Date.now });
    // Kit had no key, so nothing was rotated yet: this thief still reads, which shows that the search would find it.
    const before = await open();
    const [opened] = await before.unwrap('a-session', [wordsKey(talk, await town.id('Amina'))]);
    const [row] = await envelopes();
    expect(opened?.ok === true && row !== undefined && found(openEnvelope(opened.key, { conversation: talk, author: row.author, seq: row.seq }, row.envelope))).not.toEqual([]);
    await before.close();

    await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'words-of-ben-1', words: 'Soon gone.' });
    await rm(join(old, 'store'), { recursive: true });
    await cp(join(data, 'keyring', 'store'), join(old, 'store'), { recursive: true });
    await rm(join(old, 'store', 'lock'), { force: true });
    await town.house.keyring.destroy((await town.as('Ben')).sessionToken ?? '', { kind: 'author', author: await town.id('Ben') });
    await rm(join(old, 'kek'), { recursive: true });
    await cp(join(data, 'kek'), join(old, 'kek'), { recursive: true });
    await expect(open()).rejects.toThrow('was destroyed or is missing');
  });

  test('with the content, one paper and the keyring’s own backup opens nothing; it takes two papers', async () => {
    const [keyring, copies] = [join(place, 'other', 'keyring'), join(place, 'other', 'copies')];
    await mkdir(keyring, { recursive: true });
    const { shares } = await makeRecoveryShares(keyring, Date.now());
    // A copy of the town's keyring, as it stands now: the town itself holds the lock.
    await cp(join(data, 'keyring', 'store'), join(keyring, 'store'), { recursive: true });
    await rm(join(keyring, 'store', 'lock'), { force: true });
    await cp(join(data, 'kek'), join(keyring, 'kek'), { recursive: true });
    const store = await KeyStore.open({ directory: join(keyring, 'store'), custody: await openCustody(join(keyring, 'kek')), now: Date.now });
    const key = Buffer.from((await store.copy()).get([...(await store.copy()).keys()].find((name) => name.startsWith('kek/')) ?? '') ?? '').toString().slice(0, 64);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await backUpKeys(store, keyring, { directory: copies }, Date.now())).toBe(true);
    await store.close();

    const loot = await everyByteUnder(copies);
    expect([loot.includes(key), loot.includes(Buffer.from(key, 'hex')), found(loot)]).toEqual([false, false, []]);
    const sealed = await readFile(join(copies, (await readdir(copies))[0] ?? ''));
    expect(isSealedToShares(sealed)).toBe(true);
    await expect(openWithShares(sealed, [shares[0] ?? ''])).rejects.toThrow('Two different');
    expect((await openWithShares(sealed, [shares[0] ?? '', shares[1] ?? ''])).size).toBe(2);
  });

  test('who broke the web application and asks in a coordinator’s session gets no key: the keyring looks for itself, and writes it down', async () => {
    const session = (await town.as('Chidi')).sessionToken ?? '';
    expect(await town.house.keyring.unwrap(session, [wordsKey(talk, await town.id('Amina'))])).toEqual([{ ok: false, why: 'not-a-member' }]);
    const log = await readFile(join(data, 'keyring', 'refusals.log'), 'utf8');
    expect(log).toContain('not-a-member');
    expect(log).not.toContain(session);
    // A hundred thousand keys are not handed out in a minute, whoever asks.
    const member = (await town.as('Amina')).sessionToken ?? '';
    const many = await town.house.keyring.unwrap(member, Array.from({ length: 2_000 }, () => wordsKey(talk, '018f3c1e-0000-7000-8000-00000000000b')));
    expect(many.filter((answer) => !answer.ok && answer.why === 'too-many').length).toBeGreaterThan(1_000);
  });

  test('with the login that coordinators’ pages use is told “permission denied” by the database itself', async () => {
    const client = await connect(asRole(town.db.server, APP, town.db.secret));
    await expect(client.query('select envelope from message')).rejects.toThrow('permission denied');
    await client.end();
  });
});
