import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { actorOf } from '../../rooms/people/index.ts';
import { frontDoor } from '../../rooms/programmes/index.ts';
import { setupCode } from '../../rooms/programmes/setup-code.ts';
import { type SmallHouse, smallHouse } from '../../rooms/programmes/testing.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium, type TestPage } from '../../testing/browser.ts';
import { createSite, type Served, serve } from '../../web/server.tsx';

let chromium: TestChromium;
let small: SmallHouse;
let served: Served;
const faults: string[] = [];

beforeAll(async () => {
  chromium = await testChromium();
});
beforeEach(async () => {
  small = await smallHouse();
  const { house, org } = small;
  const site = createSite({
    house,
    doorkeeper: { actorOf: (where, token) => actorOf(house, where, token), leave: async () => undefined },
    doorman: { orgOf: async () => ({ org, name: (await frontDoor(small.stranger(), {})).name || 'Companionway', lang: 'en', zone: 'America/Toronto' }) },
    assets: await testAssets(),
  });
  served = await serve(site, { host: '127.0.0.1', port: 0 });
});
afterEach(() => served?.close());
afterAll(() => chromium?.close());

/** Every page is looked at in the four ways people see it, and axe finds nothing on it. Axe itself is a script. */
async function lookAt({ page }: TestPage, name: string, scripts: boolean): Promise<void> {
  if (!scripts) return;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [390, 1200]) {
      await page.setViewportSize({ width, height: 844 });
      if (process.env.PICTURES) await picture(page, `${name}-${width}-${scheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) faults.push(`${name} is ${wide} wide at ${width}`);
    }
  }
  for (const found of await axe(page)) faults.push(`${name}: ${found}`);
}

test.each([false, true])('With scripts: %s. Somebody who has the code sets the house up in six questions, comes in, and sees what is missing', async (scripts) => {
  const reader = await chromium.newPage({ javaScript: scripts, lang: 'fr' });
  reader.page.setDefaultTimeout(20_000);
  const { page } = reader;
  await page.goto(served.url);
  expect(page.url()).toBe(`${served.url}/setup`);
  await lookAt(reader, 'setup-code', scripts);
  await page.fill('[name=code]', 'wrong');
  await page.click('main button.button');
  expect(await page.textContent('main')).toContain('Ce n’est pas le code');

  await page.fill('[name=code]', setupCode(small.house).toLowerCase());
  await page.click('main button.button');
  await lookAt(reader, 'setup-1', scripts);
  await page.fill('[name=name]', 'Marcher avec vous');
  await page.click('main button.button');
  await lookAt(reader, 'setup-2', scripts);
  expect(await page.isChecked('[value=fr]')).toBe(true);
  await page.click('main button.button');
  await lookAt(reader, 'setup-3', scripts);
  await page.check('[value=child-caregivers]');
  await page.click('main button.button');
  await lookAt(reader, 'setup-4', scripts);
  await page.fill('[name=name]', 'Chidi');
  await page.fill('[name=email]', 'chidi@example.org');
  await page.fill('[name=backupEmail]', 'chidi@example.org');
  await page.click('main button.button');
  expect(await page.textContent('main')).toContain('La relève doit être une autre personne');
  expect(await page.inputValue('[name=name]')).toBe('Chidi');
  await page.fill('[name=backupName]', 'Dalia');
  await page.fill('[name=backupEmail]', 'dalia@example.org');
  await page.click('main button.button');
  await lookAt(reader, 'setup-5', scripts);
  // Without a mail server no letter lets anybody in: the page says what does.
  expect(await page.textContent('main')).toContain('npx companionway person --email chidi@example.org');
  await page.fill('[name=senderName]', 'M. V.');
  await page.click('main button.button');
  await lookAt(reader, 'setup-6', scripts);
  await page.click('main button.button');
  expect(new URL(page.url()).pathname).toBe('/programmes/proches-d-un-enfant-gravement-malade/settings');
  await lookAt(reader, 'settings-opening', scripts);

  for (const place of ['team', 'hours', 'promises', 'words', 'questions', 'matching', 'offers', 'texts', 'questions/channels', 'texts/page-text/promise']) {
    await page.goto(`${served.url}/programmes/proches-d-un-enfant-gravement-malade/settings/${place}`);
    await lookAt(reader, `settings-${place.replaceAll('/', '-')}`, scripts);
  }
  await page.goto(`${served.url}/p/proches-d-un-enfant-gravement-malade`);
  await lookAt(reader, 'programme-fr', scripts);
  await page.goto(`${served.url}/p/proches-d-un-enfant-gravement-malade?lang=en`);
  await lookAt(reader, 'programme-en', scripts);
  await page.goto(`${served.url}/setup`);
  expect(await page.textContent('h1')).not.toContain('Bienvenue');
  expect(reader.complaints).toEqual([]);
  expect(faults).toEqual([]);
});
