import { beforeAll, expect, test } from 'vitest';
import { endRelationship, pauseRelationship, resumeRelationship, sweepRests } from '../relationships/index.ts';
import { sayYesToAll } from '../agreements/index.ts';
import { sendMessage } from '../conversations/index.ts';
import { lookAhead } from '../notifications/index.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { pauseSupporting } from '../intake/index.ts';
import { actorOf, beginSession } from '../people/index.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { matchList, supporterList, today, waitingList } from './index.ts';

let town: Town;
let relationship: string;
let conversation: string;
beforeAll(async () => {
  town = await testTown();
  ({ relationship, conversation } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
});

const DAY = 86_400_000;
/** Staff sessions are short: a fresh one each time. */
const chidi = async () => (await town.session(await town.id('Chidi'))).scene;
const caredFor = async () => (await today(await chidi(), {})).carrying.map(({ name, why, with: other }) => [name, why, other]);

test('Two people who talk are in touch; after three weeks of silence the supporter is looked after', async () => {
  expect(await caredFor()).toEqual([]);
  town.clock.moveBy(20 * DAY);
  const ben = (await town.session(await town.id('Ben'))).scene;
  value(await sendMessage(ben, { conversation, words: 'How are you?', sending: 'sending-number-0001' }));
  expect((await matchList(await chidi(), { programme: town.programme.slug })).rows).toMatchObject([{ seekerName: 'Amina', supporterName: 'Ben', state: 'walking', lastContactAt: town.clock.now() }]);
  // Their agreement says after how many days of silence somebody asks; where it says nothing, it is three weeks.
  const { silence_days: days } = await town.db.owner.selectFrom('agreement').select('silence_days').executeTakeFirstOrThrow();
  const patience = (days ?? 21) * DAY;
  town.clock.moveBy(patience - 60_000);
  expect(await caredFor()).toEqual([]);
  town.clock.moveBy(2 * 60_000);
  expect(await caredFor()).toEqual([['Ben', ['silence'], 'Amina']]);
});

test('A pause is not a silence, and nothing of what was said is on the desk', async () => {
  const amina = (await town.session(await town.id('Amina'))).scene;
  value(await pauseRelationship(amina, { relationship, until: '' }));
  expect(await caredFor()).toEqual([]);
  value(await resumeRelationship(amina, { relationship }));
  expect(await caredFor()).toEqual([]);
  town.clock.moveBy(22 * DAY);
  expect(await caredFor()).toEqual([['Ben', ['silence'], 'Amina']]);
  const all = [await today(await chidi(), {}), await matchList(await chidi(), { programme: town.programme.slug })];
  expect(JSON.stringify(all)).not.toContain('How are you?');
});

test('A rest ends by itself on its day, and silence counts from then on', async () => {
  const told = async () => {
    await lookAhead(town.house, town.org);
    return (await town.db.owner.selectFrom('notice').select('id').where('kind', '=', 'quiet-too-long').execute()).length;
  };
  const before = await told();
  const amina = (await town.session(await town.id('Amina'))).scene;
  value(await pauseRelationship(amina, { relationship, until: new Date(town.clock.now().getTime() + 30 * DAY).toISOString().slice(0, 10) }));
  town.clock.moveBy(31 * DAY);
  await sweepRests(town.house, town.org);
  expect((await matchList(await chidi(), { programme: town.programme.slug })).rows).toMatchObject([{ state: 'walking' }]);
  expect([await caredFor(), await told()]).toEqual([[], before]);
  town.clock.moveBy(22 * DAY);
  expect([await caredFor(), await told()]).toEqual([[['Ben', ['silence'], 'Amina']], before + 1]);
  expect(await sweepRests(town.house, town.org)).toBe(0);
});

test('Two who said yes a week ago and have not agreed yet stand under what comes next, until they agree', async () => {
  const { relationship: still } = await walkTogether(town, { seeker: 'Jun', supporter: 'Grace', agreed: false });
  const waits = async () => (await today(await chidi(), {})).coming.flatMap((one) => (one.kind === 'agreement' ? [[one.seeker, one.supporter]] : []));
  expect(await waits()).toEqual([]);
  town.clock.moveBy(8 * DAY);
  expect(await waits()).toEqual([['Jun', 'Grace']]);
  for (const name of ['Jun', 'Grace'] as const) value(await sayYesToAll((await town.session(await town.id(name))).scene, { relationship: still }));
  expect(await waits()).toEqual([]);
  value(await endRelationship((await town.session(await town.id('Jun'))).scene, { relationship: still, how: 'complete' }));
});

test('Trainings of one person that end on one day are one line, so that nobody else’s is crowded out', async () => {
  const ends = new Date(town.clock.now().getTime() + 20 * DAY).toISOString().slice(0, 10);
  await town.db.owner.updateTable('training_record').set({ expires_on: ends }).where('person_id', '=', await town.id('Ben')).execute();
  const { length } = await town.db.owner.selectFrom('training_record').select('course').where('person_id', '=', await town.id('Ben')).execute();
  const lines = (await today(await chidi(), {})).coming.flatMap((one) => (one.kind === 'training' ? [[one.name, one.courses, one.on]] : []));
  expect(length).toBeGreaterThan(1);
  expect(lines).toEqual([['Ben', length, ends]]);
});

test('How many somebody accompanies is counted as relationships begin and end; full, and half a year without rest, are seen', async () => {
  const row = async () => (await supporterList(await chidi(), { programme: town.programme.slug })).rows.find(({ who }) => who?.name === 'Ben');
  expect(await row()).toMatchObject({ running: 1, capacity: 3, room: 'room' });
  await town.inside(async (inside) => {
    await inside.db.updateTable('supporter').set({ capacity: 1 }).where('org_id', '=', inside.org).where('person_id', '=', await town.id('Ben')).execute();
  });
  expect(await row()).toMatchObject({ room: 'full' });
  expect(await caredFor()).toEqual([['Ben', ['full', 'silence'], 'Amina']]);
  town.clock.moveBy(200 * DAY);
  expect(await caredFor()).toEqual([['Ben', ['full', 'long-without-rest', 'silence'], 'Amina']]);
  value(await endRelationship((await town.session(await town.id('Amina'))).scene, { relationship, how: 'complete' }));
  expect(await row()).toMatchObject({ running: 0 });
  expect(await caredFor()).toEqual([]);
});

test('A supporter who asked for a pause is seen until they are back, and nobody is asked why', async () => {
  const standing = (await supporterList(await chidi(), { programme: town.programme.slug })).rows[0]?.id ?? '';
  const until = new Date(town.clock.now().getTime() + 5 * DAY).toISOString().slice(0, 10);
  value(await pauseSupporting((await town.session(await town.id('Ben'))).scene, { supporter: standing, until }));
  expect(await caredFor()).toEqual([['Ben', ['asked-for-pause'], undefined]]);
  town.clock.moveBy(6 * DAY);
  expect(await caredFor()).toEqual([]);
});

test('Promises go on by key in every programme at once, and each person is in the list once', async () => {
  for (const name of ['Kit', 'Jun', 'Grace', 'Maryam'] as const) {
    await askForSupport(town, name);
    town.clock.moveBy(60_000);
  }
  const all = (await today(await chidi(), {})).promises;
  const pages = [];
  let after: { dueAt: Date; id: string } | undefined;
  for (let page = 0; page < 5; page += 1) {
    const { promises } = await today(await chidi(), { limit: 1, ...(after && { after }) });
    pages.push(...promises);
    const last = promises.at(-1);
    if (last === undefined) break;
    after = { dueAt: last.promise.dueAt, id: last.promise.id };
  }
  expect(pages.map(({ promise }) => promise.id)).toEqual(all.map(({ promise }) => promise.id));
  // Amina's promise of a match was kept when she said the second yes: only the four who still wait are here.
  expect(all.map(({ who }) => who?.name).toSorted()).toEqual(['Grace', 'Jun', 'Kit', 'Maryam']);
  const waiting = await waitingList(await chidi(), { programme: town.programme.slug });
  expect(waiting.rows.map(({ who }) => who?.name)).toEqual(['Kit', 'Jun', 'Grace', 'Maryam']);
});

test('Esi sees how many concerns are open and may open them; Chidi sees the number only', async () => {
  const esi = (await town.session(await town.id('Esi'))).scene;
  const seen = await today(esi, {});
  expect(seen.concerns).toEqual({ open: 0, dueAt: null, mayOpen: true });
  expect(seen.promises).toEqual([]);
  expect((await today(await chidi(), {})).concerns.mayOpen).toBe(false);
  await expect(today((await town.session(await town.id('Kit'))).scene, {})).rejects.toThrow('absent');
});

test('Whom a concern is kept from sees it in no number: not Chidi, whom it is about, and not Esi on safety duty', async () => {
  const numbers = async (name: CastName) => (await today((await town.session(await town.id(name))).scene, {})).concerns;
  const raise = async (about: CastName) => value(await raiseConcern((await town.session(await town.id('Kit'))).scene, { now: 'now-no', seen: 'What they did.', about: { kind: 'person', id: await town.id(about) } }));
  await raise('Chidi');
  expect([await numbers('Chidi'), await numbers('Esi')]).toMatchObject([{ open: 0, dueAt: null }, { open: 1, dueAt: expect.any(Date) }]);
  await raise('Esi');
  expect([await numbers('Chidi'), await numbers('Esi'), await numbers('Hana')]).toMatchObject([{ open: 1 }, { open: 1 }, { open: 2 }]);
});

test('Chidi without his second step sees nothing of the desk', async () => {
  const { token } = await town.inside(async (inside) => beginSession(inside, { person: await town.id('Chidi'), proof: 'link' }));
  const known = await actorOf(town.house, town.org, token);
  if (known === undefined) throw new Error('A session that just began is not known.');
  const scene = { ...town.stranger(), actor: known.actor, sessionToken: token };
  await expect(today(scene, {})).rejects.toThrow('absent');
  await expect(waitingList(scene, { programme: town.programme.slug })).rejects.toThrow('absent');
});
