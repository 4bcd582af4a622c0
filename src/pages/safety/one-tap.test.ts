import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { raiseConcern } from '../../rooms/disclosures/index.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { siteRoutes } from '../../web/routes.ts';

let town: Town;
let site: TownSite;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  const { relationship, conversation, proposal } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  const concern = value(await raiseConcern(await town.as('Ben'), { now: 'now-soon', seen: 'I am worried.', about: { kind: 'conversation', id: conversation } })).id;
  ids = { programme: town.programme.slug, relationships: relationship, conversations: conversation, introductions: proposal, requests: await askForSupport(town, 'Jun'), people: await town.id('Amina'), concerns: concern };
}, 60_000);

/** Each `:id` by the word before it in the address; a name of its own by that name. */
const filled = (address: string) => address.replaceAll(/([\w-]+)\/:(\w+)/g, (_, before: string, name: string) => `${before}/${(name === 'id' ? ids[before] : ids[name] ?? ids[`${name}s`]) ?? randomUUID()}`);

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
}, 120_000);

test('From a conversation the tap carries what it is about', async () => {
  const html = await (await (await site.browser('Ben')).get(`/conversations/${ids.conversations}`)).text();
  expect(html).toContain(`/concerns/new?about=conversation&amp;id=${ids.conversations}`);
});
