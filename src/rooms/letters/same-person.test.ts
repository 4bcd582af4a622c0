import { beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { answerQuestion, begin, requestsFollowTheirPerson, sendRequest, sentSheet, whereThingsAre } from '../intake/index.ts';
import { actorOf, addContact } from '../people/index.ts';
import { lettersWith } from './letters-with.ts';
import { lettersFollowTheirPerson } from './same-person.ts';
import { writeLetter } from './write-letter.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

/** Somebody asks from a browser where nobody is signed in. Gives the request and the secret of the session that begins with it. */
async function askAs(visitor: string, email: string): Promise<{ request: string; token: string }> {
  const scene = town.stranger(visitor);
  const begun = await begin(scene, { programme: town.programme.slug, side: 'seeker', way: 'short' });
  if (begun.kind !== 'done') throw new Error(JSON.stringify(begun));
  const { sheet } = begun.value;
  const say = (question: string, typed: object) => answerQuestion(scene, { sheet, question, ...typed });
  await say('adult-check', { chosen: ['adult-yes'] });
  await say('preferred-name', { text: 'K.' });
  await say('reach-by', { chosen: ['reach-email'], beside: { 'reach-email': email } });
  await say('reach-safely', { chosen: ['safely-hours'], beside: { 'safely-hours': 'After nine. CANARY-2203' } });
  await say('limits-read', { chosen: ['limits-clear'] });
  const sent = await sendRequest(scene, { sheet });
  if (sent.kind !== 'done') throw new Error(JSON.stringify(sent));
  return { request: sent.value.request, token: sent.value.session?.token ?? '' };
}

/** What happens when somebody proved an address by signing in: the fact, and those who read it. */
async function provesAddress(person: string): Promise<void> {
  await town.inside(async (inside) => inside.record({ name: 'people.signed-in', subject: { kind: 'person', id: person }, about: { proof: 'link' } }));
  await readFacts(town.house, town.org, requestsFollowTheirPerson);
  await readFacts(town.house, town.org, lettersFollowTheirPerson);
}

const lives = async (token: string) => (await actorOf(town.house, town.org, token)) !== undefined;
const personOf = async (request: string) => (await town.db.owner.selectFrom('support_request').select('person_id').where('id', '=', request).executeTakeFirstOrThrow()).person_id;

describe('a member asks again without being signed in', () => {
  test('After signing in, Kit finds the request, its words, its promise and the letters; nothing before told anybody of the account', async () => {
    const kit = await town.id('Kit');
    const { request, token } = await askAs('library', 'Kit@Example.org');
    const twin = await personOf(request);
    expect(twin).not.toBe(kit);
    const chidi: Scene = await town.as('Chidi');
    await writeLetter(chidi, { programme: town.programme.id, person: twin, about: { kind: 'support-request', id: request }, words: 'When may I call?' });

    await provesAddress(kit);
    const scene = await town.as('Kit');
    const seen = await whereThingsAre(scene, { request });
    expect(seen).toMatchObject({ state: 'answered', owner: 'Chidi' });
    expect(seen.promise?.owner).toBe('Chidi');
    const sheet = await sentSheet(scene, { of: 'request', id: request });
    expect(sheet.rows.find(({ question }) => question.id === 'reach-safely')?.answer?.written.beside).toEqual({ 'safely-hours': 'After nine. CANARY-2203' });
    expect((await lettersWith(scene, { programme: town.programme.slug })).letters.map(({ words }) => words)).toEqual(['When may I call?']);
    expect(await lives(token)).toBe(false);
    const held = await town.db.owner.selectFrom('role_held').select('role').where('person_id', '=', kit).where('ended_at', 'is', null).execute();
    expect(held).toEqual([{ role: 'seeker' }]);
  });

  test('A second waiting request is closed as asked again; the first keeps its place', async () => {
    const jun = await town.id('Jun');
    const first = await askAs('phone', 'jun@example.org');
    await provesAddress(jun);
    const second = await askAs('laptop', 'jun@example.org');
    await provesAddress(jun);
    const scene = await town.as('Jun');
    expect((await whereThingsAre(scene, { request: first.request })).state).toBe('received');
    expect(await whereThingsAre(scene, { request: second.request })).toMatchObject({ state: 'closed', closedHow: 'asked-again', promise: undefined });
  });

  test('A session that only began with a request ends at the proof, whether or not there was an account before', async () => {
    const { request, token } = await askAs('new-here', 'maryam@example.org');
    const other = await askAs('new-too', 'nobody-here-yet@example.org');
    expect([await lives(token), await lives(other.token)]).toEqual([true, true]);
    await provesAddress(await town.id('Maryam'));
    await provesAddress(await personOf(other.request));
    expect([await lives(token), await lives(other.token)]).toEqual([false, false]);
    expect(await personOf(request)).toBe(await town.id('Maryam'));
  });

  test('Somebody with a proved address of their own is nobody else, and another address stays apart', async () => {
    const grace = await town.id('Grace');
    const { request } = await askAs('elsewhere', 'not-grace@example.org');
    await provesAddress(grace);
    expect(await personOf(request)).not.toBe(grace);
    await town.db.owner.updateTable('contact').set({ confirmed_at: town.clock.now() }).where('person_id', '=', await personOf(request)).execute();
    await town.inside(async (inside) => addContact(inside, await personOf(request), { kind: 'email', value: 'grace@example.org' }));
    await provesAddress(grace);
    expect(await personOf(request)).not.toBe(grace);
  });
});
