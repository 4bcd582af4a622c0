import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { askAt } from './knock.ts';

/** How a reader sees the site. */
export interface Reader {
  /** False: no scripts at all, as on an old phone or behind a strict filter. */
  readonly javaScript?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly lang?: 'en' | 'fr';
  /** For measures that need time: a browser that forces its own colours, or asks for calm. */
  readonly forcedColors?: boolean;
  readonly calm?: boolean;
}

/** A real browser for tests. */
export interface TestChromium {
  /** A window of a browser that knows nothing yet: own cookies, own storage. Faults of the page's scripts and refused content land in `complaints`. */
  newPage(reader?: Reader): Promise<TestPage>;
  close(): Promise<void>;
}

/** One window, and what its browser complained about (script errors, content the policy refused). */
export interface TestPage {
  readonly page: Page;
  readonly complaints: string[];
  close(): Promise<void>;
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--mute-audio', '--force-color-profile=srgb'];

/** Starts a browser. One for each test file is enough: every window is a stranger to the others. */
export async function testChromium(): Promise<TestChromium> {
  const { path: executablePath } = await askAt<{ path: string }>('chromiumDoor');
  // The machine may send everything through a proxy; the sites of tests are on the loopback interface.
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [...flags, '--no-proxy-server'],
    // People's browsers keep pages for "back"; so must the browser that tests what "back" shows.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return {
    newPage: (reader = {}) => newPage(browser, reader),
    close: () => browser.close(),
  };
}

async function newPage(browser: Browser, { javaScript = true, width = 390, height = 844, dark = false, lang = 'en', forcedColors = false, calm = false }: Reader): Promise<TestPage> {
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: lang === 'fr' ? 'fr-CA' : 'en-CA',
    timezoneId: 'America/Vancouver',
    forcedColors: forcedColors ? 'active' : 'none',
    reducedMotion: calm ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (fault) => complaints.push(String(fault)));
  page.on('console', (message) => {
    // A refused or mistaken form answers 4xx on purpose; browsers note that as an error.
    if (message.type() === 'error' && !/status of (4\d\d|5\d\d)/.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
}

/** The checker itself, as text: it is put into the page that is looked at, without a window of its own for each look. */
let checker: string | undefined;

/**
 * What axe finds against WCAG 2.2 A and AA and its best practices, and against AAA contrast: one line for each place. An empty list is the aim.
 * Contrast is measured once, against AAA (1.4.6): what keeps to it keeps to AA (1.4.3), and measuring is most of axe's time.
 */
export async function axe(page: Page): Promise<string[]> {
  checker ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Past Playwright's own way, which hands it to eval: the browser keeps what it has compiled once, and the pages of one window share it.
  const tools = await page.context().newCDPSession(page);
  await tools.send('Runtime.evaluate', { expression: checker });
  await tools.detach();
  return page.evaluate(async () => {
    // A colour on its way to another is neither: what moves is brought to its end before it is judged.
    for (const moving of document.getAnimations()) if (moving.effect?.getComputedTiming().endTime !== Infinity) moving.finish();
    const { violations } = await (window as unknown as { axe: typeof Axe }).axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      checks: { 'color-contrast': { options: { contrastRatio: { normal: { expected: 7 }, large: { expected: 4.5 } } } } },
      // What passes need not be described, nor found again.
      resultTypes: ['violations'],
      selectors: false,
    } as Axe.RunOptions);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${(failureSummary ?? '').split('\n')[1]?.trim() ?? ''}`));
  });
}

const pictures = join(import.meta.dirname, '..', '..', 'journeys', 'pictures');

/** With `PICTURES=1`: keeps a picture of the whole page in `journeys/pictures/` (not committed), to be looked at by people. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES !== '1') return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
