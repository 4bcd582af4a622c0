import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseRefusal } from './refusal.ts';

/** Held while this process owns the server of one data directory (rule 8 of README.md). */
export interface OwnerLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** When the process began, because a process number is used again. Empty where the system does not tell. */
  readonly began: string;
  readonly host: string;
  readonly token: string;
}

const BEAT_MS = 5_000;
/** Another host (two containers on one volume) cannot be asked whether it lives; a beat this old says it does not. */
const SILENT_MS = 30_000;

/**
 * Takes the lock, also from a holder that died.
 * @throws DatabaseRefusal `in-use` with the holder's process number and host.
 */
export async function takeLock(path: string): Promise<OwnerLock> {
  const mine: Holder = { pid: process.pid, began: (await beganAt(process.pid)) ?? '', host: hostname(), token: randomUUID() };
  if (!(await created(path, mine))) await takeOver(path, mine);
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      const found = await holderOf(path);
      if (found?.token === mine.token) await rm(path, { force: true });
    },
  };
}

/** Two newcomers may find the same dead holder; a second lock lets one of them replace it. */
async function takeOver(path: string, mine: Holder): Promise<void> {
  const turn = `${path}.turn`;
  for (let tries = 0; !(await created(turn, mine)); tries++) {
    const age = await stat(turn).then((found) => Date.now() - found.mtimeMs, () => 0);
    if (age > 10_000 || tries > 200) await rm(turn, { force: true });
    await sleep(20);
  }
  try {
    const holder = await holderOf(path);
    if (holder !== undefined && (await lives(path, holder))) {
      throw new DatabaseRefusal('in-use', { process: holder.pid, host: holder.host });
    }
    await rm(path, { force: true });
    if (!(await created(path, mine))) throw new DatabaseRefusal('in-use', { process: 0, host: hostname() });
  } finally {
    await rm(turn, { force: true });
  }
}

async function created(path: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // Torn by a power cut, or being written this instant: nobody lives, unless the file is new (see `lives`).
    return { pid: 0, began: '', host: '', token: '' };
  }
}

async function lives(path: string, holder: Holder): Promise<boolean> {
  const age = await stat(path).then((found) => Date.now() - found.mtimeMs, () => Number.POSITIVE_INFINITY);
  if (holder.pid === 0) return age < 1_000;
  if (holder.host !== hostname()) return age < SILENT_MS;
  return (await isAlive(holder.pid)) && (holder.began === '' || (await beganAt(holder.pid)) === holder.began);
}

/**
 * Whether a process runs; one of another account counts. One that ended and that nobody has taken note of (in a container whose
 * first process does not care for orphans) does not, though the system still answers for its number.
 */
export async function isAlive(pid: number): Promise<boolean> {
  if (!isTaken(pid)) return false;
  const state = (await statusOf(pid))?.[0];
  return state !== 'Z' && state !== 'X';
}

/** Whether a process number is taken at all, which is as much as PostgreSQL asks. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks from boot to the start of a process, on Linux. */
async function beganAt(pid: number): Promise<string | undefined> {
  return (await statusOf(pid))?.[19];
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may hold anything. */
async function statusOf(pid: number): Promise<string[] | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return line?.slice(line.lastIndexOf(')') + 2).split(' ');
}
