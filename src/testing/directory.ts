import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouses } from './open-houses.ts';

/** A directory of a test's own, which other accounts may enter; removed at the end of the test file. */
export async function testDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'companionway-dir-'));
  await chmod(path, 0o711);
  openHouses.add({ close: () => rm(path, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }) });
  return path;
}
