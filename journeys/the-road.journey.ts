import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAssets } from '../src/testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, type TestPage, testChromium } from '../src/testing/browser.ts';
import { freePort } from '../src/testing/free-port.ts';
import { type CastName, type Town, testTown } from '../src/testing/town.ts';
import { siteOfTown, type TownSite } from '../src/testing/town-site.ts';
import { becomeSupporter } from '../src/testing/walking.ts';

/** The whole road, from "I need someone" to two people talking, in a real browser, as four people: with scripts in English, without in French. */
const ways = [
  { name: 'with scripts, in English, on a desk by day', reader: { width: 1200, lang: 'en', javaScript: true } },
  { name: 'without scripts, in French, on a phone at night', reader: { width: 390, lang: 'fr', javaScript: false, dark: true } },
] as const satisfies readonly { name: string; reader: Reader }[];

let chromium: TestChromium;
beforeAll(async () => {
  chromium = await testChromium();
});
afterAll(() => chromium?.close());

describe.each(ways)('the road, $name', ({ reader }) => {
  const label = `road-${reader.lang}-${reader.width}`;
  let town: Town;
  let site: TownSite;
  let close: () => Promise<void>;
  let home: string;
  let eyes: TestPage;
  const windows = new Map<string, TestPage>();

  beforeAll(async () => {
    const port = await freePort();
    home = `http://127.0.0.1:${port}`;
    town = await testTown({ config: { PORT: String(port) } });
    site = siteOfTown(town, { assets: await testAssets() });
    const served = await site.open(port);
    close = () => served.close();
    await becomeSupporter(town, 'Ben');
    await becomeSupporter(town, 'Maryam');
    eyes = await chromium.newPage({ ...reader, javaScript: true });
  });
  afterAll(async () => {
    for (const { close: shut } of [eyes, ...windows.values()]) await shut?.();
    await close?.();
  });

  /** A window of one of the cast, signed in; of somebody not signed in when no name is given. */
  async function windowOf(name?: CastName): Promise<Page> {
    const known = windows.get(name ?? 'stranger');
    if (known !== undefined) return known.page;
    const opened = await chromium.newPage(reader);
    windows.set(name ?? 'stranger', opened);
    if (name !== undefined) await opened.page.context().addCookies([{ name: 'session', value: await site.token(name), url: home, httpOnly: true, sameSite: 'Lax' }]);
    await opened.page.context().addCookies([{ name: 'lang', value: reader.lang, url: home }]);
    return opened.page;
  }

  /** What axe finds, seen by eyes that have scripts; nothing wider than the screen; a picture for people to look at. */
  async function look(page: Page, name: string): Promise<void> {
    await eyes.page.context().clearCookies();
    await eyes.page.context().addCookies(await page.context().cookies());
    await eyes.page.goto(page.url());
    await eyes.page.setViewportSize({ width: reader.width, height: Math.max(844, Number(await eyes.page.evaluate('document.documentElement.scrollHeight'))) });
    expect(await axe(eyes.page), name).toEqual([]);
    expect(await eyes.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), name).toBeLessThanOrEqual(0);
    expect(await eyes.page.getAttribute('html', 'lang'), name).toContain(reader.lang);
    await picture(eyes.page, `${label}-${name}`);
  }

  /** Presses the button of one of the page's forms, by the form's name (and what it is about): the words differ by language, the names do not. */
  async function send(page: Page, form: string, fill: (within: ReturnType<Page['locator']>) => Promise<unknown> = async () => undefined): Promise<void> {
    const found = page.locator(`form:has(input[name="_form"][value^="${form}"])`).first();
    await found.waitFor({ state: 'attached', timeout: 10_000 });
    // Folded forms are opened the way a person would.
    for (const fold of await page.locator('details:not([open])').filter({ has: found }).all()) await fold.locator('summary').first().click();
    await fill(found);
    await Promise.all([page.waitForLoadState('load'), found.locator('button').last().click()]);
    await page.waitForTimeout(reader.javaScript ? 150 : 0);
  }

  /** The last path the browser was led to. */
  const at = (page: Page) => new URL(page.url()).pathname;

  let request = '';
  let relationship = '';

  test('Amina reads what it is, asks without an account, and sees where things are', { timeout: 170_000 }, async () => {
    const page = await windowOf();
    await page.goto(`${home}/p/${town.programme.slug}`);
    await look(page, '01-programme');
    await page.goto(`${home}/p/${town.programme.slug}/ask`);
    await look(page, '02-ask');
    await send(page, 'begin');
    for (let steps = 0; steps < 60 && !at(page).endsWith('/check'); steps += 1) {
      const question = at(page).split('/').at(-1) ?? '';
      const form = page.locator('form:has(input[name="_form"][value="answer"])').first();
      if ((await form.count()) === 0) {
        // A page between two questions: it says something, and goes on.
        await page.locator('main a.button, main form button').last().click();
        await page.waitForLoadState('load');
        continue;
      }
      await answer(page, question);
      await form.locator('button').first().click();
      await page.waitForLoadState('load');
      if (at(page).endsWith(`/${question}`)) throw new Error(`The question ${question} does not let go: ${await page.locator('main').innerText()}`);
    }
    await look(page, '03-check');
    await send(page, 'send');
    expect(at(page)).toMatch(/^\/requests\//);
    request = at(page).split('/').at(-1) ?? '';
    await look(page, '04-where-things-are');
  });

  test('Chidi sees who waits, writes to her, and proposes Ben with reasons', { timeout: 120_000 }, async () => {
    const page = await windowOf('Chidi');
    await page.goto(`${home}/today`);
    await look(page, '05-today');
    await page.goto(`${home}/programmes/${town.programme.slug}/requests/${request}`);
    await look(page, '06-request');
    await send(page, 'write', (form) => form.locator('textarea[name="words"]').fill('Bonjour Amina. I read your words, and I will look for somebody today.'));
    const kept = await town.db.owner.selectFrom('promise').select(['kept_at', 'kind']).where('subject_id', '=', request).where('kind', '=', 'first-answer').executeTakeFirstOrThrow();
    expect(kept.kept_at).not.toBeNull();
    await page.goto(`${home}/programmes/${town.programme.slug}/requests/${request}/match`);
    await look(page, '07-match');
    const ben = await town.db.owner.selectFrom('supporter').select('id').where('person_id', '=', await town.id('Ben')).executeTakeFirstOrThrow();
    await send(page, `propose:${ben.id}`, async (form) => {
      await form.locator('summary').click();
      await form.locator('textarea[name="reason"]').fill('You both know the long nights.');
    });
    expect(await town.db.owner.selectFrom('proposal').select('id').where('request_id', '=', request).executeTakeFirst()).toBeDefined();
  });

  test('Ben reads about her and says yes; then Amina does; neither has the other’s address', { timeout: 120_000 }, async () => {
    const { id } = await town.db.owner.selectFrom('proposal').select('id').where('request_id', '=', request).executeTakeFirstOrThrow();
    const ben = await windowOf('Ben');
    await ben.goto(`${home}/introductions/${id}`);
    await look(ben, '08-introduction-ben');
    expect(await ben.content()).not.toContain('amina@example.org');
    await send(ben, 'answer:yes');
    const amina = await windowOf();
    await amina.goto(`${home}/introductions/${id}`);
    await look(amina, '09-introduction-amina');
    expect(await amina.content()).not.toContain('ben@example.org');
    await send(amina, 'answer:yes');
    relationship = (await town.db.owner.selectFrom('relationship').select('id').where('proposal_id', '=', id).executeTakeFirstOrThrow()).id;
    expect(at(amina)).toContain(relationship);
  });

  test('They write how they want to walk, both say yes, and only then can they talk', { timeout: 120_000 }, async () => {
    const [amina, ben] = [await windowOf(), await windowOf('Ben')];
    for (const page of [amina, ben]) await page.goto(`${home}/relationships/${relationship}/agreement`);
    await look(amina, '10-agreement');
    // Who comes to be supported says yes to the code of conduct here; whoever supports has said it already.
    await send(amina, 'yes-to-all', (form) => form.locator('input[name="conduct"]').check());
    await ben.goto(`${home}/relationships/${relationship}/agreement`);
    await look(ben, '11-agreement-other');
    await send(ben, 'yes-to-all');
    const { agreed_at } = await town.db.owner.selectFrom('relationship').select('agreed_at').where('id', '=', relationship).executeTakeFirstOrThrow();
    expect(agreed_at).not.toBeNull();
  });

  test('A message arrives, and is nobody else’s', { timeout: 120_000 }, async () => {
    const { conversation_id: conversation } = await town.db.owner.selectFrom('relationship').select('conversation_id').where('id', '=', relationship).executeTakeFirstOrThrow();
    const [amina, ben, chidi] = [await windowOf(), await windowOf('Ben'), await windowOf('Chidi')];
    await ben.goto(`${home}/conversations/${conversation}`);
    await amina.goto(`${home}/conversations/${conversation}`);
    await send(amina, 'send', (form) => form.locator('textarea[name="words"]').fill('The first night home was the worst.'));
    if (!reader.javaScript) await ben.reload();
    await ben.getByText('The first night home was the worst.').waitFor({ timeout: 10_000 });
    await send(ben, 'send', (form) => form.locator('textarea[name="words"]').fill('I slept on her floor for a week.'));
    await look(ben, '12-conversation');
    await chidi.goto(`${home}/conversations/${conversation}`);
    expect(await chidi.content()).not.toContain('The first night home');
    await chidi.goto(`${home}/programmes/${town.programme.slug}/matches`);
    await look(chidi, '13-matches');
    await amina.goto(`${home}/home`);
    await look(amina, '14-home');
  });

  test('Esi and a stranger find help right now, and no browser complained', { timeout: 60_000 }, async () => {
    const esi = await windowOf('Esi');
    await esi.goto(`${home}/help`);
    await look(esi, '15-help');
    expect([...windows].flatMap(([name, { complaints }]) => complaints.map((one) => `${name}: ${one}`))).toEqual([]);
  });
});

/** Answers what may not be skipped, as somebody with little time would; everything else is left empty. */
async function answer(page: Page, question: string): Promise<void> {
  const main = page.locator('main');
  if (question === 'preferred-name') return main.locator('input[name="text"]').fill('Amina');
  if (question === 'own-words') return main.locator('textarea[name="text"]').fill('The nights are long.');
  if (question === 'reach-by') {
    await main.locator('input[value="reach-email"]').check();
    return main.locator('input[name="beside-reach-email"], input[name="beside.reach-email"], input[type="email"]').first().fill('amina.new@example.org');
  }
  if (question === 'languages') return main.locator('input[value="en"]').check();
  if (question === 'times') return main.locator('input[value="1-evening"]').check();
  const first = { 'adult-check': 'adult-yes', 'limits-read': undefined } as Readonly<Record<string, string | undefined>>;
  if (question in first) return main.locator(first[question] === undefined ? 'input[type="radio"]' : `input[value="${first[question]}"]`).first().check();
}
