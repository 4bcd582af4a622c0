import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyTrail, withTrailInDatabase } from '../audit/index.ts';
import type { Postman } from '../mail/index.ts';
import { mailbox } from '../mail/mailbox.fixture.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import { connect } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { conversation } from '../rooms/conversations/index.ts';
import { messageIdOf } from '../rooms/notifications/compose.ts';
import { deliverNotices } from '../rooms/notifications/index.ts';
import { MAY_HAVE_ARRIVED } from '../rooms/notifications/settle.ts';
import { type Acknowledged, as, type CrashWorld } from './crash-walker.ts';

/** What a killed process had already given to the kernel is with the mail server after this. */
const LAST_BYTES_MS = 500;

/** What dies in a round. */
export type Dies = 'app' | 'database' | 'keyring' | 'both' | 'all';

/** What was found after the last start: how much of each kind was acknowledged, and what of it is missing or doubled. */
export interface Aftermath {
  readonly acknowledged: Readonly<Record<Acknowledged['did'], number>>;
  readonly missing: readonly string[];
  /** Requests that wait and have no promise with a time, or one whose time or owner is gone. */
  readonly forgotten: number;
  /** Chains of the trail that do not hold, link by link. */
  readonly brokenChains: readonly string[];
  /** How many lines of the trail stand in a chain. */
  readonly chained: number;
}

/** What became of the letters, looked at when every lease is over. */
export interface MailAftermath {
  /** Message-IDs that the mail server has twice, or would get again. */
  readonly twice: readonly string[];
  /** Notices that count as sent and whose letter the mail server never saw. */
  readonly lost: number;
  /** Letters in hand at a kill that are noted as "may have arrived": how many, and how many of them did. */
  readonly mayHaveArrived: number;
  readonly ofThemArrived: number;
}

/** Walks on a directory, kills each round's victim at a random moment, starts again, and in the end looks at everything that was acknowledged. */
export async function crashRounds(data: string, rounds: readonly Dies[], onRound: (done: number) => void = () => undefined): Promise<Aftermath & { readonly mail: MailAftermath }> {
  const acknowledged: Acknowledged[] = [];
  let done = 0;
  let walker: ChildProcess | undefined;
  try {
    for (const dies of rounds) {
      onRound(done++);
      walker ??= await startWalker(data, acknowledged);
      const before = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(before)));
      await sleep(100 + Math.random() * 400);
      if (dies === 'keyring' || dies === 'all') killKeyring(walker);
      if (dies !== 'app' && dies !== 'keyring') await killDatabase(data);
      if (dies !== 'database' && dies !== 'keyring') {
        await killed(walker);
        walker = undefined;
        continue;
      }
      const after = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(after)));
    }
    walker ??= await startWalker(data, acknowledged);
    await sleep(300);
  } finally {
    if (walker !== undefined) await killed(walker);
  }
  return { ...(await lookAt(data, acknowledged)), mail: await lookAtMail(data, acknowledged) };
}

const kinds = ['request', 'letter', 'message', 'mail'] as const;
/** Whether each kind of act was acknowledged at least once. */
export const everyKind = (among: readonly Acknowledged[]): boolean => kinds.every((kind) => among.some(({ did }) => did === kind));

/** A walker in a process of its own, walking, with a mail server that takes its time to answer. What it says, and what letters the mail server has, is added to `acknowledged`. */
export async function startWalker(data: string, acknowledged: Acknowledged[]): Promise<ChildProcess> {
  const program = `const { runnerImport } = await import('vite'); const { module } = await runnerImport(${JSON.stringify(join(import.meta.dirname, 'crash-walker.ts'))}); await module.walk(process.argv[1], process.argv[2]);`;
  const box = await mailbox();
  box.taken = async () => {
    const letter = box.letters.pop();
    const no = Math.random() < 0.1;
    await sleep(Math.random() * 20);
    if (!no) acknowledged.push({ did: 'mail', id: (letter?.messageId ?? '').slice(1, -1) });
    await sleep(Math.random() * 40);
    return no ? '451 Later' : undefined;
  };
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program, data, box.url], { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(import.meta.dirname, '..', '..') });
  child.once('close', () => void sleep(LAST_BYTES_MS).then(box.close));
  let waiting = '';
  let ready = false;
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (waiting + chunk.toString()).split('\n');
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      const one = JSON.parse(line) as Acknowledged;
      if (one.did === 'ready') ready = true;
      else acknowledged.push(one);
    }
  });
  await until(() => {
    if (child.exitCode !== null) throw new Error(`The walker ended by itself with ${child.exitCode}.`);
    return ready;
  });
  return child;
}

/** Kills a walker and waits for its end. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

/** The keyring's process is the walker's child that runs `keyring/main.ts`. */
function killKeyring({ pid }: ChildProcess): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
  for (const child of children) if (commandOf(child).includes('keyring/main.ts')) process.kill(child, 'SIGKILL');
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function killDatabase(data: string): Promise<void> {
  const { cluster } = await layoutOf(data);
  process.kill(Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
}

/** Waits until something holds. @throws when it does not in time. */
export async function until(holds: () => boolean, withinMs = 90_000): Promise<void> {
  for (const end = Date.now() + withinMs; !holds(); await sleep(20)) if (Date.now() > end) throw new Error(`Did not happen within ${withinMs} ms.`);
}

/** Opens the house again and looks for everything that was acknowledged. */
export async function lookAt(data: string, acknowledged: readonly Acknowledged[]): Promise<Aftermath> {
  const { house, raised, close } = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent' }) });
  const owner = await connect(raised.owner);
  try {
    const world = JSON.parse(readFileSync(join(data, 'crash-world.json'), 'utf8')) as CrashWorld;
    const ids = async (table: string) => new Set((await owner.query<{ id: string }>(`select id from ${table}`)).rows.map(({ id }) => id));
    const [requests, letters, words] = [await ids('support_request'), await ids('letter'), new Set<string>()];
    const ben = await as(house, world, 'ben');
    for (let after = 0; ; ) {
      const { messages } = await conversation(ben, { conversation: world.conversation, after });
      for (const message of messages) words.add(message.words?.body ?? '');
      const last = messages.at(-1)?.seq ?? after;
      if (last === after) break;
      after = last;
    }
    const isThere = (one: Acknowledged) =>
      one.did === 'request' ? requests.has(one.id) : one.did === 'letter' ? letters.has(one.id) : one.did === 'message' ? words.has(one.words) : true;
    const { rows } = await owner.query<{ count: number }>(`
      select count(*)::int as count from support_request r left join promise p on p.org_id = r.org_id and p.subject_id = r.id and p.kept_at is null and p.withdrawn_at is null
      where r.answered_at is null and r.withdrawn_at is null and (p.id is null or p.owner_id is null or p.due_at is null)`);
    return {
      acknowledged: counted(acknowledged),
      missing: acknowledged.filter((one) => !isThere(one)).map((one) => JSON.stringify(one)),
      forgotten: rows[0]?.count ?? -1,
      ...(await chainsIn(data)),
    };
  } finally {
    await owner.end();
    await close();
  }
}

/** Lets every lease end, notes which letters would go again, and compares what counts as sent with what the mail server has. */
export async function lookAtMail(data: string, acknowledged: readonly Acknowledged[]): Promise<MailAftermath> {
  await sleep(LAST_BYTES_MS);
  const { house, close } = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent', PUBLIC_URL: 'https://support.example.org' }) });
  try {
    const { org } = JSON.parse(readFileSync(join(data, 'crash-world.json'), 'utf8')) as CrashWorld;
    const has = acknowledged.flatMap((one) => (one.did === 'mail' ? [one.id] : []));
    const postman: Postman = { hand: async ({ messageId }, mayGo) => ((await mayGo()) ? (has.push(messageId), { kind: 'handed' }) : { kind: 'kept' }), close: async () => undefined };
    // Past the leases of what was in hand, past what a server put off, and past the time after which nobody is left to say.
    for (const minutes of [6, 20, 60]) await deliverNotices({ ...house, clock: { ...house.clock, now: () => new Date(Date.now() + minutes * 60_000) } }, org, postman);
    const sent = await house.db.within({ org, readOnly: true }, (db) => db.selectFrom('notice').select(['id', 'trouble']).where('org_id', '=', org).where('sent_at', 'is not', null).where('channel', '<>', 'call').execute());
    const unsure = sent.filter(({ trouble }) => trouble === MAY_HAVE_ARRIVED);
    const arrived = new Set(has);
    const isThere = ({ id }: { id: string }) => arrived.has(messageIdOf(house, org, id));
    return { twice: has.filter((id, at) => has.indexOf(id) !== at), lost: sent.filter((one) => one.trouble !== MAY_HAVE_ARRIVED && !isThere(one)).length, mayHaveArrived: unsure.length, ofThemArrived: unsure.filter(isThere).length };
  } finally {
    await close();
  }
}

/** Walks every chain of the trail, without the anchors: what was sealed must follow from what was before. */
async function chainsIn(data: string): Promise<Pick<Aftermath, 'brokenChains' | 'chained'>> {
  const { chains } = await withTrailInDatabase({ data, databaseUrl: undefined }, (trail) => verifyTrail(trail.sections(), [], {}));
  return {
    brokenChains: chains.filter(({ verdict }) => !verdict.whole).map(({ chain }) => chain.chain),
    chained: chains.reduce((sum, { verdict }) => sum + (verdict.whole ? verdict.entries : 0), 0),
  };
}

function counted(acknowledged: readonly Acknowledged[]): Aftermath['acknowledged'] {
  const count = { ready: 0, request: 0, letter: 0, message: 0, mail: 0 };
  for (const { did } of acknowledged) count[did] += 1;
  return count;
}
