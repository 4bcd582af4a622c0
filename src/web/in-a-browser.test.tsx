import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { act } from '../platform/act.ts';
import { done } from '../platform/outcome.ts';
import { testAssets } from '../testing/assets.ts';
import { axe, type Reader, type TestChromium, testChromium } from '../testing/browser.ts';
import { type TestSite, testSite } from '../testing/site.ts';
import { Button, Form, LiveFeed, PasskeyButton, TalkTurn, Textarea } from '../ui/index.ts';
import { form } from './form.ts';
import { live } from './live.ts';
import { page } from './page.ts';
import { type Served, serve } from './server.tsx';

let home = '';
let chromium: TestChromium;
let site: TestSite;
let served: Served;
let written: string[] = [];
let turns: string[] = [];
let slow = 0;
let liveFeed = '';

const write = act({
  name: 'hinge.write',
  input: z.object({ about: z.string().trim().min(1).max(200) }),
  may: () => true,
  async perform(_, { about }) {
    if (slow > 0) await new Promise((go) => setTimeout(go, slow));
    written.push(about);
    return done();
  },
});

const pages = [
  page({ address: '/', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'First', body: () => <><h1>First page</h1><a href="/mine">Mine</a></> }),
  page({ address: '/sign-in', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Sign in', body: () => <h1>Please sign in</h1> }),
  page({ address: '/mine', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'Mine', body: () => <><h1>Only for me</h1><a href="/more">More</a><a href="/">First</a></> }),
  page({ address: '/more', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'More', body: () => <><h1>Also only for me</h1><a href="/mine">Mine</a></> }),
  page({ address: '/help', may: 'anyone', chrome: 'public', scripts: ['offline'], load: () => ({}), title: () => 'Help', body: () => <h1>Call somebody</h1> }),
  page({ address: '/hashed', may: 'anyone', chrome: 'public', scripts: ['live-feed'], load: () => ({}), title: () => 'Hashed', body: () => <h1>With a hash</h1> }),
  page({ address: '/unhashed', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Unhashed', body: () => <><h1>Without</h1><script type="module" src={liveFeed} /></> }),
  page({
    address: '/write', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Write',
    forms: { note: form({ act: write, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '/write', say: 'web.again' }), refusals: {} }) },
    body: (seen) => <><h1>Write</h1><Form seen={seen} name="note"><Textarea of="about" label="About" /><Button>Send</Button></Form></>,
  }),
  page({
    address: '/talk', may: 'anyone', chrome: 'public', scripts: ['live-feed'], load: () => ({ shown: [...turns] }), title: () => 'Talk',
    body: ({ data, now }) => (
      <LiveFeed from="/talk/live" last={String(data.shown.length)}><ol class="talk" role="list">{data.shown.map((words, index) => <TalkTurn key={index} turn={{ id: String(index + 1), mine: false, who: 'Ben', body: words, at: now, when: '' }} />)}</ol></LiveFeed>
    ),
  }),
  live({
    address: '/talk/live', may: 'anyone', topics: () => ['talk'],
    since: async ({ now }, last) => turns.slice(Number(last || 0)).map((words, index) => {
      const id = String(Number(last || 0) + index + 1);
      return { id, body: <TalkTurn turn={{ id, mine: false, who: 'Ben', body: words, at: now, when: '' }} /> };
    }),
  }),
];

beforeAll(async () => {
  const assets = await testAssets();
  liveFeed = assets.script('live-feed')?.href ?? '';
  chromium = await testChromium();
  site = await testSite({ pages, assets });
  served = await serve(site.app, { host: '127.0.0.1', port: 0 });
  home = served.url;
});
beforeEach(() => {
  written = [];
  turns = [];
  slow = 0;
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

/** A window with a member signed in, unless `token` is undefined. */
async function windowOf(reader: Reader, token?: string) {
  const opened = await chromium.newPage(reader);
  if (token !== undefined) await opened.page.context().addCookies([{ name: 'session', value: token, url: home, httpOnly: true, sameSite: 'Lax' }]);
  return opened;
}

for (const javaScript of [true, false]) {
  test(`A form with a mistake comes back with its words, and is then done, ${javaScript ? 'with' : 'without'} scripts`, async () => {
    const { page: tab, complaints, close } = await windowOf({ javaScript });
    await tab.goto(`${home}/write`);
    await tab.getByRole('textbox').fill(`${'x'.repeat(201)}`);
    await tab.getByRole('button', { name: 'Send' }).click();
    expect(await tab.getByRole('alert').textContent()).toContain('Make it shorter than 200');
    if (javaScript) expect(await tab.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    if (javaScript) expect(await axe(tab)).toEqual([]);
    await tab.getByRole('alert').getByRole('link').click();
    expect(await tab.getByRole('textbox').inputValue()).toHaveLength(201);
    await tab.getByRole('textbox').fill('a line\n\nand another <b>');
    await tab.getByRole('button', { name: 'Send' }).click();
    await tab.getByRole('status').waitFor();
    expect(written).toEqual(['a line\n\nand another <b>']);
    expect(complaints).toEqual([]);
    await close();
  });
}

test('A double tap sends a form once', async () => {
  slow = 800;
  const { page: tab, close } = await windowOf({});
  await tab.goto(`${home}/write`);
  await tab.getByRole('textbox').fill('once');
  const sent: string[] = [];
  tab.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())));
  await tab.evaluate(() => {
    const button = document.querySelector<HTMLElement>('form[id] button');
    button?.click();
    setTimeout(() => button?.click(), 150);
  });
  await tab.getByRole('status').waitFor();
  expect(written).toEqual(['once']);
  expect(sent).toHaveLength(1);
  await close();
});

test('Leave by button: the session is over, the page is gone, and "back" shows the way in', async () => {
  const token = site.signIn({}, { sharedDevice: false });
  const { page: tab, close } = await windowOf({}, token);
  await tab.goto(`${home}/mine`);
  await tab.getByRole('link', { name: 'More' }).click();
  await tab.getByText('Also only for me').waitFor();
  await tab.getByRole('button', { name: 'Leave' }).click();
  await tab.waitForURL('**/away');
  expect(await tab.title()).toMatch(/^Weather/);
  expect((await tab.context().cookies()).map(({ name }) => name)).not.toContain('session');
  await tab.goBack();
  await tab.getByText('Please sign in').waitFor();
  expect(await tab.content()).not.toContain('Only for me');
  await close();
});

test('Leave by pressing Shift three times; other keys between do not count', async () => {
  const { page: tab, close } = await windowOf({}, site.signIn());
  await tab.goto(`${home}/mine`);
  for (const key of ['Shift', 'a', 'Shift', 'b', 'Shift']) await tab.keyboard.press(key);
  await tab.waitForTimeout(200);
  expect(tab.url()).toBe(`${home}/mine`);
  for (const key of ['Shift', 'Shift', 'Shift']) await tab.keyboard.press(key);
  await tab.waitForURL('**/away');
  await close();
});

test('Leave works without scripts: the cookie changes, so "back" shows the way in', async () => {
  const { page: tab, close } = await windowOf({ javaScript: false }, site.signIn());
  await tab.goto(`${home}/mine`);
  await tab.getByRole('button', { name: 'Leave' }).click();
  await tab.waitForURL('**/away');
  await tab.goBack();
  expect(await tab.content()).toContain('Please sign in');
  await close();
});

test('A session that ends elsewhere leaves nothing behind "back" (the browser’s memory of the page is wiped and asked anew)', async () => {
  const token = site.signIn({}, { sharedDevice: false });
  const { page: tab, close } = await windowOf({}, token);
  await tab.goto(`${home}/mine`);
  await tab.getByRole('link', { name: 'First' }).click();
  await tab.getByText('First page').waitFor();
  await site.endSession(token);
  await tab.goBack();
  await tab.getByText('Please sign in').waitFor();
  expect(await tab.content()).not.toContain('Only for me');
  await close();
});

test('On a shared device, moving about leaves one entry in the tab, and none of it after leaving', async () => {
  const { page: tab, close } = await windowOf({}, site.signIn({}, { sharedDevice: true }));
  await tab.goto(`${home}/`);
  await tab.goto(`${home}/mine`);
  const before = await tab.evaluate(() => history.length);
  await tab.getByRole('link', { name: 'More' }).click();
  await tab.getByText('Also only for me').waitFor();
  await tab.getByRole('link', { name: 'Mine', exact: true }).click();
  await tab.getByText('Only for me').waitFor();
  expect(await tab.evaluate(() => history.length)).toBe(before);
  await tab.getByRole('button', { name: 'Leave' }).click();
  await tab.waitForURL('**/away');
  await tab.goBack();
  await tab.waitForURL(`${home}/`);
  await close();
});

test('Every open tab of the site leaves together', async () => {
  const { page: tab, close } = await windowOf({}, site.signIn());
  const other = await tab.context().newPage();
  await tab.goto(`${home}/mine`);
  await other.goto(`${home}/more`);
  await tab.getByRole('button', { name: 'Leave' }).click();
  await other.waitForURL('**/away');
  await close();
});

test('A live list gets what happens, and what it missed while the line was down: once each, in order', async () => {
  turns = ['one'];
  const { page: tab, complaints, close } = await windowOf({});
  await tab.goto(`${home}/talk`);
  const words = () => tab.locator('.talk .said').allTextContents();
  const say = (text: string) => {
    turns.push(text);
    site.house.bus.publish({ org: site.org, topic: 'talk', mark: '' });
  };
  await expect.poll(words).toEqual(['one']);
  await tab.waitForTimeout(300);
  say('two <b>');
  await expect.poll(words).toEqual(['one', 'two <b>']);
  expect(complaints).toEqual([]);
  await tab.context().setOffline(true);
  await served.close();
  say('three');
  say('four');
  served = await serve(site.app, { host: '127.0.0.1', port: served.port });
  await tab.context().setOffline(false);
  await expect.poll(words, { timeout: 15_000 }).toEqual(['one', 'two <b>', 'three', 'four']);
  await close();
});

test('The help page opens without a connection once it was visited, in a copy that names nobody', async () => {
  const { page: tab, complaints, close } = await windowOf({}, site.signIn());
  await tab.goto(`${home}/help`);
  const copy = () => tab.evaluate(async () => (await navigator.serviceWorker.ready) && (await (await caches.open('help')).match('/help'))?.text());
  await expect.poll(copy).toBeDefined();
  const kept = await copy();
  expect(kept).toContain('Call somebody');
  expect(kept).not.toContain('data-private');
  expect(complaints).toEqual([]);
  await served.close();
  await tab.goto(`${home}/help`);
  expect(await tab.getByRole('heading').textContent()).toBe('Call somebody');
  served = await serve(site.app, { host: '127.0.0.1', port: served.port });
  await close();
});

test('Markup made from text, inline script and script without a hash do not run', async () => {
  const { page: tab, complaints, close } = await windowOf({});
  await tab.goto(`${home}/`);
  const end = await tab.evaluate(() => {
    try {
      document.body.innerHTML = '<b>x</b>';
      return 'made';
    } catch (reason) {
      return (reason as Error).name;
    }
  });
  expect(end).toBe('TypeError');
  await tab.evaluate(() => {
    const script = document.createElement('script');
    script.append('window.ran = true');
    document.head.append(script);
  }).catch(() => undefined);
  expect(await tab.evaluate(() => 'ran' in window)).toBe(false);
  expect(complaints.length).toBeGreaterThan(0);
  complaints.length = 0;
  await tab.goto(`${home}/hashed`, { waitUntil: 'load' });
  expect(complaints).toEqual([]);
  await tab.goto(`${home}/unhashed`, { waitUntil: 'load' });
  // Had it run, its policy would not have been allowed on this page, and the browser would have said so.
  await tab.waitForTimeout(300);
  expect(complaints).toEqual([]);
  await close();
});

test('A passkey is made and used through an ordinary form, and what it derives for itself never leaves the device', async () => {
  const answers: string[] = [];
  const keep = act({ name: 'hinge.keep', input: z.object({ answer: z.string() }), may: () => true, perform: async (_, { answer }) => { answers.push(answer); return done(); } });
  const common = { challenge: 'Y2hhbGxlbmdl', rpId: 'localhost', extensions: { prf: { eval: { first: new Uint8Array(32) } } } };
  const options = {
    create: { ...common, rp: { id: 'localhost', name: 'House' }, user: { id: 'a2l0', name: 'kit', displayName: 'Kit' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }], extensions: { prf: {} }, authenticatorSelection: { residentKey: 'required' } },
    use: { ...common, extensions: { prf: {} } },
  } as const;
  const doors = (['create', 'use'] as const).map((kind) => page({
    address: `/${kind}`, may: 'anyone', chrome: 'public', scripts: ['passkey'], load: () => ({}), title: () => kind,
    forms: { key: form({ act: keep, read: (fields) => ({ answer: fields.text('answer') }), then: () => ({ to: '/use', say: 'web.again' }), refusals: {} }) },
    body: (seen) => <><h1>Key</h1><Form seen={seen} name="key"><PasskeyButton of="answer" kind={kind} options={options[kind]} refused="Use the link in your mail instead.">Go on</PasskeyButton></Form></>,
  }));
  const house = await testSite({ pages: doors, assets: await testAssets(), database: site.house.db });
  const door = await serve(house.app, { host: '127.0.0.1', port: 0 });
  const { page: tab, complaints, close } = await chromium.newPage({});
  const devices = await tab.context().newCDPSession(tab);
  await devices.send('WebAuthn.enable');
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true } });
  for (const kind of ['create', 'use']) {
    await tab.goto(`http://localhost:${door.port}/${kind}`);
    await tab.getByRole('button', { name: 'Go on' }).click();
    await tab.getByText('Try again').waitFor();
  }
  expect(answers.map((answer) => JSON.parse(answer).type)).toEqual(['public-key', 'public-key']);
  expect(answers.join()).not.toContain('prf');
  await devices.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  await devices.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', isUserVerified: false, hasUserVerification: true } });
  await tab.goto(`http://localhost:${door.port}/use`);
  await tab.getByRole('button', { name: 'Go on' }).click();
  await tab.getByText('Use the link in your mail instead.').waitFor();
  expect(complaints).toEqual([]);
  await close();
  await door.close();
});
