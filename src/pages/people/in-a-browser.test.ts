import { type Server, createServer as createHttpServer } from 'node:http';
import Provider from 'oidc-provider';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doorkeeperOf } from '../../opening/door.ts';
import { openNotice } from '../../platform/notices.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, testChromium } from '../../testing/browser.ts';
import { freePort } from '../../testing/free-port.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { askForSupport } from '../../testing/walking.ts';
import { memberOnDesk, requestOnDesk } from '../../rooms/desk/index.ts';
import { createSite, type Served, serve } from '../../web/server.tsx';

let town: Town;
let served: Served;
let chromium: TestChromium;
let home: string;
let ownAccounts: { server: Server; issuer: string };

beforeAll(async () => {
  const port = await freePort();
  home = `http://localhost:${port}`;
  ownAccounts = await openAccounts(`${home}/sign-in/organisation/back`);
  [town, chromium] = await Promise.all([
    testTown({ config: { PUBLIC_URL: home, OIDC_ISSUER: ownAccounts.issuer, OIDC_ID: 'companionway', OIDC_SECRET: 'known-to-both', OIDC_NAME: 'Example Hospital' } }),
    testChromium(),
  ]);
  const orgSeen = { org: town.org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' } as const;
  const app = createSite({ house: town.house, doorkeeper: doorkeeperOf(town.house), doorman: { orgOf: async () => orgSeen }, assets: await testAssets() });
  served = await serve(app, { host: '127.0.0.1', port });
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
  ownAccounts?.server.closeAllConnections();
  ownAccounts?.server.close();
});

async function windowOf(name?: CastName, reader: Reader = {}) {
  const opened = await chromium.newPage(reader);
  if (name !== undefined) {
    const { token } = await town.session(await town.id(name));
    await opened.page.context().addCookies([{ name: 'session', value: token, url: home, httpOnly: true, sameSite: 'Lax' }]);
  }
  opened.page.setDefaultTimeout(20_000);
  return opened;
}

/** The newest letter with a secret that somebody got. */
async function newestLetter(name: CastName, kind: string): Promise<{ token: string; code: string }> {
  const row = await town.db.owner.selectFrom('notice').selectAll().where('person_id', '=', await town.id(name)).where('kind', '=', kind).orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
  return JSON.parse(openNotice(town.house, town.org, row.id, 'secret', row.secret)) as { token: string; code: string };
}

test('Amina comes in by her link on a small telephone without scripts, in French, and says what to call her', async () => {
  await town.id('Amina');
  const { page, close } = await windowOf(undefined, { javaScript: false, lang: 'fr' });
  await page.goto(`${home}/me`);
  await page.getByLabel('Votre adresse courriel').fill('amina@example.org');
  await page.getByRole('button', { name: 'M’envoyer un lien' }).click();
  expect(await page.locator('h1').innerText()).toBe('Regardez vos courriels');
  const { token } = await newestLetter('Amina', 'sign-in-link');
  await page.goto(`${home}/sign-in/${token}`);
  await page.goto(`${home}/sign-in/${token}`);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  expect(new URL(page.url()).pathname).toBe('/me');
  await page.getByLabel('Comment vous voulez qu’on vous appelle').fill('Amina B.');
  await page.getByRole('button', { name: 'Garder' }).click();
  expect(await page.getByLabel('Comment vous voulez qu’on vous appelle').inputValue()).toBe('Amina B.');
  expect(await page.locator('body').innerText()).toContain('C’est gardé.');
  await page.goto(`${home}/me/devices`);
  expect(await page.locator('main').innerText()).toContain('cet appareil');
  await close();
});

test('Ben makes a passkey and comes in with it: nothing typed, the secret of his device never sent, and it counts as two steps', async () => {
  const { page, complaints, close } = await windowOf('Ben');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true } });
  const bodies: string[] = [];
  page.on('request', (request) => bodies.push(request.postData() ?? ''));
  await page.goto(`${home}/me/sign-in`);
  await page.getByLabel('A name for it').fill('my phone');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('The passkey is here.').waitFor();
  expect(await page.locator('main').innerText()).toContain('my phone');

  await page.goto(`${home}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${home}/sign-in?return=/me/devices`);
  await page.getByRole('link', { name: 'With a passkey' }).click();
  await page.getByRole('button', { name: 'Use my passkey' }).click();
  await page.waitForURL(`${home}/me/devices`);
  expect(bodies.filter((body) => body.includes('answer=')).length).toBe(2);
  // As a name, not as three letters that chance writes into a signature.
  expect(bodies.some((body) => /"prf"/i.test(decodeURIComponent(body)))).toBe(false);
  const session = await town.db.owner.selectFrom('session').selectAll().where('person_id', '=', await town.id('Ben')).orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
  expect(session).toMatchObject({ proof: 'passkey', device: 'chrome/linux' });
  expect(session.second_step_at).not.toBeNull();

  // A passkey that was removed opens nothing, and the answer says nothing of whose it was.
  await town.db.owner.updateTable('passkey').set({ removed_at: new Date() }).execute();
  await page.goto(`${home}/sign-in/passkey`);
  await page.getByRole('button', { name: 'Use my passkey' }).click();
  await page.getByText('This passkey does not open anything here.').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('Chidi’s first sign-in leads through setting up the second step, and a printed code stands in for a lost telephone', async () => {
  const { page, close } = await windowOf();
  const byLink = async (to: string) => {
    await page.goto(`${home}/sign-in?return=${to}`);
    await page.getByLabel('Your e-mail address').fill('chidi@example.org');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    const { code } = await newestLetter('Chidi', 'sign-in-link');
    await page.getByLabel('The code from the message').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await byLink('/today');
  expect(new URL(page.url()).pathname).toBe('/second-step');
  await page.getByRole('button', { name: 'Start' }).click();
  const words = (await page.locator('code').innerText()).replaceAll(' ', '');
  const app = new TOTP({ secret: Secret.fromBase32(words) });
  await page.getByLabel('The code your app shows now').fill(app.generate({ timestamp: town.clock.now().getTime() }));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL(/\/today/);

  await page.goto(`${home}/me/sign-in`);
  await page.getByRole('button', { name: 'Make codes' }).click();
  const codes = await page.locator('main ol code').allInnerTexts();
  expect(codes.length).toBe(10);
  await page.goto(`${home}/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();

  await byLink('/today');
  await page.getByText('Use a printed code instead').click();
  await page.getByLabel('One of your printed codes').fill(codes[3] ?? '');
  await page.getByRole('button', { name: 'Go on' }).last().click();
  await page.waitForURL(/\/today/);
  await page.goto(`${home}/me/recovery-codes`);
  expect(new URL(page.url()).pathname).toBe('/me/sign-in');
  await close();
});

test('Dalia connects her account of the hospital and comes in with it; one that nobody connected opens nothing', async () => {
  const { page, close } = await windowOf('Dalia');
  await page.goto(`${home}/me/sign-in`);
  await page.getByRole('link', { name: 'Connect it' }).click();
  await atWork(page, 'dalia-at-work');
  await page.getByRole('button', { name: 'Connect it' }).click();
  await page.getByText('It is connected. You can sign in with it next time.').waitFor();
  const afresh = await windowOf();
  await afresh.page.goto(`${home}/sign-in`);
  await afresh.page.getByRole('link', { name: 'With your Example Hospital account' }).click();
  await atWork(afresh.page, 'dalia-at-work');
  await afresh.page.getByRole('button', { name: 'Sign in' }).click();
  await afresh.page.waitForURL(/\/home|\/second-step|\/today/);
  const stranger = await windowOf();
  // Whoever turns back over there did nothing wrong, and may try again.
  await stranger.page.goto(`${home}/sign-in/organisation`);
  await stranger.page.locator('a[href$="/abort"]').click();
  expect(await stranger.page.locator('h1').innerText()).toBe('You came back without signing in');
  await stranger.page.getByRole('link', { name: 'Try again' }).click();
  await atWork(stranger.page, 'somebody-else');
  await stranger.page.getByRole('button', { name: 'Sign in' }).click();
  await stranger.page.getByText('not connected to anybody here').waitFor();
  // A code that somebody else began cannot be brought in.
  await stranger.page.goto(`${home}/sign-in/organisation/back?code=made-up&state=made-up`);
  expect(await stranger.page.locator('h1').innerText()).toBe('That did not work');
  for (const one of [close, afresh.close, stranger.close]) await one();
});

const strangers = ['/sign-in', '/sign-in/password', '/sign-in/passkey', '/sign-in/some-token-of-a-letter', '/not-me/some.token'];
const members = ['/me', '/me/sign-in', '/me/devices', '/me/looked', '/me/email', '/me/confirm', '/me/leave', '/second-step', '/sign-out'];

test.each([
  { lang: 'fr', dark: false, width: 390 }, { lang: 'en', dark: true, width: 1200 },
] as const)('Every page is clean for axe and fits the screen ($lang, dark $dark, $width)', async (reader) => {
  const member = reader.lang === 'fr' ? 'Amina' : 'Grace';
  const request = await askForSupport(town, member);
  // So that “Who looked at my record” has something to show.
  await requestOnDesk(await town.as('Chidi'), { programme: town.programme.slug, request });
  await memberOnDesk(await town.as('Hana'), { programme: town.programme.slug, person: await town.id(member) });
  for (const [who, paths] of [[undefined, strangers], [member, members], ['Hana', ['/sign-somebody-out', '/how-the-house-is']]] as const) {
    const { page, complaints, close } = await windowOf(who, { ...reader, height: 2000 });
    for (const path of paths) {
      await page.goto(`${home}${path}`);
      expect([path, await axe(page)]).toEqual([path, []]);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)]).toEqual([path, 0]);
      await picture(page, `people${path.replaceAll(/[/.]/g, '-')}-${reader.width}-${reader.lang}${reader.dark ? '-dark' : ''}`);
    }
    expect(complaints).toEqual([]);
    await close();
  }
}, 180_000);

/** Says yes on the pages of the organisation's own sign-in. */
async function atWork(page: Page, who: string): Promise<void> {
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
}

/** An organisation's own sign-in service, as a hospital has one. */
async function openAccounts(back: string): Promise<{ server: Server; issuer: string }> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'companionway', client_secret: 'known-to-both', redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'] }],
    pkce: { required: () => true },
    cookies: { keys: ['for-tests-only'] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const server = createHttpServer(provider.callback());
  await new Promise<void>((open) => { server.listen(port, '127.0.0.1', () => open()); });
  return { server, issuer };
}
