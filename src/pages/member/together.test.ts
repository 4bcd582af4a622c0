import { beforeAll, expect, test } from 'vitest';
import { keepsToConduct } from '../../testing/walking.ts';
import { sayYesToAll } from '../../rooms/agreements/index.ts';
import { sendMessage } from '../../rooms/conversations/index.ts';
import { addSupporter, beginSheet, keepAnswer, pauseSupporting, receive, recordTraining } from '../../rooms/intake/index.ts';
import { writeLetter } from '../../rooms/letters/index.ts';
import { answerProposal, proposeMatch } from '../../rooms/matching/index.ts';
import { wallAt } from '../../platform/wall-clock.ts';
import { giveRole, programmeOf } from '../../rooms/programmes/index.ts';
import { endRelationship, myRelationships } from '../../rooms/relationships/index.ts';
import type { TestSite } from '../../testing/site.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { townSite, wordsIn } from '../testing.ts';

let town: Town;
let site: TestSite;
let request: string;
let standing: string;

/** The value of an outcome that must have happened. */
function value<V>(outcome: { kind: string; value?: V }): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value as V;
}

beforeAll(async () => {
  town = await testTown();
  site = await townSite(town);
  const programme = town.programme.id;
  const [kit, ben] = [await town.id('Kit'), await town.id('Ben')];
  const evening = { coded: { slots: [{ day: 1, from: 1020, to: 1260 }] }, written: {} };
  const english = { coded: { chosen: ['en'] }, written: {} };
  request = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme, side: 'seeker', set: 'seeker-child-caregivers', person: kit });
    await keepAnswer(inside, { id: sheet, person: kit }, 'times', evening);
    await keepAnswer(inside, { id: sheet, person: kit }, 'languages', english);
    return receive(inside, { id: sheet, person: kit, programme }, { source: 'web' });
  });
  standing = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme, side: 'supporter', set: 'supporter-child-caregivers', person: ben });
    await keepAnswer(inside, { id: sheet, person: ben }, 'times', evening);
    await keepAnswer(inside, { id: sheet, person: ben }, 'languages', english);
    await giveRole(inside, { person: ben, programme, role: 'supporter' });
    return addSupporter(inside, { programme, person: ben, sheet, capacity: 1 });
  });
  await keepsToConduct(town, 'Kit', 'Ben');
  const { settings } = await town.inside((inside) => programmeOf(inside, programme));
  for (const course of settings.courses.beforeMatch) value(await recordTraining(await town.as('Chidi'), { programme, person: ben, course, completedOn: '2026-10-01' }));
});

async function pageOf(name: CastName, path: string): Promise<string> {
  const answer = await site.browser((await town.as(name)).sessionToken).get(path);
  expect(answer.status, path).toBe(200);
  return wordsIn(await answer.text());
}

test('From an introduction to talking, both find what waits for them, and the request’s page is never a dead end', async () => {
  const chidi = await town.as('Chidi');
  value(await writeLetter(chidi, { programme: town.programme.id, person: await town.id('Kit'), about: { kind: 'support-request', id: request }, words: 'We look for somebody.' }));
  const { proposal } = value(await proposeMatch(chidi, { request, supporter: standing }));
  expect(await pageOf('Ben', '/home')).toContain('Somebody is looking for a person like you');
  expect(await pageOf('Kit', '/home')).not.toContain('Somebody would like to walk with you');
  expect(await pageOf('Kit', `/requests/${request}`)).toContain('Now: Chidi looks for the right person');

  value(await answerProposal(await town.as('Ben'), { proposal, answer: 'yes' }));
  expect(await pageOf('Kit', '/home')).toMatch(/Waiting for you .*Somebody would like to walk with you You have until .* Both answers are good answers\./);
  expect(await pageOf('Kit', `/requests/${request}`)).toMatch(/Now: You read about each other Somebody would like to walk with you\. Take your time, until .* Read what they wrote/);

  const { relationship } = value(await answerProposal(await town.as('Kit'), { proposal, answer: 'yes' }));
  if (relationship === undefined) throw new Error('no relationship');
  expect(await pageOf('Kit', `/requests/${request}`)).toMatch(/Now: You agree how you walk together You said yes|Now: You agree how you walk together You both said yes/);
  for (const [name, other] of [['Kit', 'Ben'], ['Ben', 'Kit']] as const) expect(await pageOf(name, '/home')).toContain(`${other} and you can write your agreement`);

  value(await sayYesToAll(await town.as('Kit'), { relationship }));
  // The programme's starting points stay nobody's, and each button is heard with the line it is about.
  const theirs = await (await site.browser((await town.as('Ben')).sessionToken).get(`/relationships/${relationship}/agreement?lang=en`)).text();
  expect(wordsIn(theirs)).toContain('A starting point from the programme. Kit has said yes to it.');
  expect(theirs).not.toMatch(/<section class="card stack tight person"/);
  expect(theirs.match(/aria-label="That is fine with me: [^"]+"/g)).toHaveLength(new Set(theirs.match(/aria-label="That is fine with me: [^"]+"/g)).size);
  value(await sayYesToAll(await town.as('Ben'), { relationship }));
  expect(await pageOf('Kit', `/requests/${request}`)).toContain('You walk together now.');
  const mine = (await myRelationships(await town.as('Ben'), {}))[0];
  value(await sendMessage(await town.as('Ben'), { conversation: mine?.conversation ?? '', words: 'Hello, Kit.', sending: 'hello-kit-1' }));
  const home = await pageOf('Kit', '/home');
  expect(home).toContain('New words from Ben');
  expect(home).not.toContain('Hello, Kit.');
  expect(await pageOf('Ben', '/supporting')).toContain('You walk with 1 person');
});

test('After an ending the seeker’s pages lead on: until when the words are kept, how to be looked for again in one step, and the way to begin', async () => {
  const [{ id = '' } = {}] = await myRelationships(await town.as('Kit'), {});
  value(await endRelationship(await town.as('Ben'), { relationship: id, how: 'early', words: 'Go well, Kit.' }));
  expect(await pageOf('Kit', `/requests/${request}`)).toMatch(/It has come to its end\. .*See what could come next/);
  expect(await pageOf('Kit', '/home')).toMatch(/New words from Ben.*Ask for support/);
  const ended = await pageOf('Kit', `/relationships/${id}`);
  expect(ended).toMatch(/nobody’s fault\. Read what you said · You can read it until \S+ \d+, 2027\./);
  expect(ended).toContain('Look for somebody else');
  expect(await pageOf('Ben', `/relationships/${id}`)).not.toContain('Look for somebody else');
  await town.db.owner.updateTable('supporter').set({ rest_days: 21 }).where('id', '=', standing).execute();
  for (const path of ['/home', '/supporting']) expect(await pageOf('Ben', path)).toMatch(/you rest first\. Until \S+ \d+, \d{4} nobody new is proposed to you/);
  const kit = site.browser((await town.as('Kit')).sessionToken);
  expect((await kit.send(`/relationships/${id}`, 'again', {})).headers.get('location')).toBe(`/requests/${request}`);
  expect(await pageOf('Kit', `/requests/${request}`)).toContain('Now: Chidi looks for the right person');
  expect(await pageOf('Kit', `/relationships/${id}`)).toMatch(/We are looking for somebody else for you/);
  expect(await pageOf('Kit', '/home')).not.toContain('Ask for support');
});

test('A rest ends when its day begins where the supporter lives, and their pages name that day', async () => {
  value(await pauseSupporting(await town.as('Ben'), { supporter: standing, until: '2027-01-10' }));
  const { paused_until: until } = await town.db.owner.selectFrom('supporter').select('paused_until').where('id', '=', standing).executeTakeFirstOrThrow();
  expect(wallAt(until ?? new Date(0), 'America/Vancouver')).toEqual({ day: '2027-01-10', time: '00:00' });
  for (const path of ['/home', '/supporting']) expect(await pageOf('Ben', path)).toContain('until January 10, 2027');
});
