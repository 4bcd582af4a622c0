import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { absent } from '../platform/outcome.ts';
import { testAssets } from '../testing/assets.ts';
import type { TestDatabase } from '../testing/database.ts';
import { testSite } from '../testing/site.ts';
import { Button, Field, Form } from '../ui/index.ts';
import { download } from './download.ts';
import { form } from './form.ts';
import { serveMetrics } from './metrics.ts';
import { withOneClick } from './one-click.ts';
import { page } from './page.ts';
import { routesOf, siteRoutes } from './routes.ts';
import { PortTaken, serve } from './server.tsx';
import { pages, say } from './pages-for-tests.tsx';

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

test('Probes, built files, their absence and the worker carry them too, over https with strict transport', async () => {
  for (const path of ['/healthz', '/readyz', '/sw.js', '/assets/nothing.js', assets.css?.href ?? '', '/say', '/never/', '/export', '/live']) {
    const { headers } = await secure.browser().get(path);
    expect([path, headers.get('strict-transport-security'), headers.get('x-content-type-options')]).toEqual([path, 'max-age=63072000; includeSubDomains', 'nosniff']);
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(headers.get('content-security-policy')).toContain(part);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('What came to our proxy in the open is led to https where somebody looks at a page, and refused everywhere else; nobody but our proxy is believed', async () => {
  const behind = await testSite({ pages, assets, database: site.house.db, environment: { PUBLIC_URL: 'https://support.example.org', TRUST_PROXY: '1' } });
  const open = { 'x-forwarded-proto': 'https, http' };
  const ask = (app: typeof behind.app, path: string, init: RequestInit = {}) => app.request(`https://support.example.org${path}`, { headers: open, ...init });
  for (const path of ['/say', '/?lang=fr', '/mine/7']) {
    const led = await ask(behind.app, path);
    expect([path, led.status, led.headers.get('location')]).toEqual([path, 308, `https://support.example.org${path}`]);
  }
  const told = await ask(behind.app, '/say', { method: 'POST', body: new URLSearchParams({ about: 'planted' }) });
  expect([told.status, await told.text()]).toEqual([403, expect.stringMatching(/open line[\s\S]*ligne ouverte/)]);
  for (const path of ['/export', '/live', '/healthz', '/readyz', '/sw.js', '/no-such-page', '/.well-known/security.txt']) expect([path, (await ask(behind.app, path)).status]).toEqual([path, 403]);
  expect((await behind.app.request('https://another.example.org/say', { headers: open })).status, 'never to an address that is not ours').toBe(421);
  expect((await behind.app.request('https://support.example.org/say', { headers: { 'x-forwarded-proto': 'http, https' } })).status).toBe(200);
  expect((await ask(secure.app, '/say')).status, 'without a proxy of ours the header says nothing').toBe(200);

  const pressed: string[] = [];
  const mail = withOneClick(behind.app, async (_, token) => void pressed.push(token), { https: true, trustProxy: true });
  const press = (headers: Record<string, string>) => mail.request('https://support.example.org/notices/stop/a-secret', { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '26', ...headers } });
  expect([(await press(open)).status, (await press({})).status, pressed]).toEqual([403, 200, ['a-secret']]);
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

test('A page that is not there for somebody signed in leaves one line on their trail, with its address and no id, however often it is asked for; what they see leaves none', async () => {
  const closed = page({ address: '/theirs/:id', may: 'signed-in', chrome: 'member', load: () => absent(), title: () => '', body: () => null });
  const file = download({ address: '/theirs/:id/file', may: 'signed-in', load: () => absent() });
  const around = await testSite({ pages: [...pages, closed, file], database: site.house.db, org: site.org });
  const [person, other] = [randomUUID(), randomUUID()];
  const browser = around.browser(around.signIn({ person }));
  for (let times = 0; times < 3; times += 1) expect((await browser.get('/theirs/secret-id')).status).toBe(404);
  expect((await browser.get('/theirs/another-id')).status).toBe(404);
  expect((await browser.get('/theirs/secret-id/file')).status).toBe(404);
  expect((await browser.get('/mine/7')).status).toBe(200);
  await around.browser().get('/theirs/secret-id');
  await around.browser(around.signIn({ person: other })).get('/theirs/secret-id');
  const owner = (site.house.db as TestDatabase).owner;
  const lines = await owner.selectFrom('trail').select(['actor_id', 'act', 'outcome', 'subject_id', 'request_id']).where('act', 'like', 'page %').orderBy('id').execute();
  expect(lines.map(({ actor_id, act, outcome, subject_id }) => ({ actor_id, act, outcome, subject_id }))).toEqual([
    { actor_id: person, act: 'page /theirs/:id', outcome: 'absent', subject_id: null },
    { actor_id: person, act: 'page /theirs/:id/file', outcome: 'absent', subject_id: null },
    { actor_id: other, act: 'page /theirs/:id', outcome: 'absent', subject_id: null },
  ]);
  const logged = around.lines.filter(({ why }) => why === 'not-here');
  expect(logged.length).toBe(6);
  expect(logged[0]).toMatchObject({ requestId: lines[0]?.request_id, route: '/theirs/:id', status: 404, level: 40 });
  expect(JSON.stringify(around.lines)).not.toMatch(new RegExp(`secret-id|${person}`));
});

test('Attempts to step around input, rules, pace and the wall against forged forms are logged with why, act and marks that name nobody; very many of one are an alarm', async () => {
  site.lines.length = 0;
  const person = randomUUID();
  const browser = site.browser(site.signIn({ person }));
  await browser.post('/say', { _form: 'say', about: 'planted' });
  await browser.send('/say', 'say', { _form: 'no-such' });
  await browser.send('/say', 'say', { about: 'planted' }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  const told = site.lines.filter(({ why }) => why !== undefined);
  expect(told.map(({ why, act, route, status, level }) => ({ why, act, route, status, level }))).toEqual([
    { why: 'no-token', act: 'hinge.say', route: '/say', status: 403, level: 40 },
    { why: 'no-such-form', act: undefined, route: '/say', status: 404, level: 40 },
    { why: 'from-elsewhere', act: undefined, route: '/say', status: 403, level: 40 },
  ]);
  for (const { who, network } of told) expect([who, network]).toEqual([expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)]);
  expect(new Set(told.map(({ who }) => who)).size).toBe(1);
  for (let times = 0; times < 70; times += 1) await browser.post('/say', { _form: 'say', about: 'planted' });
  const alarms = site.lines.filter(({ msg }) => msg === 'many refusals');
  expect(alarms).toMatchObject([{ level: 50, count: 60, minutes: 10 }, { level: 50, count: 60, minutes: 10 }]);
  expect(alarms.flatMap((one) => Object.keys(one)).filter((key) => key === 'who' || key === 'network').sort()).toEqual(['network', 'who']);
  expect(site.lines.some(({ why }) => why === 'too-fast')).toBe(true);
  expect(JSON.stringify(site.lines)).not.toMatch(new RegExp(`planted|${person}`));
});

test('Where a virus scanner is named, every file goes to it before anything reads it; what it finds is refused, and nothing passes while it is silent', async () => {
  const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
  let silent = false;
  const clamd = createServer((socket) => {
    let heard = Buffer.alloc(0);
    socket.on('error', () => undefined).on('data', (more: Buffer) => {
      heard = Buffer.concat([heard, more]);
      if (silent) return socket.destroy();
      if (!heard.subarray(-4).equals(Buffer.alloc(4))) return undefined;
      const command = heard.subarray(0, 10).toString();
      const length = heard.readUInt32BE(10);
      const file = heard.subarray(14, 14 + length).toString();
      return socket.end(command === 'zINSTREAM\0' && file.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((listening) => clamd.listen(0, '127.0.0.1', listening));
  const at = `tcp://127.0.0.1:${(clamd.address() as AddressInfo).port}`;
  const read: string[] = [];
  const upload = page({
    address: '/upload', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Upload',
    forms: { send: form({ act: say, read: (fields) => (read.push(fields.file('picture')?.name ?? 'none'), { about: fields.text('about') }), then: () => ({ to: '/' }), refusals: {} }) },
    body: (seen) => <Form seen={seen} name="send"><Field of="about" label="About" /><Button>Send</Button></Form>,
  });
  const around = await testSite({ pages: [upload], database: site.house.db, org: site.org, environment: { CLAMD: at } });
  const send = async (words: string) => {
    const browser = around.browser();
    const body = new FormData();
    for (const [name, value] of Object.entries(await browser.hidden('/upload', 'send'))) body.set(name, value);
    body.set('about', 'what was typed');
    body.set('picture', new File([words], 'a.jpg'));
    const answer = await browser.post('/upload', body);
    return { status: answer.status, words: await answer.text() };
  };
  expect((await send('a kind picture')).status).toBe(303);
  expect(read).toEqual(['a.jpg']);
  const found = await send(EICAR);
  expect([found.status, found.words.includes('can do harm'), found.words.includes('what was typed')]).toEqual([422, true, true]);
  silent = true;
  const unsure = await send('a kind picture');
  expect([unsure.status, unsure.words.includes('does not answer'), unsure.words.includes('what was typed')]).toEqual([503, true, true]);
  expect(read).toEqual(['a.jpg']);
  expect(around.lines.filter(({ why }) => why !== undefined).map(({ why }) => why)).toEqual(['harmful-file', 'not-scanned']);
  clamd.close();
  expect(() => readConfig({ CLAMD: 'tcp://scanner.example.org:3310' })).toThrow('CLAMD must be a socket or a port of this machine');
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

test('Probes answer; a taken port says what to do', async () => {
  expect((await site.browser().get('/healthz')).status).toBe(200);
  expect((await site.browser().get('/readyz', { host: 'probe.local' })).status).toBe(200);
  const served = await serve(site.app, { host: '127.0.0.1', port: 0 });
  await expect(serve(site.app, { host: '127.0.0.1', port: served.port })).rejects.toThrow(PortTaken);
  await expect(serve(site.app, { host: '127.0.0.1', port: served.port })).rejects.toMatchObject({ about: { port: String(served.port), next: String(served.port + 1) } });
  await served.close();
});

test('A public page is compressed, a private one is not', async () => {
  const compressed = await site.browser().get('/', { 'accept-encoding': 'gzip, br' });
  expect(compressed.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(Buffer.from(await compressed.arrayBuffer())).toString()).toContain('<h1>en</h1>');
  expect((await site.browser(site.signIn()).get('/', { 'accept-encoding': 'gzip, br' })).headers.get('content-encoding')).toBeNull();
});

test('Somebody who found a weakness reads where to write, when the settings say so', async () => {
  const path = '/.well-known/security.txt';
  expect((await site.browser().get(path)).status).toBe(404);
  const told = await testSite({ pages, database: site.house.db, environment: { PUBLIC_URL: 'https://support.example.org', SECURITY_CONTACT: 'mailto:security@example.org' } });
  const answer = await told.browser().get(path);
  expect([answer.status, answer.headers.get('content-type')?.toLowerCase()]).toEqual([200, 'text/plain; charset=utf-8']);
  const words = await answer.text();
  expect(words).toContain('Contact: mailto:security@example.org\n');
  expect(words).toContain('Canonical: https://support.example.org/.well-known/security.txt\n');
  expect(Date.parse(/^Expires: (.+)$/m.exec(words)?.[1] ?? '')).toBeGreaterThan(told.clock.now().getTime());
  expect(() => readConfig({ SECURITY_CONTACT: 'javascript:alert(1)' })).toThrow('SECURITY_CONTACT');
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
