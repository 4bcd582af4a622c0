import { setTimeout as pause } from 'node:timers/promises';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chromiumPath } from '../src/testing/chromium.ts';

/** The least of each that a page must have. */
const LEAST = { performance: 98, accessibility: 100, 'best-practices': 100 } as const;

/**
 * Lighthouse, as on a phone, on pages of a running site: `node bin/bench.mjs lighthouse http://127.0.0.1:3000 /p/caregivers /home=TOKEN`. What stands after an
 * equals sign is the session cookie of whoever reads the page. Performance is the best of three looks, since this machine does other things too.
 */
export async function run(words: readonly string[]): Promise<void> {
  const [origin = '', ...pages] = words;
  const chromePath = await chromiumPath();
  console.log('page                                   performance  accessibility  best practices   first paint  weight');
  for (const one of pages) {
    // A browser of its own for each: what an earlier page left in it would go with the next one's request instead of the session.
    const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-proxy-server'] });
    try {
      const [path = '', token = ''] = one.split('=');
      const best = { performance: 0, accessibility: 100, 'best-practices': 100 };
      let [paint, weight] = [Number.POSITIVE_INFINITY, 0];
      const missed = new Set<string>();
      for (let look = 0; look < 3; look += 1) {
        const answer = await lighthouse(`${origin}${path}`, { port: chrome.port, onlyCategories: Object.keys(LEAST), logLevel: 'error', ...(token !== '' && { extraHeaders: { Cookie: `session=${token}` } }) });
        const reached = new URL(answer?.lhr.finalDisplayedUrl ?? origin).pathname;
        if (reached !== path) throw new Error(`${path} led to ${reached}: is the session over?`);
        const categories = answer?.lhr.categories ?? {};
        const score = (name: keyof typeof LEAST) => Math.round((categories[name]?.score ?? 0) * 100);
        best.performance = Math.max(best.performance, score('performance'));
        best.accessibility = Math.min(best.accessibility, score('accessibility'));
        best['best-practices'] = Math.min(best['best-practices'], score('best-practices'));
        paint = Math.min(paint, answer?.lhr.audits['first-contentful-paint']?.numericValue ?? paint);
        weight = Number(answer?.lhr.audits['total-byte-weight']?.numericValue ?? weight);
        for (const [id, audit] of Object.entries(answer?.lhr.audits ?? {})) if (audit.score === 0 && audit.scoreDisplayMode === 'binary') missed.add(id);
        if (best.performance >= LEAST.performance) break;
        await pause(500);
      }
      console.log(`${path.slice(0, 38).padEnd(38)} ${String(best.performance).padStart(11)} ${String(best.accessibility).padStart(14)} ${String(best['best-practices']).padStart(15)} ${`${Math.round(paint)} ms`.padStart(13)} ${`${(weight / 1024).toFixed(0)} kB`.padStart(7)}${missed.size > 0 ? `   missed: ${[...missed].join(', ')}` : ''}`);
    } finally {
      chrome.kill();
    }
  }
}
