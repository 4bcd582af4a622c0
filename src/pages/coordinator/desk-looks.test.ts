import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForRound, holdPair, workRounds } from '../../rooms/matching/index.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium } from '../../testing/browser.ts';
import { freePort } from '../../testing/free-port.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { type Served, serve } from '../../web/server.tsx';
import { townSite } from '../testing.ts';
import { busyDay, supports, value } from './desk-scene.ts';
import { manyAsk } from './rounds/rounds-scene.ts';

let town: Town;
let chromium: TestChromium;
let served: Served;
let token: string;
let aminas: string;
let pages: Record<string, string>;

beforeAll(async () => {
  const port = await freePort();
  [town, chromium] = await Promise.all([testTown({ config: { PORT: String(port) } }), testChromium()]);
  served = await serve((await townSite(town, { assets: await testAssets(), port })).app, { host: '127.0.0.1', port });
  const day = await busyDay(town);
  const at = `/programmes/${town.programme.slug}`;
  const { round, jun } = await twoRounds(day);
  pages = {
    today: '/today', waiting: `${at}/waiting`, request: `${at}/requests/${day.amina}`, 'request-by-phone': `${at}/requests/${day.farid}`, match: `${at}/requests/${day.amina}/match?all=yes`,
    applications: `${at}/applications`, application: `${at}/applications/${day.ivo}`, supporters: `${at}/supporters`, supporter: `${at}/supporters/${day.ben}`, matches: `${at}/matches`, messages: `${at}/messages`,
    beside: `${at}/requests/${day.amina}/match?with=${day.ben}&with=${jun}`, rounds: `${at}/rounds`, round: `${at}/rounds/${round}?ticked=all`, nobody: `${at}/rounds/${round}?show=nobody`,
    pair: `${at}/rounds/${round}/pairs/${day.amina}/${jun}`, forced: `${at}/rounds/${round}/pairs/${day.kit}/${jun}`, 'person-in-round': `${at}/rounds/${round}/people/${day.farid}`, swaps: `${at}/rounds/${round}/swaps`,
    recruitment: `${at}/recruitment`, fairness: `${at}/fairness`,
    person: `${at}/people/${await town.id('Amina')}`, 'written-down': `${at}/written-down`, answer: `${at}/requests/${day.farid}/answers/times`, 'letters-of': '/messages', letters: `/messages/${town.programme.slug}`,
  };
  token = (await town.session(await town.id('Chidi'))).token;
  aminas = (await town.session(await town.id('Amina'))).token;
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

test('A round in the making tells its steps to an open page; without scripts the page asks again by itself until the proposal stands there', { timeout: 60_000 }, async () => {
  const { round } = value(await askForRound(await town.as('Chidi'), { programme: town.programme.id }));
  const path = `${served.url}/programmes/${town.programme.slug}/rounds/${round}?lang=en`;
  const [live, plain] = await Promise.all([chromium.newPage(), chromium.newPage({ javaScript: false })]);
  for (const { page } of [live, plain]) {
    await page.context().addCookies([{ name: 'session', value: token, url: served.url }]);
    await page.goto(path);
    expect(await page.textContent('main')).toContain('Waiting for its turn');
  }
  await workRounds(town.house, town.org);
  await live.page.getByRole('link', { name: 'Show the proposal' }).waitFor({ timeout: 20_000 });
  expect(await axe(live.page)).toEqual([]);
  await plain.page.getByRole('heading', { name: 'The pairs of this round' }).waitFor({ timeout: 20_000 });
  expect(live.complaints).toEqual([]);
  await Promise.all([live.close(), plain.close()]);
});

/** Two rounds: after the first, Chidi says “not these two” for Amina and Ben, so that the second has something to compare. */
async function twoRounds(day: Awaited<ReturnType<typeof busyDay>>): Promise<{ round: string; jun: string }> {
  const chidi = await town.as('Chidi');
  const jun = await supports(town, 'Jun', { capacity: 1 });
  await manyAsk(town, 6);
  value(await askForRound(chidi, { programme: town.programme.id }));
  await workRounds(town.house, town.org);
  value(await holdPair(chidi, { request: day.amina, supporter: day.ben, kind: 'apart', reason: 'They were neighbours.' }));
  const { round } = value(await askForRound(chidi, { programme: town.programme.id }));
  await workRounds(town.house, town.org);
  return { round, jun };
}

const readers = [[390, false, 'fr'], [1200, true, 'en'], ...(process.env.EVERY_LOOK ? [[390, true, 'en'], [1200, false, 'fr']] as const : [])] as const;
/** Pages about everybody at once; the others are about one person at a time. */
const atOnce = new Set(['beside', 'rounds', 'round', 'nobody', 'pair', 'forced', 'person-in-round', 'swaps', 'recruitment', 'fairness']);

for (const [width, dark, lang, everybody] of readers.flatMap((reader) => [[...reader, false] as const, [...reader, true] as const])) {
  test(`The coordinator’s pages ${everybody ? 'about everybody at once' : 'about one person'} at ${width} px, ${dark ? 'by night' : 'by day'}, in ${lang}: axe finds nothing, nothing is wider than the screen`, { timeout: 120_000 }, async () => {
    const { page, complaints, close } = await chromium.newPage({ width, dark, lang });
    for (const [name, path] of Object.entries(pages).filter(([name]) => atOnce.has(name) === everybody)) {
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
