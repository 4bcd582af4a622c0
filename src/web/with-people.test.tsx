import { expect, test } from 'vitest';
import { testTown } from '../testing/town.ts';
import { siteOfTown } from '../testing/town-site.ts';
import { page } from './page.ts';

const mine = page({
  address: '/mine', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'Mine',
  body: ({ actor, lang }) => <h1>{actor.kind === 'person' ? `${lang} ${actor.person} ${actor.holds.map(({ role }) => role).join()}` : ''}</h1>,
});

test('A real session opens pages in its person’s language and roles; Leave ends it everywhere', async () => {
  const town = await testTown();
  const site = siteOfTown(town, { pages: [mine] });
  expect(await (await (await site.browser('Amina')).get('/mine')).text()).toContain(`<h1>fr ${await town.id('Amina')} </h1>`);
  const chidi = await site.browser('Chidi');
  expect(await (await chidi.get('/mine')).text()).toContain(`<h1>en ${await town.id('Chidi')} coordinator</h1>`);
  const token = chidi.cookies.get('session') ?? '';
  await chidi.post('/leave', {});
  expect(chidi.cookies.has('session')).toBe(false);
  chidi.cookies.set('session', token);
  expect((await chidi.get('/mine')).status).toBe(404);
  expect((await (await site.browser()).get('/mine')).status).toBe(404);
});
