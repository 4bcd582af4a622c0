import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MembershipCheck } from '../src/keyring/membership.ts';
import { openKeyring } from '../src/keyring/open.ts';
import { readConfig } from '../src/platform/config.ts';
import { movableClock } from '../src/platform/clock.ts';
import { localBus } from '../src/platform/events.ts';
import type { House } from '../src/platform/house.ts';
import { bringUpDatabase } from '../src/platform/postgres/bring-up.ts';
import { addressOfRunning } from '../src/platform/postgres/supervise.ts';
import { connect, writeAddress } from '../src/platform/postgres/address.ts';
import { asRole, KEYRING } from '../src/platform/roles.ts';
import { readyToSetUp } from '../src/rooms/programmes/index.ts';
import { pino } from 'pino';
import { createHmac, randomBytes } from 'node:crypto';
import { operatorSecret } from '../src/platform/operator-key.ts';
import { type Filled, fill } from './road/fill.ts';
import { plans } from './road/plans.ts';
import { get, type PageCost, residentMb, steady } from './road/load.ts';
import { talking } from './road/talking.ts';

const root = join(import.meta.dirname, '..');
const WARM_SECONDS = 10;
/** One data directory for each size, so that a small filled house and a full one can be kept side by side. */
let data = '';
/** What the nodes' Node is told: as `npm start` tells it, and what `--node` adds. */
let nodeFlags: readonly string[] = [];

/**
 * Runs the road's benchmark: pages at 50 a second, then messages across two nodes with many live connections.
 * `--people` and `--messages` say how large the house is, `--live` how many connections, `--seconds` how long each page is asked for;
 * `--plans` looks instead at how the database runs the statements of every page, and ends with an error when one reads a large table from end to end;
 * `--fill-only`, `--pages-only` and `--live-only` run a part, `--only word` the pages with that word in their name, and `--node '--cpu-prof'` hands flags to the nodes.
 */
export async function run(words: readonly string[], flags: readonly string[] = []): Promise<void> {
  const text = (name: string) => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? '') : '');
  nodeFlags = [...flags, ...text('--node').split(' ').filter((flag) => flag !== '')];
  const number = (name: string, otherwise: number) => Number(words[words.indexOf(name) + 1] ?? Number.NaN) || otherwise;
  const size = { people: number('--people', 100_000), messages: number('--messages', 1_000_000) };
  data = join(root, '.cache', `bench-road-${size.people}-${size.messages}`);
  keyringFile = join(data, 'keyring.json');
  const filled = await filledHouse(size);
  if (words.includes('--fill-only')) return;
  if (words.includes('--plans')) {
    process.exitCode = (await plans(data, filled)) > 0 ? 1 : 0;
    return;
  }
  describeKeyring({});
  const one = await startNode(3401, { KEYRING_FILE: keyringFile });
  const keyring = await startKeyring();
  try {
    if (!words.includes('--live-only')) await pages(one, filled, size, number('--seconds', 10), text('--only'));
    if (words.includes('--pages-only')) return;
    const two = await startNode(3402, { ...(await beside()), KEYRING_FILE: keyringFile });
    try {
      await talking(one, two, filled.members, number('--live', 2000));
    } finally {
      await two.stop();
    }
  } finally {
    await one.stop();
    keyring.kill('SIGTERM');
  }
}

/** The filled data directory, made once for one size and kept. */
async function filledHouse(size: { people: number; messages: number }): Promise<Filled> {
  const mark = join(data, 'filled.json');
  if (existsSync(mark)) return renewed(JSON.parse(readFileSync(mark, 'utf8')) as Filled);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const raised = await bringUpDatabase({ data });
  const everybody: MembershipCheck = { look: async (session, asked) => ({ person: session, leaves: asked.map(() => 'write' as const) }), mayErase: async () => false };
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership: everybody, now: Date.now, caps: { keysPerSession: 1e9, tagsPerSession: 1e9, keysForHouse: 1e9 } });
  const house: House = {
    config: readConfig({ COMPANIONWAY_DATA: data }), db: raised.database, clock: movableClock(new Date(), true), bus: localBus(), keyring, log: pino({ level: 'silent' }),
    secret: (purpose) => createHmac('sha256', raised.secret).update(`companionway.${purpose}`).digest(),
  };
  const { org } = await readyToSetUp(house);
  const filled = await fill(house, raised.owner, keyring, org, size, (line) => console.log(`  filling: ${line}`));
  await keyring.close();
  await raised.stop();
  writeFileSync(mark, JSON.stringify(filled));
  return filled;
}

/** Sessions of an earlier run may be over: they are given more time. */
async function renewed(filled: Filled): Promise<Filled> {
  const raised = await bringUpDatabase({ data });
  const owner = await connect(raised.owner);
  await owner.query(`update session set ends_at = now() + interval '12 hours', seen_at = now()`);
  await owner.end();
  await raised.stop();
  return filled;
}

interface Node {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

async function startNode(port: number, environment: Record<string, string>): Promise<Node> {
  const begun = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...nodeFlags, join(root, 'dist', 'server', 'companionway.js'), 'start'], {
    env: { ...process.env, COMPANIONWAY_DATA: data, PORT: String(port), LOG_LEVEL: 'silent', TRUST_PROXY: '1', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`A node did not start: ${said}`);
    if (await get(port, '/readyz').then(({ status }) => status === 200, () => false)) break;
    await pause(50);
  }
  console.log(`node on ${port}: first answer after ${((performance.now() - begun) / 1000).toFixed(2)} s`);
  return {
    port,
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, pause(10_000)]);
    },
  };
}

let keyringFile = '';

/** What a keyring of its own, shared by both nodes, is told. */
function describeKeyring(server: unknown): void {
  const address = { kind: 'socket', path: join(data, 'run', 'keyring.sock') };
  const token = existsSync(keyringFile) ? (JSON.parse(readFileSync(keyringFile, 'utf8')) as { token: string }).token : randomBytes(32).toString('hex');
  const membershipModule = join(root, 'dist', 'server', 'keyring-membership.js');
  writeFileSync(keyringFile, JSON.stringify({ directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), address, token, membershipModule, membershipConfig: { server } }), { mode: 0o600 });
}

/** Starts the shared keyring over the running database. */
async function startKeyring(): Promise<ChildProcess> {
  const owner = await addressOfRunning(data);
  describeKeyring(asRole(owner, KEYRING, await operatorSecret(data)));
  const child = spawn(process.execPath, [join(root, 'dist', 'server', 'keyring-process.js'), keyringFile], { stdio: 'inherit' });
  for (let tries = 0; !existsSync(join(data, 'run', 'keyring.sock')) && tries < 100; tries += 1) await pause(100);
  return child;
}

/** The settings of a second node on the first one's database and keyring. */
async function beside(): Promise<Record<string, string>> {
  const secret = await operatorSecret(data);
  return { DATABASE_URL: writeAddress(await addressOfRunning(data)), COMPANIONWAY_DATA: join(data, 'second'), COMPANIONWAY_SECRET: secret.toString('hex') };
}

async function pages(node: Node, filled: Filled, size: { people: number; messages: number }, seconds: number, only: string): Promise<void> {
  const member = (at: number) => filled.members[at % filled.members.length];
  const cookie = (token: string) => `session=${token}`;
  const { slug } = filled.programme;
  const asks: readonly (readonly [string, (at: number) => readonly [string, string]])[] = [
    ['programme page (public)', () => [`/p/${slug}`, '']],
    ['ask, before the first', () => [`/p/${slug}/ask`, '']],
    ['home', (at) => ['/home', cookie(member(at)?.token ?? '')]],
    ['conversations', (at) => ['/conversations', cookie(member(at)?.token ?? '')]],
    ['a conversation of 50', (at) => [`/conversations/${member(at)?.conversation}`, cookie(member(at)?.token ?? '')]],
    ['where things are', (at) => [`/requests/${member(at)?.request}`, cookie(member(at)?.token ?? '')]],
    ['today (coordinator)', () => ['/today', cookie(filled.coordinator)]],
    ['waiting (coordinator)', () => [`/programmes/${slug}/waiting`, cookie(filled.coordinator)]],
    ['supporters (coordinator)', () => [`/programmes/${slug}/supporters`, cookie(filled.coordinator)]],
    ['matches (coordinator)', () => [`/programmes/${slug}/matches`, cookie(filled.coordinator)]],
  ];
  const pids = { app: node.pid, database: Number(readFileSync(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]) };
  const costs: PageCost[] = [];
  for (const [what, where] of asks.filter(([what]) => what.includes(only))) {
    // A site that has run for some seconds: what it does often is compiled by then.
    await steady(what, pids, 50, WARM_SECONDS, (at) => get(node.port, ...where(at), at));
    // Whoever asks comes from a network of their own; the one coordinator stands for several hundred at their desks.
    costs.push(await steady(what, pids, 50, seconds, (at) => get(node.port, ...where(at), at)));
  }
  console.log(`\n${size.people} people, ${size.messages} messages; 50 pages a second for ${seconds} s each, after ${WARM_SECONDS} s at that pace; times in ms\n`);
  console.log('page                        p50     p99   cpu/page   database   kB gz   not 200');
  for (const { what, p50, p99, cpu, database, kB, wrong } of costs) {
    console.log(`${what.padEnd(26)} ${p50.toFixed(1).padStart(5)} ${p99.toFixed(1).padStart(7)} ${cpu.toFixed(2).padStart(10)} ${database.toFixed(2).padStart(10)} ${kB.toFixed(1).padStart(7)} ${String(wrong).padStart(9)}`);
  }
  console.log(`\nresident memory of the app: ${residentMb(node.pid).toFixed(0)} MB`);
}
