import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { memberOnDesk, requestOnDesk, waitingList } from '../../rooms/desk/index.ts';
import { raiseConcern } from '../../rooms/disclosures/index.ts';
import { takeMyData } from '../../rooms/mydata/index.ts';
import { concern, openConcern } from '../../rooms/safety/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { askForSupport, value } from '../../testing/walking.ts';

let town: Town;
let site: TownSite;
let request: string;
let slug: string;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  request = await askForSupport(town, 'Kit');
  slug = town.programme.slug;
});

const looked = async (name: Parameters<Town['as']>[0], query = '') => {
  const answer = await (await site.browser(name)).get(`/me/looked${query}`);
  return { status: answer.status, html: /<main[\s\S]*<\/main>/.exec(await answer.text())?.[0] ?? '' };
};

test('Kit sees that Chidi opened the request and the record, with role and time; lists and own looks are not in it', async () => {
  expect((await looked('Kit')).html).toContain('Nobody has opened your record yet.');
  const chidi = await town.as('Chidi');
  await waitingList(chidi, { programme: slug });
  await requestOnDesk(chidi, { programme: slug, request });
  town.clock.moveBy(60_000);
  await memberOnDesk(chidi, { programme: slug, person: await town.id('Kit') });
  const { html } = await looked('Kit');
  expect(html).toContain('Chidi, coordinator, opened your request');
  expect(html).toContain('Chidi, coordinator, opened the page with your record');
  expect(html.indexOf('opened the page with')).toBeLessThan(html.indexOf('opened your request'));
  expect((await looked('Jun')).html).toContain('Nobody has opened your record yet.');
  expect((await looked('Chidi')).html).not.toContain('opened your request');
});

test('A look that is not allowed leaves nothing, and a stranger finds no such page', async () => {
  const before = (await looked('Kit')).html.match(/<li class="card/g)?.length;
  for (const name of ['Jun', 'Esi'] as const) await expect(requestOnDesk(await town.as(name), { programme: slug, request })).rejects.toThrow('absent');
  expect((await looked('Kit')).html.match(/<li class="card/g)?.length).toBe(before);
  const stranger = await (await site.browser()).get('/me/looked');
  expect(await stranger.text()).not.toContain('opened your request');
});

test('A concern about Kit, who handles it, and that it was opened show nowhere', async () => {
  const before = (await looked('Kit')).html;
  const { id } = value(await raiseConcern(await town.as('Maryam'), { now: 'now-unsure', seen: 'She said it plainly.', about: { kind: 'person', id: await town.id('Kit') } }));
  const esi = await town.as('Esi');
  expect((await concern(esi, { concern: id })).as).toBe('answering');
  value(await openConcern(esi, { concern: id }));
  const after = (await looked('Kit')).html;
  expect(after).not.toMatch(/Esi|Maryam|concern/i);
  expect(after.match(/<li class="card/g)?.length).toBe(before.match(/<li class="card/g)?.length);
});

test('A copy of everything that was taken in one’s name is there, without a name; so are contact details that two people released, once one was told', async () => {
  const [jun, esi, dalia] = [await town.id('Jun'), await town.id('Esi'), await town.id('Dalia')];
  value(await takeMyData((await town.session(jun)).scene, {}));
  expect((await looked('Jun')).html).toContain('A copy of everything about you was taken');
  expect((await looked('Kit')).html).not.toContain('A copy of everything');
  const [concernId, at] = [crypto.randomUUID(), town.clock.now()];
  await sql`insert into concern (org_id, id, level, words, raised_at) values (${town.org}, ${concernId}, 'risk', '', ${at})`.execute(town.db.owner);
  await sql`insert into contact_release (org_id, id, concern_id, person_id, asked_by, asked_at, reason, tell_at, confirmed_by, confirmed_at, open_until, opened_at)
    values (${town.org}, ${crypto.randomUUID()}, ${concernId}, ${jun}, ${esi}, ${at}, '', ${at}, ${dalia}, ${at}, ${at}, ${at})`.execute(town.db.owner);
  expect((await looked('Jun')).html).not.toContain('agreed to open');
  await town.db.owner.updateTable('contact_release').set({ told_at: at }).where('person_id', '=', jun).execute();
  const { html } = await looked('Jun');
  expect(html).toContain('agreed to open how you can be reached');
  expect(html).not.toMatch(/Esi|Dalia|concern/i);
});

test('Many looks stand on pages, the latest first, without a gap or a repetition', async () => {
  const chidi = await town.as('Chidi');
  for (let look = 0; look < 30; look += 1) {
    town.clock.moveBy(2 * 3_600_000);
    await requestOnDesk({ ...chidi, lang: 'en' }, { programme: slug, request });
  }
  const first = (await looked('Kit')).html;
  const next = /href="(\/me\/looked\?[^"]+)"[^>]*>/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(next).not.toBe('');
  const second = await (await site.browser('Kit')).get(next);
  const rows = (html: string) => [...html.matchAll(/<time[^>]*datetime="([^"]+)"/g)].map(([, at]) => at);
  const all = [...rows(first), ...rows(await second.text())];
  expect(all.length).toBe(32);
  expect(new Set(all).size).toBe(32);
  expect(all).toEqual(all.toSorted().reverse());
});

test('En français aussi', async () => {
  await town.inside(({ db }) => db.updateTable('person').set({ lang: 'fr' }).where('org_id', '=', town.org).execute());
  expect((await looked('Kit')).html).toContain('Chidi, à la coordination, a ouvert votre demande');
});
