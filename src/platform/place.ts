import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Nothing can be kept at a place: no right to it, read-only, a file where a directory should be, or a system that makes no directories there. */
export class NoPlace extends Error {
  readonly place: string;
  constructor(place: string, cause: unknown) {
    super(`Nothing can be kept at ${place}.`, { cause });
    this.name = 'NoPlace';
    this.place = place;
  }
}

/**
 * Makes a directory and those above it that are missing, one after the other, each with this mode. Node's own way of doing so never ends where the system refuses a directory by saying
 * that the one above it is missing, as `/proc` does.
 * @throws NoPlace when one of them cannot be made; a full disk as it is (`ENOSPC`).
 */
export async function makePlace(path: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let place = resolve(path); !(await isDirectory(place)); place = dirname(place)) missing.unshift(place);
  for (const place of missing) {
    await mkdir(place, { mode }).catch(async (fault: NodeJS.ErrnoException) => {
      // Another process may make it at the same moment.
      if (fault.code === 'EEXIST' && (await isDirectory(place))) return;
      throw fault.code === 'ENOSPC' ? fault : new NoPlace(path, fault);
    });
  }
}

/** Whether a directory is there. Whatever stands above a root is itself. */
async function isDirectory(place: string): Promise<boolean> {
  return place === dirname(place) || stat(place).then((found) => found.isDirectory(), () => false);
}
