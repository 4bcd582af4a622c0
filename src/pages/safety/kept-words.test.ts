import { beforeAll, expect, test } from 'vitest';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { wordsIn } from '../testing.ts';

let town: Town;
let site: TownSite;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
});
const words = 'She said that she sees no Friday, and I believe her.';

test('A stranger whose browser lost its cookie between page and post keeps every word of a concern, and sends it with one press more', async () => {
  const browser = await site.browser();
  const hidden = await browser.hidden('/concerns/new', 'raise');
  browser.cookies.clear();
  const again = await browser.post('/concerns/new', { ...hidden, now: 'now-unsure', seen: words, reach: '604 555 0100' });
  const html = await again.text();
  expect(again.status).toBe(403);
  expect(html).toContain(words);
  expect(html).toContain('604 555 0100');
  expect(wordsIn(html)).toContain('Everything you wrote is still here.');
  const { hiddenIn } = await import('../../testing/site.ts');
  const sent = await browser.post('/concerns/new', { ...hiddenIn(html, 'raise'), now: 'now-unsure', seen: words });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, '/concerns/sent']);
});

test('A stranger who was writing their own words for a request finds them on the page, with the way to begin again', async () => {
  const browser = await site.browser();
  const ask = `/p/${town.programme.slug}/ask`;
  expect((await browser.send(ask, 'begin:all', {})).status).toBe(303);
  const hidden = await browser.hidden(`${ask}/own-words`, 'answer');
  expect(hidden).toHaveProperty('sheet');
  browser.cookies.clear();
  const kept = await browser.post(`${ask}/own-words`, { ...hidden, text: words });
  const html = await kept.text();
  expect(kept.status).toBe(409);
  expect(html).toContain(words);
  expect(wordsIn(html)).toContain('This browser has forgotten what you began.');
  expect(html).toContain(`href="${ask}"`);
  expect(wordsIn(html)).not.toContain(hidden.sheet);
});
