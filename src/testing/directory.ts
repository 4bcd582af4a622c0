import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouses } from './open-houses.ts';

/** The beginning of the names of all directories that tests make. */
export const MARK = 'companionway-test-';

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

/** A new directory which other accounts may enter. The caller removes it. */
export async function scratchDirectory(): Promise<string> {
  const path = await mkdtemp(join(await scratchPlace(), MARK));
  await chmod(path, 0o711);
  return path;
}

/** A directory of a test's own, which other accounts may enter; removed at the end of the test file. */
export async function testDirectory(): Promise<string> {
  const path = await scratchDirectory();
  openHouses.add({ close: () => rm(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }) });
  return path;
}
