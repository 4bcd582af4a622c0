import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAssets } from '../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium } from '../testing/browser.ts';
import { testSite } from '../testing/site.ts';
import { type Served, serve } from './server.tsx';
import { specimen } from './specimen.tsx';

let chromium: TestChromium;
let served: Served;

beforeAll(async () => {
  const assets = await testAssets();
  chromium = await testChromium();
  const site = await testSite({ pages: [specimen], assets, environment: { PORT: '3917' } });
  served = await serve(site.app, { host: '127.0.0.1', port: 3917 });
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

for (const width of [320, 390, 1200]) {
  for (const dark of [false, true]) {
    test(`The furniture at ${width} px, ${dark ? 'by night' : 'by day'}: axe finds nothing, the policy refuses nothing`, async () => {
      const { page, complaints, close } = await chromium.newPage({ width, dark });
      await page.goto(`${served.url}/specimen`);
      expect(await axe(page)).toEqual([]);
      await picture(page, `specimen-${width}-${dark ? 'dark' : 'light'}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(complaints).toEqual([]);
      await close();
    });
  }
}
