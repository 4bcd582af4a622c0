import { beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { addSupporter, answersOn, beginSheet, receive, receiveApplication, requestOf, stateOf } from '../intake/index.ts';
import { contactOf } from '../people/index.ts';
import { beginProgramme, giveRole } from '../programmes/index.ts';
import { promiseFor, sweepPromises } from '../promises/index.ts';
import { latestLetters, lettersWith, logCall, markLettersRead, myLetters, writeDownCaller, writeLetter } from './index.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

async function asks(name: 'Amina' | 'Kit' | 'Jun' | 'Farid'): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

const looking = <T>(work: Parameters<typeof town.inside<T>>[0]) => town.inside(work);
const promise = (subject: string, kind: string) => looking((inside) => promiseFor(inside, subject, kind));

test('Chidi writes to Amina: the first answer is kept by him, and both read the same letter', async () => {
  const request = await asks('Amina');
  expect((await promise(request, 'first-answer'))?.state).toBe('in-time');
  value(await writeLetter(await town.as('Chidi'), { programme: town.programme.id, person: await town.id('Amina'), about: { kind: 'support-request', id: request }, words: 'Bonjour Amina.' }));

  expect(await promise(request, 'first-answer')).toMatchObject({ state: 'kept', keptBy: await town.id('Chidi') });
  expect((await promise(request, 'match'))?.state).toBe('in-time');
  const seen = await looking((inside) => requestOf(inside, request));
  expect(stateOf(seen)).toBe('answered');
  const [hers, his] = [await lettersWith(await town.as('Amina'), { programme: town.programme.slug }), await lettersWith(await town.as('Dalia'), { programme: town.programme.slug, person: await town.id('Amina') })];
  expect(hers.letters.map(({ words, byName, fromProgramme }) => [words, byName, fromProgramme])).toEqual([['Bonjour Amina.', 'Chidi', true]]);
  expect(his.letters).toEqual(hers.letters);
  expect(await myLetters(await town.as('Amina'), {})).toMatchObject([{ slug: town.programme.slug, unread: 1 }]);
  value(await markLettersRead(await town.as('Amina'), { programme: town.programme.slug }));
  expect(await myLetters(await town.as('Amina'), {})).toMatchObject([{ unread: 0 }]);
});

test('Amina writes back: an answer is promised with owner and back-up, and writing again makes her wait no longer', async () => {
  const amina = await town.as('Amina');
  const first = value(await writeLetter(amina, { programme: town.programme.id, words: 'Une question.' })).answerBy;
  town.clock.moveBy(3_600_000);
  const again = value(await writeLetter(amina, { programme: town.programme.id, words: 'Encore une.' })).answerBy;
  expect(again).toEqual(first);
  const { promise: waits } = await lettersWith(amina, { programme: town.programme.slug });
  expect(waits).toMatchObject({ state: 'in-time', owner: await town.id('Chidi'), backup: await town.id('Dalia') });

  value(await writeLetter(await town.as('Dalia'), { programme: town.programme.id, person: await town.id('Amina'), words: 'Voici.' }));
  expect((await lettersWith(amina, { programme: town.programme.slug })).promise).toMatchObject({ state: 'kept', keptBy: await town.id('Dalia') });
  value(await writeLetter(amina, { programme: town.programme.id, words: 'Merci.' }));
  expect((await lettersWith(amina, { programme: town.programme.slug })).promise?.state).toBe('in-time');
});

test('A call nobody picked up and a message on a machine answer nobody; a call that reached Farid does', async () => {
  const request = await asks('Farid');
  const chidi = await town.as('Chidi');
  const call = { programme: town.programme.id, person: await town.id('Farid'), about: { kind: 'support-request' as const, id: request } };
  for (const how of ['nobody', 'voicemail']) {
    expect(value(await logCall(chidi, { ...call, how })).answered).toBe(false);
    expect((await promise(request, 'first-answer'))?.state).toBe('in-time');
  }
  expect(value(await logCall(chidi, { ...call, how: 'reached', words: 'Il préfère le soir.' })).answered).toBe(true);
  expect((await promise(request, 'first-answer'))?.state).toBe('kept');
  const { letters } = await lettersWith(await town.as('Farid'), { programme: town.programme.slug });
  expect(letters.map(({ channel, reached, words }) => [channel, reached, words])).toEqual([['phone', false, ''], ['voicemail', false, ''], ['phone', true, 'Il préfère le soir.']]);
});

test('A letter on an application answers the application, and nobody answers themselves', async () => {
  const person = await town.id('Ivo');
  const application = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    return receiveApplication(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
  value(await writeLetter(await town.as('Chidi'), { programme: town.programme.id, person, about: { kind: 'application', id: application }, words: 'Thank you.' }));
  expect((await promise(application, 'application-answer'))?.state).toBe('kept');

  // Chidi supports somebody too: his letter to the programme waits for Dalia, and he cannot answer it.
  const chidi = await town.id('Chidi');
  await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person: chidi });
    await addSupporter(inside, { programme: town.programme.id, person: chidi, sheet, capacity: 1 });
  });
  value(await writeLetter(await town.as('Chidi'), { programme: town.programme.id, words: 'I need a rest.' }));
  const { promise: waits } = await lettersWith(await town.as('Chidi'), { programme: town.programme.slug });
  expect(waits).toMatchObject({ state: 'in-time', owner: await town.id('Dalia') });
  expect(await logCall(await town.as('Chidi'), { programme: town.programme.id, person: chidi, how: 'reached' })).toEqual({ kind: 'absent' });
});

test('Nobody else reads or writes: another member, a safety lead, a stranger, the coordinator of another programme', async () => {
  const amina = await town.id('Amina');
  const other = await town.inside((inside) => beginProgramme(inside, { template: 'mental-health', zone: 'UTC', lang: 'en' }));
  await town.inside(async (inside) => giveRole(inside, { person: await town.id('Maryam'), programme: other.id, role: 'coordinator' }));
  for (const scene of [await town.as('Kit'), await town.as('Esi'), await town.as('Maryam'), town.stranger()]) {
    await expect(lettersWith(scene, { programme: town.programme.slug, person: amina })).rejects.toThrow('absent');
    await expect(latestLetters(scene, { programme: town.programme.id })).rejects.toThrow('absent');
    expect(await writeLetter(scene, { programme: town.programme.id, person: amina, words: 'Hello' })).toEqual({ kind: 'absent' });
    expect(await logCall(scene, { programme: town.programme.id, person: amina, how: 'reached' })).toEqual({ kind: 'absent' });
  }
  expect(await writeLetter(await town.as('Grace'), { programme: town.programme.id, words: 'I have nothing to do with it.' })).toEqual({ kind: 'absent' });
});

test('The team’s list shows the latest letters first, page by page, without opening a word', async () => {
  const chidi = await town.as('Chidi');
  const all = await latestLetters(chidi, { programme: town.programme.id });
  expect(all.map(({ lastAt }) => lastAt.getTime())).toEqual(all.map(({ lastAt }) => lastAt.getTime()).toSorted((a, b) => b - a));
  const [first] = await latestLetters(chidi, { programme: town.programme.id, limit: 1 });
  if (first === undefined) throw new Error('no letters');
  const rest = await latestLetters(chidi, { programme: town.programme.id, after: { lastAt: first.lastAt, id: first.id } });
  expect([first, ...rest].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(JSON.stringify(all)).not.toContain('Bonjour');
});

const phoned = (given: object = {}) => ({
  programme: town.programme.id, name: 'Farid', phone: '604 555 0177', careful: 'After 4 pm', lang: 'fr', speaks: ['fr'], said: 'Son fils commence un traitement.', parts: ['1-evening', '3-evening'], adult: true, ...given,
});

test('Someone phoned: they wait like everybody, with their words, hours and number, and nothing to sign in with', async () => {
  const chidi = await town.as('Chidi');
  const { id, person } = value(await writeDownCaller(chidi, phoned()));
  await looking(async (inside) => {
    const request = await requestOf(inside, id);
    expect([request.source, stateOf(request)]).toEqual(['phone', 'received']);
    const answers = await answersOn(inside, request.sheet);
    expect(answers.get('own-words')?.written.text).toBe('Son fils commence un traitement.');
    expect(answers.get('times')?.coded.slots).toEqual([{ day: 1, from: 1020, to: 1260 }, { day: 3, from: 1020, to: 1260 }]);
    expect(answers.get('languages')?.coded.chosen).toEqual(['fr']);
    expect(await contactOf(inside, person)).toMatchObject([{ kind: 'phone', value: '+16045550177', careful: 'After 4 pm', confirmed: false }]);
  });
  expect(await promise(id, 'first-answer')).toMatchObject({ state: 'in-time', owner: await town.id('Chidi') });
  expect(await writeDownCaller(chidi, phoned({ name: 'F.' }))).toMatchObject({ kind: 'refused', code: 'number-waits' });
  value(await writeDownCaller(chidi, phoned({ name: 'Her sister', sameNumber: true, answered: true })));
  expect(await writeDownCaller(chidi, phoned({ phone: '12' }))).toMatchObject({ kind: 'refused', code: 'phone-unreadable' });
  expect(await writeDownCaller(chidi, phoned({ adult: false, phone: '604 555 0178' }))).toMatchObject({ kind: 'refused', code: 'adults-only' });
  expect(await writeDownCaller(await town.as('Kit'), phoned())).toEqual({ kind: 'absent' });
});

test('An application told by phone waits with its own promise', async () => {
  const { kind, id } = value(await writeDownCaller(await town.as('Chidi'), phoned({ side: 'supporter', name: 'Ivo’s friend', phone: '604 555 0199' })));
  expect(kind).toBe('application');
  expect((await promise(id, 'application-answer'))?.state).toBe('in-time');
});

test('An automatic letter, and the house at the due time, answer nobody', async () => {
  value(await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'Bonsoir.' }));
  town.clock.moveBy(30 * 86_400_000);
  await sweepPromises(town.house, town.org);
  const { promise: waits } = await lettersWith(await town.as('Amina'), { programme: town.programme.slug });
  expect(waits).toMatchObject({ state: 'late', owner: await town.id('Dalia'), keptAt: null });
  expect(await writeLetter(town.asHouse(), { programme: town.programme.id, person: await town.id('Amina'), words: 'We received it.' })).toEqual({ kind: 'absent' });
});
