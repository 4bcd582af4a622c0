import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDirectory } from '../testing/directory.ts';
import { freePort } from '../testing/free-port.ts';
import { openHouses } from '../testing/open-houses.ts';

const root = join(import.meta.dirname, '..', '..');
// The program finds what it needs two directories above itself, and its packages further up.
const house = join(root, '.cache', `start-${process.pid}`);
let data: string;

beforeAll(async () => {
  await mkdir(house, { recursive: true });
  openHouses.add({ close: () => rm(house, { recursive: true, force: true }) });
  await Promise.all(['migrations', 'content', 'package.json'].map((name) => symlink(join(root, name), join(house, name))));
  const quiet = { root, logLevel: 'error' } as const;
  await build({ ...quiet, build: { outDir: join(house, 'dist', 'client'), emptyOutDir: true } });
  await build({ ...quiet, build: { ssr: true, minify: false, sourcemap: false, outDir: join(house, 'dist', 'server'), emptyOutDir: true } });
  data = await testDirectory();
}, 60_000);

/** A program of ours that runs, and what it said. */
interface Run {
  readonly child: ChildProcess;
  said(): string;
  until(words: string): Promise<void>;
  ended(): Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

function run(command: string, args: readonly string[], environment: Record<string, string>): Run {
  const { PATH = '' } = process.env;
  const child = spawn(command, args, { cwd: house, env: { PATH, LANG: 'en_CA.UTF-8', LOG_LEVEL: 'error', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const end = new Promise<number | null>((resolve) => child.once('close', (code) => (running.delete(child), resolve(code))));
  return {
    child, said: () => said, ended: () => end,
    async until(words) {
      for (const late = Date.now() + 30_000; !said.includes(words); await sleep(20)) if (Date.now() > late || child.exitCode !== null) throw new Error(`It did not say “${words}”, but: ${said}`);
    },
  };
}

const start = (environment: Record<string, string>, ...words: readonly string[]): Run => run(process.execPath, [join(house, 'dist', 'server', 'companionway.js'), 'start', ...words], environment);

test('A port in use, a second copy on the same data, Ctrl-C twice, Ctrl-C: each says what to do, and the next start finds everything as it was', { timeout: 60_000 }, async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const port = String((taken.address() as AddressInfo).port);
  const inTheWay = start({ COMPANIONWAY_DATA: data, PORT: port });
  expect(await inTheWay.ended()).toBe(1);
  expect(inTheWay.said()).toContain(`Port ${port} on 127.0.0.1 is in use`);
  taken.close();

  const settings = { COMPANIONWAY_DATA: data, PORT: String(await freePort()) };
  // Ctrl-C before it is ready: the database that was begun stops with it.
  const cut = start(settings);
  await cut.until('Starting the database');
  cut.child.kill('SIGINT');
  expect([await cut.ended(), cut.said()]).toEqual([0, expect.any(String)]);
  expect(cut.said()).toMatch(/Stopping\. Everything is saved\.\n(?:.*\n)*Stopping the database/);
  await expect(stat(join(data, 'postgres', 'cluster', 'postmaster.pid'))).rejects.toThrow('ENOENT');

  const first = start(settings);
  await first.until('Press Ctrl-C to stop');
  const code = /type this code: (\S+)/.exec(first.said())?.[1];
  const second = start({ COMPANIONWAY_DATA: data, PORT: String(await freePort()) });
  expect(await second.ended()).toBe(1);
  expect(second.said()).toContain('Companionway already runs on this data');
  expect((await fetch(`http://127.0.0.1:${settings.PORT}/healthz`)).status).toBe(200);
  first.child.kill('SIGINT');
  first.child.kill('SIGINT');
  expect([0, 130]).toContain(await first.ended());

  const again = start(settings);
  await again.until('Press Ctrl-C to stop');
  expect(again.said()).toContain(code ?? 'a code');
  expect((await fetch(`http://127.0.0.1:${settings.PORT}/readyz`)).status).toBe(200);
  again.child.kill('SIGINT');
  expect(await again.ended()).toBe(0);
  expect(again.said()).toContain('Everything is saved');
});

test('Mistaken settings and words, an unknown command and a Node that is too old end with a sentence and change nothing', async () => {
  const mistaken = start({ COMPANIONWAY_DATA: join(data, 'nowhere'), PORT: 'a lot', SMTP_URL: 'somewhere' });
  expect(await mistaken.ended()).toBe(1);
  expect(mistaken.said()).toContain('PORT must be a number');
  expect(mistaken.said()).toContain('SMTP_URL must look like');
  const unknown = run(process.execPath, [join(house, 'dist', 'server', 'companionway.js'), 'strat'], {});
  expect(await unknown.ended()).toBe(2);
  expect(unknown.said()).toContain('There is no command called strat');
  // A Node of another age, as far as the beginning of `npm start` can tell.
  const old = run(process.execPath, ['-e', `Object.defineProperty(process.versions, 'node', { value: '18.20.0' }); import(${JSON.stringify(join(root, 'bin', 'start.mjs'))})`], {});
  expect(await old.ended()).toBe(1);
  expect(old.said()).toContain('Please install Node 20 or later');
});

test('Half a setting, an address this machine has not, a place that cannot keep anything and words too many end with a sentence, not with a trace', { timeout: 60_000 }, async () => {
  const kept = join(await testDirectory(), 'a-file');
  await writeFile(kept, '');
  const nowhere = join(kept, 'nowhere');
  const ends: readonly (readonly [Run, number, readonly string[]])[] = [
    [start({ COMPANIONWAY_DATA: nowhere, PUBLIC_URL: 'https://example.org/below', MAIL_FROM: 'somebody', OIDC_ID: 'one' }), 1, ['PUBLIC_URL must end after the name', 'MAIL_FROM must be an e-mail address', 'OIDC_ISSUER is missing']],
    [start({ COMPANIONWAY_DATA: nowhere, HOST: '999.1.1.1' }), 1, ['has no address 999.1.1.1']],
    [start({ COMPANIONWAY_DATA: kept, PORT: '0' }), 1, ['COMPANIONWAY_DATA must name a directory']],
    // A system that makes no directories there says that the one above is missing, for ever.
    [start({ COMPANIONWAY_DATA: '/proc/companionway/data', PORT: '0' }), 1, ['Nothing can be kept at /proc/companionway/data. COMPANIONWAY_DATA must name a directory']],
    [start({ COMPANIONWAY_DATA: nowhere }, '--port', '3'), 2, ['companionway start [--demo]']],
    [run(process.execPath, [join(house, 'dist', 'server', 'companionway.js'), 'help', 'backup'], {}), 0, ['companionway backup [FILE]']],
  ];
  for (const [one, code, sentences] of ends) {
    expect(await one.ended(), one.said()).toBe(code);
    for (const sentence of sentences) expect(one.said()).toContain(sentence);
    expect(one.said()).not.toContain('\n    at ');
  }
});

test('A disk that is full says so and keeps what was saved', { timeout: 60_000 }, async ({ skip }) => {
  const small = join(await testDirectory(), 'small');
  await mkdir(small, { mode: 0o711 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m,mode=711', 'tmpfs', small], { stdio: 'ignore' });
  } catch {
    return skip('Only root can mount a small disk, and not in every container.');
  }
  try {
    const full = start({ COMPANIONWAY_DATA: join(small, 'data'), PORT: String(await freePort()) });
    expect(await full.ended()).toBe(1);
    expect(full.said()).toContain('Nothing is lost');
    expect(full.said()).not.toContain('\n    at ');
  } finally {
    execFileSync('umount', ['-l', small]);
  }
});
