import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium } from '../../testing/browser.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { type Served, serve } from '../../web/server.tsx';
import { townSite } from '../testing.ts';
import { busyDay } from './desk-scene.ts';

const port = 3941;
let town: Town;
let chromium: TestChromium;
let served: Served;
let token: string;
let aminas: string;
let pages: Record<string, string>;

beforeAll(async () => {
  [town, chromium] = await Promise.all([testTown({ config: { PORT: String(port) } }), testChromium()]);
  served = await serve((await townSite(town, { assets: await testAssets(), port })).app, { host: '127.0.0.1', port });
  const day = await busyDay(town);
  const at = `/programmes/${town.programme.slug}`;
  pages = {
    today: '/today', waiting: `${at}/waiting`, request: `${at}/requests/${day.amina}`, 'request-by-phone': `${at}/requests/${day.farid}`, match: `${at}/requests/${day.amina}/match?all=yes`,
    applications: `${at}/applications`, application: `${at}/applications/${day.ivo}`, supporters: `${at}/supporters`, supporter: `${at}/supporters/${day.ben}`, matches: `${at}/matches`, messages: `${at}/messages`,
    person: `${at}/people/${await town.id('Amina')}`, 'written-down': `${at}/written-down`, answer: `${at}/requests/${day.farid}/answers/times`, 'letters-of': '/messages', letters: `/messages/${town.programme.slug}`,
  };
  token = (await town.session(await town.id('Chidi'))).token;
  aminas = (await town.session(await town.id('Amina'))).token;
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

const readers = [[390, false, 'fr'], [1200, true, 'en'], ...(process.env.EVERY_LOOK ? [[390, true, 'en'], [1200, false, 'fr']] as const : [])] as const;
for (const [width, dark, lang] of readers) {
  test(`The coordinator’s pages at ${width} px, ${dark ? 'by night' : 'by day'}, in ${lang}: axe finds nothing, nothing is wider than the screen`, { timeout: 120_000 }, async () => {
    const { page, complaints, close } = await chromium.newPage({ width, dark, lang });
    for (const [name, path] of Object.entries(pages)) {
      await page.context().addCookies([{ name: 'session', value: name.startsWith('letters') ? aminas : token, url: served.url }]);
      const answer = await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      expect([name, answer?.status()]).toEqual([name, 200]);
      expect([name, await axe(page)]).toEqual([name, []]);
      expect([name, await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([name, 0]);
      await picture(page, `desk-${name}-${width}-${dark ? 'dark' : 'light'}-${lang}`);
    }
    expect(complaints).toEqual([]);
    await close();
  });
}
