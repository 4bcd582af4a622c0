import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { usualCaps } from '../src/keyring/caps.ts';
import { CODE_TRIES, delayAfter, FRESH_MINUTES, HISTORY_WAIT_HOURS, LINK_MINUTES, LINK_PAUSE_MINUTES, LINKS_AN_HOUR, sessionTimes } from '../src/rooms/people/rules.ts';
import { testDirectory } from '../src/testing/directory.ts';
import { ordinaryRates } from '../src/web/limits.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const table = read('docs/security/asvs.md');
const rules = read('docs/security/rules.md');

/** How many requirements each section of ASVS 5.0.0 has at levels 1 and 2, by their highest number and the numbers that are at level 3 only. */
const SECTIONS: Readonly<Record<string, { last: number; third?: readonly number[] }>> = {
  '1.1': { last: 2 }, '1.2': { last: 10, third: [10] }, '1.3': { last: 12, third: [12] }, '1.4': { last: 3 }, '1.5': { last: 3, third: [3] },
  '2.1': { last: 3 }, '2.2': { last: 3 }, '2.3': { last: 5, third: [5] }, '2.4': { last: 2, third: [2] },
  '3.2': { last: 3, third: [3] }, '3.3': { last: 5, third: [5] }, '3.4': { last: 8, third: [7, 8] }, '3.5': { last: 8, third: [6, 7, 8] }, '3.7': { last: 5, third: [3, 4, 5] },
  '4.1': { last: 5, third: [4, 5] }, '4.2': { last: 5, third: [2, 3, 4, 5] }, '4.3': { last: 2 }, '4.4': { last: 4 },
  '5.1': { last: 1 }, '5.2': { last: 6, third: [4, 5, 6] }, '5.3': { last: 3, third: [3] }, '5.4': { last: 3 },
  '6.1': { last: 3 }, '6.2': { last: 12 }, '6.3': { last: 8, third: [5, 6, 7, 8] }, '6.4': { last: 6, third: [5, 6] }, '6.5': { last: 8, third: [6, 7, 8] }, '6.6': { last: 4, third: [4] }, '6.8': { last: 4 },
  '7.1': { last: 3 }, '7.2': { last: 4 }, '7.3': { last: 2 }, '7.4': { last: 5 }, '7.5': { last: 3, third: [3] }, '7.6': { last: 2 },
  '8.1': { last: 4, third: [3, 4] }, '8.2': { last: 4, third: [4] }, '8.3': { last: 3, third: [2, 3] }, '8.4': { last: 2, third: [2] },
  '9.1': { last: 3 }, '9.2': { last: 4 },
  '10.1': { last: 2 }, '10.2': { last: 3, third: [3] }, '10.3': { last: 5, third: [5] }, '10.4': { last: 11 }, '10.5': { last: 5 }, '10.6': { last: 2 }, '10.7': { last: 3 },
  '11.1': { last: 4, third: [3, 4] }, '11.2': { last: 5, third: [4, 5] }, '11.3': { last: 5, third: [4, 5] }, '11.4': { last: 4 }, '11.5': { last: 2, third: [2] }, '11.6': { last: 2, third: [2] },
  '12.1': { last: 5, third: [4, 5] }, '12.2': { last: 2 }, '12.3': { last: 5, third: [5] },
  '13.1': { last: 4, third: [2, 3, 4] }, '13.2': { last: 6, third: [6] }, '13.3': { last: 4, third: [3, 4] }, '13.4': { last: 7, third: [6, 7] },
  '14.1': { last: 2 }, '14.2': { last: 8, third: [5, 6, 7, 8] }, '14.3': { last: 3 },
  '15.1': { last: 5, third: [4, 5] }, '15.2': { last: 5, third: [4, 5] }, '15.3': { last: 7 },
  '16.1': { last: 1 }, '16.2': { last: 5 }, '16.3': { last: 4 }, '16.4': { last: 3 }, '16.5': { last: 4, third: [4] },
  '17.1': { last: 2, third: [2] }, '17.2': { last: 8, third: [5, 6, 7, 8] }, '17.3': { last: 2 },
};
const asked = Object.entries(SECTIONS).flatMap(([section, { last, third = [] }]) => Array.from({ length: last }, (_, at) => at + 1).filter((one) => !third.includes(one)).map((one) => `${section}.${one}`));

/** A line of the table: `| number | level | asks for | state | how | tests |`. */
const lines = [...table.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (met|in part|not met|does not apply) \| (.+?) \| (.+) \|$/gm)].map(([, number = '', level = '', , state = '', how = '', shown = '']) => ({ number, level, state, how, shown }));
const tests = lines.flatMap(({ number, shown }) => (shown === '–' ? [] : shown.split('<br>').map((one) => ({ number, file: /^`(.+?)`: /.exec(one)?.[1] ?? '', title: one.replace(/^`.+?`: /, '') }))));

describe('docs/security/asvs.md', () => {
  test('Every requirement of levels 1 and 2 stands in it once, and every line is one', () => {
    expect([asked.length, lines.filter(({ level }) => level === '1').length, lines.filter(({ level }) => level === '2').length]).toEqual([253, 70, 183]);
    expect(lines.map(({ number }) => number)).toEqual(asked);
    expect(table.split('\n').filter((line) => /^\| \d+\.\d+/.test(line)).length).toBe(lines.length);
  });

  test('The counts at its head are those of its lines', () => {
    for (const state of ['met', 'in part', 'not met', 'does not apply']) {
      const of = (level?: string) => lines.filter((line) => line.state === state && (level === undefined || line.level === level)).length;
      expect(table).toContain(`| ${state} | ${of('1')} | ${of('2')} | ${of()} |`);
    }
  });

  test('Whatever is not met, in part or does not apply says why', () => {
    expect(lines.filter(({ state, how }) => state !== 'met' && how.length < 4).map(({ number }) => number)).toEqual([]);
  });

  test('Every test it names is there', () => {
    const wrong = tests.filter(({ file, title }) => !existsSync(join(root, file)) || !read(file).includes(title));
    expect(wrong).toEqual([]);
    expect(tests.length).toBeGreaterThan(150);
  });
});

describe('docs/security/rules.md', () => {
  test('What the rules say in numbers is what the program does', () => {
    const row = (what: string, limit: string) => expect(rules).toContain(`| ${what} | ${limit} |`);
    const { points, seconds } = ordinaryRates.pages;
    expect(seconds).toBe(60);
    row('Pages of one network', `${points} a minute`);
    row('Forms of one network, of one person or browser', `${ordinaryRates['ordinary/network'].points} and ${ordinaryRates['ordinary/person'].points} a minute`);
    row('Trying to come in', `${ordinaryRates['sign-in/network'].points} a minute of one network, ${ordinaryRates['sign-in/person'].points} of one browser`);
    row('What costs mail, calls or processor time', `${ordinaryRates['costly/network'].points} in ten minutes of one network, ${ordinaryRates['costly/person'].points} of one person`);
    row('Tries at one mailed code', `${CODE_TRIES}, then a new one`);
    expect([delayAfter(2), delayAfter(3), delayAfter(4), delayAfter(100)]).toEqual([0, 1000, 2000, 300_000]);
    expect(rules).toContain(`${LINKS_AN_HOUR} an hour, then one in ${LINK_PAUSE_MINUTES} minutes; more are not sent`);
    expect(rules).toContain(`${usualCaps.keysPerSession} a minute; tags ${usualCaps.tagsPerSession}; the house ${usualCaps.keysForHouse.toLocaleString('en')}`);
    expect(rules).toContain(`older ones after ${HISTORY_WAIT_HOURS} hours`);
    expect([LINK_MINUTES, FRESH_MINUTES]).toEqual([10, 60]);
    const [minute, day] = [60_000, 86_400_000];
    expect(sessionTimes({ staff: false, shared: false })).toEqual({ idle: 14 * day, atMost: 30 * day });
    expect(sessionTimes({ staff: true, shared: false })).toEqual({ idle: 30 * minute, atMost: day / 2 });
    expect(sessionTimes({ staff: true, shared: true })).toEqual({ idle: 10 * minute, atMost: day / 2 });
    for (const said of ['| 14 days | 30 days |', '| 30 minutes | 12 hours |', '| 10 minutes | 12 hours']) expect(rules).toContain(said);
  });

  test('Every file it names is there', () => {
    const named = [...rules.matchAll(/`((?:src|guards)\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });
});

test('The guide’s proxies speak TLS 1.2 and 1.3 alone, and hand on who came how', () => {
  const guide = read('docs/running/install.md');
  const [caddy = '', nginx = ''] = [...guide.matchAll(/```\n([\s\S]*?)```/g)].map(([, words = '']) => words).filter((words) => words.includes('127.0.0.1:3000'));
  expect(caddy).toMatch(/protocols tls1\.2 tls1\.3\n/);
  expect(nginx).toMatch(/ssl_protocols TLSv1\.2 TLSv1\.3;/);
  const suites = /ssl_ciphers (.+);/.exec(nginx)?.[1]?.split(':') ?? [];
  expect(suites.length).toBe(6);
  for (const suite of suites) expect(suite).toMatch(/^ECDHE-(?:ECDSA|RSA)-(?:AES(?:128|256)-GCM-SHA(?:256|384)|CHACHA20-POLY1305)$/);
  for (const header of ['X-Forwarded-For $remote_addr', 'X-Forwarded-Proto $scheme']) expect(nginx).toContain(`proxy_set_header ${header};`);
});

test('A password is typed where nobody reads along, and may be pasted and kept by a program', () => {
  const fields = globSync('src/pages/**/*.tsx', { cwd: root }).flatMap((path) => [...read(path).matchAll(/<Field of="password"[^>]*/g)].map(([field]) => field));
  expect(fields.length).toBeGreaterThan(1);
  for (const field of fields) expect(field).toMatch(/ type="password"[\s\S]* autocomplete="(?:new|current)-password"/);
});

/** A registry that knows of one hole, in a library that runs, or that cannot be asked at all. */
async function registry(answers: boolean): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    if (!answers) return void response.writeHead(405).end('{}');
    if (!request.url?.includes('bulk')) return void response.writeHead(404).end('{}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ hono: [{ id: 1, url: 'https://advisories.example.org/1', title: 'A hole', severity: 'high', vulnerable_versions: '*', cwe: [], cvss: { score: 8, vectorString: null } }] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

test('The look at known holes fails for one past its time, keeps the day it was first seen, and says honestly when nobody can be asked', async () => {
  const record = join(await testDirectory(), 'advisories.json');
  const look = async (url: string, ...words: string[]) => {
    const run = spawn('node', [join(root, 'bin', 'advisories.mjs'), ...words], { env: { ...process.env, npm_config_registry: url, npm_config_cache: join(record, '..', 'npm'), npm_config_fetch_retries: '0', COMPANIONWAY_ADVISORIES: record } });
    const [said] = await Promise.all([text(run.stderr), once(run, 'close')]);
    return { code: run.exitCode, said };
  };
  const seen = (days: number) => JSON.stringify({ asked: '2026-01-02T00:00:00.000Z', found: [{ name: 'hono', severity: 'high', runs: true, first: new Date(Date.now() - days * 86_400_000).toISOString() }] });
  const [knows, silent] = [await registry(true), await registry(false)];
  writeFileSync(record, seen(4));
  const today = () => new Date().toISOString().slice(0, 10);
  const begun = today();
  expect(await look(silent.url)).toEqual({ code: 0, said: expect.stringContaining('cannot be asked from this machine. They were last asked on 2026-01-02: 1 known.') });
  expect(await look(knows.url, '--write')).toEqual({ code: 1, said: expect.stringContaining('hono: a high hole') });
  const { asked, found } = JSON.parse(readFileSync(record, 'utf8')) as { asked: string; found: { name: string; first: string; runs: boolean }[] };
  expect([begun, today()]).toContain(asked.slice(0, 10));
  const hono = found.find(({ name }) => name === 'hono');
  expect([hono?.runs, Math.round((Date.now() - Date.parse(hono?.first ?? '')) / 86_400_000)]).toEqual([true, 4]);
  for (const one of [knows, silent]) one.close();
}, 60_000);

test('Every library is named with an exact version and a hash', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string; integrity?: string; link?: boolean }> };
  const libraries = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true);
  expect(libraries.filter(([, { version, integrity }]) => version === undefined || integrity?.startsWith('sha512-') !== true).map(([path]) => path)).toEqual([]);
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  expect(Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

/** What may stand in the program only where a reason says so; each file with what it may do there. */
const ONLY_HERE: readonly (readonly [what: string, sign: RegExp, files: readonly string[]])[] = [
  ['text run as code', /\beval\(|\bnew Function\(|node:vm\b/, []],
  ['markup from strings', /dangerouslySetInnerHTML|insertAdjacentHTML|document\.write\(|\.outerHTML =/, []],
  ['markup from our own page’s news, through a named policy', /\.innerHTML =/, ['src/browser/live-feed.ts']],
  ['other programs', /from 'node:child_process'/, ['src/keyring/supervise.ts', 'src/platform/postgres/binaries.ts', 'src/platform/postgres/create.ts', 'src/platform/postgres/postmaster.ts', 'src/rooms/conversations/make-picture.ts']],
  ['a shell', /shell: ?true|\bexecSync\(|[^.\w]exec\(/, []],
  ['SQL that is not bound', /sql\.raw\(|CompiledQuery\.raw\(/, ['src/doctor/ask.ts', 'src/rooms/witness/seal-trail.ts', 'src/web/limits-across-nodes.ts']],
  ['asking an address outside, from the server', /(?<![.\w])fetch\((?!request\b|page\b|form\.action)/, ['src/keyring/custody-transit.ts']],
  ['HTTP of its own', /\b(?:http|https)\.(?:request|get)\(|from 'undici'/, []],
  ['letters', /from 'nodemailer'/, ['src/mail/smtp.ts']],
  ['a sign-in service', /from 'openid-client'/, ['src/rooms/people/own-account.ts']],
  ['storage in the browser', /localStorage|sessionStorage|indexedDB/, []],
  ['a cache in the browser', /caches\.(?:open|match)/, ['src/browser/offline-worker.ts', 'src/browser/offline.ts']],
  ['weak hashes and ciphers', /'(?:md5|sha1|rc4)'|'des-|-(?:ecb|cbc|ctr)'|createCipher\(/i, []],
  ['chance that can be guessed', /Math\.random\(/, ['src/browser/live-feed.ts']],
  ['how a proxy was reached', /x-forwarded-proto/i, ['src/web/plain-http.ts']],
  ['other headers of a proxy', /x-forwarded-host|x-real-ip|'forwarded'/i, []],
  ['lenient HTTP', /insecureHTTPParser|rejectUnauthorized: ?false/, []],
  ['no pasting', /onpaste|onPaste|autocomplete="off" type="password"/, []],
];

test('Nothing in the program runs text as code, and nothing reaches outside that is not listed', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).map((path) => path.replaceAll('\\', '/')).filter((path) => !/\.test\.|\.fixture\.|^src\/testing\//.test(path));
  expect(files.length).toBeGreaterThan(400);
  const found = new Map(files.map((path) => [path, read(path)]));
  const seen = ONLY_HERE.map(([what, sign]) => [what, [...found].filter(([, words]) => sign.test(words)).map(([path]) => path).sort()]);
  expect(seen).toEqual(ONLY_HERE.map(([what, , allowed]) => [what, [...allowed].sort()]));
});
