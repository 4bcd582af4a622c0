import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { blockPerson, endBlock } from '../safety/index.ts';
import { markRead } from './mark-read.ts';
import { conversation } from './messages.ts';
import { sendMessage } from './send-message.ts';
import { closeConversation, openConversation } from './steps.ts';

let town: Town;
let talk: string;
let amina: Scene;
let ben: Scene;
beforeAll(async () => {
  town = await testTown();
  const members = [await town.id('Amina'), await town.id('Ben')];
  talk = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members, started: true }));
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
});

let sendings = 0;
const say = (scene: Scene, words: string, more: Record<string, string> = {}) =>
  sendMessage(scene, { conversation: talk, words, sending: `sending-${(sendings += 1)}`, ...more });

describe('a conversation between two people', () => {
  test('Amina writes, Ben reads, in order, with a heavy story folded under her word of warning', async () => {
    await say(amina, 'Bonjour Ben.');
    await say(ben, 'I am here.');
    await say(amina, 'The night in intensive care…', { note: 'about a night in intensive care' });
    const seen = await conversation(ben, { conversation: talk });
    expect(seen.messages.map(({ seq, mine, words }) => [seq, mine, words])).toEqual([
      [1, false, { body: 'Bonjour Ben.' }],
      [2, true, { body: 'I am here.' }],
      [3, false, { body: 'The night in intensive care…', note: 'about a night in intensive care' }],
    ]);
    expect(seen.others).toEqual([{ id: await town.id('Amina'), name: 'Amina' }]);
  });

  test('A retry of one sending is the same message', async () => {
    const once = { conversation: talk, words: 'Only once', sending: 'a-lost-answer' };
    const first = await sendMessage(amina, once);
    expect(await sendMessage(amina, once)).toEqual(first);
  });

  test('Twenty sendings at once keep one order without gaps', async () => {
    const { lastSeq } = await conversation(ben, { conversation: talk });
    await Promise.all(Array.from({ length: 20 }, (_, at) => say(at % 2 === 0 ? amina : ben, `at once ${at}`)));
    const seen = await conversation(ben, { conversation: talk, after: lastSeq });
    expect(seen.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, at) => lastSeq + 1 + at));
  });

  test('For a coordinator, an administrator, the safety lead, another member and a stranger there is no such conversation', async () => {
    for (const scene of [await town.as('Chidi'), await town.as('Hana'), await town.as('Esi'), await town.as('Kit'), town.stranger()]) {
      await expect(conversation(scene, { conversation: talk })).rejects.toThrow('absent');
      expect(await say(scene, 'let me in')).toEqual({ kind: 'absent' });
    }
  });

  test('The login that coordinators’ pages use has no privilege on messages at all', async () => {
    await expect(town.db.within({ org: town.org, person: await town.id('Chidi') }, (db) => sql`select 1 from message`.execute(db))).rejects.toThrow(/permission denied/);
  });

  test('Even as the members’ login, the database shows a coordinator no row when the act’s own check is removed', async () => {
    const rows = await town.db.within({ org: town.org, person: await town.id('Chidi'), wall: 'member' }, (db) => db.selectFrom('message').selectAll().execute());
    expect(rows).toEqual([]);
    const hers = await town.db.within({ org: town.org, person: await town.id('Amina'), wall: 'member' }, (db) => db.selectFrom('message').select('seq').execute());
    expect(hers.length).toBeGreaterThan(0);
  });

  test('What is stored holds no word of it', async () => {
    await say(amina, 'CANARY-2290 between us');
    const rows = await town.db.owner.selectFrom('message').selectAll().execute();
    expect(Buffer.concat(rows.map((row) => row.envelope)).toString('latin1')).not.toContain('CANARY-2290');
    const trail = await town.db.owner.selectFrom('trail').selectAll().execute();
    expect(JSON.stringify(trail)).not.toContain('CANARY-2290');
  });

  test('A block stops new messages both ways, and says nothing of itself', async () => {
    await blockPerson(ben, { person: await town.id('Amina') });
    expect(await say(amina, 'hello?')).toMatchObject({ kind: 'refused', code: 'not-possible' });
    expect(await say(ben, 'hello')).toMatchObject({ kind: 'refused', code: 'not-possible' });
    await endBlock(ben, { person: await town.id('Amina') });
    expect(await say(amina, 'hello again')).toMatchObject({ kind: 'done' });
  });

  test('A closed conversation can be read and not written', async () => {
    await town.inside((inside) => closeConversation(inside, talk));
    expect(await say(amina, 'one more')).toMatchObject({ kind: 'refused', code: 'conversation-closed' });
    expect((await conversation(amina, { conversation: talk })).closed).toBe(true);
  });
});

test('Reading leaves nothing on the trail: nobody can see when somebody read', async () => {
  const before = await town.db.owner.selectFrom('trail').select('id').where('act', '=', 'conversations.mark-read').execute();
  expect(await markRead(ben, { conversation: talk, seq: 1 })).toMatchObject({ kind: 'done' });
  expect(await town.db.owner.selectFrom('trail').select('id').where('act', '=', 'conversations.mark-read').execute()).toEqual(before);
});
