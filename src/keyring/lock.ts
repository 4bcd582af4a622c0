import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { absentAsNull } from './files.ts';

/** Another process has this store open. The message is a sentence for the person who runs the server. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/** Takes a directory for this process alone, or throws {@link StoreInUse}. A lock left by a process that died is taken over. */
export async function takeLock(directory: string): Promise<() => Promise<void>> {
  const path = `${directory}/lock`;
  const mine = `${process.pid} ${await birthOf(process.pid)} ${randomBytes(8).toString('hex')}`;
  for (let tries = 0; tries < 5; tries += 1) {
    if (await createLock(path, mine)) return () => releaseLock(path, mine);
    const held = await readFile(path, 'utf8').catch(absentAsNull);
    if (held !== null && (await isAlive(held))) break;
    if (held !== null) await clearStale(path, held);
  }
  throw new StoreInUse(`Another keyring has ${directory} open. Stop it first; two at once would lose keys.`);
}

/** Written aside and linked into place, so that a lock is never seen half written. */
async function createLock(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${text.split(' ')[2]}`;
  const file = await open(draft, 'wx', 0o600);
  await file.writeFile(text);
  await file.close();
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a dead lock aside; if a living one slipped in meanwhile, puts that one back. */
async function clearStale(path: string, held: string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  if ((await rename(path, aside).catch(absentAsNull)) === null) return;
  if ((await readFile(aside, 'utf8')) !== held) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function releaseLock(path: string, mine: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(absentAsNull)) === mine) await rm(path, { force: true });
}

async function isAlive(held: string): Promise<boolean> {
  const [pid, birth] = held.split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return birth === (await birthOf(Number(pid)));
}

/**
 * When a process began, where the system tells (Linux): a number that came back after a restart is not the same process, and
 * one that ended and waits to be buried (a container whose first process buries nobody) holds nothing any more.
 */
async function birthOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const told = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return told[0] === 'Z' || told[0] === 'X' ? 'ended' : (told[19] ?? 'unknown');
}
