import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { isAlive, isTaken } from './lock.ts';

/** What PostgreSQL writes into postmaster.pid, line by line. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly sockets: string;
  readonly host: string;
  readonly status: string;
}

/**
 * After a restart of the machine or container the number in a left-over pid file may belong to anything, and PostgreSQL would
 * refuse to start; a socket's lock file likewise. Removed only when the number is taken and certainly not by a server on these
 * files. Otherwise the file stays: through it PostgreSQL finds the memory that the old server's other processes may still hold.
 */
export async function clearStale(layout: Layout): Promise<void> {
  const file = await readPidFile(layout);
  if (file !== undefined && (await isPostmaster(file.pid, layout))) return;
  if (file !== undefined && isTaken(file.pid)) await rm(join(layout.cluster, 'postmaster.pid'), { force: true });
  for (const name of await readdir(layout.sockets).catch(() => [])) {
    if (name.startsWith('.s.PGSQL.')) await rm(join(layout.sockets, name), { force: true });
  }
}

/** What the server wrote about itself; nothing when it is not there. */
export async function readPidFile({ cluster }: Layout): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    sockets: lines[4]?.trim() ?? '',
    host: lines[5]?.trim() ?? '',
    status: lines[7]?.trim() ?? '',
  };
}

/** Whether a process is a server on these files. Where the system does not tell, a living process is taken to be one. */
export async function isPostmaster(pid: number, { cluster }: Layout): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid))) return false;
  return process.platform !== 'linux' || (await commandOf(pid)).includes(cluster);
}

/** Also while it is on its way out: then it runs, and has no command line any more. */
export async function isStillThere(pid: number, { cluster }: Layout): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  const command = await commandOf(pid);
  return command.length === 0 || command.includes(cluster);
}

/** The words a process was started with, on Linux. */
async function commandOf(pid: number): Promise<string[]> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.split('\0').filter((word) => word !== '');
}
