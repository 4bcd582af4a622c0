/**
 * What locking costs: `node bin/bench.mjs crypto [--messages 100000] [--pages 600]`. In one run over a house with that many sealed messages: the processor
 * time of a conversation's page (50 messages) as it is served, and of sending a message, app, keyring and database together; and of the locking alone within them
 * (keys from the keyring, sealing, tagging, opening). The promise: with locking at most 25 % more than without. Ends with 1 above it.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { MembershipCheck } from '../src/keyring/membership.ts';
import { openKeyring } from '../src/keyring/open.ts';
import { wordsKey } from '../src/keyring/place.ts';
import { doorkeeperOf, doormanOf } from '../src/opening/door.ts';
import { movableClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { localBus } from '../src/platform/events.ts';
import type { House } from '../src/platform/house.ts';
import { newId } from '../src/platform/ids.ts';
import { bringUpDatabase } from '../src/platform/postgres/bring-up.ts';
import { asRole, KEYRING } from '../src/platform/roles.ts';
import type { Scene } from '../src/platform/scene.ts';
import { sendMessage } from '../src/rooms/conversations/index.ts';
import { keyName, keysFor, openMessage, sealMessage } from '../src/rooms/conversations/words.ts';
import { actorOf } from '../src/rooms/people/index.ts';
import { readyToSetUp } from '../src/rooms/programmes/index.ts';
import { scratchPlace } from '../src/testing/directory.ts';
import { createSite } from '../src/web/server.tsx';
import { networkOf } from './road/load.ts';
import { fill, type Filled } from './road/fill.ts';

const MOST = 1.25;
const NO_CAPS = { keysPerSession: 1e9, tagsPerSession: 1e9, keysForHouse: 1e9 };
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Runs the benchmark. */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...words], options: { messages: { type: 'string', default: '100000' }, pages: { type: 'string', default: '600' } } });
  const data = await mkdtemp(join(await scratchPlace(), 'companionway-bench-crypto-'));
  await chmod(data, 0o711);
  const raised = await bringUpDatabase({ data });
  try {
    const house: Omit<House, 'keyring'> = {
      config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent', TRUST_PROXY: '1' }), db: raised.database, clock: movableClock(new Date(), true), bus: localBus(), log: pino({ level: 'silent' }),
      secret: (purpose) => createHmac('sha256', raised.secret).update(`companionway.${purpose}`).digest(),
    };
    const places = { directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), caps: NO_CAPS };
    const trusting: MembershipCheck = { look: async (session, asked) => ({ person: session, leaves: asked.map(() => 'write' as const) }), mayErase: async () => false };
    const first = await openKeyring({ inProcess: true, ...places, membership: trusting, now: Date.now });
    const { org } = await readyToSetUp({ ...house, keyring: first });
    const filled = await fill({ ...house, keyring: first }, raised.owner, first, org, { people: 8_000, messages: Number(values.messages) }, (line) => say(`  filling: ${line}`));
    await first.close();
    // From here on as in production: the keyring in its own process, which asks the database itself.
    const keyring = await openKeyring({ inProcess: false, process: { ...places, membershipModule: join(import.meta.dirname, '..', 'src', 'opening', 'membership.ts'), membershipConfig: { server: asRole(raised.owner, KEYRING, raised.secret) } } });
    try {
      await measure({ ...house, keyring }, filled, Math.min(Number(values.pages), filled.members.length), () => cpuOf(keyring.pid()) + serverCpu(raised.server?.pid() ?? 0));
    } finally {
      await keyring.close();
    }
  } finally {
    await raised.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

type Keyed = House & { readonly keyring: { forgetAll(): void } };

async function measure(house: Keyed, filled: Filled, count: number, keyringCpu: () => number): Promise<void> {
  const app = createSite({ house, doorkeeper: doorkeeperOf(house), doorman: doormanOf(house) });
  const members = filled.members.slice(0, count);
  const each = async (work: (member: Filled['members'][number]) => Promise<unknown>): Promise<number> => {
    globalThis.gc?.();
    const [own, others] = [process.cpuUsage(), keyringCpu()];
    for (const member of members) await work(member);
    const { user, system } = process.cpuUsage(own);
    return (user + system) / 1000 / members.length + ((keyringCpu() - others) * 1000) / members.length;
  };
  // Each asks from a network of its own, so that the pace of one network is kept, as with real people.
  let asked = 0;
  const page = async ({ conversation, token }: Filled['members'][number]): Promise<void> => {
    const answer = await app.request(`http://127.0.0.1:3000/conversations/${conversation}`, { headers: { host: '127.0.0.1:3000', cookie: `session=${token}`, 'x-forwarded-for': networkOf((asked += 1)) } });
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes('I slept on the floor')) throw new Error(`The page answered ${answer.status}: ${text.slice(0, 200)}`);
  };
  const scenes = new Map<string, Scene>();
  for (const { token } of members) {
    const known = await actorOf(house, filled.org, token);
    if (known !== undefined) scenes.set(token, { house, org: filled.org, actor: known.actor, lang: 'en', requestId: 'bench', sessionToken: token });
  }
  const sceneOf = (token: string): Scene => scenes.get(token) ?? ((): never => { throw new Error('A session is not known.'); })();
  const rows = await rowsOf(house, members, filled.org);

  // What is compiled at the first hundred would otherwise be counted to one side only.
  for (let round = 0; round < 2; round += 1) await each(page);
  house.keyring.forgetAll();
  const readPage = await each(page);
  const readAgain = await each(page);
  const openOnly = async ({ conversation, token }: Filled['members'][number]): Promise<void> => {
    const found = rows.get(conversation) ?? [];
    const authors = [...new Set(found.map(({ author }) => author))].map((author) => ({ author, generation: 1 }));
    const keys = await keysFor(sceneOf(token), conversation, authors);
    for (const { author, seq, envelope } of found) {
      const key = keys.get(keyName({ author, generation: 1 }));
      if (key === undefined || openMessage(key, { conversation, author, seq }, envelope).body === '') throw new Error('It did not open.');
    }
  };
  await each(openOnly);
  house.keyring.forgetAll();
  const openFirst = await each(openOnly);
  const openAgain = await each(openOnly);

  const send = async ({ conversation, token }: Filled['members'][number]): Promise<void> => {
    const said = await sendMessage(sceneOf(token), { conversation, sending: newId(), words: 'A few words.' });
    if (said.kind !== 'done') throw new Error(JSON.stringify(said));
  };
  await each(send);
  const sending = await each(send);
  const sealOnly = async ({ conversation, token, person }: Filled['members'][number]): Promise<void> => {
    const scene = sceneOf(token);
    const [answer] = await house.keyring.unwrap(token, [wordsKey(conversation, person)]);
    if (answer?.ok !== true) throw new Error('No key.');
    await sealMessage(scene, answer.key, { conversation, author: person, seq: 60, time: new Date(), previous: null, clientMessageId: newId() }, { body: 'A few words.' });
  };
  await each(sealOnly);
  const sealing = await each(sealOnly);

  const ms = (time: number): string => `${time.toFixed(2)} ms`;
  say(`${members.length} conversations of 50 messages each; processor time of app, keyring and database together, for each`);
  report('reading a page, keys not yet open', readPage, openFirst, ms);
  report('reading a page again within two minutes', readAgain, openAgain, ms);
  report('sending a message', sending, sealing, ms);
  const ratio = report('sending one and reading the page it leads to', readPage + sending, openFirst + sealing, ms);
  say(ratio <= MOST ? `within ${MOST}` : `above ${MOST}`);
  process.exitCode = ratio <= MOST ? 0 : 1;
}

/** `with`, as measured; `without`, the same less the locking, measured alone in the same run. */
function report(what: string, whole: number, locking: number, ms: (time: number) => string): number {
  const ratio = whole / (whole - locking);
  say(`  ${what.padEnd(48)} with ${ms(whole)} · locking alone ${ms(locking)} · without ${ms(whole - locking)} · ratio ${ratio.toFixed(3)}`);
  return ratio;
}

/** The rows to open alone, read as the members themselves: no other login may. */
async function rowsOf(house: House, members: Filled['members'], org: string) {
  const rows = new Map<string, readonly { readonly seq: number; readonly author: string; readonly envelope: Buffer }[]>();
  for (const { conversation, person } of members) {
    rows.set(conversation, await house.db.within({ org, person, wall: 'member', readOnly: true }, (db) => db.selectFrom('message').select(['seq', 'author_id as author', 'envelope']).where('conversation_id', '=', conversation).orderBy('seq', 'desc').limit(50).execute()));
  }
  return rows;
}

/** The database server's processor time so far: its own, its children's, and that of children that ended. */
function serverCpu(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter((child) => child !== '').map(Number);
  const ended = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return [pid, ...children].reduce((sum, one) => sum + cpuOf(one), (Number(ended[13]) + Number(ended[14])) / 100);
}

/** Seconds of processor time of another process so far (Linux). */
function cpuOf(pid: number | null): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    // It ended in between; its time stands with its parent now.
    return 0;
  }
}
