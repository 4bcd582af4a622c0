import { chmod, lstat, open, rename, rm } from 'node:fs/promises';
import { platform } from 'node:process';
import { makePlace } from '../platform/place.ts';

/** Makes a directory that only its owner may enter, and keeps an existing one so. */
export async function privateDirectory(path: string): Promise<void> {
  await makePlace(path, 0o700);
  if (platform !== 'win32') await chmod(path, 0o700);
}

/** Is this a directory (and no link to one) that belongs to the account we run as? Asked where others could have made it first. */
export async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path);
  return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
}

/** Makes names in a directory (new, renamed, removed files) survive a power cut. Windows does this by itself and has no call for it. */
export async function syncDirectory(path: string): Promise<void> {
  if (platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Writes a file of mode 0600 in one step: it is there whole after this, or not at all, whatever happens in between. */
export async function writeWhole(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = `${directory}/${name}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, `${directory}/${name}`);
  await syncDirectory(directory);
}

/**
 * Overwrites a file's bytes, then removes it, each made durable. Disks that write elsewhere (flash, copy-on-write) may keep
 * the old bytes for a while: that is why keys are also worthless without the key-encryption key of their day.
 */
export async function shred(directory: string, name: string): Promise<void> {
  const path = `${directory}/${name}`;
  const file = await open(path, 'r+').catch(absentAsNull);
  if (file === null) return;
  try {
    const { size } = await file.stat();
    const blank = Buffer.alloc(Math.min(size, 65_536));
    for (let at = 0; at < size; at += blank.length) await file.write(blank, 0, Math.min(blank.length, size - at), at);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path, { force: true });
  await syncDirectory(directory);
}

/** Null for "there is no such file"; anything else goes on. For `catch`. */
export function absentAsNull(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
