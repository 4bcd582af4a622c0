import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, testChromium } from '../../testing/browser.ts';
import { beginSheet, decideApplication, receiveApplication, recordClearance, recordTraining } from '../../rooms/intake/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown } from '../../testing/town-site.ts';
import type { Served } from '../../web/server.tsx';

let home: string;
let town: Town;
let chromium: TestChromium;
let served: Served;

beforeAll(async () => {
  const assets = await testAssets();
  chromium = await testChromium();
  town = await testTown();
  served = await siteOfTown(town, { assets }).open();
  home = served.url;
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

/** Each page: nothing for axe, nothing wider than the screen, a picture to look at. */
async function look(page: Page, name: string): Promise<void> {
  // The dock lies over whatever scrolls behind it: measured in a window as tall as the page, so that it covers nothing by chance.
  const width = page.viewportSize()?.width ?? 390;
  await page.setViewportSize({ width, height: Math.max(844, Number(await page.evaluate('document.documentElement.scrollHeight'))) });
  expect(await axe(page), name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), name).toBeLessThanOrEqual(0);
  await picture(page, `ask-${name}`);
}

/** Presses a button and waits for the page that follows. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForLoadState('load');
}

/** What a page without scripts looks like, seen by somebody whose browser lets axe measure: the same cookies, the same address. */
async function lookBeside(page: Page, eyes: Page, name: string): Promise<void> {
  await eyes.context().addCookies(await page.context().cookies());
  await eyes.goto(page.url());
  await look(eyes, name);
}

test('Amina asks on an old phone without scripts, in French, and every page is calm and whole', { timeout: 180_000 }, async () => {
  const reader: Reader = { width: 390, lang: 'fr' };
  const { page, complaints, close } = await chromium.newPage({ ...reader, javaScript: false });
  const eyes = await chromium.newPage(reader);
  await page.goto(`${home}/p/${town.programme.slug}/ask`);
  await lookBeside(page, eyes.page, 'start');
  await press(page, 'Commencer');

  const seen: string[] = [];
  for (let steps = 0; steps < 60 && !page.url().endsWith('/check'); steps += 1) {
    const question = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    seen.push(question);
    if (oneOfEachKind.has(question)) await lookBeside(page, eyes.page, question);
    if (question === 'call-me-soon') {
      await page.getByRole('link', { name: 'Continuer les questions' }).click();
    } else if (question in answers) {
      await answers[question]?.(page);
      await press(page, 'Garder et continuer');
    } else {
      await press(page, 'Sauter');
    }
  }
  expect(seen.length).toBeGreaterThan(20);
  expect(seen).toContain('call-me-soon');
  await lookBeside(page, eyes.page, 'check');
  await expect.poll(() => page.textContent('dl')).toContain('Lundi\u00A0: soir');
  await press(page, 'Envoyer ma demande');
  expect(new URL(page.url()).pathname).toMatch(/^\/requests\//);
  await lookBeside(page, eyes.page, 'request');
  await page.getByRole('link', { name: 'Voir mes réponses, ou les changer' }).click();
  await lookBeside(page, eyes.page, 'answers');
  await page.goto(`${home}/home`);
  await lookBeside(page, eyes.page, 'home');
  expect([...complaints, ...eyes.complaints]).toEqual([]);
  await eyes.close();
  await close();
});

const answers: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'adult-check': (page) => page.getByLabel('Oui').check(),
  'preferred-name': (page) => page.getByLabel('Comment aimeriez-vous qu’on vous appelle?').fill('Amina'),
  'reach-by': async (page) => {
    await page.getByLabel('Courriel', { exact: true }).check();
    await page.getByLabel('Votre adresse courriel').fill('amina@example.org');
  },
  'own-words': (page) => page.getByRole('textbox').fill('Les nuits sont longues.'),
  languages: (page) => page.getByLabel('Français', { exact: true }).check(),
  times: (page) => page.getByLabel('Lundi, Soir').check(),
  'must-be-same': (page) => page.getByRole('group', { name: 'La même maladie ou la même perte' }).getByLabel('Compte beaucoup').check(),
  'someone-today': (page) => page.getByLabel('Non', { exact: true }).check(),
  'limits-read': (page) => page.getByLabel('Oui, c’est clair').check(),
};

/** One question of each kind, and what stands between them: the others look the same. */
const oneOfEachKind = new Set(['adult-check', 'preferred-name', 'reach-by', 'own-words', 'languages', 'times', 'must-be-same', 'trait-wishes', 'call-me-soon']);

test('A week is ticked by keyboard alone, at night, on a desk', async () => {
  const { page, complaints, close } = await chromium.newPage({ width: 1200, dark: true });
  await page.goto(`${home}/p/${town.programme.slug}/ask`);
  await press(page, 'Begin');
  await page.goto(`${home}/p/${town.programme.slug}/ask/times`);
  const first = page.getByLabel('Monday, Morning');
  await first.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await first.isChecked()).toBe(true);
  expect(await page.getByLabel('Monday, Afternoon').isChecked()).toBe(true);
  await look(page, 'times-desk-night');
  expect(complaints).toEqual([]);
  await close();
});

test('A supporter’s road: applying, every step, and an own page, by day and by night, on a phone and a desk', { timeout: 180_000 }, async () => {
  const person = await town.id('Ben');
  const { token } = await town.session(person);
  const programme = town.programme.id;
  const application = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme, side: 'supporter', set: 'supporter-child-caregivers', person });
    return receiveApplication(inside, { id: sheet, person, programme }, { source: 'web' });
  });
  const chidi = await town.as('Chidi');
  await recordClearance(chidi, { programme, person, kind: 'talk', doneOn: '2026-11-20' });
  await decideApplication(chidi, { application, decision: 'welcome' });
  await recordTraining(chidi, { programme, person, course: 'active-listening', completedOn: '2026-10-01', expiresOn: '2026-12-10' });
  for (const reader of [{ width: 390, lang: 'fr' }, { width: 1200, dark: true }] as const) {
    const { page, complaints, close } = await chromium.newPage(reader);
    const name = 'lang' in reader ? 'phone' : 'desk';
    await page.goto(`${home}/p/${town.programme.slug}/apply`);
    await look(page, `apply-${name}`);
    await page.context().addCookies([{ name: 'session', value: token, url: home, httpOnly: true, sameSite: 'Lax' }]);
    for (const [path, what] of [[`/applications/${application}`, 'application'], ['/supporting', 'supporting'], ['/home', 'home']] as const) {
      await page.goto(`${home}${path}?lang=${'lang' in reader ? 'fr' : 'en'}`);
      await look(page, `${what}-${name}`);
    }
    await page.context().addCookies([{ name: 'session', value: (await town.session(await town.id('Jun'))).token, url: home, httpOnly: true, sameSite: 'Lax' }]);
    await page.goto(`${home}/home?lang=${'lang' in reader ? 'fr' : 'en'}`);
    await look(page, `home-new-${name}`);
    expect(complaints).toEqual([]);
    await close();
  }
});
