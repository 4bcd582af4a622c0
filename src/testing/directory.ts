import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf } from '../platform/postgres/layout.ts';
import { isAlive } from '../platform/postgres/lock.ts';
import { openHouses } from './open-houses.ts';

/** The beginning of the names of all directories that tests make. */
const MARK = 'companionway-test-';

const ENOUGH_BYTES = 2 * 2 ** 30;

/**
 * Where tests keep files: in memory when there is plenty (a database of 70 tables is then made in 12 ms instead of 500),
 * else where the system keeps what is temporary. Containers often have only 64 MB of the former.
 */
export async function scratchPlace(): Promise<string> {
  const memory = '/dev/shm';
  const free = await statfs(memory).then(({ bavail, bsize }) => bavail * bsize, () => 0);
  return process.platform === 'linux' && free > ENOUGH_BYTES ? memory : tmpdir();
}

/** A new directory which other accounts may enter, with our process number in its name. The caller removes it. */
export async function scratchDirectory(): Promise<string> {
  const path = await mkdtemp(join(await scratchPlace(), `${MARK}${process.pid}-`));
  await chmod(path, 0o711);
  return path;
}

/** A directory of a test's own, which other accounts may enter; removed at the end of the test file. */
export async function testDirectory(): Promise<string> {
  const path = await scratchDirectory();
  openHouses.add({ close: () => rm(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }) });
  return path;
}

/** Takes away what runs left that were killed before they could: their servers first, then their directories. */
export async function sweep(): Promise<void> {
  const place = await scratchPlace();
  for (const name of await readdir(place)) {
    const pid = Number(new RegExp(`^${MARK}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isInteger(pid) || (await isAlive(pid))) continue;
    const path = join(place, name);
    for (const server of await serversIn(path)) process.kill(server, 'SIGQUIT');
    const { sockets } = await layoutOf(path);
    for (const left of [path, sockets]) await rm(left, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }).catch(() => undefined);
  }
}

/** Main processes of servers with their data below a directory (Linux; elsewhere none is found). */
async function serversIn(path: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc').catch(() => [])).map(Number).filter(Number.isInteger)) {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').then((line) => line.split('\0'), () => []);
    if (words[1] === '-D' && words[2]?.startsWith(`${path}/`) === true) found.push(pid);
  }
  return found;
}
