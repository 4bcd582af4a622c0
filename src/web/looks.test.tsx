import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAssets } from '../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium } from '../testing/browser.ts';
import { testSite } from '../testing/site.ts';
import { type Served, serve } from './server.tsx';
import { page } from './page.ts';
import { specimen } from './specimen.tsx';

const plain = (address: string, chrome: 'public' | 'member' | 'staff') => page({
  address, may: chrome === 'public' ? 'anyone' : 'signed-in', chrome, wide: chrome === 'staff', load: () => ({}), title: () => 'A page', body: () => <><h1>Good evening, Kit</h1><p>A few words.</p></>,
});
const pages = [
  specimen,
  ...['/help', '/privacy', '/sign-in'].map((address) => plain(address, 'public')),
  ...['/home', '/conversations', '/groups', '/resources', '/me'].map((address) => plain(address, 'member')),
  ...['/today', ...['waiting', 'supporters', 'matches', 'messages', 'settings'].map((place) => `/programmes/:programme/${place}`)].map((address) => plain(address, 'staff')),
];

let chromium: TestChromium;
let served: Served;
let token: string;

beforeAll(async () => {
  const assets = await testAssets();
  chromium = await testChromium();
  const site = await testSite({ pages, assets });
  token = site.signIn();
  served = await serve(site.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

test('A page that shuts people out is found: no words for a picture, a field without a name, letters too pale', async () => {
  const { page: tab, close } = await chromium.newPage();
  await tab.setContent('<html lang="en"><title>A page</title><main><h1>A page</h1><img src="data:,"><input><p style="color:#777">Pale</p><p style="color:#666">Too pale for tired eyes</p></main></html>');
  expect((await axe(tab)).map((line) => line.split(':')[0]).sort()).toEqual(['color-contrast', 'color-contrast', 'image-alt', 'label']);
  await close();
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

for (const lang of ['en', 'fr'] as const) {
  for (const [path, width, height] of [['/home', 320, 256], ['/conversations', 320, 700], ['/home', 390, 844], ['/today', 390, 844], ['/today', 1200, 800], ['/home', 1200, 800]] as const) {
    test(`What stands around ${path} at ${width}×${height} in ${lang}: everything fits, axe finds nothing, targets are large`, async () => {
      const { page: tab, complaints, close } = await chromium.newPage({ width, height, lang });
      await tab.context().addCookies([{ name: 'session', value: token, url: served.url }]);
      await tab.goto(served.url + path);
      expect(await axe(tab)).toEqual([]);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const small = await tab.evaluate(() => [...document.querySelectorAll('header a, header button, nav a')]
        .map((element) => ({ words: element.textContent, ...element.getBoundingClientRect().toJSON() as DOMRect }))
        .filter(({ height: high, width: wide, right, left }) => high < 47.9 || wide < 24 || left < 0 || right > innerWidth).map(({ words }) => words));
      expect(small).toEqual([]);
      await picture(tab, `around${path.replace('/', '-')}-${width}x${height}-${lang}`);
      expect(complaints).toEqual([]);
      await close();
    });
  }
}

test('Written from right to left, and with the spacing some readers need, everything still fits at 320 px', async () => {
  const { page: tab, close } = await chromium.newPage({ width: 320 });
  await tab.goto(`${served.url}/specimen`);
  const width = () => tab.evaluate(() => document.documentElement.scrollWidth);
  await tab.evaluate(() => {
    document.dir = 'rtl';
  });
  expect(await width()).toBe(320);
  await picture(tab, 'specimen-320-rtl');
  // WCAG 2.2, 1.4.12.
  await tab.evaluate(() => {
    document.dir = 'ltr';
    const spacing = new CSSStyleSheet();
    spacing.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }');
    document.adoptedStyleSheets = [spacing];
  });
  expect(await width()).toBe(320);
  await picture(tab, 'specimen-320-spaced');
  await close();
});

test('A form with mistakes, in colours the reader forces, and on paper, stays whole', async () => {
  for (const reader of [{ forcedColors: true, width: 390 }, { width: 390 }, { width: 390, dark: true }]) {
    const { page: tab, close } = await chromium.newPage(reader);
    await tab.goto(`${served.url}/specimen`);
    await tab.getByRole('button', { name: 'Save and go on' }).click();
    await tab.getByRole('alert').waitFor();
    if (!reader.forcedColors) expect(await axe(tab)).toEqual([]);
    await picture(tab, `mistakes-${reader.forcedColors ? 'forced' : reader.dark ? 'dark' : 'light'}`);
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.getByRole('button', { name: 'Leave' }).isVisible()).toBe(false);
    expect(await tab.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    await close();
  }
});
