import { beforeAll, describe, expect, test } from 'vitest';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { confirmMeeting, meetingWith, noteMeeting, waysIn } from './index.ts';

let town: Town;
let talk: string;
beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  value(await sendMessage(await town.as('Kit'), { conversation: talk, words: 'An older word.', sending: 'older-word' }));
  town.clock.moveBy(3_600_000);
});

/** A session of Ben's that began by e-mail alone: older words wait. */
async function waiting() {
  const { scene } = await town.session(await town.id('Ben'));
  if (scene.actor.kind !== 'person') throw new Error('a person');
  await town.db.owner.updateTable('session').set({ history_from: new Date(town.clock.now().getTime() + 72 * 3_600_000) }).where('id', '=', scene.actor.session).execute();
  return scene;
}
const reads = async (scene: Awaited<ReturnType<typeof waiting>>) => (await conversation(scene, { conversation: talk })).messages.some(({ words }) => words?.body === 'An older word.');
const about = async (name: CastName = 'Ben') => ({ programme: town.programme.id, person: await town.id(name) });
const note = async (name: CastName, code: string) => noteMeeting(await town.as(name), { ...(await about()), code });
const confirm = async (name: CastName) => confirmMeeting(await town.as(name), await about());

describe('two people of the team end the wait for older words', () => {
  test('One meets the person and types the digits on their screen, another says yes: that one session opens, the stolen one does not, and the person is told', async () => {
    const [ben, thief] = [await waiting(), await waiting()];
    expect([await reads(ben), await reads(thief)]).toEqual([false, false]);
    const code = (await waysIn(ben, {})).meetingCode ?? '';
    expect(code).toMatch(/^\d{6}$/);
    expect((await waysIn(thief, {})).meetingCode).not.toBe(code);
    for (const name of ['Kit', 'Ben'] as const) expect(await note(name, code), name).toEqual({ kind: 'absent' });
    expect(await note('Chidi', code === '000000' ? '000001' : '000000')).toMatchObject({ kind: 'refused', code: 'code-differs' });
    value(await note('Chidi', `${code.slice(0, 3)} ${code.slice(3)}`));
    expect(await reads(ben)).toBe(false);
    expect(await confirm('Chidi')).toMatchObject({ kind: 'refused', code: 'same-person' });
    expect(await confirm('Kit')).toEqual({ kind: 'absent' });
    expect((await meetingWith(await town.as('Dalia'), await about())).noted).toMatchObject({ by: 'Chidi', mine: false });
    value(await confirm('Dalia'));
    expect([await reads(ben), await reads(thief)]).toEqual([true, false]);
    expect((await waysIn(thief, {})).opened).toMatchObject([{ by: ['Chidi', 'Dalia'] }]);
    expect(await town.db.owner.selectFrom('notice').select('kind').where('about_kind', '=', 'older-words').where('person_id', '=', await town.id('Ben')).execute()).toEqual([{ kind: 'message-waiting' }]);
    const trail = await town.db.owner.selectFrom('trail').select(['act', 'outcome']).where('act', 'like', 'people.%-meeting').execute();
    expect(trail).toContainEqual({ act: 'people.note-meeting', outcome: 'done' });
    expect(trail).toContainEqual({ act: 'people.confirm-meeting', outcome: 'same-person' });
  });

  test('Nobody does it for themselves; the database holds it too; after a day what one noted counts for nothing', async () => {
    const ben = await waiting();
    value(await note('Chidi', (await waysIn(ben, {})).meetingCode ?? ''));
    const chidi = await town.id('Chidi');
    await expect(town.db.owner.updateTable('older_words_opening').set({ confirmed_by: chidi, confirmed_at: town.clock.now() }).where('confirmed_at', 'is', null).execute()).rejects.toThrow(/opened_by_two_people/);
    town.clock.moveBy(25 * 3_600_000);
    expect(await confirmMeeting((await town.session(await town.id('Dalia'))).scene, await about())).toEqual({ kind: 'absent' });
    expect(await reads(ben)).toBe(false);
    expect(await noteMeeting((await town.session(chidi)).scene, { programme: town.programme.id, person: chidi, code: '123456' })).toMatchObject({ code: 'yourself' });
    await expect(meetingWith((await town.session(chidi)).scene, await about('Jun'))).rejects.toThrow('absent');
  });
});
