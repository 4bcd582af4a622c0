import { beforeAll, describe, expect, test } from 'vitest';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport, becomeSupporter, keepsToConduct, value, walkTogether } from '../../testing/walking.ts';
import { sayYesToAll } from '../agreements/index.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { answerProposal, proposeMatch } from '../matching/index.ts';
import { changeContent, contentItem } from '../programmes/index.ts';
import { acceptConduct, conductMissing, conductOf, conductToRead, recordConduct } from './index.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

const version = () => town.inside(async (inside) => (await conductOf(inside, town.programme.id)).version);
const yesOf = async (name: 'Ben' | 'Farid') => (await town.db.owner.selectFrom('consent').select('version').where('person_id', '=', await town.id(name)).execute()).map((row) => row.version);
const missing = async () => (await conductMissing(await town.as('Chidi'), { programme: town.programme.slug })).people.map(({ name, yes }) => [name, yes]);
/** The coordinator changes one word of the code: that is a new version. */
async function changeWords(words: string): Promise<void> {
  const item = await town.inside((inside) => contentItem(inside, town.programme.id, 'safety-text', 'conduct-respect'));
  value(await changeContent(await town.as('Chidi'), { programme: town.programme.id, kind: 'safety-text', id: 'conduct-respect', version: item?.version ?? 0, words: { text: { en: words, fr: words } } }));
}

describe('the code of conduct is said yes to before anybody begins', () => {
  test('Nobody is proposed who never said yes; somebody who has only a telephone says it to staff, who write it down', async () => {
    const request = await askForSupport(town, 'Kit');
    const standing = await becomeSupporter(town, 'Farid');
    await town.db.owner.deleteFrom('consent').where('person_id', '=', await town.id('Farid')).execute();
    const propose = async () => proposeMatch(await town.as('Chidi'), { request, supporter: standing });
    expect(await propose()).toMatchObject({ kind: 'refused', code: 'conduct-first' });
    expect(await missing()).toContainEqual(['Farid', 'none']);
    const given = { programme: town.programme.id, person: await town.id('Farid') };
    for (const name of ['Kit', 'Farid'] as const) expect(await recordConduct(await town.as(name), { ...given, version: await version() })).toEqual({ kind: 'absent' });
    expect(await recordConduct(await town.as('Chidi'), { ...given, version: 'older words' })).toMatchObject({ code: 'changed' });
    expect(await recordConduct(await town.as('Chidi'), { ...given, person: await town.id('Jun'), version: await version() })).toEqual({ kind: 'absent' });
    value(await recordConduct(await town.as('Chidi'), { ...given, version: await version() }));
    expect(await yesOf('Farid')).toEqual([await version()]);
    const { proposal } = value(await propose());
    value(await answerProposal(await town.as('Farid'), { proposal, answer: 'yes' }));
    const { relationship = '' } = value(await answerProposal(await town.as('Kit'), { proposal, answer: 'yes' }));
    // The seeker says yes to it too, before the two begin.
    expect(await sayYesToAll(await town.as('Kit'), { relationship })).toMatchObject({ kind: 'refused', code: 'conduct-first' });
    value(await sayYesToAll(await town.as('Kit'), { relationship, conduct: await version() }));
  });

  test('New words ask everybody again at their next visit, and shut nobody out of a conversation or a proposal', async () => {
    const { conversation: talk } = await walkTogether(town, { seeker: 'Jun', supporter: 'Ben' });
    await keepsToConduct(town, 'Ben');
    expect(await conductToRead(await town.as('Ben'), {})).toEqual([]);
    await changeWords('I treat everybody as my equal.');
    for (const name of ['Ben', 'Jun'] as const) expect(await conductToRead(await town.as(name), {}), name).toMatchObject([{ slug: town.programme.slug, yes: 'older' }]);
    value(await sendMessage(await town.as('Jun'), { conversation: talk, words: 'Still here?', sending: 'still-here' }));
    expect((await conversation(await town.as('Ben'), { conversation: talk })).messages).toHaveLength(1);
    const request = await askForSupport(town, 'Maryam');
    const ben = await town.db.owner.selectFrom('supporter').select('id').where('person_id', '=', await town.id('Ben')).executeTakeFirstOrThrow();
    value(await proposeMatch(await town.as('Chidi'), { request, supporter: ben.id }));
    expect(await missing()).toContainEqual(['Ben', 'older']);
    value(await acceptConduct(await town.as('Ben'), { programme: town.programme.id, version: await version() }));
    expect(await conductToRead(await town.as('Ben'), {})).toEqual([]);
    expect(await yesOf('Ben')).toHaveLength(2);
  });

  test('Only staff of the programme see who has not said yes', async () => {
    for (const name of ['Ben', 'Jun'] as const) await expect(conductMissing(await town.as(name), { programme: town.programme.slug })).rejects.toThrow('absent');
    await expect(conductMissing(town.stranger(), { programme: town.programme.slug })).rejects.toThrow('absent');
  });
});
