import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyTrail, withTrailInDatabase } from '../audit/index.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import { connect } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { conversation } from '../rooms/conversations/index.ts';
import { type Acknowledged, as, type CrashWorld } from './crash-walker.ts';

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
  /** Message-IDs handed to the postman again: what was in hand at the moment of a kill, under its own name, so that a mailbox shows it once. */
  readonly twice: readonly string[];
}

/** Walks on a directory, kills each round's victim at a random moment, starts again, and in the end looks at everything that was acknowledged. */
export async function crashRounds(data: string, rounds: readonly Dies[], onRound: (done: number) => void = () => undefined): Promise<Aftermath> {
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
  return lookAt(data, acknowledged);
}

const kinds = ['request', 'letter', 'message', 'mail'] as const;
/** Whether each kind of act was acknowledged at least once. */
export const everyKind = (among: readonly Acknowledged[]): boolean => kinds.every((kind) => among.some(({ did }) => did === kind));

/** A walker in a process of its own, walking. What it says is added to `acknowledged`. */
export async function startWalker(data: string, acknowledged: Acknowledged[]): Promise<ChildProcess> {
  const program = `const { runnerImport } = await import('vite'); const { module } = await runnerImport(${JSON.stringify(join(import.meta.dirname, 'crash-walker.ts'))}); await module.walk(process.argv[1]);`;
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program, data], { stdio: ['ignore', 'pipe', 'inherit'], cwd: join(import.meta.dirname, '..', '..') });
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
    const mails = acknowledged.flatMap((one) => (one.did === 'mail' ? [one.id] : []));
    return {
      acknowledged: counted(acknowledged),
      missing: acknowledged.filter((one) => !isThere(one)).map((one) => JSON.stringify(one)),
      forgotten: rows[0]?.count ?? -1,
      ...(await chainsIn(data)),
      twice: mails.filter((id, at) => mails.indexOf(id) !== at),
    };
  } finally {
    await owner.end();
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
