import { cp, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyTrail, withTrailInDatabase } from '../../audit/index.ts';
import { restore } from '../../commands/restore.ts';
import { lookAround } from '../../doctor/index.ts';
import { eraseFirst } from '../../opening/erase-first.ts';
import { openHouse, type OpenHouse } from '../../opening/open-house.ts';
import { readConfig } from '../../platform/config.ts';
import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { connect } from '../../platform/postgres/address.ts';
import { layoutOf } from '../../platform/postgres/layout.ts';
import { conversation, openConversation, sendMessage } from '../../rooms/conversations/index.ts';
import { carryOutErasures, leave } from '../../rooms/leaving/index.ts';
import { addPerson, beginSession, namesOf } from '../../rooms/people/index.ts';
import { sealTrail } from '../../testing/settled.ts';
import { as, type CrashWorld, worldIn } from '../../testing/crash-walker.ts';
import { testDirectory } from '../../testing/directory.ts';
import { openHouses } from '../../testing/open-houses.ts';
import { value } from '../../testing/walking.ts';
import { readArchive } from '../archive.ts';
import { basesIn, checkArchive, chooseInstant, keepArchive, placesIn, prepareArchive, segmentsIn, takeKeyring } from '../index.ts';
import { openArchiveKey, openingOf } from './keys.ts';
import { segmentAfter, takeAwayOlder, unbroken } from './places.ts';
import { waitingIn } from './ship.ts';

const passphrase = 'a long walk by the river';
const MARK = 'CANARY-6620 the ferry leaves at dawn';
/** A write, and between which moments it was acknowledged. */
interface Written {
  readonly words: string;
  readonly began: number;
  readonly ended: number;
}

let place: string;
let world: CrashWorld;
let kit: string;
let kitTalk: string;
let instant: Date;
let written: Written[];
const at = (name: string) => join(place, name);
const open = (data: string, archive?: string) => openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent', PUBLIC_URL: 'https://support.example.org', ...(archive !== undefined && { COMPANIONWAY_ARCHIVE: archive }) }) });

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); await sleep(30)) if (Date.now() > end) throw new Error('Did not happen in time.');
}

/** People write in two lanes until they are stopped. */
function load(house: House): { stop(): Promise<void> } {
  let ended = false;
  const lane = async (name: string) => {
    for (let number = 0; !ended; number += 1) {
      const [words, began] = [`${name} ${number}`, Date.now()];
      const sent = await sendMessage(await as(house, world, 'amina'), { conversation: world.conversation, sending: `sending-${name}-${number}`, words }).catch(() => undefined);
      // The keyring tags so many messages a minute for one session; whoever is refused waits, as a page would say.
      if (sent !== undefined) written.push({ words: (value(sent), words), began, ended: Date.now() });
      await sleep(20);
    }
  };
  const lanes = [lane('one'), lane('two')];
  return { stop: async () => void ((ended = true), await Promise.all(lanes)) };
}

/** A house lives with its archive; at some instant under load its keys are copied away; then Kit leaves, more is written, and the house is closed. */
beforeAll(async () => {
  place = await testDirectory();
  written = [];
  await prepareArchive({ data: at('first'), archive: at('archive'), passphrase, at: new Date() });
  const { house, raised, close } = await open(at('first'), at('archive'));
  world = await worldIn(house, at('first'));
  [kit, kitTalk] = await insideHouse(house, world.org, 'test', async (inside) => {
    const person = await addPerson(inside, { name: MARK, lang: 'en', contacts: [] });
    const [ben] = (await inside.db.selectFrom('session').select('person_id').where('org_id', '=', world.org).where('person_id', 'is not', null).execute()).map(({ person_id }) => person_id);
    return [person, await openConversation(inside, { programme: world.programme, kind: 'one-to-one', members: [person, ben ?? ''], started: true })] as const;
  });
  const token = await insideHouse(house, world.org, 'test', async (inside) => (await beginSession(inside, { person: kit, proof: 'passkey', secondStep: true })).token);
  const scene = await as(house, { ...world, tokens: { ...world.tokens, amina: token } }, 'amina');
  value(await sendMessage(scene, { conversation: kitTalk, sending: 'words-of-kit', words: MARK }));
  const loaded = load(house);
  await until(async () => (await basesIn(at('archive'))).length === 1 && written.length > 10);
  await sealTrail(house, world.org);
  await takeKeyring({ config: { data: at('first'), keyringFile: undefined }, file: at('keys'), passphrase, at: new Date() });
  // A segment that is closed on the way, as each minute closes one.
  const owner = await connect(raised.owner);
  await owner.query('select pg_switch_wal()');
  const before = written.length;
  await until(async () => written.length > before + 5);
  instant = new Date();
  await until(async () => written.length > before + 15);
  await owner.query('select pg_switch_wal()');
  await loaded.stop();
  value(await leave(scene, { sure: true }));
  await carryOutErasures(house, world.org);
  await sealTrail(house, world.org);
  await owner.end();
  await close();
  await writeFile(at('passphrase'), `${passphrase}\n`, { mode: 0o600 });
});

/** The command as it is typed, into a place of its own. */
async function restoreInto(name: string, words: readonly string[], from = 'archive'): Promise<unknown> {
  return restoring(name, ['--archive', at(from), '--passphrase-file', at('passphrase'), ...words]);
}

async function restoring(name: string, words: readonly string[]): Promise<unknown> {
  const { env } = process;
  process.env = { ...env, COMPANIONWAY_DATA: at(name), DATABASE_URL: '' };
  try {
    return await restore(words).catch((fault: { code?: string }) => fault.code ?? fault);
  } finally {
    process.env = env;
  }
}

/** Nothing that a start would take for a database, a keyring or a part of one. */
async function nothingIn(name: string): Promise<boolean> {
  const left = [...(await readdir(at(name)).catch(() => [])), ...(await readdir(join(at(name), 'postgres')).catch(() => []))];
  return left.every((entry) => ['postgres', 'log', 'binaries'].includes(entry));
}

/** A copy of the archive in which something is changed. */
async function changed(name: string, change: (archive: string) => Promise<unknown>): Promise<string> {
  await cp(at('archive'), at(name), { recursive: true });
  await change(at(name));
  return name;
}

/** Two of the segments that a restore needs. */
async function needed(): Promise<{ readonly second: string; readonly last: string }> {
  const [base] = await basesIn(at('archive'));
  const names = (await segmentsIn(at('archive'))).filter((name) => name >= (base?.from ?? ''));
  expect(names.length).toBeGreaterThan(2);
  return { second: names[1] ?? '', last: names.at(-1) ?? '' };
}

async function wordsIn(house: House): Promise<ReadonlySet<string>> {
  const words = new Set<string>();
  const ben = await as(house, world, 'ben');
  for (let after = 0; ; ) {
    const { messages } = await conversation(ben, { conversation: world.conversation, after });
    for (const message of messages) words.add(message.words?.body ?? '');
    const last = messages.at(-1)?.seq ?? after;
    if (last === after) return words;
    after = last;
  }
}

/** Why each chain of the trail began, and whether it holds. */
async function chainsIn(name: string): Promise<unknown> {
  const { chains } = await withTrailInDatabase({ data: at(name), databaseUrl: undefined }, (trail) => verifyTrail(trail.sections(), [], {}));
  return chains.map(({ chain, verdict }) => [chain.why, verdict.whole]);
}

/** The first start after a restore, up to the moment before it serves. Sessions are over; those of this look are revived. */
async function firstStart(name: string): Promise<OpenHouse> {
  const opened = await open(at(name));
  openHouses.add(opened);
  const owner = await connect(opened.raised.owner);
  const { rowCount } = await owner.query('select from session where ended_at is null');
  expect(rowCount).toBe(0);
  await owner.query('update session set ended_at = null');
  await owner.end();
  return opened;
}

describe('a continuous archive', () => {
  test('A restore to an instant under load: everything acknowledged before it is there, nothing after it, the chain holds, and who was erased afterwards is erased again', async () => {
    expect(await restoreInto('second', ['--to', instant.toISOString(), '--keyring', at('keys')])).toBe(0);
    const opened = await firstStart('second');
    const { house } = opened;
    const there = await wordsIn(house);
    const [sure, later] = [written.filter(({ ended }) => ended < instant.getTime()), written.filter(({ began }) => began > instant.getTime())];
    expect([sure.length > 15, later.length > 5]).toEqual([true, true]);
    expect([sure.filter(({ words }) => !there.has(words)), later.filter(({ words }) => there.has(words))]).toEqual([[], []]);

    // The keys are as old as the instant, so her words would open: the ledger in the archive is the newer one.
    const name = () => insideHouse(house, world.org, 'test', async (inside) => (await namesOf(inside, [kit])).get(kit));
    expect(await name()).toBe(MARK);
    await eraseFirst(house);
    expect(await name()).toBe(undefined);
    const { messages } = await conversation(await as(house, world, 'amina'), { conversation: kitTalk }).catch(() => ({ messages: [] }));
    expect(messages.filter(({ words }) => words !== undefined)).toEqual([]);

    await sealTrail(house, world.org);
    await opened.close();
    expect(await chainsIn('second')).toEqual([['first', true], ['restored', true]]);
  });

  test('Without an instant it is the end: the last write before an orderly stop is there; and what other tools brought back is made ready in the same way', async () => {
    expect(await restoreInto('end', ['--keyring', at('keys')])).toBe(0);
    const opened = await firstStart('end');
    const there = await wordsIn(opened.house);
    expect(written.filter(({ words }) => !there.has(words))).toEqual([]);
    // Sessions live again here, as in a database that pgBackRest brought back.
    expect(await restoring('end', ['--afterwards'])).toBe('in-use-there');
    await opened.close();
    expect(await restoring('end', ['--afterwards'])).toBe(0);
    const again = await firstStart('end');
    const owner = await connect(again.raised.owner);
    expect((await owner.query('select again from erasure')).rows).toEqual([{ again: true }]);
    await owner.end();
    await sealTrail(again.house, world.org);
    await again.close();
    expect(await chainsIn('end')).toEqual([['first', true], ['restored', true], ['restored', true]]);
  });

  test('A thief of the archive finds nothing in it; with its passphrase no word and no key', async () => {
    const [key, archive] = [await openArchiveKey(at('archive'), passphrase), at('archive')];
    const wraps = (await readFile(join(at('first'), 'keyring', 'store', (await readdir(join(at('first'), 'keyring', 'store'))).find((name) => name.startsWith('wraps-')) ?? ''), 'utf8')).match(/"wrap":"([A-Za-z0-9+/=]+)"/)?.[1] ?? '';
    expect(wraps.length).toBeGreaterThan(40);
    const loot = (bytes: Buffer) => ['CANARY-6620', Buffer.from('CANARY-6620').toString('hex'), Buffer.from('CANARY-6620').toString('base64').slice(0, -3), wraps, Buffer.from(wraps, 'base64').subarray(0, 24)].filter((form) => bytes.includes(form));
    const [base] = await basesIn(archive);
    const talk = Buffer.from(world.conversation.replaceAll('-', ''), 'hex');
    let stands = 0;
    for (const name of ['', ...(await segmentsIn(archive)).filter((one) => one >= (base?.from ?? ''))]) {
      const [file, opening, kind] = name === '' ? ([base?.file ?? '', openingOf(key, `base ${base?.from}`), 'base'] as const) : ([placesIn(archive).segment(name), openingOf(key, name), 'segment'] as const);
      const plain: Buffer[] = [];
      for await (const piece of readArchive(file, opening, kind)) if ('bytes' in piece) plain.push(piece.bytes);
      const [whole, sealed] = [Buffer.concat(plain), await readFile(file)];
      expect([loot(whole), loot(sealed), sealed.includes(talk), sealed.includes(world.org)]).toEqual([[], [], false, false]);
      if (whole.includes(talk)) stands += 1;
    }
    // The same search finds what stands there in the open.
    expect(stands).toBeGreaterThan(0);
    for (const file of await readdir(join(archive, 'log'))) expect((await stat(join(archive, 'log', file))).mode & 0o077).toBe(0);
    expect(await checkArchive(archive, passphrase)).toMatchObject({ bases: 1, missing: [] });
  });

  test('What stands in the way of a restore is said before anything is touched', async () => {
    const [base] = await basesIn(at('archive'));
    const { second, last } = await needed();
    const to = ['--to', instant.toISOString()];
    expect(await restoreInto('no', ['--to', 'yesterday'])).toBe('no-instant');
    expect(await restoreInto('no', ['--to', '2026-01-01T00:00:00Z'])).toBe('before-first');
    expect(await restoreInto('no', ['--to', '2099-01-01T00:00:00+01:00'])).toBe('after-last');
    expect(await restoreInto('no', to, 'nowhere')).toBe('no-archive');
    await writeFile(at('passphrase'), 'another long passphrase\n');
    expect(await restoreInto('no', to)).toBe('does-not-open');
    await writeFile(at('passphrase'), `${passphrase}\n`);
    expect(await restoreInto('no', to, await changed('gap', (archive) => rm(placesIn(archive).segment(second))))).toBe('segment-missing');
    // A base copy without the segments of its own time is of no use: the one before it is taken.
    const early = await changed('early', (archive) => cp(base?.file ?? '', placesIn(archive).base(new Date((base?.at.getTime() ?? 0) + 1), segmentAfter(last))));
    expect((await chooseInstant(at(early), passphrase, instant)).base.file).toContain(base?.from);
    // A database that is there is not written over.
    expect(await restoreInto('first', to)).toBe('not-empty');
    expect(await nothingIn('no')).toBe(true);
  });

  test('What stands in the way on the way is said when it is met, and nothing half-made is left', async () => {
    const { second, last } = await needed();
    const to = ['--to', instant.toISOString()];
    expect(await restoreInto('no', to, await changed('cut', (archive) => truncate(placesIn(archive).segment(second), 2_000)))).toMatch(/cut-short|does-not-open/);
    // A segment under another's name, as somebody would lay it there who cannot make one up.
    expect(await restoreInto('no', to, await changed('moved', (archive) => cp(placesIn(archive).segment(last), placesIn(archive).segment(second))))).toBe('does-not-open');
    expect(await restoreInto('no', to, await changed('half', async (archive) => truncate((await basesIn(archive))[0]?.file ?? '', 500_000)))).toBe('cut-short');
    expect(await nothingIn('no')).toBe(true);
  });

  test('When the archive is gone the site goes on, the log waits and doctor says so; when it is back all goes in, and no other segment is written over', async () => {
    await rename(at('archive'), at('away'));
    const { house, raised, close } = await open(at('first'), at('archive'));
    const { spool } = await layoutOf(at('first'));
    const owner = await connect(raised.owner);
    written = [];
    const loaded = load({ ...house });
    await until(async () => written.length > 3);
    await loaded.stop();
    await owner.query('select pg_switch_wal()');
    await until(async () => (await waitingIn(spool)).length > 0);
    const around = { COMPANIONWAY_DATA: at('first'), COMPANIONWAY_ARCHIVE: at('archive') };
    const states = async () => new Map((await lookAround(around)).map(({ what, state }) => [what, state]));
    expect((await states()).get('archive-gone')).toBe('wrong');
    const heard: string[] = [];
    const hears = (how: string) => (_: unknown, sentence: string) => void heard.push(`${how}: ${sentence}`);
    for (const free of [10, 0.5]) {
      const kept = await keepArchive({ data: at('first'), archive: at('archive'), days: 35, owner: raised.owner, said: { error: hears('error'), warn: hears('warn'), info: hears('info') }, free: async () => free * 2 ** 30 });
      await kept.turn();
      await kept.pause();
    }
    expect(heard).toEqual([expect.stringMatching(/^warn: .*the site goes on/), expect.stringMatching(/^error: .*fills up/)]);
    const before = await segmentsIn(at('away'));
    await rename(at('away'), at('archive'));
    await until(async () => (await waitingIn(spool)).length === 0);
    const fine = await states();
    expect([fine.get('archive'), fine.get('archive-base'), fine.get('archive-gone')]).toEqual(['fine', 'fine', undefined]);
    await owner.end();
    await close();
    expect((await segmentsIn(at('archive'))).length).toBeGreaterThan(before.length);
    expect(unbroken((await basesIn(at('archive')))[0]?.from ?? '', await segmentsIn(at('archive')))).not.toHaveProperty('missing');

    // Another database's log never comes in between; and a hole is seen.
    await mkdir(spool, { recursive: true });
    await writeFile(join(spool, before[1] ?? ''), 'another history');
    const again = await open(at('first'), at('archive'));
    await sleep(1_500);
    expect(await waitingIn(spool)).toContain(before[1]);
    await rm(join(spool, before[1] ?? ''));
    await again.close();
    await rm(placesIn(at('archive')).segment((await segmentsIn(at('archive'))).at(-2) ?? ''));
    expect((await states()).get('archive-hole')).toBe('wrong');
  });
});

test('What an archive must not be is said at the start, each in its sentence', async () => {
  const [data, archive, other] = [join(await testDirectory(), 'data'), join(await testDirectory(), 'archive'), join(await testDirectory(), 'other')];
  const mistakes = (settings: Record<string, string>) => {
    try {
      return [readConfig({ COMPANIONWAY_DATA: data, ...settings }).archive];
    } catch (fault) {
      return fault instanceof Error ? fault.message.split('\n').map((sentence) => sentence.slice(0, 37)) : [];
    }
  };
  expect(mistakes({ COMPANIONWAY_ARCHIVE: archive })).toEqual([{ directory: archive, days: 35 }]);
  expect(mistakes({ COMPANIONWAY_ARCHIVE: join(data, 'archive') })).toEqual(['COMPANIONWAY_ARCHIVE must lie outside']);
  expect(mistakes({ COMPANIONWAY_ARCHIVE: join(data, '..') })).toHaveLength(1);
  expect(mistakes({ COMPANIONWAY_ARCHIVE: archive, KEYRING_BACKUPS: join(archive, 'keys') })).toEqual(['COMPANIONWAY_ARCHIVE and KEYRING_BACK']);
  expect(mistakes({ COMPANIONWAY_ARCHIVE: archive, DATABASE_URL: 'postgresql://a:b@127.0.0.1/c' })).toEqual(['COMPANIONWAY_ARCHIVE is for the embed']);
  expect(mistakes({ COMPANIONWAY_ARCHIVE: archive, COMPANIONWAY_ARCHIVE_DAYS: '3' })).toHaveLength(1);
  await expect(open(data, archive)).rejects.toMatchObject({ code: 'archive-not-prepared' });
  await prepareArchive({ data, archive, passphrase, at: new Date() });
  await expect(prepareArchive({ data, archive, passphrase, at: new Date() })).rejects.toMatchObject({ code: 'archive-not-empty' });
  await prepareArchive({ data: `${data}-2`, archive: other, passphrase, at: new Date() });
  await expect(open(data, other)).rejects.toMatchObject({ code: 'archive-other' });
});

test('Segments follow each other over the edge of a number; old ones go, and never what a kept base copy still needs', async () => {
  expect(segmentAfter('0000000100000002000000FF')).toBe('000000010000000300000000');
  const archive = join(await testDirectory(), 'kept');
  const names = ['000000010000000000000001', '000000010000000000000002', '000000010000000000000003', '000000010000000000000004'];
  await mkdir(placesIn(archive).bases, { recursive: true });
  await mkdir(placesIn(archive).segments);
  const now = new Date('2026-11-22T12:00:00.000Z');
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  for (const name of names) await writeFile(placesIn(archive).segment(name), '');
  for (const [days, from] of [[50, names[0]], [40, names[1]], [10, names[2]]] as const) await writeFile(placesIn(archive).base(ago(days), from ?? ''), '');
  expect(await takeAwayOlder(archive, 35, now)).toBe(4);
  expect([(await basesIn(archive)).map(({ from }) => from), await segmentsIn(archive)]).toEqual([[names[2]], names.slice(2)]);
  // The last base copy stays however old it is.
  expect(await takeAwayOlder(archive, 35, new Date('2027-11-22T12:00:00.000Z'))).toBe(0);
});
