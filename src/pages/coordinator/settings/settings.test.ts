import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { actorOf, beginSession } from '../../../rooms/people/index.ts';
import { type SmallTown, smallTown } from '../../../rooms/programmes/testing.ts';
import { testAssets } from '../../../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium } from '../../../testing/browser.ts';
import { createSite, type Served, serve } from '../../../web/server.tsx';

let town: SmallTown;
let chromium: TestChromium;
let served: Served;

beforeAll(async () => {
  town = await smallTown();
  chromium = await testChromium();
  const { house, org } = town;
  await town.db.owner.updateTable('organisation').set({ set_up_at: new Date(), name: 'Walking Alongside' }).execute();
  const site = createSite({
    house,
    doorkeeper: { actorOf: (where, token) => actorOf(house, where, token), leave: async () => undefined },
    doorman: { orgOf: async () => ({ org, name: 'Walking Alongside', lang: 'en', zone: 'America/Toronto' }) },
    assets: await testAssets(),
  });
  served = await serve(site, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

/** A browser without scripts in which somebody is signed in with their second step. */
async function browserOf(name: 'chidi' | 'hana', scripts = false): Promise<Page> {
  const { token } = await town.inside((inside) => beginSession(inside, { person: town.id(name), proof: 'passkey', secondStep: true }));
  const { page } = await chromium.newPage({ javaScript: scripts });
  await page.context().addCookies([{ name: 'session', value: token, url: served.url }]);
  page.setDefaultTimeout(20_000);
  return page;
}
const settings = (place = '') => `${served.url}/programmes/${town.slug}/settings${place}`;
/** What the page says; times are set with no-break spaces. */
const main = async (page: Page) => (await page.textContent('main'))?.replaceAll(/[\u00a0\u202f]/g, ' ');
const save = (page: Page, form: string) => page.click(`#form-${form} button.button`);

test('A coordinator changes words, promises, hours, questions and criteria, and opens the programme, without scripts', async () => {
  const page = await browserOf('chidi');

  await page.goto(settings('/words'));
  await page.fill('[name="seeker.one.en"]', 'parent');
  await page.fill('[name="seeker.many.en"]', 'parents');
  await page.fill('[name="supporter.many.en"]', 'veteran parents');
  await page.check('[value=plum]');
  await save(page, 'words');
  expect(await page.inputValue('[name="seeker.one.en"]')).toBe('parent');
  await page.fill('[name="name.fr"]', '');
  await page.fill('[name="name.en"]', 'Kept while we wait');
  await save(page, 'words');
  expect(await main(page)).toContain('Write it in both languages.');
  expect(await page.inputValue('[name="name.en"]')).toBe('Kept while we wait');
  // The programme speaks of its people in those words.
  await page.goto(`${served.url}/p/${town.slug}/apply`);
  expect(await page.textContent('h1')).toBe('Join our veteran parents');
  await page.goto(`${served.url}/programmes/${town.slug}/supporters`);
  expect(await page.textContent('h1')).toBe('Veteran parents');
  await page.goto(`${served.url}/programmes/${town.slug}/waiting`);
  expect(await main(page)).toContain('illness · parents');

  await page.goto(settings('/promises'));
  await page.fill('[name="terms.first-answer.amount"]', '3');
  await page.selectOption('[name="terms.first-answer.unit"]', 'working-day');
  await save(page, 'terms');
  // It is Tuesday afternoon: three working days later is Friday.
  expect(await main(page)).toContain('hears by Friday at 3 pm');

  await page.goto(settings('/hours'));
  await page.fill('[name="hours.0.closes"]', '08:00');
  await save(page, 'hours');
  expect(await main(page)).toContain('The end comes after the start.');
  await page.fill('[name="hours.0.closes"]', '12:30');
  await save(page, 'hours');
  expect(await main(page)).toContain('Monday, 9 am to 12:30 pm; Tuesday to Friday, 9 am to 5 pm');
  await page.fill('[name=day]', '2026-12-25');
  await save(page, 'add-day');
  expect(await main(page)).toContain('December 25');

  await page.goto(settings('/questions'));
  const first = () => page.textContent('ol li:first-child a');
  const second = await page.textContent('ol li:nth-child(2) a');
  await page.click('ol li:nth-child(2) button[value^="up:"]');
  expect(await first()).toBe(second);

  await page.goto(settings('/questions/channels'));
  await page.fill('[name="options.0.text.en"]', 'Letters');
  await page.fill('[name="options.5.text.en"]', 'Walking');
  await page.fill('[name="options.5.text.fr"]', 'En marchant');
  await save(page, 'change');
  expect(await page.inputValue('[name="options.5.text.fr"]')).toBe('En marchant');
  await page.click('summary:has-text("What stood here before")');
  await page.click('details button.quiet');
  expect(await page.inputValue('[name="options.0.text.en"]')).toBe('Writing messages here');

  await page.goto(settings('/matching'));
  const weight = page.locator('input[type=number][name^="uses."]:not([value=""])').first();
  await weight.fill(String(Number(await weight.inputValue()) + 5));
  await save(page, 'criteria');
  expect(await main(page)).toContain('The weights add up to 105. They should make 100: you are 5 away.');

  await page.goto(settings());
  await save(page, 'open');
  expect(await main(page)).toContain('3 things are still missing.');
  await page.click('#form-confirm-duty-to-report button');
  await page.click('#form-confirm-safety-texts button');
  await town.db.owner.insertInto('help_line').values({ org_id: town.org, id: randomUUID(), country: 'CA', name: JSON.stringify({ en: 'Line', fr: 'Ligne' }), call: '999', confirmed_on: '2026-11-30' }).execute();
  await save(page, 'open');
  expect(await main(page)).toContain('The programme is open.');
});

test('Everybody now reads the promise as it was kept, and the way in leads to the programme', async () => {
  const due = (hours: number) => new Date(town.clock.now().getTime() - hours * 3_600_000);
  await town.db.owner
    .insertInto('promise')
    .values(
      [1, 2, 3, 7, 20, 90].map((took) => ({
        org_id: town.org, id: randomUUID(), programme_id: town.programme, kind: 'first-answer', subject_kind: 'support-request', subject_id: randomUUID(),
        made_at: due(200), warn_at: due(160), due_at: due(152), climb_at: due(148), kept_at: due(200 - took), kept_by: town.id('chidi'),
      })),
    )
    .execute();
  const { page } = await chromium.newPage({ javaScript: true });
  await page.goto(served.url);
  expect(new URL(page.url()).pathname).toBe(`/p/${town.slug}`);
  expect(await main(page)).toContain('A person answers within 3 working days.');
  // It bears its own name, and speaks in its own words.
  expect([await main(page), await page.title()]).toEqual([expect.stringContaining('Join our veteran parents'), expect.stringMatching(/^Caregivers of a child with a serious illness · /)]);
  expect(await main(page)).toContain('In the last 90 days, 5 of 6 were answered in time, most within 7 hours. Nobody is waiting past their date.');
  expect(await page.locator('.accent-plum').count()).toBe(1);
  expect(await axe(page)).toEqual([]);
  if (process.env.PICTURES) await picture(page, 'programme-plum');

  // Working days end while somebody is there anyway; days that could end on one off say that they do not.
  const back = 'If nobody is here just then, you hear when we are back.';
  expect(await main(page)).not.toContain(back);
  await town.db.owner.updateTable('promise_term').set({ unit: 'day' }).where('kind', '=', 'first-answer').execute();
  for (const path of ['', '/ask']) {
    await page.goto(`${served.url}/p/${town.slug}${path}`);
    expect(await main(page)).toContain(back);
  }
});

test('What is offered are things that are there; with one-to-one support switched off nobody new can ask, and the page says so', async () => {
  const page = await browserOf('chidi');
  const before = (await town.db.owner.selectFrom('programme').select('capabilities').where('id', '=', town.programme).executeTakeFirstOrThrow()).capabilities;
  const press = async () => {
    await page.goto(settings('/offers'));
    await page.getByLabel('One-to-one support').click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  };
  await page.goto(settings('/offers'));
  expect(await page.locator('main').innerText()).not.toContain('Forum');
  await press();
  const { page: visitor } = await chromium.newPage({ javaScript: false });
  await visitor.goto(`${served.url}/p/${town.slug}`);
  expect(await visitor.locator('main').innerText()).toContain('No new requests can be taken just now');
  expect(await visitor.getByRole('link', { name: 'Ask for support' }).count()).toBe(0);
  expect((await visitor.goto(`${served.url}/p/${town.slug}/ask`))?.status()).toBe(404);
  await press();
  await visitor.goto(`${served.url}/p/${town.slug}`);
  expect(await visitor.getByRole('link', { name: 'Ask for support' }).count()).toBe(1);
  expect([...(await town.db.owner.selectFrom('programme').select('capabilities').where('id', '=', town.programme).executeTakeFirstOrThrow()).capabilities].sort()).toEqual([...before].sort());
  await visitor.context().close();
  await page.context().close();
});

test('Two open programmes are a list, and an administrator begins a third', async () => {
  const page = await browserOf('hana');
  await page.goto(`${served.url}/programme`);
  await page.click('summary');
  await page.fill('[name="name.en"]', 'After loss');
  await page.fill('[name="name.fr"]', 'Après la perte');
  await page.check('[name=template][value=grief-family]');
  await save(page, 'begin');
  expect(new URL(page.url()).pathname).toBe('/programmes/after-loss/settings');
  await town.db.owner.updateTable('programme').set({ opened_at: new Date() }).execute();

  const { page: stranger } = await chromium.newPage();
  await stranger.goto(served.url);
  expect(await stranger.locator('main h2 a').allTextContents()).toContain('After loss');
  expect(await axe(stranger)).toEqual([]);
  if (process.env.PICTURES) await picture(stranger, 'front');
});

test('What was answered at set-up can be changed by an administrator, and by nobody else', async () => {
  const page = await browserOf('hana', true);
  await page.goto(`${served.url}/programme`);
  await page.getByRole('link', { name: 'Your organisation' }).click();
  expect(await page.inputValue('[name=name]')).toBe('Walking Alongside');
  expect(await axe(page)).toEqual([]);
  await page.fill('[name=name]', '');
  await save(page, 'organisation');
  expect(await main(page)).toContain('Write a name.');
  await page.fill('[name=name]', 'Walking Together');
  await page.fill('[name=senderName]', 'W. T.');
  await page.check('[name=lang][value=fr]');
  await page.selectOption('[name=zone]', 'America/Halifax');
  await page.selectOption('[name=country]', 'FR');
  await save(page, 'organisation');
  expect(await main(page)).toContain('Saved.');
  expect(await town.db.owner.selectFrom('organisation').select(['name', 'sender_name', 'lang', 'zone', 'country']).executeTakeFirstOrThrow()).toEqual({ name: 'Walking Together', sender_name: 'W. T.', lang: 'fr', zone: 'America/Halifax', country: 'FR' });
  const chidi = await browserOf('chidi');
  expect((await chidi.goto(`${served.url}/organisation`))?.status()).toBe(404);
});

test('Nobody else finds these pages', async () => {
  const { page } = await chromium.newPage();
  await page.goto(settings('/team'));
  expect(await page.textContent('body')).not.toContain('Chidi');
  expect(await page.locator('#form-name').count()).toBe(0);
});
