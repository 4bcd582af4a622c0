import { beforeAll, expect, test } from 'vitest';
import { raiseConcern } from '../../rooms/disclosures/index.ts';
import { takeConcern } from '../../rooms/safety/index.ts';
import { noting } from '../../testing/statements.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { siteRoutes } from '../../web/routes.ts';
import { filledWith } from '../testing.ts';

let town: Town;
let site: TownSite;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  const { relationship, conversation, proposal } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  const concern = value(await raiseConcern(await town.as('Ben'), { now: 'now-soon', seen: 'I am worried.', about: { kind: 'conversation', id: conversation } })).id;
  ids = { programme: town.programme.slug, relationships: relationship, conversations: conversation, introductions: proposal, requests: await askForSupport(town, 'Jun'), people: await town.id('Amina'), concerns: concern };
});

const filled = (address: string) => filledWith(ids, address);

/** Where somebody is helped, leaves or raises one already: no link away from there. */
const itself: readonly string[] = ['/concerns/new', '/away'];

test.each([['a stranger', undefined], ['Amina', 'Amina'], ['Ben', 'Ben'], ['Chidi', 'Chidi'], ['Esi', 'Esi']] as const)('“I am worried about somebody” is one tap away on every page that %s sees', async (_, name: CastName | undefined) => {
  const browser = await site.browser(name);
  const without: string[] = [];
  let seen = 0;
  for (const { address, kind } of siteRoutes().filter(({ method }) => method === 'GET')) {
    if (kind === 'live' || itself.includes(address)) continue;
    const answer = await browser.get(filled(address));
    if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').includes('html')) continue;
    seen += 1;
    if (!/href="\/concerns\/new[?"]/.test(await answer.text())) without.push(address);
  }
  expect(without).toEqual([]);
  expect(seen).toBeGreaterThan(name === undefined ? 7 : 15);
});

test('From a conversation the tap carries what it is about', async () => {
  const html = await (await (await site.browser('Ben')).get(`/conversations/${ids.conversations}`)).text();
  expect(html).toContain(`/concerns/new?about=conversation&amp;id=${ids.conversations}`);
});

test('In danger it stands first on every page of staff for whoever answers for safety, until a person has it; for nobody else, and nobody else pays for it', async () => {
  const concern = value(await raiseConcern(await town.as('Ben'), { now: 'now-yes', seen: 'CANARY-danger', about: { kind: 'conversation', id: ids.conversations ?? '' } })).id;
  const staffPages = siteRoutes().filter(({ kind, chrome }) => kind === 'page' && chrome === 'staff');
  const alarm = new RegExp(`<main[^>]*>(?:(?!</h2>).)*<h2[^>]*>Somebody is needed now(?:(?!</main>).)*href="/danger/${concern}"`, 's');
  const shown = async (name: CastName) => {
    const browser = await site.browser(name);
    const seen: { address: string; alarmed: boolean; comes: boolean }[] = [];
    for (const { address } of staffPages) {
      const answer = await browser.get(filled(address));
      const html = await answer.text();
      expect(html).not.toContain('CANARY-danger');
      // It comes by itself: the page has the line, and the script that may put markup where the line says.
      const comes = html.includes('<live-feed src="/danger/live"') && /trusted-types live-feed/.test(answer.headers.get('content-security-policy') ?? '');
      if (answer.status === 200) seen.push({ address, alarmed: alarm.test(html), comes });
    }
    return seen;
  };
  /** How many statements a page of theirs spends on it. */
  const asked = async (name: CastName) => {
    const statements: string[] = [];
    await (await siteOfTown(town, { house: noting(town.house, statements) }).browser(name)).get(`/programmes/${ids.programme}/breaches`);
    expect(statements.length).toBeGreaterThan(2);
    return statements.filter((one) => one.includes('"concern"')).length;
  };
  const esi = await shown('Esi');
  expect(esi.filter(({ alarmed }) => !alarmed)).toEqual([]);
  expect(esi.filter(({ comes }) => !comes)).toEqual([]);
  expect(esi.length).toBeGreaterThan(5);
  const chidi = await shown('Chidi');
  expect(chidi.filter(({ alarmed }) => alarmed).map(({ address }) => address)).toEqual(['/today']);
  expect(chidi.filter(({ comes }) => comes).map(({ address }) => address)).toEqual(['/today']);
  expect([await asked('Esi'), await asked('Chidi')]).toEqual([1, 0]);
  value(await takeConcern(await town.as('Esi'), { concern }));
  const over = await shown('Esi');
  expect(over.filter(({ alarmed }) => alarmed)).toEqual([]);
  expect(over.filter(({ comes }) => !comes)).toEqual([]);
});

test('Whoever is taken off the team hears nothing more on a page that is still open', async () => {
  const raise = async () => value(await raiseConcern(await town.as('Ben'), { now: 'now-yes', seen: 'Please come.', about: { kind: 'conversation', id: ids.conversations ?? '' } })).id;
  const reader = (await (await site.browser('Chidi')).get('/danger/live')).body?.getReader();
  const hear = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await hear()).toContain('retry:');
  const first = await raise();
  expect(await hear()).toContain(`/danger/${first}`);
  await town.db.owner.updateTable('role_held').set({ ended_at: town.clock.now() }).where('person_id', '=', await town.id('Chidi')).execute();
  const second = await raise();
  const last = await hear();
  expect(last).toContain('data-id="danger"');
  expect(last).not.toMatch(new RegExp(`${first}|${second}`));
  await reader?.cancel();
});
