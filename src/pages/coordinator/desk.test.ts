import { beforeAll, describe, expect, test } from 'vitest';
import { addSupporter, beginSheet } from '../../rooms/intake/index.ts';
import { answerProposal } from '../../rooms/matching/index.ts';
import { addPerson } from '../../rooms/people/index.ts';
import { beginProgramme, giveRole } from '../../rooms/programmes/index.ts';
import { promiseFor, sweepPromises } from '../../rooms/promises/index.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { wordsIn } from '../testing.ts';
import { busyDay, value } from './desk-scene.ts';

let town: Town;
let site: TownSite;
let day: Awaited<ReturnType<typeof busyDay>>;
let at: string;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  day = await busyDay(town);
  at = `/programmes/${town.programme.slug}`;
});

const words = async (name: Parameters<TownSite['browser']>[0], path: string) => wordsIn(await (await (await site.browser(name)).get(path)).text());
const promise = (subject: string, kind: string) => town.inside((inside) => promiseFor(inside, subject, kind));

test('Today says who waits, nearest first, with a few words, in whose hands, and what to do', async () => {
  const seen = await words('Chidi', '/today');
  expect(seen).toMatch(/Kit evenings First answer You .*Farid phone only · evenings First answer You .* Call Ivo .*Amina evenings · reads French To be matched/);
  expect(seen).toContain('5 people wait for you');
  expect(seen).toContain('Grace : asked for a pause');
  expect(seen).toContain('Ben: “Active listening and holding space” counts until December 10, 2026');
  expect(seen).not.toContain('Leucémie');
});

test('The ways of staff lead into the programme, also from Today', async () => {
  const chidi = await site.browser('Chidi');
  expect(await (await chidi.get('/today')).text()).toContain('href="/today/waiting"');
  expect((await chidi.get('/today/waiting')).headers.get('location')).toBe(`${at}/waiting`);
  const html = await (await chidi.get(`${at}/waiting`)).text();
  expect(html).toContain(`href="${at}/supporters"`);
  expect(html).toMatch(new RegExp(`href="${at}/waiting"[^>]*aria-current="page"`));
});

test('From the pages of staff and from those for everybody, whoever is signed in finds their own page and the way out', async () => {
  const chidi = await site.browser('Chidi');
  for (const path of ['/today', '/help', '/about']) {
    const foot = (await (await chidi.get(path)).text()).split('<footer')[1] ?? '';
    expect([path, foot.includes('href="/home"'), foot.includes('href="/me"')]).toEqual([path, true, true]);
  }
  expect(await (await chidi.get('/me')).text()).toContain('href="/sign-out"');
  expect((await (await (await site.browser()).get('/help')).text()).split('<footer')[1]).not.toContain('href="/me"');
});

test('Nobody else sees any of it: a member, a stranger, a safety lead, a coordinator of another programme', async () => {
  const other = await town.inside((inside) => beginProgramme(inside, { template: 'mental-health', zone: 'UTC', lang: 'en' }));
  await town.inside(async (inside) => giveRole(inside, { person: await town.id('Jun'), programme: other.id, role: 'coordinator' }));
  // Hana administers both: a way of the day asks which is meant. Esi, who answers concerns alone, is led to no list.
  expect(await words('Hana', '/today/waiting')).toMatch(/Who waits In which programme\?/);
  expect(await (await (await site.browser('Hana')).get('/today/waiting')).text()).toContain(`href="/programmes/${other.slug}/waiting"`);
  expect((await (await site.browser('Esi')).get('/today/waiting')).headers.get('location')).toBe('/today');
  const paths = ['waiting', `requests/${day.amina}`, `requests/${day.amina}/match`, `requests/${day.amina}/answers/times`, 'applications', `applications/${day.ivo}`, 'supporters', `supporters/${day.ben}`, 'matches', 'messages', `people/${await town.id('Amina')}`, 'written-down'];
  for (const path of paths) {
    for (const name of ['Kit', 'Jun', 'Esi'] as const) expect([path, name, (await (await site.browser(name)).get(`${at}/${path}`)).status]).toEqual([path, name, 404]);
    expect([path, (await (await site.browser()).get(`${at}/${path}`)).status]).not.toEqual([path, 200]);
  }
  // The same things under another programme's address are not there either.
  expect((await (await site.browser('Jun')).get(`/programmes/${other.slug}/requests/${day.amina}`)).status).toBe(404);
  expect((await (await site.browser('Jun')).get(`/programmes/${other.slug}/people/${await town.id('Amina')}`)).status).toBe(404);
  expect(await words('Jun', '/today')).not.toContain('Kit');
  expect(await words('Esi', '/today')).not.toContain('Farid');
});

describe('On the page of a request', () => {
  test('what was told is there in words, and what was left out is folded', async () => {
    const seen = await words('Chidi', `${at}/requests/${day.amina}`);
    expect(seen).toContain('Mon fils est en traitement depuis trois mois.');
    expect(seen).toContain('The same illness or loss — Matters a lot');
    expect(seen).toContain('Monday to Friday: evening');
    expect(seen).toContain('questions were left out');
  });

  test('a call nobody picked up leaves the promise, a call that reached Farid keeps it, and both stand there', async () => {
    const chidi = await site.browser('Chidi');
    const path = `${at}/requests/${day.farid}`;
    await chidi.send(path, 'call', { ...(await chidi.hidden(path, 'call')), how: 'nobody' });
    expect((await promise(day.farid, 'first-answer'))?.state).toBe('in-time');
    const answer = await chidi.send(path, 'call', { how: 'reached', words: 'He would like a call on Monday.' });
    expect(answer.status).toBe(303);
    expect((await promise(day.farid, 'first-answer'))?.state).toBe('kept');
    const seen = await words('Chidi', path);
    expect(seen).toMatch(/Called, nobody picked up .* Spoke by phone He would like a call on Monday\./);
    expect(seen).toContain('Mind: After 4 pm. Leave no message.');
  });

  test('a letter without words comes back with what to mend; nothing chosen for a call too', async () => {
    const chidi = await site.browser('Chidi');
    expect((await chidi.send(`${at}/requests/${day.kit}`, 'write', { words: '  ' })).status).toBe(422);
    expect((await chidi.send(`${at}/requests/${day.kit}`, 'call', {})).status).toBe(422);
  });

  test('a promise goes into Dalia’s hands and its story says so', async () => {
    const made = await promise(day.kit, 'first-answer');
    const chidi = await site.browser('Chidi');
    const answer = await chidi.send(`${at}/requests/${day.kit}`, `over:${made?.id}`, { to: await town.id('Dalia') });
    expect(answer.status).toBe(303);
    expect(await promise(day.kit, 'first-answer')).toMatchObject({ owner: await town.id('Dalia'), backup: await town.id('Chidi') });
    expect(await words('Chidi', `${at}/requests/${day.kit}`)).toContain('Handed over from You to Dalia.');
  });

  test('the coordinator changes an answer because the person asked', async () => {
    const chidi = await site.browser('Chidi');
    const answer = await chidi.send(`${at}/requests/${day.farid}/answers/times`, 'answer', { parts: ['6-morning'] });
    expect(answer.headers.get('location')).toBe(`${at}/requests/${day.farid}`);
    expect(await words('Chidi', `${at}/requests/${day.farid}`)).toContain('Saturday: morning');
  });

  test('holding stops suggesting, going on allows it again, closing ends it and its promises', async () => {
    const chidi = await site.browser('Chidi');
    const path = `${at}/requests/${day.kit}`;
    expect((await chidi.send(path, 'hold', {})).status).toBe(303);
    expect(await words('Chidi', path)).toContain('wants to wait for now');
    await chidi.send(path, 'hold', {});
    expect((await chidi.send(path, 'close', {})).status).toBe(422);
    await chidi.send(path, 'close', { how: 'referred-on' });
    expect(await words('Chidi', path)).toContain('The request is closed.');
    expect((await promise(day.kit, 'first-answer'))?.state).toBe('withdrawn');
  });
});

describe('Finding someone', () => {
  const path = () => `${at}/requests/${day.amina}/match`;

  test('each suggestion says why in words, and the others are counted by reason', async () => {
    const seen = await words('Chidi', path());
    expect(seen).toMatch(/Amina asked for .*The same illness or loss matters most/);
    expect(seen).toContain('Une famille d’Haïti');
    expect(seen).toContain('You both lived it as parent.');
    expect(seen).toContain('3 supporters were looked at. Not suggested: 1 is full and 1 asked for a pause.');
    expect(await words('Chidi', `${path()}?all=yes`)).toMatch(/Maryam Is full right now\. .*Grace Asked for a pause\./);
  });

  test('other weights change what is looked at and nothing else', async () => {
    const before = await words('Chidi', path());
    const tried = await words('Chidi', `${path()}?w.same-role=100&w.condition=0&w.hopes=x`);
    expect(tried).toContain('You are trying other weights.');
    expect(/(\d+) of 100 points/.exec(tried)?.[1]).not.toBe(/(\d+) of 100 points/.exec(before)?.[1]);
    expect(await words('Chidi', path())).toBe(before);
  });

  test('a suggestion waits for its turn; when Ben says no, the page only says that the search goes on', async () => {
    const chidi = await site.browser('Chidi');
    const answer = await chidi.send(path(), `propose:${day.ben}`, { reason: 'You both know the hard nights.' });
    expect(answer.status).toBe(303);
    expect(await words('Chidi', path())).toMatch(/Ben was suggested It is the turn of Ben to answer/);
    expect((await chidi.send(path(), `propose:${day.ben}`, { supporter: day.ben })).status).not.toBe(303);
    const { id } = await town.db.owner.selectFrom('proposal').select('id').where('ended_at', 'is', null).executeTakeFirstOrThrow();
    value(await answerProposal(await town.as('Ben'), { proposal: id, answer: 'no' }));
    const seen = await words('Chidi', path());
    expect(seen).toContain('was proposed before');
    expect(seen).not.toMatch(/said no|declined/i);
  });

  test('a suggestion is taken back, and two people are kept apart for good', async () => {
    const chidi = await site.browser('Chidi');
    await chidi.send(path(), `propose:${day.ben}`, { reason: '' });
    const { id } = await town.db.owner.selectFrom('proposal').select('id').where('ended_at', 'is', null).executeTakeFirstOrThrow();
    expect((await chidi.send(path(), `takeBack:${id}`, {})).status).toBe(303);
    expect((await chidi.send(path(), `apart:${day.ben}`, {})).status).toBe(303);
    expect(await words('Chidi', `${path()}?all=yes`)).toContain('They are kept apart.');
  });
});

test('Ivo’s steps are recorded, missing training is named, and he is welcomed with a place for one', async () => {
  const chidi = await site.browser('Chidi');
  const path = `${at}/applications/${day.ivo}`;
  expect(await words('Chidi', path)).toMatch(/A talk with the coordinator done on November 20, 2026/);
  expect(await words('Chidi', path)).toContain('Still missing before somebody can be proposed');
  expect((await chidi.send(path, 'clearance', { kind: 'screening', doneOn: '2026-11-20', expiresOn: '2026-11-01' })).status).toBe(409);
  expect((await chidi.send(path, 'clearance', { kind: 'screening', doneOn: '2026-11-20', expiresOn: '2027-11-20' })).status).toBe(303);
  expect((await chidi.send(path, 'training', { course: 'active-listening', completedOn: '2026-11-20', expiresOn: '' })).status).toBe(303);
  expect(await words('Chidi', path)).toContain('done on November 20, 2026, counts until November 20, 2027');
  expect((await chidi.send(path, 'decide', {})).status).toBe(422);
  expect((await chidi.send(path, 'decide', { decision: 'welcome', capacity: '1' })).status).toBe(303);
  expect(await words('Chidi', `${at}/supporters`)).toMatch(/Ivo 0 of 1 training is missing or has lapsed not complete/);
});

test('A supporter’s number of people changes within the programme’s limit, they rest, and their time ends with thanks', async () => {
  const chidi = await site.browser('Chidi');
  const path = `${at}/supporters/${day.maryam}`;
  const tooMany = await chidi.send(path, 'capacity', { capacity: '19' });
  expect(tooMany.status).toBe(409);
  // What there is to say is not folded away.
  expect(await tooMany.text()).toMatch(/<details open class="dialog">(?:(?!<\/details>)[^])*id="form-capacity"/);
  expect((await chidi.send(path, 'capacity', { capacity: '2' })).status).toBe(303);
  expect((await chidi.send(path, 'pause', { until: '2026-01-01' })).status).toBe(409);
  expect((await chidi.send(path, 'pause', { until: '2027-01-01' })).status).toBe(303);
  expect(await words('Chidi', path)).toContain('asked for a pause, until Friday, January 1');
  expect((await chidi.send(path, 'back', {})).status).toBe(303);
  expect((await chidi.send(path, 'end', {})).status).toBe(303);
  expect(await words('Chidi', path)).toContain('Supported here until');
  expect(await words('Chidi', `${at}/supporters`)).not.toContain('Maryam');
});

test('Someone phoned: what cannot be read yet comes back with every word, and then they wait', async () => {
  const chidi = await site.browser('Chidi');
  const typed = { side: 'seeker', name: 'A neighbour', phone: '12', careful: 'Evenings only', lang: 'fr', speaks: ['fr'], more: 'es, ar, Innu-aimun', said: 'Elle veut parler.', parts: ['2-evening'] };
  const first = await chidi.send(`${at}/written-down`, 'down', typed);
  expect(first.status).toBe(422);
  const html = await first.text();
  expect(html).toContain('value="A neighbour"');
  expect(html).toContain('Elle veut parler.');
  const done = await chidi.send(`${at}/written-down`, 'down', { ...typed, phone: '604 555 0188', adult: 'yes' });
  expect(done.status).toBe(303);
  const seen = await words('Chidi', done.headers.get('location') ?? '');
  expect(seen).toMatch(/written down from a call .* French Spanish Arabic Innu-aimun/);
  expect(await words('Chidi', `${at}/waiting`)).toContain('A neighbour phone only · evenings');
});

test('Amina writes to the team from her own page, sees by when, and reads the answer', async () => {
  const amina = await site.browser('Amina');
  const path = `/messages/${town.programme.slug}`;
  const sent = await amina.send(path, 'write', { words: 'Une autre question.' });
  expect(sent.status).toBe(303);
  expect(await words('Amina', path)).toMatch(/Une autre question\. .*Une personne vous répond d’ici/);
  const chidi = await site.browser('Chidi');
  await chidi.send(`${at}/people/${await town.id('Amina')}`, 'write', { words: 'Oui, bien sûr.' });
  expect(await words('Amina', path)).toContain('Oui, bien sûr.');
  expect((await (await site.browser('Grace')).get('/messages/nowhere')).status).toBe(404);
});

test('A long list goes on page by page without losing or doubling anybody', async () => {
  const made = await town.inside(async (inside) => {
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      const person = await addPerson(inside, { name: `Supporter ${count}`, lang: 'en' });
      const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
      ids.push(await addSupporter(inside, { programme: town.programme.id, person, sheet, capacity: 1 }));
    }
    return ids;
  });
  const chidi = await site.browser('Chidi');
  const seen: string[] = [];
  let path: string | undefined = `${at}/supporters`;
  for (let page = 0; path !== undefined && page < 10; page += 1) {
    const html: string = await (await chidi.get(path)).text();
    seen.push(...[...html.matchAll(/<tr data-id="([^"]+)"/g)].map(([, id = '']) => id));
    path = />Next</.test(html) ? [...html.matchAll(/<a href="([^"]+)"[^>]*class="quiet"[^>]*>Next</g)].at(-1)?.[1]?.replaceAll('&amp;', '&') : undefined;
  }
  expect(new Set(seen).size).toBe(seen.length);
  for (const id of made) expect(seen).toContain(id);
});

test('What is late climbs on Today, with who has it now', async () => {
  town.clock.moveBy(8 * 86_400_000);
  await sweepPromises(town.house, town.org);
  const seen = await words('Dalia', '/today');
  expect(seen).toMatch(/Late: .*handed over/);
});

test('The page of a member leads an administrator to signing just them out, by no address, and nobody who may not', async () => {
  const amina = await town.id('Amina');
  const [path, way] = [`${at}/people/${amina}`, `/sign-somebody-out?person=${amina}`];
  const [hana, chidi, herself] = [await site.browser('Hana'), await site.browser('Chidi'), await site.browser('Amina')];
  expect(await (await hana.get(path)).text()).toContain(`href="${way}"`);
  expect(await (await chidi.get(path)).text()).not.toContain('/sign-somebody-out');
  expect((await chidi.get(way)).status).toBe(404);
  expect(wordsIn(await (await hana.get(way)).text())).toContain('Sign Amina out everywhere');
  expect((await herself.get('/me')).status).toBe(200);
  expect((await hana.send(way, 'member', { person: amina })).headers.get('location')).toBe('/sign-somebody-out');
  expect((await herself.get('/me')).headers.get('location')).toMatch(/^\/sign-in/);
  expect((await hana.get('/me')).status).toBe(200);
  expect(await (await (await site.browser('Amina')).get('/me/devices')).text()).toContain('Hana, qui veille sur ce lieu, a fermé vos sessions sur tous vos appareils.');
  expect((await hana.send(way, 'member', { person: town.org })).status).toBe(404);
});
