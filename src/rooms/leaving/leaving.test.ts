import { beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { noticesReader } from '../notifications/index.ts';
import { actorOf, contactOf, findPersonByEmail, namesOf } from '../people/index.ts';
import { carryOutErasures } from './carry-out.ts';
import { leave, leaving } from './leave.ts';

let town: Town;
let talk: string;
beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  value(await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'from-amina', words: 'words of Amina' }));
  value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'from-ben', words: 'words of Ben' }));
});

const noticesOf = async (person: string) => (await town.db.owner.selectFrom('notice').selectAll().where('person_id', '=', person).execute()).filter(({ dropped_at }) => dropped_at === null).map(({ kind }) => kind);

describe('somebody goes for good', () => {
  test('The tick is asked for, and a session of long ago cannot do it', async () => {
    const amina = await town.as('Amina');
    expect(await leave(amina, { sure: false })).toMatchObject({ kind: 'mistaken' });
    town.clock.moveBy(2 * 3_600_000);
    expect((await leaving(amina, {})).inTheWay).toBe('sign-in-again');
    expect(await leave(amina, { sure: true })).toMatchObject({ kind: 'refused', code: 'sign-in-again' });
  });

  test('Amina leaves: Ben is told kindly and keeps his own words, hers open for nobody, and she can be found no more', async () => {
    const id = await town.id('Amina');
    const { scene, token } = await town.session(id);
    expect(await leaving(scene, {})).toEqual({ running: 1, inTheWay: 'nothing' });
    await readFacts(town.house, town.org, noticesReader);
    value(await leave(scene, { sure: true }));
    await readFacts(town.house, town.org, noticesReader);

    expect(await actorOf(town.house, town.org, token)).toBeUndefined();
    await town.inside(async (inside) => {
      expect(await findPersonByEmail(inside, 'amina@example.org')).toBeUndefined();
      expect((await namesOf(inside, [id])).get(id)).toBeUndefined();
      expect(await contactOf(inside, id)).toEqual([]);
    });
    const ben = await town.session(await town.id('Ben'));
    const seen = await conversation(ben.scene, { conversation: talk });
    expect(seen.messages.map(({ words }) => words?.body)).toEqual([undefined, 'words of Ben']);
    expect(seen.closed).toBe(true);
    expect(await noticesOf(await town.id('Ben'))).toContain('ending');
    expect(await noticesOf(id)).toEqual(['erased']);
    const row = await town.db.owner.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ name: null, pronouns: null });
    expect(row.erased_at).not.toBeNull();
    expect(await town.db.owner.selectFrom('answer').innerJoin('sheet', 'sheet.id', 'answer.sheet_id').select('answer.sheet_id').where('sheet.person_id', '=', id).execute()).toEqual([]);
  });

  test('A request that waits is taken back, and its promise runs no longer', async () => {
    const request = await askForSupport(town, 'Kit');
    const { scene } = await town.session(await town.id('Kit'));
    value(await leave(scene, { sure: true }));
    const row = await town.db.owner.selectFrom('support_request').selectAll().where('id', '=', request).executeTakeFirstOrThrow();
    expect(row.withdrawn_at).not.toBeNull();
    const open = await town.db.owner.selectFrom('promise').select('id').where('subject_id', '=', request).where('withdrawn_at', 'is', null).where('kept_at', 'is', null).execute();
    expect(open).toEqual([]);
  });

  test('Whoever holds a duty, or the house’s last keys, hands over first', async () => {
    for (const name of ['Chidi', 'Hana'] as const) {
      const { scene } = await town.session(await town.id(name));
      expect((await leaving(scene, {})).inTheWay).toBe('duty');
      expect(await leave(scene, { sure: true })).toMatchObject({ kind: 'refused', code: 'hand-over-first' });
    }
  });

  test('A keyring that is away loses nothing: the next round erases', async () => {
    const id = await town.id('Grace');
    const { scene } = await town.session(id);
    const away = { ...town.house, keyring: { ...town.house.keyring, destroy: async () => { throw new Error('away'); } } };
    value(await leave({ ...scene, house: away }, { sure: true }));
    const erasedAt = async () => (await town.db.owner.selectFrom('person').select('erased_at').where('id', '=', id).executeTakeFirstOrThrow()).erased_at;
    expect(await erasedAt()).toBeNull();
    expect(await carryOutErasures(town.house, town.org)).toBe(1);
    expect(await erasedAt()).not.toBeNull();
    expect(await carryOutErasures(town.house, town.org)).toBe(0);
  });
});
