import { spawn } from 'node:child_process';
import { chown, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { connect, type ServerAddress } from './address.ts';
import { as, type Binaries } from './binaries.ts';
import { OWNER, readPassword } from './create.ts';
import type { Layout } from './layout.ts';
import { isAlive } from './lock.ts';
import { clearStale, isPostmaster, isStillThere, readPidFile } from './pid-file.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';

/** The name of the one database of an embedded server. */
const DATABASE = 'companionway';

/** A running server's main process. */
export interface Postmaster {
  readonly pid: number;
  readonly address: ServerAddress;
}

/** After a kill, the old server's other processes hold its shared memory until they notice; up to this long. */
const OLD_MS = 20_000;
/** Putting a large database in order after a cut takes its time; longer than this is a fault. */
const READY_MS = 600_000;
const PATIENT_MS = 2_000;

/** What one start needs beyond the usual. */
export interface StartSettings {
  /** Settings of the server, over ours. */
  readonly extra?: Readonly<Record<string, string>>;
  /** How long it may take to put itself in order. */
  readonly patienceMs?: number;
}

/** Settings of an embedded server. They stand on its command line, so they travel with the app and not with the data. */
function settings(layout: Layout, extra: Readonly<Record<string, string>>): string[] {
  const windows = process.platform === 'win32';
  const all: Record<string, string> = {
    listen_addresses: windows ? '127.0.0.1' : '',
    ...(!windows && { unix_socket_directories: layout.sockets, unix_socket_permissions: '0700' }),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // One file per weekday, overwritten a week later: bounded, and there when something went wrong.
    logging_collector: 'on',
    log_directory: layout.log,
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    // A failed statement's message can hold a member's words, and the app hears of it anyway: only the server's own affairs
    // are logged ("log" here means LOG, FATAL and PANIC, and leaves out ERROR).
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    max_wal_size: '256MB',
    min_wal_size: '64MB',
    ...extra,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The server that already runs on these files, when one does: its app died and it lived on (rule 7 of README.md). */
export async function findRunning(layout: Layout): Promise<Postmaster | undefined> {
  const file = await readPidFile(layout);
  if (file === undefined || !(await isPostmaster(file.pid, layout))) return undefined;
  return ready(layout, file.pid, await readPassword(layout), () => undefined);
}

/**
 * Starts a server and waits until it answers (rules 6 and 7 of README.md). A start that fails because the old server's processes still hold
 * its memory is repeated for 20 s.
 * @throws DatabaseRefusal `no-space` or `did-not-start`, with the last lines of its log, and all of it as the cause.
 */
export async function startPostmaster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  onProgress: OnProgress,
  { extra = {}, patienceMs = READY_MS }: StartSettings = {},
): Promise<Postmaster> {
  const password = await readPassword(layout);
  onProgress('starting');
  const until = Date.now() + OLD_MS;
  for (let told = false; ; ) {
    await clearStale(layout);
    const { pid, ended, said } = await launch(layout, binaries, account, extra);
    const found = await Promise.race([readyOrStopped(layout, pid, password, onProgress, patienceMs), ended.then(() => undefined)]);
    if (found !== undefined) return found;
    const words = await said();
    if (/No space left on device/.test(words)) throw new DatabaseRefusal('no-space', { directory: layout.home, needed: 256 });
    if (!/still in use|lock file .* already exists|being used/.test(words) || Date.now() > until) {
      throw new DatabaseRefusal('did-not-start', { detail: words.trim().split('\n').slice(-3).join(' '), log: layout.log }, words);
    }
    if (!told) onProgress('recovering');
    told = true;
    await sleep(200);
  }
}

/** Whether the main process still runs. */
export async function isRunning({ pid }: Postmaster, layout: Layout): Promise<boolean> {
  return isPostmaster(pid, layout);
}

/**
 * Stops a server the fast way: sessions end, everything is written, nothing is killed (rule 8 of README.md).
 * Waits up to five minutes for the last write, and then leaves it to finish alone.
 */
export async function stopPostmaster({ pid }: Postmaster, layout: Layout, binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') {
    spawn(binaries.pgCtl, ['stop', '-D', layout.cluster, '-m', 'fast', '-W'], { stdio: 'ignore' });
  } else if (await isPostmaster(pid, layout)) {
    process.kill(pid, 'SIGINT');
  }
  for (const until = Date.now() + 300_000; Date.now() < until && (await isStillThere(pid, layout)); ) await sleep(10);
}

/** A server that we started and cannot use is not left running. */
async function readyOrStopped(layout: Layout, pid: number, password: string, onProgress: OnProgress, patienceMs: number): Promise<Postmaster> {
  try {
    return await ready(layout, pid, password, onProgress, patienceMs);
  } catch (fault) {
    if (await isPostmaster(pid, layout)) process.kill(pid, 'SIGINT');
    throw fault;
  }
}

/** Waits for line 8 of postmaster.pid, then asks the socket (rule 6 of README.md): a log's words differ between versions and languages. */
async function ready(layout: Layout, pid: number, password: string, onProgress: OnProgress, patienceMs = READY_MS): Promise<Postmaster> {
  const began = Date.now();
  for (let told = false; Date.now() < began + patienceMs; await sleep(10)) {
    if (!told && Date.now() > began + PATIENT_MS) onProgress('recovering');
    told ||= Date.now() > began + PATIENT_MS;
    const file = await readPidFile(layout);
    if (file === undefined || file.pid !== pid || file.status !== 'ready') {
      if (!(await isAlive(pid))) break;
      continue;
    }
    const address = { host: process.platform === 'win32' ? file.host : file.sockets, port: file.port, database: DATABASE, user: OWNER, password };
    if (await answers(address)) return { pid, address };
  }
  throw new DatabaseRefusal('did-not-start', { detail: 'no answer', log: layout.log });
}

/** Asks, and makes the one database the first time. */
async function answers(address: ServerAddress): Promise<boolean> {
  const client = await connect(address).catch((fault: { code?: string }) => fault.code);
  if (client === '3D000') return makeDatabase(address);
  if (client === '28P01') throw new DatabaseRefusal('wrong-password', { login: address.user });
  if (typeof client !== 'object') return false;
  await client.end();
  return true;
}

async function makeDatabase(address: ServerAddress): Promise<boolean> {
  const client = await connect({ ...address, database: 'postgres' });
  try {
    await client.query(`create database ${DATABASE}`);
    return true;
  } finally {
    await client.end();
  }
}

async function launch(layout: Layout, binaries: Binaries, account: Account, extra: Readonly<Record<string, string>>) {
  await mkdir(layout.log, { recursive: true, mode: 0o700 });
  if (account !== null) await chown(layout.log, account.uid, account.gid);
  const path = join(layout.log, 'start.log');
  const log = await open(path, 'w', 0o600);
  const before = (await dayLog(layout)).length;
  // A session of its own: Ctrl-C in the terminal is the app's to hear, which then stops the server in order.
  const child = spawn(binaries.postgres, ['-D', layout.cluster, ...settings(layout, extra)], {
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    ...as(account),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  child.unref();
  await log.close();
  const said = async () => (await readFile(path, 'utf8').catch(() => '')) + (await dayLog(layout)).subarray(before).toString();
  return { pid: child.pid ?? 0, ended, said };
}

/** Today's log: once its collector runs, a server's messages go there and no longer to the file it was started with. */
async function dayLog({ log }: Layout): Promise<Buffer> {
  const day = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  return readFile(join(log, `postgresql-${day}.log`)).catch(() => Buffer.alloc(0));
}
