import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendMessage } from '../../rooms/conversations/index.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, testChromium } from '../../testing/browser.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import type { Served } from '../../web/server.tsx';

let town: Town;
let site: TownSite;
let served: Served;
let chromium: TestChromium;
let talk: string;
beforeAll(async () => {
  [town, chromium] = await Promise.all([testTown(), testChromium()]);
  site = siteOfTown(town, { assets: await testAssets() });
  served = await site.open();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  for (const [at, words] of ['The nights are the hardest. I sit in the kitchen and count the hours until somebody else is awake.', 'Today was better.'].entries()) {
    value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: `from-ben-${at}`, words }));
  }
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

const looks: readonly { name: CastName; path: () => string; reader: Reader; file: string }[] = [
  { name: 'Ben', path: () => '/me/data', reader: { width: 390, javaScript: false }, file: 'my-data-390-en' },
  { name: 'Amina', path: () => '/me/data', reader: { width: 1200, dark: true, lang: 'fr' }, file: 'my-data-1200-fr-dark' },
  { name: 'Ben', path: () => `/conversations/${talk}/my-words`, reader: { width: 390, dark: true }, file: 'my-words-390-en-dark' },
  { name: 'Ben', path: () => `/conversations/${talk}/my-words`, reader: { width: 1200, lang: 'fr' }, file: 'my-words-1200' },
  { name: 'Chidi', path: () => `/programmes/${town.programme.slug}/settings/keeping`, reader: { width: 1200 }, file: 'keeping-1200-en' },
  { name: 'Chidi', path: () => `/programmes/${town.programme.slug}/settings/keeping?lang=fr`, reader: { width: 390, lang: 'fr', dark: true }, file: 'keeping-390-fr-dark' },
  { name: 'Hana', path: () => `/programmes/${town.programme.slug}/settings/keeping/conversations?days=30`, reader: { width: 390 }, file: 'keeping-one-390-en' },
];

test('Pages about one’s data and about what is kept read well and are usable, wide and narrow, dark and light, in both languages', async () => {
  for (const { name, path, reader, file } of looks) {
    const { page, complaints, close } = await chromium.newPage(reader);
    await page.context().addCookies([{ name: 'session', value: await site.token(name), url: served.url, httpOnly: true, sameSite: 'Lax' }]);
    await page.goto(`${served.url}${path()}`);
    expect([file, await page.locator('h1').count()]).toEqual([file, 1]);
    if (reader.javaScript !== false) expect([file, await axe(page)]).toEqual([file, []]);
    expect([file, await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)]).toEqual([file, true]);
    await picture(page, file);
    expect(complaints).toEqual([]);
    await close();
  }
});
