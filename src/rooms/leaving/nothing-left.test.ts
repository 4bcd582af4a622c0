import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { eraseAgain, ledgerIn, proveContent, proveKeyring, putBackContent, putBackKeyring, takeContent, takeKeyring } from '../../backup/index.ts';
import { readArchive } from '../../backup/archive.ts';
import { openKeyring } from '../../keyring/open.ts';
import { eraseFirst } from '../../opening/erase-first.ts';
import { databaseMembership } from '../../opening/membership.ts';
import { rounds } from '../../opening/rounds.ts';
import { openDatabase } from '../../platform/database.ts';
import { ledgerPlace, readLedger } from '../../platform/erasure-ledger.ts';
import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { runAll } from '../../platform/jobs.ts';
import { asRole, KEYRING } from '../../platform/roles.ts';
import { emptyDatabase } from '../../testing/database.ts';
import { testDirectory } from '../../testing/directory.ts';
import { openHouses } from '../../testing/open-houses.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { agreement, proposeLine } from '../agreements/index.ts';
import { sendMessage } from '../conversations/index.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { writeLetter } from '../letters/index.ts';
import { addContact, changeMe, contactOf, namesOf, openFor, sealFor } from '../people/index.ts';
import { writeContactSheet } from '../safety/index.ts';
import { leave } from './leave.ts';

/** What every planted word has in it and nothing else in the world has: looked for first, since there is much to look through. */
const core = randomBytes(12).toString('hex');
/** An é, so that every escape has something to escape. */
const mark = (what: string) => `${what}é${core}${what}`;
const marks = {
  name: mark('Nameless'), pronouns: mark('pro'), email: `mail${core}@example.org`, phone: '+1 604 555 0177', answer: mark('answered'), message: mark('said'), line: mark('agreed'),
  letter: mark('wrote'), checkIn: mark('checked'), concern: mark('worried'), sheet: mark('realname'), ben: mark('bensays'),
};
const passphrase = 'a long walk by the river';
let town: Town;
let place: string;
let log: string;
let talk: string;
let amina: string;
const files: Record<string, string> = {};
const take = async (name: string) => {
  await takeContent({ owner: town.db.server, file: (files[`${name}.content`] = join(place, `${name}.content`)), passphrase, at: new Date() });
  await takeKeyring({ config: { data: town.house.config.data, keyringFile: undefined }, file: (files[`${name}.keys`] = join(place, `${name}.keys`)), passphrase, at: new Date() });
};

/** Every way in which somebody's tool might show it. */
function forms(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text);
  const le = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].flatMap((skip) => { const whole = Buffer.concat([Buffer.alloc(skip), utf8]).toString('base64'); return [whole.slice(4, -4), whole.slice(4, -4).replaceAll('+', '-').replaceAll('/', '_')]; });
  const json = JSON.stringify(text).slice(1, -1).replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const texts = [...base64, utf8.toString('hex'), utf8.toString('hex').toUpperCase(), encodeURIComponent(text), json, json.replaceAll('\\', '\\\\'), [...utf8].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('')];
  return [utf8, le, Buffer.from(le).swap16(), Buffer.from(text, 'latin1'), ...texts.map((one) => Buffer.from(one)), ...texts.map((one) => Buffer.from(one, 'utf16le'))];
}
async function* filesBelow(directory: string): AsyncGenerator<string> {
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) yield* filesBelow(join(directory, entry.name));
    else if (entry.isFile()) yield join(directory, entry.name);
  }
}
const net = [...new Map([core, marks.phone, marks.phone.replaceAll(' ', '')].flatMap(forms).map((form) => [form.toString('latin1'), form])).values()];
function found(bytes: Buffer): readonly string[] {
  if (!net.some((form) => bytes.includes(form))) return [];
  return ['something', ...Object.entries(marks).flatMap(([what, text]) => (forms(text).some((form) => bytes.includes(form)) ? [what] : []))];
}
async function plainOf(file: string, kind: 'content' | 'keyring'): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of readArchive(file, passphrase, kind)) all.push('bytes' in piece ? piece.bytes : Buffer.from(JSON.stringify(piece.note)));
  return Buffer.concat(all);
}

beforeAll(async () => {
  town = await testTown();
  place = await testDirectory();
  log = join(place, 'house.log');
  Object.assign(town.house, { log: pino({ level: 'trace', base: null }, pino.destination({ dest: log, sync: true })) });
  execFileSync('ln', ['-s', join(town.house.config.data, 'kek'), join(town.house.config.data, 'keyring-kek')]);
  amina = await town.id('Amina');
  const walked = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  talk = walked.conversation;
  const scene = await town.as('Amina');
  value(await changeMe(scene, { name: marks.name, pronouns: marks.pronouns, lang: 'en', zone: '' }));
  await town.inside(async (inside) => {
    await addContact(inside, amina, { kind: 'email', value: marks.email, confirmed: true });
    await addContact(inside, amina, { kind: 'phone', value: marks.phone, careful: marks.phone });
    const sheet = await inside.db.selectFrom('sheet').select('id').where('org_id', '=', town.org).where('person_id', '=', amina).executeTakeFirstOrThrow();
    await inside.db.updateTable('answer').set({ words: await sealFor(inside, amina, `answer/words/${sheet.id}/own-words`, JSON.stringify({ text: marks.answer })) }).where('org_id', '=', town.org).where('sheet_id', '=', sheet.id).where('question_id', '=', 'own-words').execute();
    const checkIn = inside.newId();
    await inside.db.insertInto('check_in').values({ org_id: town.org, id: checkIn, programme_id: town.programme.id, person_id: amina, kind: 'light', due_at: inside.now, answered_at: inside.now }).execute();
    await inside.db.insertInto('check_in_answer').values({ org_id: town.org, check_in_id: checkIn, item: 'words', value: null, words: await sealFor(inside, amina, `check_in_answer/words/${checkIn}/words`, JSON.stringify({ words: marks.checkIn })), answered_at: inside.now }).execute();
  });
  value(await sendMessage(scene, { conversation: talk, sending: 'from-amina', words: marks.message }));
  value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'from-ben', words: marks.ben }));
  const topic = (await agreement(scene, { relationship: walked.relationship })).topics.find(({ locked }) => !locked)?.id ?? '';
  value(await proposeLine(scene, { relationship: walked.relationship, topic, words: marks.line }));
  value(await writeLetter(scene, { programme: town.programme.id, words: marks.letter }));
  value(await writeContactSheet(scene, { realName: marks.sheet, phone: marks.phone }));
  value(await raiseConcern(scene, { now: 'now-unsure', seen: marks.concern, programme: town.programme.id }));
  await runAll(town.house, rounds);
  await take('before');
  value(await leave((await town.session(amina)).scene, { sure: true }));
  await runAll(town.house, rounds);
  await take('after');
});

describe('who was erased is in nothing that is left', () => {
  test('No form of any planted word is in the database’s files, its logs of writing, our logs, the data directory, the keyring or the backups, from before or after', async () => {
    await sql`checkpoint`.execute(town.db.owner);
    const { rows } = await sql<{ home: string; db: string }>`select current_setting('data_directory') as home, oid::text as db from pg_database where datname = current_database()`.execute(town.db.owner);
    const { home = '', db = '' } = rows[0] ?? {};
    const looked: Record<string, number> = {};
    const wrong: string[] = [];
    for (const [where, directory] of Object.entries({ tables: join(home, 'base', db), wal: join(home, 'pg_wal'), global: join(home, 'global'), data: town.house.config.data, place })) {
      for await (const file of filesBelow(directory)) {
        const bytes = await readFile(file).catch(() => Buffer.alloc(0));
        looked[where] = (looked[where] ?? 0) + bytes.length;
        for (const what of found(bytes)) wrong.push(`${what} in ${where}`);
      }
    }
    for (const [name, file] of Object.entries(files)) {
      const bytes = await plainOf(file, name.endsWith('.keys') ? 'keyring' : 'content');
      looked[name] = bytes.length;
      for (const what of found(bytes)) wrong.push(`${what} in ${name}`);
    }
    expect([...new Set(wrong)]).toEqual([]);
    expect(Object.entries(looked).filter(([, size]) => size < 500)).toEqual([]);
    expect(looked['wal']).toBeGreaterThan(1_000_000);
  });

  test('The search finds what is there: the same words, planted in the open, in each form', () => {
    for (const [what, text] of Object.entries(marks)) for (const form of forms(text)) expect(found(Buffer.concat([randomBytes(500), form, randomBytes(500)]))).toContain(what);
  });

  test('An old content backup under today’s keyring opens nothing of hers, and everything of the others', async () => {
    const other = await elsewhere('before.content', 'after.keys', []);
    expect(await readable(other)).toEqual({ amina: undefined, contacts: [], ben: 'Ben', letter: '', answer: '' });
  });

  test('An old content backup with a keyring as old as itself: the ledger erases her again before anything is served', async () => {
    const ledger = await readLedger(ledgerPlace(town.house.config.data).file);
    const without = await elsewhere('before.content', 'before.keys', []);
    // Without a ledger old keys open old words: that is why the ledger is kept, and why keys are kept for a week alone.
    expect((await readable(without)).amina).toBe(marks.name);
    const other = await elsewhere('before.content', 'before.keys', ledger);
    expect(await readable(other)).toEqual({ amina: undefined, contacts: [], ben: 'Ben', letter: '', answer: '' });
    const row = await insideHouse(other, town.org, 'test', ({ db }) => db.selectFrom('person').select(['name', 'erased_at']).where('org_id', '=', town.org).where('id', '=', amina).executeTakeFirstOrThrow());
    expect([row.name, row.erased_at === null]).toEqual([null, false]);
    expect(ledgerIn(await proveKeyring(files['after.keys'] ?? '', passphrase)).map(({ subject }) => subject)).toContain(amina);
  });
});

/** What this house can open for itself. */
const readable = (house: House) => insideHouse(house, town.org, 'test', async (inside) => {
  const ben = await town.id('Ben');
  const names = await namesOf(inside, [amina, ben]);
  const letter = await inside.db.selectFrom('letter').select(['id', 'words']).where('org_id', '=', town.org).where('person_id', '=', amina).executeTakeFirst();
  const answer = await inside.db.selectFrom('answer').innerJoin('sheet', 'sheet.id', 'answer.sheet_id').select(['answer.words', 'answer.sheet_id']).where('sheet.person_id', '=', amina).where('answer.question_id', '=', 'own-words').executeTakeFirst();
  return {
    amina: names.get(amina), contacts: (await contactOf(inside, amina)).map((one) => one.value), ben: names.get(ben),
    letter: await openFor(inside, amina, `letter/words/${letter?.id}`, letter?.words), answer: await openFor(inside, amina, `answer/words/${answer?.sheet_id}/own-words`, answer?.words),
  };
});

/** A restore as the command does it, up to the moment before it would serve. */
async function elsewhere(content: string, keys: string, ledger: Awaited<ReturnType<typeof readLedger>>): Promise<House> {
  const owner = await emptyDatabase();
  const file = files[content] ?? '';
  await putBackContent({ owner, secret: town.db.secret, file, passphrase, head: await proveContent(file, passphrase) });
  await eraseAgain(owner, ledger);
  const data = join(await testDirectory(), 'new');
  await putBackKeyring({ data }, await proveKeyring(files[keys] ?? '', passphrase));
  const db = await openDatabase({ server: owner, secret: town.db.secret, poolSize: 3, allowUnsafe: true });
  const membership = databaseMembership({ server: asRole(owner, KEYRING, town.db.secret) }, () => town.clock.now());
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership, now: () => town.clock.now().getTime() });
  openHouses.add({ close: () => db.close().then(() => keyring.close()).then(() => membership.close()) });
  const house: House = { ...town.house, config: { ...town.house.config, data }, db, keyring };
  await eraseFirst(house);
  return house;
}
