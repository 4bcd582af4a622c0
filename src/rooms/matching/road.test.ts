import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { keepsToConduct } from '../../testing/walking.ts';
import { agreement, sayYesToAll } from '../agreements/index.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { addSupporter, beginSheet, keepAnswer, receive, recordTraining } from '../intake/index.ts';
import { contactOf } from '../people/index.ts';
import { giveRole, programmeOf } from '../programmes/index.ts';
import { myRelationships } from '../relationships/index.ts';
import { answerProposal } from './answer-proposal.ts';
import { introduction, waitingForMe } from './proposals.ts';
import { proposeMatch, withdrawProposal } from './propose-match.ts';
import { suggestions } from './suggestions.ts';
import { sweepProposals } from './sweep.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

/** The value of an outcome that must have happened. */
function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const evenings = [{ day: 1, from: 17 * 60, to: 21 * 60 }];

async function seeker(name: 'Amina' | 'Kit' | 'Jun', languages = ['en']): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: languages }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'own-words', { coded: {}, written: { text: `${name} wrote this.` } });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

async function supporter(name: 'Ben' | 'Maryam' | 'Grace', { languages = ['en'], trained = true, capacity = 1 } = {}): Promise<string> {
  const person = await town.id(name);
  const id = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: languages }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'sup-intro', { coded: {}, written: { text: `I am ${name}.` } });
    await giveRole(inside, { person, programme: town.programme.id, role: 'supporter' });
    return addSupporter(inside, { programme: town.programme.id, person, sheet, capacity });
  });
  await keepsToConduct(town, name);
  if (!trained) return id;
  const courses = await town.inside((inside) => programmeOf(inside, town.programme.id)).then((programme) => programme.settings.courses.beforeMatch);
  for (const course of courses) value(await recordTraining(await town.as('Chidi'), { programme: town.programme.id, person, course, completedOn: '2026-10-01', expiresOn: '' }));
  return id;
}

const say = (scene: Scene, id: string, words: string) => sendMessage(scene, { conversation: id, words, sending: `s-${words.length}-${words.slice(0, 20)}` });

describe('the road, from a request to two people talking', () => {
  test('A coordinator proposes, both say yes in turn, they agree, and a message arrives', async () => {
    const request = await seeker('Amina', ['fr', 'en']);
    const ben = await supporter('Ben', { languages: ['fr', 'en'] });
    await supporter('Grace', { trained: false });
    const chidi = await town.as('Chidi');

    const seen = await suggestions(chidi, { request, aside: true });
    expect(seen.chosen.map(({ name }) => name)).toEqual(['Ben']);
    expect(seen.chosen[0]?.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(seen.chosen[0]?.score);
    expect(seen.removed).toEqual([{ rule: 'training', count: 1 }]);

    const { proposal } = value(await proposeMatch(chidi, { request, supporter: ben }));
    const [amina, benHimself] = [await town.as('Amina'), await town.as('Ben')];
    await expect(introduction(amina, { proposal })).rejects.toThrow('absent'); // not her turn: she hears of nobody who may yet say no
    expect((await waitingForMe(benHimself, {})).map(({ id }) => id)).toEqual([proposal]);
    const hers = await introduction(benHimself, { proposal });
    expect([hers.otherName, hers.otherWords]).toEqual(['Amina', 'Amina wrote this.']);
    expect(JSON.stringify(hers)).not.toContain('example.org');

    value(await answerProposal(benHimself, { proposal, answer: 'yes' }));
    const his = await introduction(amina, { proposal });
    expect(his.otherWords).toBe('I am Ben.');
    const { relationship } = value(await answerProposal(amina, { proposal, answer: 'yes' }));
    if (relationship === undefined) throw new Error('no relationship');

    const mine = (await myRelationships(amina, {}))[0];
    expect(mine).toMatchObject({ state: 'agreeing', other: 'Ben', mine: 'seeker' });
    const talk = mine?.conversation ?? '';
    expect(await say(amina, talk, 'Bonjour')).toMatchObject({ kind: 'refused', code: 'agree-first' });

    expect(await sayYesToAll(amina, { relationship })).toMatchObject({ kind: 'refused', code: 'conduct-first' });
    expect(await sayYesToAll(amina, { relationship, conduct: 'older words' })).toMatchObject({ kind: 'refused', code: 'conduct-changed' });
    const { code } = await agreement(amina, { relationship });
    expect(value(await sayYesToAll(amina, { relationship, conduct: code ?? '' }))).toEqual({ inForce: false });
    const page = await agreement(benHimself, { relationship });
    expect(page.saidYes).toEqual({ me: false, other: true });
    expect(value(await sayYesToAll(benHimself, { relationship }))).toEqual({ inForce: true });
    value(await say(amina, talk, 'Bonjour Ben.'));
    expect((await conversation(benHimself, { conversation: talk })).messages.map(({ words }) => words?.body)).toEqual(['Bonjour Ben.']);
    await expect(agreement(chidi, { relationship })).rejects.toThrow('absent');
  });

  test('Of two acceptances at once for a last place, exactly one relationship begins', async () => {
    const [kits, juns] = [await seeker('Kit'), await seeker('Jun')];
    const maryam = await supporter('Maryam', { capacity: 1 });
    const chidi = await town.as('Chidi');
    const one = value(await proposeMatch(chidi, { request: kits, supporter: maryam })).proposal;
    const two = value(await proposeMatch(chidi, { request: juns, supporter: maryam })).proposal;
    const herself = await town.as('Maryam');
    value(await answerProposal(herself, { proposal: one, answer: 'yes' }));
    value(await answerProposal(herself, { proposal: two, answer: 'yes' }));
    const answers = await Promise.all([
      answerProposal(await town.as('Kit'), { proposal: one, answer: 'yes' }),
      answerProposal(await town.as('Jun'), { proposal: two, answer: 'yes' }),
    ]);
    expect(answers.map((answer) => value(answer).next).sort()).toEqual(['we-look-again', 'write-together']);
  });

  test('A no is never told to the other, and a proposal nobody answers ends by itself', async () => {
    const scenes = { kit: await town.as('Kit'), jun: await town.as('Jun'), chidi: await town.as('Chidi') };
    const waiting = (await town.db.owner.selectFrom('support_request').select(['id', 'person_id']).where('matched_at', 'is', null).execute())[0];
    const grace = (await town.db.owner.selectFrom('supporter').select('id').where('person_id', '=', await town.id('Grace')).executeTakeFirstOrThrow()).id;
    const programme = await town.inside((inside) => programmeOf(inside, town.programme.id));
    for (const course of programme.settings.courses.beforeMatch) value(await recordTraining(scenes.chidi, { programme: programme.id, person: await town.id('Grace'), course, completedOn: '2026-10-01', expiresOn: '' }));
    const request = waiting?.id ?? '';
    const first = value(await proposeMatch(scenes.chidi, { request, supporter: grace })).proposal;
    const graceHerself = await town.as('Grace');
    value(await answerProposal(graceHerself, { proposal: first, answer: 'no' }));
    const asker = waiting?.person_id === (await town.id('Kit')) ? scenes.kit : scenes.jun;
    await expect(introduction(asker, { proposal: first })).rejects.toThrow('absent');

    const second = value(await proposeMatch(scenes.chidi, { request, supporter: grace })).proposal;
    value(await answerProposal(graceHerself, { proposal: second, answer: 'yes' }));
    value(await answerProposal(asker, { proposal: second, answer: 'no' }));
    const whatGraceSees = await introduction(graceHerself, { proposal: second });
    expect(whatGraceSees).toMatchObject({ ending: 'we-look-again', otherWords: '', otherName: undefined });

    const third = value(await proposeMatch(scenes.chidi, { request, supporter: grace })).proposal;
    town.clock.moveBy(8 * 86_400_000);
    expect(await sweepProposals(town.house, town.org)).toBeGreaterThan(0);
    const ended = await town.db.owner.selectFrom('proposal').select('ended_how').where('id', '=', third).executeTakeFirstOrThrow();
    expect(ended.ended_how).toBe('expired');
    expect(await withdrawProposal(scenes.chidi, { proposal: third })).toMatchObject({ kind: 'refused', code: 'already-over' });
  });

  test('Contact details stay with the programme: neither side’s pages hold them', async () => {
    const details = await town.inside(async (inside) => contactOf(inside, await town.id('Ben')));
    expect(details.map(({ value }) => value)).toEqual(['ben@example.org']);
    const amina = await town.as('Amina');
    expect(JSON.stringify(await myRelationships(amina, {}))).not.toContain('ben@example.org');
  });
});
