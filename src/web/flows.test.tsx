
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testAssets } from '../testing/assets.ts';
import { hiddenIn, testSite } from '../testing/site.ts';
import { Button, Choices, Field, Form } from '../ui/index.ts';
import { openStreams } from './answer-live.ts';
import { fieldsOf } from './fields.ts';
import { form } from './form.ts';
import { limits, ordinaryRates } from './limits.ts';
import { elsewhere, page } from './page.ts';
import { pathOnly } from './send.tsx';
import { serve } from './server.tsx';
import { broken, longer, pages, say } from './pages-for-tests.tsx';

const assets = await testAssets();
const site = await testSite({ pages, assets });

test('A session begins and ends by cookie; what a flow keeps comes back and cannot be changed', async () => {
  const browser = site.browser();
  const answer = await browser.send('/say', 'enter:7', {});
  expect(answer.headers.getSetCookie().find((line) => line.startsWith('session='))).toBe('session=a-new-token; Path=/; HttpOnly; SameSite=Lax');
  expect(await (await browser.get('/kept')).text()).toContain('<h1>xyz</h1>');
  const kept = browser.cookies.get('kept') ?? '';
  browser.cookies.set('kept', kept.slice(0, -2) + (kept.endsWith('AA') ? 'BB' : 'AA'));
  expect(await (await browser.get('/kept')).text()).toContain('<h1>nothing</h1>');
  browser.cookies.set('kept', kept);
  site.clock.moveBy(16 * 60_000);
  expect(await (await browser.get('/kept')).text()).toContain('<h1>nothing</h1>');
  site.clock.moveBy(-16 * 60_000);
  const end = await browser.send('/say', 'end', {});
  expect(end.headers.getSetCookie().join()).toMatch(/session=; Max-Age=0/);
});

test('An act cannot send anybody away from this site, and a flash that somebody changed says nothing', async () => {
  const browser = site.browser();
  const answer = await browser.send('/say', 'say', { about: 'x' });
  expect(answer.headers.get('location')).toBe('/');
  browser.cookies.set('flash', `${browser.cookies.get('flash')}x`);
  const html = await (await browser.get('/')).text();
  expect(html).not.toContain('role="status"');
  expect(browser.cookies.has('flash')).toBe(false);
});

test('Too many tries are slowed with 429, the typed words kept; waiting helps', async () => {
  const slow = await testSite({ pages, assets, database: site.house.db, limits: limits({ ...ordinaryRates, 'ordinary/person': { points: 2, seconds: 30 }, pages: { points: 40, seconds: 3_600 } }) });
  // The limiter counts by this clock: it stands still until it is moved, however long the machine takes.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const browser = slow.browser(slow.signIn());
  const hidden = await browser.hidden('/say', 'say');
  const tries = [];
  for (let nth = 0; nth < 3; nth++) tries.push(await browser.post('/say', { ...hidden, about: 'dear words' }));
  expect(tries.map(({ status }) => status)).toEqual([303, 303, 429]);
  expect(tries[2]?.headers.get('retry-after')).toBe('30');
  expect(await tries[2]?.text()).toContain('value="dear words"');
  vi.setSystemTime(Date.now() + 30_001);
  expect((await browser.post('/say', { ...hidden, about: 'dear words' })).status).toBe(303);
  // Asking only for the headers makes the whole page all the same, so it counts like one.
  const head = () => slow.app.request(new Request(`${slow.house.config.publicUrl}/`, { method: 'HEAD' }));
  for (let nth = 0; nth < 40; nth++) await head();
  expect([(await head()).status, (await browser.get('/')).status]).toEqual([429, 429]);
});

test('A network address is believed from a proxy of ours alone, and then only the last one it added', async () => {
  const networks = async (environment: Record<string, string>, told: readonly string[]) => {
    const seen: string[] = [];
    const counting = await testSite({ pages, assets, database: site.house.db, environment, limits: { count: async (_, key) => void seen.push(key) } });
    for (const one of told) await counting.browser().get('/', { 'x-forwarded-for': one, 'x-real-ip': one, forwarded: `for=${one}` });
    return new Set(seen).size;
  };
  const told = ['6.6.6.1, 10.0.0.9', '6.6.6.2, 10.0.0.9', '10.0.0.9'];
  expect(await networks({}, [...told, '6.6.6.3'])).toBe(1);
  expect(await networks({ TRUST_PROXY: '1' }, told)).toBe(1);
  expect(await networks({ TRUST_PROXY: '1' }, [...told, '6.6.6.3'])).toBe(2);
});
test('A body larger than the form allows is refused before it is read, told or not', async () => {
  const browser = site.browser();
  const hidden = await browser.hidden('/say', 'say');
  expect((await browser.post('/say', { ...hidden, about: 'x'.repeat(1_100_000) })).status).toBe(413);
  const endless = new ReadableStream({ pull: (sink) => sink.enqueue(new Uint8Array(65_536)) });
  const headers = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await site.app.request(new Request('http://127.0.0.1:3000/say', { method: 'POST', body: endless, headers, duplex: 'half' } as RequestInit));
  expect(answer.status).toBe(413);
});

test('Odd bodies and methods are answered calmly', async () => {
  const browser = site.browser();
  for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x', 'text/plain']) {
    const answer = await browser.get('/say').then(() => site.app.request(new Request('http://127.0.0.1:3000/say', { method: 'POST', body: '{"a', headers: { host: '127.0.0.1:3000', 'sec-fetch-site': 'same-origin', 'content-type': type } })));
    expect(answer.status).toBe(400);
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    expect((await site.app.request(new Request('http://127.0.0.1:3000/say', { method, headers: { host: '127.0.0.1:3000' } }))).status).toBe(404);
  }
  expect((await site.app.request(new Request('http://127.0.0.1:3000/', { method: 'HEAD', headers: { host: '127.0.0.1:3000' } }))).status).toBe(200);
});

test('TRACE and CONNECT over the wire give nothing back of what was sent', async () => {
  const served = await serve(site.app, { host: '127.0.0.1', port: 0 });
  const say = (first: string) => new Promise<string>((told) => {
    let heard = '';
    const socket = connect(served.port, '127.0.0.1', () => socket.write(`${first} HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nCookie: session=planted-4417\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk) => (heard += chunk.toString())).on('error', () => told(heard)).on('close', () => told(heard));
  });
  const [traced, connected] = [await say('TRACE /say'), await say('CONNECT 127.0.0.1:22')];
  expect(traced).toMatch(/^HTTP\/1\.1 404 /);
  expect(connected).not.toMatch(/^HTTP\/1\.1 2/);
  expect(traced + connected).not.toContain('planted-4417');
  await served.close();
});
test('A post of a hundred thousand small fields is read in one walk', () => {
  const data = new FormData();
  for (let at = 0; at < 100_000; at += 1) data.append(`a.${at}`, 'x');
  const before = process.cpuUsage();
  expect(Object.keys(fieldsOf(data).under('a.')).length).toBe(100_000);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(5_000);
});
test('An address that browsers would read as another site leads home', () => {
  for (const to of ['//evil.example', '/\\evil.example', '/\t/evil.example', '/\n/evil.example', 'https://evil.example', 'javascript:alert(1)', '', '/a\\b']) expect(pathOnly(to)).toBe('/');
  for (const to of ['/', '/home', '/p/caregivers?step=2#top', '/%5Cx']) expect(pathOnly(to)).toBe(to);
});
test('Words typed before a session ended are kept, and sent by the one who signs in again', async () => {
  const token = site.signIn();
  const browser = site.browser(token);
  const writable = page({
    address: '/note', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'Note',
    forms: { note: form({ act: say, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '/' }), refusals: {} }) },
    body: (seen) => <Form seen={seen} name="note"><Field of="about" label="About" /><Button>Send</Button></Form>,
  });
  const own = await testSite({ pages: [writable], database: site.house.db });
  const member = own.signIn();
  const one = own.browser(member);
  const hidden = await one.hidden('/note', 'note');
  own.endSession(member);
  const lost = await one.post('/note', { ...hidden, about: 'a long and dear text' });
  const html = await lost.text();
  expect([lost.status, html.includes('a long and dear text')]).toEqual([403, true]);
  expect(html).toContain('You were signed out');
  const back = own.browser(own.signIn());
  const again = await back.post('/note', { ...hidden, about: 'a long and dear text' });
  expect([again.status, (await again.text()).includes('value="a long and dear text"')]).toEqual([403, true]);
  expect((await back.send('/note', 'note', { about: 'a long and dear text' })).status).toBe(303);
  expect(browser.cookies.size).toBe(1);
});

test('A stream says what was missed, with ids, through proxies, and only to who may', async () => {
  const answer = await site.browser(site.signIn()).get('/live');
  expect(Object.fromEntries(['content-type', 'cache-control', 'x-accel-buffering'].map((name) => [name, answer.headers.get(name)]))).toEqual({
    'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no',
  });
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let words = '';
  while (!words.includes('two')) words += decoder.decode((await reader?.read())?.value);
  expect(words).toBe('retry: 2000\n\nid: 1\nevent: add\ndata: one\ndata: two\n\n');
  await reader?.cancel();
  expect((await site.browser().get('/live')).status).toBe(404);
  const token = site.signIn();
  const open = await Promise.all(Array.from({ length: 7 }, () => site.browser(token).get('/live', { 'last-event-id': '1' })));
  expect(open.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 429]);
  await Promise.all(open.map((one) => one.body?.cancel()));
  const later = await site.browser(token).get('/live');
  expect(later.status).toBe(200);
  await later.body?.cancel();
});

test('A stream ends when its session ends, and when its browser goes away', async () => {
  const token = site.signIn();
  const answer = await site.browser(token).get('/live', { 'last-event-id': '1' });
  const reader = answer.body?.getReader();
  await reader?.read();
  site.endSession(token);
  site.house.bus.publish({ org: site.org, topic: 't', mark: '' });
  expect((await reader?.read())?.done).toBe(true);

  const served = await serve(site.app, { host: '127.0.0.1', port: 0 });
  const before = openStreams();
  const gone = new AbortController();
  const stream = await fetch(`${served.url}/live`, { headers: { cookie: `session=${site.signIn()}` }, signal: gone.signal });
  await stream.body?.getReader().read();
  expect(openStreams()).toBe(before + 1);
  gone.abort();
  await expect.poll(openStreams).toBe(before);
  await served.close();
});

test('Staff without their second step are led to it, strangers to the way in, each with the way back', async () => {
  const bare = (address: string, may: 'anyone' | 'staff') => page({ address, may, chrome: 'public', load: () => ({}), title: () => '', body: () => <h1>{address}</h1> });
  const own = await testSite({ pages: [bare('/sign-in', 'anyone'), bare('/second-step', 'anyone'), bare('/today', 'staff')], database: site.house.db });
  const led = async (token?: string) => (await own.browser(token).get('/today?x=1')).headers.get('location');
  expect(await led()).toBe('/sign-in?return=%2Ftoday%3Fx%3D1');
  expect(await led(own.signIn({ secondStepMissing: true }))).toBe('/second-step?return=%2Ftoday%3Fx%3D1');
  expect(await led(own.signIn())).toBeNull();
});

test('A page may send its reader on, to another site only when it says so, and keep what must come back', async () => {
  const on = (address: string, to: string, outside: boolean) => page({ address, may: 'anyone', chrome: 'public', load: () => elsewhere(to, { outside, keep: { state: 'a' } }), title: () => '', body: () => null });
  const own = await testSite({ pages: [on('/in', '/there', false), on('/out', 'https://sign-in.example.org/?x=1', true), on('/slip', 'https://evil.example', false), on('/script', 'javascript:1', true)], database: site.house.db });
  for (const [path, to] of [['/in', '/there'], ['/out', 'https://sign-in.example.org/?x=1'], ['/slip', '/'], ['/script', '/']] as const) {
    const answer = await own.browser().get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, to]);
    expect(answer.headers.getSetCookie().join()).toContain('kept=');
  }
});

test('The same form twice, and two forms with one field: every id once, and only the one that was sent comes back', async () => {
  const two = page({
    address: '/two', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Two',
    forms: {
      say: form({ act: longer, read: (fields) => ({ about: fields.text('about'), hours: fields.list('hours') }), then: () => ({ to: '/' }), refusals: {} }),
      other: form({ act: say, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '/' }), refusals: {} }),
    },
    body: (seen) => <>{['a', 'b'].map((what) => <Form key={what} seen={seen} name="say" what={what}><Field of="about" label="About" /><Choices of="hours" kind="several" label="Hours" choices={[{ value: '1', label: 'One' }, { value: 'long', label: 'Long' }]} /></Form>)}<Form seen={seen} name="other"><Field of="about" label="About" /></Form></>,
  });
  const browser = (await testSite({ pages: [two], database: site.house.db })).browser();
  const html = await (await browser.send('/two', 'say:b', { about: 'x', hours: ['1', 'long'] })).text();
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(html.match(/value="x"/g)).toHaveLength(1);
  expect([...html.matchAll(/href="#(form-[^"]+)"/g)].map(([, id]) => id)).toEqual(['form-say-b-about', 'form-say-b-hours']);
  for (const id of ['form-say-b-about', 'form-say-b-hours']) expect(ids).toContain(id);
});

test('A page that names no such form says so when it is made, not when somebody sends it', async () => {
  const wrong = page({ address: '/wrong', may: 'anyone', chrome: 'public', load: () => ({}), title: () => '', body: (seen) => <Form seen={seen} name="typo">x</Form> });
  const own = await testSite({ pages: [wrong], database: site.house.db });
  expect((await own.browser().get('/wrong')).status).toBe(500);
});

test('When even the page cannot be shown, what was typed is there to copy and to send again under the same key', async () => {
  let gone = false;
  const shaky = page({
    address: '/shaky', may: 'anyone', chrome: 'public',
    load: () => { if (gone) throw Object.assign(new Error('x'), { name: 'ConnectionLost' }); return {}; },
    title: () => '',
    forms: { say: form({ act: broken, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '/' }), refusals: {}, secret: ['word'] }) },
    body: (seen) => <Form seen={seen} name="say"><Field of="about" label="About" /></Form>,
  });
  const browser = (await testSite({ pages: [shaky], database: site.house.db })).browser();
  const hidden = await browser.hidden('/shaky', 'say');
  gone = true;
  const answer = await browser.post('/shaky', { ...hidden, about: '\nlong words, typed with care', word: 'my password' });
  const html = await answer.text();
  expect(answer.status).toBe(500);
  expect(html).toContain('<textarea name="about" hidden>\n\nlong words, typed with care</textarea>');
  expect(hiddenIn(html, 'say')).toEqual(hidden);
  expect(html).not.toContain('my password');
});
