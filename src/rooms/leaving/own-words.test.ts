import { beforeEach, describe, expect, test } from 'vitest';
import { carryOutErasures } from './carry-out.ts';
import { ledgerPlace, readLedger } from '../../platform/erasure-ledger.ts';
import { takeBackAllWords, takeBackMessages } from './own-words.ts';
import { agreement, proposeLine } from '../agreements/index.ts';
import { eraseAgain } from '../../backup/erase-again.ts';
import { conversation, makePicture, messagesAfter, picture, sendMessage } from '../conversations/index.ts';
import { insideHouse } from '../../platform/inside.ts';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';

let town: Town;
let talk: string;
let relationship: string;
const say = async (who: 'Amina' | 'Ben', words: string) => value(await sendMessage(await town.as(who), { conversation: talk, sending: `sending ${words}`, words })).seq;
const seenBy = async (who: 'Amina' | 'Ben') => (await conversation(await town.as(who), { conversation: talk })).messages.map(({ words }) => words?.body ?? null);
const keys = () => town.db.owner.selectFrom('data_key').select(['id', 'generation', 'destroyed_at']).where('conversation_id', '=', talk).orderBy('generation').orderBy('author_id').execute();

beforeEach(async () => {
  town = await testTown();
  ({ conversation: talk, relationship } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
});

describe('own words are taken back', () => {
  test('One message is gone for both at once, the others stay; its key is destroyed after seven days, and its place and proof stay', async () => {
    const [first, second] = [await say('Amina', 'first of Amina'), await say('Amina', 'second of Amina')];
    await say('Ben', 'words of Ben');
    const before = await town.db.owner.selectFrom('message').select(['seq', 'commitment', 'tag', 'data_key_id']).where('conversation_id', '=', talk).orderBy('seq').execute();
    expect(value(await takeBackMessages(await town.as('Amina'), { conversation: talk, seqs: [first] }))).toEqual({ count: 1 });
    for (const who of ['Amina', 'Ben'] as const) expect(await seenBy(who)).toEqual([null, 'second of Amina', 'words of Ben']);
    expect((await messagesAfter(await town.as('Ben'), { conversation: talk, after: 0 })).messages[0]?.words).toBeUndefined();
    const after = await town.db.owner.selectFrom('message').select(['seq', 'commitment', 'tag', 'envelope', 'data_key_id', 'removed_at']).where('conversation_id', '=', talk).orderBy('seq').execute();
    expect(after.map(({ commitment, tag }) => [commitment, tag])).toEqual(before.map(({ commitment, tag }) => [commitment, tag]));
    expect(after[0]?.envelope.length).toBe(0);
    expect(after[1]?.data_key_id).not.toBe(before[1]?.data_key_id);

    expect(await carryOutErasures(town.house, town.org)).toBe(1);
    const old = before[0]?.data_key_id ?? '';
    const open = async () => (await town.house.keyring.unwrap((await town.as('Amina')).sessionToken ?? null, [old]))[0];
    expect(await open()).toMatchObject({ ok: true });
    town.clock.moveBy(7 * 86_400_000 + 1000);
    expect(await carryOutErasures(town.house, town.org)).toBe(1);
    const session = await town.session(await town.id('Amina'));
    expect((await town.house.keyring.unwrap(session.token, [old]))[0]).toMatchObject({ ok: false, why: 'destroyed' });
    expect((await conversation(session.scene, { conversation: talk })).messages.map(({ words }) => words?.body)).toEqual([undefined, 'second of Amina', 'words of Ben']);
    expect(second).toBe(2);
  });

  test('Everything one wrote goes with its keys at once; lines of the agreement stay for the other, and one can go on talking', async () => {
    const topic = (await agreement(await town.as('Amina'), { relationship })).topics.find(({ id }) => id !== undefined)?.id ?? '';
    value(await proposeLine(await town.as('Amina'), { relationship, topic, words: 'Mondays after work' }));
    await say('Amina', 'one of Amina');
    await say('Ben', 'words of Ben');
    const old = (await keys()).map(({ id }) => id);
    expect(value(await takeBackAllWords(await town.as('Amina'), { conversation: talk, sure: true }))).toEqual({ count: 1 });
    await carryOutErasures(town.house, town.org);
    expect(await seenBy('Ben')).toEqual([null, 'words of Ben']);
    expect(JSON.stringify(await agreement(await town.as('Ben'), { relationship }))).toContain('Mondays after work');
    expect((await keys()).filter(({ destroyed_at }) => destroyed_at !== null)).toHaveLength(1);
    expect(old).toContain((await keys()).find(({ destroyed_at }) => destroyed_at !== null)?.id);
    await say('Amina', 'after all');
    expect(await seenBy('Ben')).toEqual([null, 'words of Ben', 'after all']);
  });

  test('A picture goes with its message; the others open under the next key, go with it in their turn, and a restored backup loses what was taken back again', async () => {
    const made = await makePicture(asFile(await photoWithPlace()));
    const amina = await town.as('Amina');
    const sent = async (at: number) => {
      const { seq } = value(await sendMessage(amina, { conversation: talk, sending: `picture ${at}`, picture: made }));
      return { seq, id: (await messagesAfter(amina, { conversation: talk, after: seq - 1 })).messages[0]?.words?.picture?.id ?? '' };
    };
    const [first, second] = [await sent(1), await sent(2)];
    const stored = () => town.db.owner.selectFrom('attachment').selectAll().orderBy('seq').execute();
    const before = await stored();
    value(await takeBackMessages(amina, { conversation: talk, seqs: [first.seq] }));
    expect((await stored()).map(({ id }) => id)).toEqual([second.id]);
    for (const who of ['Amina', 'Ben'] as const) {
      await expect(picture(await town.as(who), { conversation: talk, picture: first.id })).rejects.toThrow('absent');
      expect((await picture(await town.as(who), { conversation: talk, picture: second.id })).bytes.length).toBeGreaterThan(100);
    }
    await town.db.owner.insertInto('attachment').values(before.filter(({ id }) => id === first.id)).execute();
    await eraseAgain(town.db.server, []);
    expect((await stored()).map(({ id }) => id)).toEqual([second.id]);

    town.clock.moveBy(7 * 86_400_000 + 1000);
    await carryOutErasures(town.house, town.org);
    const later = (await town.session(await town.id('Amina'))).scene;
    expect((await picture(later, { conversation: talk, picture: second.id })).bytes.length).toBeGreaterThan(100);
    value(await takeBackAllWords(later, { conversation: talk, sure: true }));
    expect(await stored()).toEqual([]);
  });

  test('Nobody takes back what another wrote, and whoever is outside finds nothing', async () => {
    const seq = await say('Ben', 'words of Ben');
    expect(value(await takeBackMessages(await town.as('Amina'), { conversation: talk, seqs: [seq] }))).toEqual({ count: 0 });
    expect(await seenBy('Amina')).toEqual(['words of Ben']);
    for (const name of ['Chidi', 'Kit', 'Esi'] as const) expect(await takeBackAllWords(await town.as(name), { conversation: talk, sure: true })).toEqual({ kind: 'absent' });
    expect(await takeBackAllWords(town.stranger(), { conversation: talk, sure: true })).toEqual({ kind: 'absent' });
  });

  test('Sending and taking back at the same time loses no message', async () => {
    await say('Amina', 'to be taken back');
    const amina = await town.as('Amina');
    const both = await Promise.all([takeBackAllWords(amina, { conversation: talk, sure: true }), ...Array.from({ length: 6 }, (_, at) => sendMessage(amina, { conversation: talk, sending: `at the same time ${at}`, words: `kept ${at}` }))]);
    expect(both.every(({ kind }) => kind === 'done')).toBe(true);
    await carryOutErasures(town.house, town.org);
    const rows = await town.db.owner.selectFrom('message').select(['seq', 'removed_at']).where('conversation_id', '=', talk).execute();
    const shown = (await conversation(amina, { conversation: talk })).messages;
    expect(shown.filter(({ words }) => words !== undefined).map(({ seq }) => seq)).toEqual(rows.filter(({ removed_at }) => removed_at === null).map(({ seq }) => seq).sort((a, b) => a - b));
  });

  test('Each erasure stands in the file beside the database, once, with ids alone', async () => {
    await say('Amina', 'CANARY-4410 only here');
    value(await takeBackAllWords(await town.as('Amina'), { conversation: talk, sure: true }));
    await carryOutErasures(town.house, town.org);
    await carryOutErasures(town.house, town.org);
    const lines = await readLedger(ledgerPlace(town.house.config.data).file);
    expect(lines.map(({ kind, because }) => [kind, because]).sort()).toEqual([['key', 'own-words'], ['message', 'own-words']]);
    expect(JSON.stringify(lines)).not.toContain('CANARY');
  });

  test('The app may add to the ledger, and can neither change nor remove a line', async () => {
    await expect(insideHouse(town.house, town.org, 'test', ({ db }) => db.updateTable('erasure').set({ again: true }).execute())).rejects.toThrow(/permission denied/);
    await expect(insideHouse(town.house, town.org, 'test', ({ db }) => db.deleteFrom('erasure').execute())).rejects.toThrow(/permission denied/);
  });
});
