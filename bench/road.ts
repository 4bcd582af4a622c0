import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
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
import { writeAddress } from '../src/platform/postgres/address.ts';
import { asRole, KEYRING } from '../src/platform/roles.ts';
import { readyToSetUp } from '../src/rooms/programmes/index.ts';
import { pino } from 'pino';
import { createHmac, randomBytes } from 'node:crypto';
import { operatorSecret } from '../src/platform/operator-key.ts';
import { type Filled, fill } from './road/fill.ts';
import { cpuSeconds, get, type PageCost, quantile, residentMb, steady } from './road/load.ts';

const root = join(import.meta.dirname, '..');
const data = join(root, '.cache', 'bench-road');

/** Runs the road's benchmark: pages at 50 a second, then messages across two nodes with many live connections. */
export async function run(words: readonly string[]): Promise<void> {
  const number = (name: string, otherwise: number) => Number(words[words.indexOf(name) + 1] ?? Number.NaN) || otherwise;
  const size = { people: number('--people', 100_000), messages: number('--messages', 1_000_000) };
  const filled = await filledHouse(size);
  describeKeyring({});
  const one = await startNode(3401, { KEYRING_FILE: keyringFile });
  const keyring = await startKeyring();
  try {
    await pages(one, filled, size);
    const two = await startNode(3402, { ...(await beside()), KEYRING_FILE: keyringFile });
    try {
      await live(one, two, filled, number('--live', 2000));
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
  const mark = join(data, `filled-${size.people}-${size.messages}.json`);
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
  const { connect } = await import('../src/platform/postgres/address.ts');
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
  const child: ChildProcess = spawn(process.execPath, [join(root, 'dist', 'server', 'companionway.js'), 'start'], {
    env: { ...process.env, COMPANIONWAY_DATA: data, PORT: String(port), LOG_LEVEL: 'silent', ...environment },
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

const keyringFile = join(data, 'keyring.json');

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

async function pages(node: Node, filled: Filled, size: { people: number; messages: number }): Promise<void> {
  const member = (at: number) => filled.members[at % filled.members.length];
  const cookie = (token: string) => `session=${token}`;
  const asks: readonly (readonly [string, (at: number) => readonly [string, string]])[] = [
    ['programme page (public)', () => [`/p/${filled.programme.slug}`, '']],
    ['home', (at) => ['/home', cookie(member(at)?.token ?? '')]],
    ['conversations', (at) => ['/conversations', cookie(member(at)?.token ?? '')]],
    ['a conversation of 50', (at) => [`/conversations/${member(at)?.conversation}`, cookie(member(at)?.token ?? '')]],
    ['where things are', (at) => [`/requests/${member(at)?.request}`, cookie(member(at)?.token ?? '')]],
    ['today (coordinator)', () => ['/today', cookie(filled.coordinator)]],
    ['waiting (coordinator)', () => [`/programmes/${filled.programme.slug}/waiting`, cookie(filled.coordinator)]],
  ];
  const costs: PageCost[] = [];
  for (const [what, where] of asks) {
    for (let at = 0; at < 60; at += 1) await get(node.port, ...where(at));
    costs.push(await steady(what, node.pid, 50, 10, (at) => get(node.port, ...where(at))));
  }
  console.log(`\n${size.people} people, ${size.messages} messages; 50 pages a second for 10 s each; times in ms\n`);
  console.log('page                        p50     p99   cpu/page   kB gz   not 200');
  for (const { what, p50, p99, cpu, kB, wrong } of costs) console.log(`${what.padEnd(26)} ${p50.toFixed(1).padStart(5)} ${p99.toFixed(1).padStart(7)} ${cpu.toFixed(2).padStart(10)} ${kB.toFixed(1).padStart(7)} ${String(wrong).padStart(9)}`);
  console.log(`\nresident memory of the app: ${residentMb(node.pid).toFixed(0)} MB`);
}

/** Live pages open on both nodes; messages are posted to one and must arrive on the other. */
async function live(one: Node, two: Node, filled: Filled, connections: number): Promise<void> {
  const watched = filled.members.slice(0, connections);
  const heard = new Map<string, ((at: number) => void)[]>();
  const open: IncomingMessage[] = [];
  for (const [at, { token, conversation }] of watched.entries()) {
    const port = at % 2 === 0 ? one.port : two.port;
    httpGet({ host: '127.0.0.1', port, path: `/conversations/${conversation}/live`, headers: { cookie: `session=${token}`, 'last-event-id': '50' } }, (answer) => {
      open.push(answer);
      answer.on('data', () => {
        for (const listener of heard.get(conversation)?.splice(0) ?? []) listener(performance.now());
      });
    }).on('error', () => undefined);
    if (at % 100 === 99) await pause(20);
  }
  await pause(3000);
  const cpu = cpuSeconds(one.pid) + cpuSeconds(two.pid);
  console.log(`\n${open.filter((answer) => answer.statusCode === 200).length} live connections open on two nodes`);
  const delays: number[] = [];
  const begun = performance.now();
  let accepted = 0;
  for (let round = 0; performance.now() - begun < 15_000; round += 1) {
    const { token, conversation } = watched[round % watched.length] ?? { token: '', conversation: '' };
    const sender = round % 2 === 0 ? two : one;
    const sent = performance.now();
    const arrived = new Promise<number | undefined>((resolve) => {
      heard.set(conversation, [...(heard.get(conversation) ?? []), resolve]);
      setTimeout(() => resolve(undefined), 3000);
    });
    if (await post(sender.port, `/conversations/${conversation}`, token, `message ${round}`)) accepted += 1;
    void arrived.then((at) => at !== undefined && delays.push(at - sent));
  }
  await pause(3000);
  const seconds = (performance.now() - begun - 3000) / 1000;
  console.log(`messages accepted: ${(accepted / seconds).toFixed(0)} a second by one sender after another; delivered to the other node: ${delays.length} of ${accepted}, p50 ${quantile(delays, 0.5).toFixed(0)} ms, p99 ${quantile(delays, 0.99).toFixed(0)} ms`);
  console.log(`processor of both nodes: ${(((cpuSeconds(one.pid) + cpuSeconds(two.pid) - cpu) * 1000) / Math.max(1, accepted)).toFixed(1)} ms a message; memory ${residentMb(one.pid).toFixed(0)} and ${residentMb(two.pid).toFixed(0)} MB`);
  for (const answer of open) answer.destroy();
}

/** Opens the conversation's page, takes its form as it stands there, and sends it. */
async function post(port: number, path: string, token: string, words: string): Promise<boolean> {
  const origin = `http://127.0.0.1:${port}`;
  const page = await fetch(`${origin}${path}`, { headers: { cookie: `session=${token}` } });
  const html = await page.text();
  const form = /<form[^>]*>(?:(?!<\/form>)[\s\S])*name="words"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields = new URLSearchParams([...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '']));
  fields.set('words', words);
  const answer = await fetch(`${origin}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie: `session=${token}`, origin, 'content-type': 'application/x-www-form-urlencoded' }, body: fields });
  await answer.arrayBuffer();
  return answer.status === 303;
}
