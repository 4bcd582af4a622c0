import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { act } from '../platform/act.ts';
import { done } from '../platform/outcome.ts';
import { testAssets } from '../testing/assets.ts';
import { hiddenIn, testSite } from '../testing/site.ts';
import { Button, Choices, Field, Form } from '../ui/index.ts';
import { openStreams } from './answer-live.ts';
import { download } from './download.ts';
import { form } from './form.ts';
import { limits, ordinaryRates } from './limits.ts';
import { live } from './live.ts';
import { serveMetrics } from './metrics.ts';
import { elsewhere, page } from './page.ts';
import { routesOf, siteRoutes } from './routes.ts';
import { PortTaken, serve } from './server.tsx';

const say = act({ name: 'hinge.say', input: z.object({ about: z.string() }), may: () => true, perform: async () => done() });
const longer = act({ name: 'hinge.say-longer', input: z.object({ about: z.string().min(5), hours: z.array(z.string().max(1)) }), may: () => true, perform: async () => done() });
const broken = act({ name: 'hinge.break', input: z.object({ about: z.string() }), may: () => true, perform: async () => { throw new Error('x'); } });
const enter = act({ name: 'hinge.enter', input: z.object({}), may: () => true, perform: async () => done({ token: 'a-new-token' }) });

const pages = [
  page({ address: '/', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'First', body: ({ lang }) => <h1>{lang}</h1> }),
  page({ address: '/mine/:id', may: 'signed-in', chrome: 'member', load: ({ params }) => params, title: () => 'Mine', body: ({ data }) => <h1>{data.id}</h1> }),
  page({ address: '/mine/new', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'New', body: () => <h1>exactly new</h1> }),
  page({
    address: '/say', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Say',
    forms: {
      say: form({ act: say, read: (fields) => ({ about: fields.text('about') }), then: () => ({ to: '//evil.example', say: 'web.again' }), refusals: {} }),
      enter: form({ act: enter, read: () => ({}), then: ({ token }) => ({ to: '/', session: { token }, keep: { state: 'xyz' } }), refusals: {}, pace: 'sign-in' }),
      end: form({ act: enter, read: () => ({}), then: () => ({ to: '/', session: 'ended' }), refusals: {} }),
    },
    body: (seen) => <><Form seen={seen} name="say"><Field of="about" label="About" /><Button>Send</Button></Form><Form seen={seen} name="enter" what="7"><Button>Enter</Button></Form><Form seen={seen} name="end"><Button>End</Button></Form></>,
  }),
  page({ address: '/kept', may: 'anyone', chrome: 'public', load: (visit) => ({ state: visit.kept('state') }), title: () => 'Kept', body: ({ data }) => <h1>{data.state ?? 'nothing'}</h1> }),
  page({ address: '/unsafe', may: 'anyone', chrome: 'public', load: () => ({ to: 'javascript:alert(1)' }), title: () => '<b>', body: ({ data }) => <><Button to={data.to}>x</Button><p>{'<script>'}</p></> }),
  page({ address: '/broken', may: 'anyone', chrome: 'public', load: () => { throw new TypeError('private words'); }, title: () => '', body: () => null }),
  download({ address: '/export', may: 'signed-in', load: () => ({ body: 'a', type: 'text/csv; charset=utf-8', fileName: 'a.csv' }) }),
  live({ address: '/live', may: 'signed-in', topics: () => ['t'], since: async (_, last) => (last === '' ? [{ id: '1', body: 'one\ntwo' }] : []) }),
];
const assets = await testAssets();
const site = await testSite({ pages, assets });
const secure = await testSite({ pages, assets, database: site.house.db, environment: { PUBLIC_URL: 'https://support.example.org' }, leaveTo: 'https://weather.example.com/today' });

test('Every answer carries the measures that keep it ours: content policy, no sniffing, no framing, no other origin', async () => {
  const answers = [...['/', '/never', '/say', '/broken', '/away', '/never/'].map((path) => site.browser().get(path)), site.browser().send('/say', 'say', { about: 'x' }), site.browser().post('/leave', {})];
  for (const { headers } of await Promise.all(answers)) {
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|nonce|https?:/);
    expect(headers.get('integrity-policy')).toBe('blocked-destinations=(script)');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('strict-transport-security')).toBeNull();
  }
});

test('Over https: strict transport, __Host- cookies, and the token of a form bound to them', async () => {
  const browser = secure.browser();
  const answer = await browser.get('/say');
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=63072000');
  expect(answer.headers.getSetCookie().join()).toMatch(/^__Host-visitor=[\w-]{22}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect((await browser.send('/say', 'say', { about: 'x' })).status).toBe(303);
});

test('Only public pages shown to strangers may be kept, and then only when checked: 304', async () => {
  const answer = await site.browser().get('/');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  expect(answer.headers.get('vary')).toBe('Accept-Encoding, Accept-Language, Cookie');
  expect(answer.headers.getSetCookie()).toEqual([]);
  const tag = answer.headers.get('etag') ?? '';
  const again = await site.browser().get('/', { 'if-none-match': `"other", ${tag}` });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await site.browser().get('/', { 'if-none-match': tag, 'accept-language': 'fr' })).status).toBe(200);
  for (const [browser, path] of [[site.browser(), '/say'], [site.browser(site.signIn()), '/'], [site.browser(site.signIn()), '/mine/7'], [site.browser(), '/never'], [site.browser(site.signIn()), '/export']] as const) {
    expect((await browser.get(path)).headers.get('cache-control')).toBe('no-store');
  }
});

test('Built files are served by exact name, compressed, for ever; anything else is not there', async () => {
  const css = assets.css?.href ?? '';
  const answer = await site.browser().get(css, { 'accept-encoding': 'gzip, br' });
  expect([answer.status, answer.headers.get('content-encoding'), answer.headers.get('cache-control')]).toEqual([200, 'br', 'public, max-age=31536000, immutable']);
  expect((await site.browser().get(css, { 'accept-encoding': 'br;q=0, gzip' })).headers.get('content-encoding')).toBe('gzip');
  for (const path of ['/assets/../package.json', '/assets/%2e%2e%2fpackage.json', '/assets/style.css', `${css}/`, '/assets/__proto__']) {
    expect((await site.browser().get(path)).status).not.toBe(200);
  }
  const worker = await site.browser().get('/sw.js');
  expect([worker.status, worker.headers.get('cache-control'), worker.headers.get('content-type')]).toEqual([200, 'no-cache', 'text/javascript; charset=utf-8']);
});

test('The language asked for just now wins, is remembered in this browser, and else the browser’s wish decides', async () => {
  const browser = site.browser();
  const shown = async (path: string, headers = {}) => /<h1>(\w+)<\/h1>/.exec(await (await browser.get(path, headers)).text())?.[1];
  expect(await shown('/')).toBe('en');
  expect(await shown('/', { 'accept-language': 'de, fr;q=0.8, en;q=0.3' })).toBe('fr');
  expect(await shown('/', { 'accept-language': 'fr;q=0, en;q=0.1' })).toBe('en');
  expect(await shown('/?lang=fr')).toBe('fr');
  expect(await shown('/', { 'accept-language': 'en' })).toBe('fr');
  expect(await shown('/?lang=xx')).toBe('fr');
  const known = site.browser(site.signIn({}, { lang: 'fr' }));
  expect(await (await known.get('/')).text()).toContain('<html lang="fr"');
  expect(await (await site.browser().get('/?lang=en&from=7')).text()).toContain('href="/?lang=fr&amp;from=7"');
});

test('An address that is not ours gets a kind no', async () => {
  const answer = await site.browser().get('/', { host: 'evil.example' });
  expect(answer.status).toBe(421);
  expect(await answer.text()).toContain('http://127.0.0.1:3000');
  expect(answer.headers.getSetCookie()).toEqual([]);
});

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

test('Text is text: no markup, no script address', async () => {
  const html = await (await site.browser().get('/unsafe')).text();
  expect(html).toContain('&lt;script>');
  expect(html).not.toContain('javascript:');
  expect(html).toContain('<title>&lt;b>');
});

test('A fault is one calm page with a number; the log has the number, the route, and no words', async () => {
  site.lines.length = 0;
  const answer = await site.browser().get('/broken?name=Kit');
  const number = answer.headers.get('x-request-id') ?? 'none';
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain(number);
  const log = JSON.stringify(site.lines);
  expect(log).toContain(number);
  expect(log).toContain('"route":"/broken"');
  expect(log).not.toMatch(/private words|Kit/);
});

test('The log knows routes, not the ids in them', async () => {
  site.lines.length = 0;
  await site.browser(site.signIn()).get('/mine/secret-id?q=secret-question');
  expect(site.lines.find(({ msg }) => msg === 'request')).toMatchObject({ method: 'GET', route: '/mine/:id', status: 200 });
  expect(JSON.stringify(site.lines)).not.toContain('secret-');
  site.lines.length = 0;
  for (const path of ['/healthz', '/readyz', assets.css?.href ?? '']) await site.browser().get(path);
  expect(site.lines).toEqual([]);
  await site.browser().get('/never/secret-id');
  expect(site.lines).toMatchObject([{ route: 'none', status: 404 }]);
});

test('Exact addresses come before names, a slash too many is forgiven, two claims to one address are not', async () => {
  const browser = site.browser(site.signIn());
  expect(await (await browser.get('/mine/new')).text()).toContain('exactly new');
  expect((await browser.get('/mine/7/?a=1')).headers.get('location')).toBe('/mine/7?a=1');
  const one = page({ address: '/a/:x', may: 'anyone', chrome: 'public', load: () => ({}), title: () => '', body: () => null });
  const other = page({ address: '/a/:y', may: 'anyone', chrome: 'public', load: () => ({}), title: () => '', body: () => null });
  expect(() => routesOf([one, other])).toThrow('Two pages claim one address');
});

test('The routing table names every address, form and act', () => {
  expect(routesOf(pages)).toContainEqual({ address: '/say', method: 'POST', kind: 'form', may: 'anyone', form: 'enter', act: 'hinge.enter' });
  expect(routesOf(pages)).toContainEqual({ address: '/live', method: 'GET', kind: 'live', may: 'signed-in' });
  expect(siteRoutes().length).toBeGreaterThan(0);
});

test('Too many tries are slowed with 429, the typed words kept; waiting helps', async () => {
  const slow = await testSite({ pages, assets, database: site.house.db, limits: limits({ ...ordinaryRates, 'ordinary/person': { points: 2, seconds: 1 }, pages: { points: 40, seconds: 60 } }) });
  const browser = slow.browser(slow.signIn());
  const hidden = await browser.hidden('/say', 'say');
  const tries = [];
  for (let nth = 0; nth < 3; nth++) tries.push(await browser.post('/say', { ...hidden, about: 'dear words' }));
  expect(tries.map(({ status }) => status)).toEqual([303, 303, 429]);
  expect(tries[2]?.headers.get('retry-after')).toBe('1');
  expect(await tries[2]?.text()).toContain('value="dear words"');
  await new Promise((go) => setTimeout(go, 1100));
  expect((await browser.post('/say', { ...hidden, about: 'dear words' })).status).toBe(303);
  for (let nth = 0; nth < 40; nth++) await browser.get('/');
  expect((await browser.get('/')).status).toBe(429);
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

test('Leave ends the session even by beacon, and may lead to a page people know', async () => {
  const token = secure.signIn();
  const browser = secure.browser(token);
  const page = await (await browser.get('/')).text();
  expect(page).toContain('data-leave="https://weather.example.com/today"');
  expect((await browser.get('/')).headers.get('content-security-policy')).toContain("form-action 'self' https://weather.example.com;");
  const beacon = await browser.post('/leave', {}, { 'sec-fetch-dest': 'empty' });
  expect([beacon.status, beacon.headers.get('clear-site-data')]).toEqual([204, '"cache"']);
  expect(beacon.headers.getSetCookie().join()).toMatch(/__Host-session=; Max-Age=0/);
  expect((await secure.browser(token).get('/mine/7')).status).toBe(404);
  expect((await secure.browser(secure.signIn()).post('/leave', {})).headers.get('location')).toBe('https://weather.example.com/today');
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

test('Probes answer; a taken port says what to do', async () => {
  expect((await site.browser().get('/healthz')).status).toBe(200);
  expect((await site.browser().get('/readyz', { host: 'probe.local' })).status).toBe(200);
  const served = await serve(site.app, { host: '127.0.0.1', port: 0 });
  await expect(serve(site.app, { host: '127.0.0.1', port: served.port })).rejects.toThrow(PortTaken);
  await expect(serve(site.app, { host: '127.0.0.1', port: served.port })).rejects.toThrow(`PORT=${served.port + 1}`);
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

test('A public page is compressed, a private one is not', async () => {
  const compressed = await site.browser().get('/', { 'accept-encoding': 'gzip, br' });
  expect(compressed.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(Buffer.from(await compressed.arrayBuffer())).toString()).toContain('<h1>en</h1>');
  expect((await site.browser(site.signIn()).get('/', { 'accept-encoding': 'gzip, br' })).headers.get('content-encoding')).toBeNull();
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

test('The operator’s numbers name routes and acts, on a port of their own', async () => {
  await site.browser(site.signIn()).get('/mine/secret-id');
  const stop = await serveMetrics(0);
  const words = await (await fetch(`http://127.0.0.1:${stop.port}/metrics`)).text();
  expect(words).toContain('companionway_request_seconds_count{route="/mine/:id",method="GET",status="200"}');
  expect(words).toContain('companionway_form_ends{act="hinge.say",end="done"}');
  expect(words).not.toContain('secret-id');
  await stop();
});
