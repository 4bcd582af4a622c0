import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { doorkeeperOf } from '../../src/opening/door.ts';
import { demoTown } from '../../src/testing/demo.ts';
import { createSite, serve } from '../../src/web/server.tsx';

/** How long each of them looks at one thing, in seconds: a crawl as each of three people, a kind of hole, four times this for an address. Longer crawls: bench/crawl.sh. */
const SECONDS = 3;
const crawl = fileURLToPath(new URL('../../bench/crawl.sh', import.meta.url));

const missing = ['wapiti', 'sqlmap'].filter((name) => spawnSync(name, ['--version'], { timeout: 20_000 }).status !== 0);
const said = missing.length === 0 ? '' : ` (skipped, not installed: ${missing.join(' and ')})`;

test.skipIf(missing.length === 2)(`wapiti and sqlmap, let loose on a demo on this machine, find no hole${said}`, async () => {
  const town = await demoTown();
  const org = { org: town.org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' } as const;
  // The pace of a site would send them away before they tried anything.
  const site = createSite({ house: town.house, doorkeeper: doorkeeperOf(town.house), doorman: { orgOf: async () => org }, limits: { count: async () => undefined } });
  const served = await serve(site, { host: '127.0.0.1', port: 0 });
  const { code, words } = await run('sh', [crawl, `http://127.0.0.1:${served.port}`, `${SECONDS}`, 'brief']);
  await served.close();
  expect(code, words).toBe(0);
  if (!missing.includes('wapiti')) for (const who of ['stranger', 'amina', 'chidi']) expect(Number(new RegExp(`wapiti as ${who}: pages and forms (\\d+)`).exec(words)?.[1]), words).toBeGreaterThan(2);
  if (!missing.includes('sqlmap')) expect(words.match(/^sqlmap/gm)?.length, words).toBe(2);
}, 180_000);

/** Runs a program and gives how it ended and what it said. */
function run(program: string, words: readonly string[]): Promise<{ readonly code: number | null; readonly words: string }> {
  return new Promise((resolve, reject) => {
    const heard: Buffer[] = [];
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void heard.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, words: Buffer.concat(heard).toString() }));
  });
}
