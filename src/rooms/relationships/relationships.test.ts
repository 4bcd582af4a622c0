import { beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { conversation } from '../conversations/index.ts';
import { promiseFor } from '../promises/index.ts';
import { askForAnotherFit, askForSomebodyAgain, endRelationship, logContact, pauseRelationship, resumeRelationship } from './change.ts';
import { contactLog } from './contact-log.ts';
import { myRelationships, relationship, relationshipHere } from './relationships.ts';

let town: Town;
let amina: Scene;
let ben: Scene;
let pair: { relationship: string; conversation: string };
beforeAll(async () => {
  town = await testTown({ at: new Date('2027-06-01T18:00:00Z') });
  pair = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
});
const state = async (scene: Scene) => (await relationship(scene, { relationship: pair.relationship })).state;

describe('a relationship of two equals', () => {
  test('Either rests until a day, which begins where they live, and the rest is over by itself', async () => {
    await town.db.owner.updateTable('person').set({ zone: 'Asia/Tokyo' }).where('id', '=', await town.id('Amina')).execute();
    value(await pauseRelationship(amina, { relationship: pair.relationship, until: '2027-06-05' }));
    expect((await relationship(ben, { relationship: pair.relationship })).pausedUntil?.toISOString()).toBe('2027-06-04T15:00:00.000Z');
    expect([await state(amina), await state(ben)]).toEqual(['paused', 'paused']);
    town.clock.moveBy(4 * 86_400_000);
    expect(await state(ben)).toBe('walking');
    expect(await pauseRelationship(ben, { relationship: pair.relationship, until: '2027-06-01' })).toMatchObject({ kind: 'refused', code: 'until-is-past' });
    value(await pauseRelationship(ben, { relationship: pair.relationship }));
    town.clock.moveBy(5 * 86_400_000);
    expect(await state(amina)).toBe('paused');
    value(await resumeRelationship(amina, { relationship: pair.relationship }));
    expect(await state(ben)).toBe('walking');
  });

  test('A contact outside is noted without a word of it, by either, and never of a day to come', async () => {
    value(await logContact(ben, { relationship: pair.relationship, on: '2027-06-09', channel: 'phone', minutes: '25' }));
    expect(await contactLog(amina, { relationship: pair.relationship })).toMatchObject([{ channel: 'phone', minutes: 25, mine: false }]);
    expect(await logContact(amina, { relationship: pair.relationship, on: '2027-07-01', channel: 'phone' })).toMatchObject({ kind: 'refused', code: 'not-yet' });
    // It is the 10th, late in the morning where Ben lives, and already the 11th for Amina in Tokyo: each notes their own today, nobody a tomorrow.
    expect(await logContact(ben, { relationship: pair.relationship, on: '2027-06-11', channel: 'phone' })).toMatchObject({ kind: 'refused', code: 'not-yet' });
    value(await logContact(amina, { relationship: pair.relationship, on: '2027-06-11', channel: 'phone' }));
  });

  test('Nobody else finds it: another member, a stranger, and a coordinator on the two people’s own page', async () => {
    for (const scene of [await town.as('Kit'), town.stranger(), await town.as('Chidi')]) {
      await expect(relationship(scene, { relationship: pair.relationship })).rejects.toThrow('absent');
      expect(await pauseRelationship(scene, { relationship: pair.relationship })).toEqual({ kind: 'absent' });
    }
    expect(await relationshipHere(await town.as('Kit').catch(() => town.stranger()), { conversation: pair.conversation })).toBe('none');
  });

  test('The seeker asks for another fit: it ends without blame, and the request goes on with a promised time', async () => {
    const { request } = value(await askForAnotherFit(amina, { relationship: pair.relationship }));
    expect([await state(amina), (await relationship(ben, { relationship: pair.relationship })).endedHow]).toEqual(['ended', 'another-fit']);
    const row = await town.db.owner.selectFrom('support_request').select(['matched_at', 'ready_at']).where('id', '=', request ?? '').executeTakeFirstOrThrow();
    expect([row.matched_at, row.ready_at !== null]).toEqual([null, true]);
    expect(await town.inside((inside) => promiseFor(inside, request ?? '', 'match'))).toMatchObject({ keptAt: null });
    expect(await endRelationship(ben, { relationship: pair.relationship, how: 'early' })).toMatchObject({ kind: 'refused', code: 'ended' });
    expect((await myRelationships(amina, {})).map(({ state: one }) => one)).toEqual(['ended']);
  });

  test('A supporter asks for another fit: the one they walked with keeps their place and is looked for, and reads nothing of who asked', async () => {
    const other = await walkTogether(town, { seeker: 'Jun', supporter: 'Grace' });
    const [jun, grace] = [await town.as('Jun'), await town.as('Grace')];
    expect(value(await askForAnotherFit(grace, { relationship: other.relationship }))).toEqual({ request: null });
    const seen = await relationship(jun, { relationship: other.relationship });
    expect([seen.state, seen.endedHow, seen.after]).toEqual(['ended', 'another-fit', 'looking']);
    expect(await town.inside((inside) => promiseFor(inside, seen.request ?? '', 'match'))).toMatchObject({ keptAt: null });
    expect(await askForAnotherFit(grace, { relationship: other.relationship })).toMatchObject({ kind: 'refused', code: 'ended' });
    expect((await relationship(grace, { relationship: other.relationship })).after).toBe('nothing');
  });

  test('A supporter is not kept because the seeker waits with another request already', async () => {
    const other = await walkTogether(town, { seeker: 'Ivo', supporter: 'Esi' });
    await askForSupport(town, 'Ivo');
    value(await askForAnotherFit(await town.as('Esi'), { relationship: other.relationship }));
    expect((await relationship(await town.as('Ivo'), { relationship: other.relationship })).after).toBe('nothing');
  });

  test('After an ending the seeker asks again in one step, once, and nobody does it for them', async () => {
    const other = await walkTogether(town, { seeker: 'Farid', supporter: 'Hana' });
    const [farid, hana] = [await town.as('Farid'), await town.as('Hana')];
    const again = (scene: Scene) => askForSomebodyAgain(scene, { relationship: other.relationship });
    expect(await again(farid)).toMatchObject({ kind: 'refused', code: 'not-any-more' });
    value(await endRelationship(hana, { relationship: other.relationship, how: 'early' }));
    const seen = await relationship(farid, { relationship: other.relationship });
    expect([seen.after, (await relationship(hana, { relationship: other.relationship })).after]).toEqual(['ask-again', 'nothing']);
    expect(await again(hana)).toMatchObject({ kind: 'refused', code: 'not-any-more' });
    expect(value(await again(farid))).toEqual({ request: seen.request });
    expect((await relationship(farid, { relationship: other.relationship })).after).toBe('looking');
    expect(await again(farid)).toMatchObject({ kind: 'refused', code: 'not-any-more' });
    // Who waits again loses nothing of what they wrote, however long it takes.
    const waits = await town.db.owner.selectFrom('support_request').select(['matched_at', 'ready_at']).where('id', '=', seen.request ?? '').executeTakeFirstOrThrow();
    expect([waits.matched_at, waits.ready_at !== null]).toEqual([null, true]);
  });

  test('Last words are the conversation’s last message, once, and it closes behind them', async () => {
    const other = await walkTogether(town, { seeker: 'Kit', supporter: 'Maryam' });
    const maryam = await town.as('Maryam');
    const ending = { relationship: other.relationship, how: 'complete', words: 'Go well.', sending: 'one-last-sending' };
    value(await endRelationship(maryam, ending));
    expect(await endRelationship(maryam, ending)).toMatchObject({ kind: 'refused', code: 'ended' });
    const seen = await conversation(await town.as('Kit'), { conversation: other.conversation });
    expect([seen.messages.map(({ words }) => words?.body), seen.closed]).toEqual([['Go well.'], true]);
  });
});
