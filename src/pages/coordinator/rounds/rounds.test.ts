import { beforeAll, describe, expect, test } from 'vitest';
import { beginProgramme, giveRole } from '../../../rooms/programmes/index.ts';
import { workRounds } from '../../../rooms/matching/index.ts';
import { pauseSupporting } from '../../../rooms/intake/index.ts';
import { siteOfTown, type TownSite } from '../../../testing/town-site.ts';
import { type CastName, type Town, testTown } from '../../../testing/town.ts';
import { wordsIn } from '../../testing.ts';
import { value } from '../desk-scene.ts';
import { fourAsk, manyAsk } from './rounds-scene.ts';

let town: Town;
let site: TownSite;
let people: Awaited<ReturnType<typeof fourAsk>>;
let at: string;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  people = await fourAsk(town);
  at = `/programmes/${town.programme.slug}`;
});

const get = async (name: CastName | undefined, path: string) => (await site.browser(name)).get(path);
const html = async (path: string, name: CastName = 'Chidi') => (await get(name, path)).text();
const words = async (path: string, name: CastName = 'Chidi') => wordsIn(await html(path, name));

/** Asks for a round as a person does, lets the house make it, and gives its address. */
async function round(form: 'ask' | 'tryWeights' = 'ask', fields: Record<string, string> = {}): Promise<string> {
  const asked = await (await site.browser('Chidi')).send(`${at}/rounds`, form, fields);
  expect(asked.status).toBe(303);
  await workRounds(town.house, town.org);
  return asked.headers.get('location') ?? '';
}

describe('Before the first round', () => {
  test('the pages say what will be here and what to do now', async () => {
    const seen = await words(`${at}/rounds`);
    expect(seen).toContain('A round looks at everybody who waits and everybody with a free place, all at once.');
    expect(seen).toContain('4 people wait to be matched.');
    expect(seen).toContain('No round yet');
    expect(seen).toContain('Nothing is decided by hand');
    expect(await words(`${at}/recruitment`)).toContain('No round has been made yet');
    expect(await words(`${at}/fairness`)).toContain('No round has been made yet');
    expect(await html(`${at}/waiting`)).toContain(`href="${at}/rounds"`);
  });

  test('an empty programme refuses kindly: nobody waits', async () => {
    const empty = await testTown();
    const chidi = await siteOfTown(empty).browser('Chidi');
    const answer = await chidi.send(`/programmes/${empty.programme.slug}/rounds`, 'ask', {});
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Nobody waits to be matched right now.');
  });
});

test('While a round is made the page says the step, asks again by itself without scripts, can be told not to, and a second round is refused', async () => {
  const chidi = await site.browser('Chidi');
  const path = (await chidi.send(`${at}/rounds`, 'ask', {})).headers.get('location') ?? '';
  const seen = await html(path);
  expect(seen).toContain('<noscript><meta http-equiv="refresh" content="4"/></noscript>');
  expect(seen).toContain(`<live-feed src="${path}/live"`);
  expect(wordsIn(seen)).toContain('You can leave this page.');
  const still = await html(`${path}?still=yes`);
  expect(still).not.toContain('http-equiv');
  expect(still).not.toContain('<live-feed');
  expect(await words(`${at}/rounds`)).toContain('A round is being made');
  await workRounds(town.house, town.org);
  expect(await html(path)).not.toContain('http-equiv');
});

describe('A round that is ready', () => {
  let path: string;
  beforeAll(async () => {
    path = await round();
  });

  test('says for how many it found somebody, that this is proved, and each pair with reasons on both sides', async () => {
    const seen = await words(path);
    expect(seen).toContain('3 of 4 people would have somebody');
    expect(seen).toContain('no other choice finds somebody for more people');
    expect(seen).toMatch(/What Amina is going through .*You both lived it as parent\..*What (Ben|Grace) offers and hopes/);
    expect(seen).toContain('Nobody for Farid in this round');
    expect(seen).not.toContain('Leucémie');
  });

  test('somebody with nobody reads what would have to change, with the number it would bring', async () => {
    const seen = await words(`${path}?show=nobody`);
    expect(seen).toMatch(/What would have to change Today nobody is possible as things are\. With one more language: 3 peer supporters more\./);
    expect(seen).not.toMatch(/Propose .* to Farid/);
    expect(await words(`${path}/people/${people.farid}`)).toContain('With one more language: 3 peer supporters more.');
  });

  test('a pair explains itself: points that add up, and for one not chosen the proved loss and who would move', async () => {
    const chosen = await supporterOf(path, people.amina);
    const mine = await words(`${path}/pairs/${people.amina}/${chosen}`);
    expect(mine).toContain('The round puts these two together.');
    const parts = [...mine.split('Together ')[0]?.matchAll(/([\d.]+) of ([\d.]+) points/g) ?? []].map(([, got]) => Number(got));
    expect(parts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(Number(/Together All lines added up ([\d.]+) of 100 points/.exec(mine)?.[1]), 6);
    const other = chosen === people.ben ? people.grace : people.ben;
    const seen = await words(`${path}/pairs/${people.amina}/${other}`);
    expect(seen).toMatch(/If you kept these two together/);
    expect(seen).toContain('the whole round was worked out again');
  });

  test('whether anyone would rather swap is answered in words', async () => {
    expect(await words(`${path}/swaps`)).toMatch(/Nobody would rather swap|would rather have each other/);
  });

  test('nothing ticked, no reason, and a request of somebody else come back with what to do; nothing is proposed', async () => {
    const chidi = await site.browser('Chidi');
    const none = await chidi.send(path, 'decide', { why: 'They fit.' });
    expect(none.status).toBe(422);
    expect(await none.text()).toContain('href="#form-decide-requests"');
    const why = await chidi.send(path, 'decide', { requests: people.amina, why: ' ' });
    expect(why.status).toBe(422);
    expect(await why.text()).toMatch(new RegExp(`value="${people.amina}"[^>]*checked|checked[^>]*value="${people.amina}"`));
    expect((await chidi.send(path, 'decide', { requests: people.farid, why: 'Because.' })).status).toBe(409);
    expect(await town.db.owner.selectFrom('proposal').selectAll().execute()).toEqual([]);
  });

  test('all on the page are ticked only when somebody asks for it', async () => {
    expect(await html(path)).not.toMatch(/<input[^>]*name="requests"[^>]*checked/);
    expect((await html(`${path}?ticked=all`)).match(/<input[^>]*name="requests"[^>]*checked/g)).toHaveLength(3);
  });
});

test('Two people decided by hand stay apart in the next round, the diff says so in words, and releasing takes it back', async () => {
  const first = await round();
  const chosen = await supporterOf(first, people.amina);
  const chidi = await site.browser('Chidi');
  expect((await chidi.send(first, `hold:${people.amina}.${chosen}`, { kind: 'apart', reason: 'They were neighbours.' })).status).toBe(303);
  expect((await chidi.post(first, { ...(await chidi.hidden(first, 'ask')), _form: `hold:${people.amina}.${chosen}`, request: people.amina, supporter: chosen, kind: 'apart', reason: '' })).status).toBe(409);
  const second = await round();
  expect(await supporterOf(second, people.amina)).not.toBe(chosen);
  expect(await words(second)).toMatch(/→ moved|→ 1 person moved|moved to another supporter/);
  expect(await words(`${second}?show=changed`)).toContain('In the round before:');
  const seen = await words(`${at}/rounds`);
  expect(seen).toMatch(/Amina and (Ben|Grace) They were neighbours\. by Chidi/);
  const { id } = await town.db.owner.selectFrom('matching_hold').select('id').executeTakeFirstOrThrow();
  expect((await chidi.send(`${at}/rounds`, `release:${id}`, {})).status).toBe(303);
  expect(await words(`${at}/rounds`)).toContain('Nothing is decided by hand');
});

test('Other weights give a round to look at: it says so, and nothing can be decided from it', async () => {
  const trial = await round('tryWeights', { 'weights.condition': '0', 'weights.hopes': '100' });
  const seen = await words(trial);
  expect(seen).toContain('A try with other weights');
  expect(seen).toContain('This is only to look at.');
  expect(seen).not.toContain('Propose the ticked pairs');
  expect(await words(`${at}/rounds`)).toContain('a try with other weights');
  const chidi = await site.browser('Chidi');
  const wrong = await chidi.send(trial, 'tryWeights', { 'weights.condition': '200' });
  expect(wrong.status).toBe(422);
  const decided = await chidi.post(trial, { ...(await chidi.hidden(trial, 'ask')), _form: 'decide', requests: people.amina, why: 'I like it.' });
  expect(decided.status).toBe(409);
  expect(await decided.text()).toContain('This is only a try.');
});

test('Chidi decides with a why: pairs are proposed, one that no longer holds is named with the reason, and the list says who decided', async () => {
  const path = await round();
  const withIvo = await requestOf(path, people.ivo);
  value(await pauseSupporting(await town.as('Chidi'), { supporter: people.ivo, until: '' }));
  const chidi = await site.browser('Chidi');
  const answer = await chidi.send(`${path}?ticked=all`, 'decide', { requests: [people.amina, people.kit, people.jun], why: 'Each of them has waited long.' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(path);
  const seen = wordsIn(await (await chidi.get(path)).text());
  expect(seen).toContain(withIvo === undefined ? '3 pairs are proposed.' : '2 pairs are proposed. 1 pair no longer held');
  expect(seen).toMatch(/Chidi proposed [23] pairs, today .* Each of them has waited long\./);
  expect(seen).not.toContain('Propose the ticked pairs');
  if (withIvo !== undefined) expect(await words(`${path}?show=fell`)).toMatch(/No longer possible when you decided : Asked for a pause\./);
  expect(await words(`${at}/rounds`)).toMatch(/[23] pairs proposed Chidi/);
});

test('A round is set aside with a reason; without one the page asks for it', async () => {
  const path = await round();
  const chidi = await site.browser('Chidi');
  expect((await chidi.send(path, 'aside', { why: '' })).status).toBe(422);
  expect((await chidi.send(path, 'aside', { why: 'We wait for two new supporters.' })).status).toBe(303);
  expect(await words(path)).toMatch(/Chidi set the round aside, today .* We wait for two new supporters\./);
});

test('Whom to look for and the fairness report speak in words; small numbers are left out and the page says so', async () => {
  const missing = await words(`${at}/recruitment`);
  expect(missing).toContain('It would help most if you speak Polish.');
  expect(missing).toMatch(/Polish 1 person 1 person/);
  const fair = await words(`${at}/fairness`);
  expect(fair).toContain('Numbers about fewer than 5 people are left out');
  expect(fair).toMatch(/Everybody too few to show too few to show/);
  expect(fair).not.toMatch(/Everybody [1-4]\b/);
});

test('Nobody else sees any of it: members, a safety lead, a coordinator of another programme, strangers', async () => {
  const path = await round();
  const other = await town.inside((inside) => beginProgramme(inside, { template: 'mental-health', zone: 'UTC', lang: 'en' }));
  await town.inside(async (inside) => giveRole(inside, { person: await town.id('Maryam'), programme: other.id, role: 'coordinator' }));
  const id = path.split('/').at(-1) ?? '';
  const paths = [`${at}/rounds`, path, `${path}/swaps`, `${path}/people/${people.amina}`, `${path}/pairs/${people.amina}/${people.ben}`, `${path}/live`, `${at}/recruitment`, `${at}/fairness`];
  for (const one of paths) {
    for (const name of ['Kit', 'Esi', 'Maryam'] as const) expect([one, name, (await get(name, one)).status]).toEqual([one, name, 404]);
    expect([one, (await get(undefined, one)).status]).not.toEqual([one, 200]);
  }
  // The same round under another programme's address is not there either.
  for (const below of ['', '/swaps', `/people/${people.amina}`, `/pairs/${people.amina}/${people.ben}`]) expect([below, (await get('Hana', `/programmes/${other.slug}/rounds/${id}${below}`)).status, (await get('Hana', `${path}${below}`)).status]).toEqual([below, 404, 200]);
});

test('A long round is read page by page: nobody is lost or doubled, and what is decided counts for the page', async () => {
  const before = await round();
  await manyAsk(town, 40);
  const path = await round();
  const seen: string[] = [];
  let next: string | undefined = path;
  for (let page = 0; next !== undefined && page < 6; page += 1) {
    const one: string = await html(next);
    seen.push(...[...one.matchAll(/<article[^>]*data-id="([^"]+)"/g)].map(([, id = '']) => id));
    next = /<a href="([^"]+)"[^>]*class="quiet"[^>]*>Next</.exec(one)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(40);
  expect(before).not.toBe(path);
});

/** The supporter a round gives somebody, as its rows have it. */
async function supporterOf(path: string, request: string): Promise<string> {
  const row = await town.db.owner.selectFrom('matching_round_pair').select('supporter_id').where('round_id', '=', path.split('/').at(-1) ?? '').where('request_id', '=', request).executeTakeFirstOrThrow();
  return row.supporter_id ?? '';
}

/** Who gets this supporter in a round. */
async function requestOf(path: string, supporter: string): Promise<string | undefined> {
  const row = await town.db.owner.selectFrom('matching_round_pair').select('request_id').where('round_id', '=', path.split('/').at(-1) ?? '').where('supporter_id', '=', supporter).executeTakeFirst();
  return row?.request_id;
}
