import { beforeAll, expect, test } from 'vitest';
import type { Letter } from '../../mail/index.ts';
import { deliverNotices } from '../../rooms/notifications/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import type { TestBrowser } from '../../testing/site.ts';

let town: Town;
let site: TownSite;
const posted: Letter[] = [];
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  for (const name of ['Amina', 'Ben', 'Kit'] as const) await town.id(name);
});

/** Every letter that waits, and where its link leads on this site. */
async function letters(): Promise<{ to: string; subject: string; body: string; link: string }[]> {
  posted.length = 0;
  const hand = async (letter: Letter) => {
    posted.push(letter);
    return { kind: 'handed' } as const;
  };
  await deliverNotices(town.house, town.org, { hand, close: async () => undefined });
  return posted.map(({ to, subject, body }) => ({ to, subject, body: body.join('\n'), link: new URL(/https?:\S+/.exec(body.join('\n'))?.[0] ?? 'http://none').pathname }));
}

/** A page without what differs from one showing to the next: keys, marks and numbers of the request. */
async function plain(answer: Response): Promise<{ status: number; to: string | null; cookies: string[]; body: string }> {
  const body = (await answer.text()).replaceAll(/value="[\w.-]{20,}"/g, 'value=""').replaceAll(/nobody@example\.org|ben@example\.org|kit@example\.org/g, 'somebody');
  return { status: answer.status, to: answer.headers.get('location'), cookies: answer.headers.getSetCookie().map((line) => line.split('=')[0] ?? ''), body };
}

async function signInByLetter(browser: TestBrowser, email: string, fields: Record<string, string> = {}): Promise<Response> {
  await browser.send('/sign-in', 'ask', { email });
  const letter = (await letters()).find(({ to, link }) => to === email && link.startsWith('/sign-in/'));
  return browser.send(letter?.link ?? '/none', 'enter', fields);
}

test('Pages, addresses, statuses and cookies are the same whether or not an address is known; only the letter differs', async () => {
  const seen = [];
  for (const email of ['ben@example.org', 'nobody@example.org']) {
    const browser = await site.browser();
    const asked = await plain(await browser.send('/sign-in', 'ask', { email }));
    const page = await plain(await browser.get('/sign-in/code'));
    const wrong = await plain(await browser.send('/sign-in/code', 'code', { code: '1234 5678' }));
    const told = await plain(await browser.get('/sign-in/code'));
    const password = await plain(await browser.send('/sign-in/password', 'enter', { email, password: 'none of their words' }));
    const after = await plain(await browser.get('/sign-in/password'));
    seen.push({ asked, page, wrong, told, password, after });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[0]?.asked).toMatchObject({ status: 303, to: '/sign-in/code' });
  expect((await letters()).map(({ to }) => to)).toEqual(['ben@example.org']);
});

test('A letter tells of a sign-in on another device, in the person’s language and naming nothing; its link signs out everywhere', async () => {
  const own = await site.browser();
  expect((await signInByLetter(own, 'amina@example.org')).headers.get('location')).toBe('/home');
  expect(await letters()).toEqual([]);
  const other = await site.browser();
  await signInByLetter(other, 'amina@example.org');
  const [letter, ...more] = await letters();
  expect(more).toEqual([]);
  expect(letter).toMatchObject({ to: 'amina@example.org' });
  expect(letter?.body).toMatch(/appareil inconnu/);
  expect(letter?.body).not.toMatch(/Amina|firefox|chrome/i);

  expect((await other.get('/me')).status).toBe(200);
  const anybody = await site.browser();
  expect((await anybody.get(letter?.link ?? '')).status).toBe(200);
  expect((await other.get('/me')).status).toBe(200);
  expect((await anybody.send(letter?.link ?? '', 'end', {})).headers.get('location')).toBe('/sign-in');
  for (const browser of [own, other]) expect((await browser.get('/me')).headers.get('location')).toMatch(/^\/sign-in/);
});

test('Whoever turns back at the organisation’s own sign-in reads that nothing has changed, and finds the other ways', async () => {
  const turned = await (await (await site.browser()).get('/sign-in/organisation/back?error=access_denied&state=x')).text();
  expect(turned).toContain('You came back without signing in');
  expect(turned).toContain('href="/sign-in"');
  const connecting = await (await (await site.browser('Ben')).get('/sign-in/organisation/back?error=access_denied&state=x')).text();
  expect(connecting).toContain('nothing is connected');
  expect(connecting).toContain('href="/me/sign-in"');
  expect(await (await (await site.browser()).get('/sign-in/organisation/back?code=made-up&state=x')).text()).toContain('That did not work');
});

test('On a shared computer the browser keeps nothing once it closes; on one’s own it keeps the session and is known again', async () => {
  const shared = (await signInByLetter(await site.browser(), 'kit@example.org', { shared: 'yes' })).headers.getSetCookie();
  expect(shared.find((line) => line.startsWith('session='))).not.toMatch(/max-age/i);
  expect(shared.some((line) => line.startsWith('visitor='))).toBe(false);
  const own = (await signInByLetter(await site.browser(), 'kit@example.org')).headers.getSetCookie();
  expect(own.find((line) => line.startsWith('session='))).toMatch(/Max-Age=2592000; .*HttpOnly/i);
  expect(own.find((line) => line.startsWith('visitor='))).toMatch(/Max-Age=5184000/i);
});

test('A new letter is one press away, from the page that waits for the code and from behind a link that is too old, and leads where they were headed', async () => {
  const browser = await site.browser();
  await letters();
  await browser.send('/sign-in?return=/me/devices', 'ask', { email: 'ben@example.org' });
  const [first] = await letters();
  expect(first?.body).toContain('10');
  expect((await browser.send('/sign-in/code', 'again', {})).headers.get('location')).toBe('/sign-in/code');
  const [second] = await letters();
  expect([second?.to, second?.link === first?.link]).toEqual(['ben@example.org', false]);
  town.clock.moveBy(11 * 60_000);
  const telephone = await site.browser();
  const late = await telephone.send(second?.link ?? '', 'enter', {});
  expect([late.status, (await late.text()).includes('Send me a new letter')]).toEqual([409, true]);
  expect((await telephone.send(second?.link ?? '', 'again', {})).headers.get('location')).toBe('/sign-in/code');
  const [third] = await letters();
  expect((await telephone.send(third?.link ?? '', 'enter', {})).headers.get('location')).toBe('/me/devices');
});

test('An administrator signs somebody out on a page that nobody else has; whoever was signed out reads it where they are signed in', async () => {
  const [hana, ben] = [await site.browser('Hana'), await site.browser('Ben')];
  for (const nobody of [ben, await site.browser('Chidi')]) expect((await nobody.get('/sign-somebody-out')).status).toBe(404);
  expect(await (await hana.get('/me/devices')).text()).toContain('href="/sign-somebody-out"');
  expect(await (await ben.get('/me/devices')).text()).not.toContain('/sign-somebody-out');
  expect((await ben.get('/me')).status).toBe(200);
  await letters();
  expect((await hana.send('/sign-somebody-out', 'one', { email: 'ben@example.org' })).headers.get('location')).toBe('/sign-somebody-out');
  expect((await ben.get('/me')).headers.get('location')).toMatch(/^\/sign-in/);
  const [letter] = await letters();
  expect(letter).toMatchObject({ to: 'ben@example.org', subject: 'You were signed out' });
  expect(letter?.body).toMatch(/signed you out on every device.*Nothing of yours is lost/s);
  expect(letter?.body).not.toMatch(/Hana|sign in was changed/);
  await town.db.owner.updateTable('person').set({ lang: 'fr' }).where('id', '=', await town.id('Kit')).execute();
  await hana.send('/sign-somebody-out', 'one', { email: 'kit@example.org' });
  expect((await letters())[0]).toMatchObject({ to: 'kit@example.org', subject: 'Vos sessions sont fermées', body: expect.stringContaining('a fermé vos sessions sur tous vos appareils') });
  const again = await site.browser();
  await signInByLetter(again, 'ben@example.org');
  expect(await (await again.get('/me/devices')).text()).toContain('Hana, who looks after this place, signed you out on every device.');
  expect((await hana.send('/sign-somebody-out', 'all', {})).status).toBe(422);
});

test('A new address is confirmed by the code in its letter; who leaves is signed out and hears from us once more', async () => {
  const kit = await site.browser('Kit');
  await letters();
  await kit.send('/me/email', 'add', { email: 'kit.again@example.org' });
  const [letter] = await letters();
  expect(letter?.to).toBe('kit.again@example.org');
  const code = /\d{4} ?\d{4}/.exec(letter?.body ?? '')?.[0] ?? '';
  expect((await kit.send('/me/confirm', 'code', { code })).headers.get('location')).toBe('/me');
  expect(await (await kit.get('/me')).text()).toContain('kit.again@example.org');

  expect((await kit.send('/me/leave', 'leave', {})).status).toBe(422);
  const gone = await kit.send('/me/leave', 'leave', { sure: 'yes' });
  expect(gone.headers.get('location')).toBe('/');
  expect((await (await site.browser()).send('/sign-in', 'ask', { email: 'kit@example.org' })).status).toBe(303);
  expect((await letters()).map(({ to, link }) => [to, link.startsWith('/sign-in')])).toEqual([['kit@example.org', false]]);
});
