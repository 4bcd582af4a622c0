import { beforeAll, describe, expect, test } from 'vitest';
import { addSupporter, beginSheet, decideApplication, receive, receiveApplication, recordClearance, recordTraining } from '../../rooms/intake/index.ts';
import type { TestSite } from '../../testing/site.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { beginSession } from '../../rooms/people/index.ts';
import { writeLetter } from '../../rooms/letters/index.ts';
import { acceptMeeting, proposeMeeting } from '../../rooms/meetings/index.ts';
import { giveRole } from '../../rooms/programmes/index.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { townSite, wordsIn } from '../testing.ts';

let town: Town;
let site: TestSite;
beforeAll(async () => {
  town = await testTown();
  site = await townSite(town);
});

/** A browser in which one of the cast is signed in. */
async function browserOf(name: CastName) {
  return site.browser((await town.as(name)).sessionToken);
}

async function pageOf(name: CastName, path: string): Promise<string> {
  const answer = await (await browserOf(name)).get(path);
  expect(answer.status, path).toBe(200);
  return wordsIn(await answer.text());
}

async function requestOf(name: CastName): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

async function applicationOf(name: CastName): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    return receiveApplication(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

describe('a member’s home', () => {
  test('Somebody new reads what will be here, and how to begin', async () => {
    const words = await pageOf('Jun', '/home');
    expect(words).toContain('Good morning, Jun');
    expect(words).toContain('Nothing here yet');
    expect(words).toContain('Ask for support');
  });

  test('Kit sees the request, who has it in hand, by when, and who steps in', async () => {
    await requestOf('Kit');
    const words = await pageOf('Kit', '/home');
    expect(words).toMatch(/You hear from Chidi by .* If Chidi cannot, Dalia answers you\./);
    expect(words).toContain('Where things are');
  });
});

test('A check-in waits on the home page without pressing, and letters lead to where they are read', async () => {
  const person = await town.id('Esi');
  await town.inside(async (inside) => {
    await inside.db.insertInto('check_in').values({ org_id: town.org, id: inside.newId(), programme_id: town.programme.id, person_id: person, kind: 'peer-check-in', due_at: inside.now }).execute();
  });
  expect(await pageOf('Esi', '/home')).toContain('A moment to say how it is going Only if you like. It takes a minute.');
});

describe('where things are', () => {
  test('From received to answered: the step, the person, the time; and a letter is a way to be heard', async () => {
    const id = await requestOf('Amina');
    const amina = await browserOf('Amina');
    const first = wordsIn(await (await amina.get(`/requests/${id}?lang=en`)).text());
    expect(first).toMatch(/Done: We have your request .* Now: Chidi reads it and answers you You hear from Chidi by/);
    const sent = await amina.send(`/requests/${id}`, 'write', { programme: town.programme.id, aboutKind: 'support-request', aboutId: id, words: 'Could you call after seven?' });
    expect(sent.headers.get('location')).toBe(`/requests/${id}`);
    const written = wordsIn(await (await amina.get(`/requests/${id}`)).text());
    expect(written).toContain('Could you call after seven?');
    expect(written).toMatch(/Sent\. A person answers you by .*Could you call after seven\?.*A person answers you by/);

    await writeLetter(await town.as('Chidi'), { programme: town.programme.id, person: await town.id('Amina'), about: { kind: 'support-request', id }, words: 'Of course.' });
    expect(await pageOf('Amina', '/home')).toContain('Le programme vous a écrit');
    const then = wordsIn(await (await amina.get(`/requests/${id}`)).text());
    expect(then).toMatch(/Done: Chidi answered you .* Now: Chidi looks for the right person/);
    expect(then).toContain('Of course.');
    expect(then).not.toContain('A person answers you by');
    // Whoever has seen it here is not told of it again.
    expect(await pageOf('Amina', '/home')).not.toContain('Le programme vous a écrit');
  });

  test('Waiting, going on, and taking it back are each one step, and the door stays open', async () => {
    const id = await requestOf('Jun');
    const jun = await browserOf('Jun');
    expect((await jun.send(`/requests/${id}`, 'hold', { hold: 'yes' })).status).toBe(303);
    expect(await pageOf('Jun', `/requests/${id}`)).toContain('Now: We wait, as you asked');
    expect((await jun.send(`/requests/${id}`, 'hold:on', { hold: 'no' })).status).toBe(303);
    expect(await pageOf('Jun', `/requests/${id}`)).toContain('Now: Chidi reads it and answers you');
    expect((await jun.send(`/requests/${id}`, 'withdraw', {})).status).toBe(303);
    const words = await pageOf('Jun', `/requests/${id}`);
    expect(words).toContain('You took your request back. That is all right.');
    expect(words).toContain('Ask again');
  });

  test('Nobody else sees it: not another member, not a coordinator through this page, not a stranger', async () => {
    const id = await requestOf('Farid');
    for (const name of ['Kit', 'Chidi'] as const) expect((await (await browserOf(name)).get(`/requests/${id}`)).status).toBe(404);
    expect((await (await browserOf('Kit')).get(`/requests/${id}/answers`)).status).toBe(404);
    expect((await site.browser().get(`/requests/${id}`)).status).toBe(303);
  });

  test('An answer is changed after it was sent, and a taken-back address is no longer a way to reach somebody', async () => {
    const id = await requestOf('Ivo');
    const ivo = await browserOf('Ivo');
    const say = (fields: Record<string, string>) => ivo.send(`/requests/${id}/answers/reach-by`, 'answer', { sheet: '', chosen: 'reach-email', ...fields });
    const sheet = (await town.db.owner.selectFrom('support_request').select('sheet_id').where('id', '=', id).executeTakeFirstOrThrow()).sheet_id;
    expect((await say({ sheet, 'beside.reach-email': 'old@example.org' })).headers.get('location')).toBe(`/requests/${id}/answers`);
    expect((await say({ sheet, 'beside.reach-email': 'new@example.org' })).status).toBe(303);
    expect(await pageOf('Ivo', `/requests/${id}/answers`)).toContain('E-mail (new@example.org)');
    const contacts = await town.db.owner.selectFrom('contact').select(['confirmed_at', 'removed_at']).where('person_id', '=', await town.id('Ivo')).orderBy('added_at').execute();
    expect(contacts.map((one) => [one.confirmed_at !== null, one.removed_at !== null])).toEqual([[true, false], [false, true], [false, false]]);
  });
});

describe('becoming a supporter', () => {
  test('Every step shows to the one who applied as it shows to the team, from the first answer to the training', async () => {
    const id = await applicationOf('Ben');
    const person = await town.id('Ben');
    const programme = town.programme.id;
    expect(await pageOf('Ben', `/applications/${id}`)).toMatch(/Now: Chidi reads it and answers you You hear from Chidi by/);
    const chidi = await town.as('Chidi');
    await writeLetter(chidi, { programme, person, about: { kind: 'application', id }, words: 'Shall we talk?' });
    expect(await pageOf('Ben', `/applications/${id}`)).toContain('Now: You talk with each other');
    await recordClearance(chidi, { programme, person, kind: 'talk', doneOn: '2026-11-20' });
    await recordClearance(chidi, { programme, person, kind: 'screening', doneOn: '2026-11-21', expiresOn: '2028-11-21' });
    const words = await pageOf('Ben', `/applications/${id}`);
    expect(words).toMatch(/Your talk with the coordinator Done on .*November 20/);
    expect(words).toMatch(/It counts until .*2028/);
    await decideApplication(chidi, { application: id, decision: 'welcome' });
    expect(await pageOf('Ben', `/applications/${id}`)).toContain('Now: Training, before the first match');
  });

  test('Grace says how many, rests without a reason, comes back; a lapsed course says so in words', async () => {
    const person = await town.id('Grace');
    await town.inside(async (inside) => {
      const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
      await giveRole(inside, { person, programme: town.programme.id, role: 'supporter' });
      return addSupporter(inside, { programme: town.programme.id, person, sheet, capacity: 1 });
    });
    await recordTraining(await town.as('Chidi'), { programme: town.programme.id, person, course: 'active-listening', completedOn: '2025-10-01', expiresOn: '2026-10-01' });
    const grace = await browserOf('Grace');
    const html = await (await grace.get('/supporting')).text();
    const supporter = /name="supporter" value="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(wordsIn(html)).toMatch(/It lapsed on .*October 1, 2026/);
    expect((await grace.send('/supporting', `capacity:${supporter}`, { supporter, capacity: '2' })).status).toBe(303);
    expect((await grace.send('/supporting', `capacity:${supporter}`, { supporter, capacity: '20' })).status).toBe(409);
    expect((await grace.send('/supporting', `pause:${supporter}`, { supporter, until: '2020-01-01' })).status).toBe(409);
    expect((await grace.send('/supporting', `pause:${supporter}`, { supporter, until: '' })).status).toBe(303);
    expect(await pageOf('Grace', '/supporting')).toContain('You are resting. Come back when you like.');
    expect(await pageOf('Grace', '/home')).toContain('You are resting.');
    expect((await grace.send('/supporting', `resume:${supporter}`, { supporter })).status).toBe(303);
    expect(await pageOf('Grace', '/supporting')).toContain('You can rest at any moment. Nobody asks why.');
    expect(await pageOf('Kit', '/supporting')).toContain('You do not support anybody here yet');
  });
});

describe('when time goes by', () => {
  test('Late is said in words, with whose hands it is in', async () => {
    const id = await requestOf('Maryam');
    town.clock.moveBy(10 * 86_400_000);
    const words = await pageOf('Maryam', `/requests/${id}`);
    expect(words).toMatch(/We said .*, and we are late We are sorry\. Chidi has it in hand/);
  });
});

test('Somebody of the team who came in by a letter is led on to their second step, and to their programme behind it', async () => {
  const { token } = await town.inside(async (inside) => beginSession(inside, { person: await town.id('Chidi'), proof: 'link', secondStep: false }));
  const html = await (await (await site.browser(token)).get('/home')).text();
  expect(html).toContain('href="/second-step?return=%2Ftoday"');
  expect(wordsIn(html)).not.toContain('Nothing here yet');
});

test('A suggested time waits on the home page; once it is agreed it stands beside whom one walks with, and leads to where it is changed', async () => {
  const { relationship } = await walkTogether(town, { seeker: 'Dalia', supporter: 'Hana' });
  const { meeting } = value(await proposeMeeting(await town.as('Hana'), { relationship, day: '2027-03-01', time: '18:00', minutes: '60', how: 'phone' }));
  expect(await pageOf('Dalia', '/home')).toContain('Hana suggests a time to meet Monday, March 1, 6 pm to 7 pm');
  expect(await pageOf('Hana', '/home')).not.toMatch(/suggests a time|Your next meeting/);
  value(await acceptMeeting(await town.as('Dalia'), { relationship, meeting }));
  for (const name of ['Dalia', 'Hana'] as const) expect(await pageOf(name, '/home')).toContain('Your next meeting: Monday, March 1, 6 pm to 7 pm');
  expect(await (await (await browserOf('Dalia')).get('/home')).text()).toContain(`href="/relationships/${relationship}/meetings"`);
});
