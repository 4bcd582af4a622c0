import { chown, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, chooseAccount } from './account.ts';
import type { ServerAddress } from './address.ts';
import { findBinaries } from './binaries.ts';
import { flush, type Layout, layoutOf, makeHome, makeSocketDirectory } from './layout.ts';
import { takeLock } from './lock.ts';
import { startPostmaster, stopPostmaster } from './postmaster.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';

/** A day's log of a busy server is run through in minutes; more than this is a fault. */
const PATIENCE_MS = 12 * 3_600_000;
const ENDED_BEFORE = /recovery ended before configured recovery target was reached/;

/** A base copy to be brought to an instant by the log that came after it. */
export interface Recovery<T> {
  /** `COMPANIONWAY_DATA`, with no database in it. */
  readonly data: string;
  readonly pgBin?: string | undefined;
  readonly onProgress?: OnProgress;
  /** Stops before the first commit after it; runs to the end of the log when absent. */
  readonly to?: Date | undefined;
  /** Asked when the log ends without a commit after the instant: whether it is known to reach there all the same. */
  readonly reachesTo: () => boolean;
  /** Writes the base copy's files into an empty directory. @returns the password of the cluster's owner. */
  fill(cluster: string): Promise<string>;
  /** Hands the log over as long as it is asked for (see {@link handOver}), from a directory that the server's account may use. The end of it stops the handing over. */
  give(directory: string, account: Account): { stop(): Promise<void> };
  /** What is still to be done in the database before anybody may find it. */
  finish(server: ServerAddress): Promise<T>;
}

/**
 * Brings a base copy to an instant, beside the place where the database belongs, and puts it there only when all is done: a cut at any moment leaves no database.
 * @throws DatabaseRefusal, what `fill`, `give` and `finish` throw; `did-not-start` holds the server's own words as its cause.
 */
export async function recoverCluster<T>(recovery: Recovery<T>): Promise<T> {
  const onProgress = recovery.onProgress ?? (() => undefined);
  const account = await chooseAccount((await layoutOf(recovery.data)).home);
  const layout = await makeHome(recovery.data, account, onProgress);
  const lock = await takeLock(layout.lock);
  const there = { ...layout, cluster: `${layout.cluster}.restoring` };
  const segments = `${layout.cluster}.segments`;
  try {
    for (const left of [there.cluster, segments]) await rm(left, { recursive: true, force: true });
    const done = await recoverThere({ ...recovery, onProgress }, there, segments, account);
    await rename(there.cluster, layout.cluster);
    await flush(layout.home);
    return done;
  } catch (fault) {
    for (const left of [there.cluster, layout.password]) await rm(left, { recursive: true, force: true });
    throw fault;
  } finally {
    await rm(segments, { recursive: true, force: true });
    await lock.release();
  }
}

async function recoverThere<T>(recovery: Recovery<T> & { onProgress: OnProgress }, layout: Layout, segments: string, account: Account): Promise<T> {
  const { onProgress } = recovery;
  for (const directory of [layout.cluster, segments]) await mkdir(directory, { mode: 0o700 });
  const password = await recovery.fill(layout.cluster);
  await writeFlushed(layout.password, `${password}\n`);
  await writeFile(join(layout.cluster, 'recovery.signal'), '');
  await own([segments, layout.cluster], account);
  const binaries = await findBinaries({ pgBin: recovery.pgBin, account, copyTo: layout.binaries, onProgress });
  const major = Number(await readFile(join(layout.cluster, 'PG_VERSION'), 'utf8'));
  if (major !== binaries.major) throw new DatabaseRefusal('other-major', { found: major, wanted: binaries.major, directory: dirname(layout.cluster) });
  await makeSocketDirectory(layout, account);
  const giving = recovery.give(segments, account);
  try {
    const start = (to: Date | undefined) => startPostmaster(layout, binaries, account, onProgress, { extra: settingsOf(segments, to), patienceMs: PATIENCE_MS });
    const running = await start(recovery.to).catch((fault: unknown) => {
      // Nothing was written after the instant, so the end of the log is where it was then.
      if (recovery.to !== undefined && endedBefore(fault) && recovery.reachesTo()) return start(undefined);
      throw fault;
    });
    return await recovery.finish(running.address).finally(() => stopPostmaster(running, layout, binaries));
  } finally {
    await giving.stop();
    await rmdir(layout.sockets).catch(() => undefined);
  }
}

/** Whether a start failed because the log ended before the instant. */
export function endedBefore(fault: unknown): boolean {
  return fault instanceof DatabaseRefusal && typeof fault.cause === 'string' && ENDED_BEFORE.test(fault.cause);
}

function settingsOf(segments: string, to: Date | undefined): Record<string, string> {
  return {
    restore_command: handOver(segments),
    // An offset in digits: names of zones, "Z" among them, are read only later in a start.
    ...(to !== undefined && { recovery_target_time: to.toISOString().replace('Z', '+00'), recovery_target_action: 'promote' }),
    recovery_target_timeline: 'current',
    // "Ready" in its pid file then means that it has arrived.
    hot_standby: 'off',
    archive_mode: 'off',
    // What it says is read the moment it ends.
    logging_collector: 'off',
  };
}

/**
 * The command by which a server asks for a segment: it writes `NAME.wanted` and waits until `NAME` lies there, or `NAME.none` (there is no such segment, so
 * the log ends), or `NAME.stop` (it could not be read: then the server stops at once instead of taking the log's end for the instant). An answer that never
 * comes is a stop too.
 */
function handOver(directory: string): string {
  const at = (ending: string) => `"$d/%f${ending}"`;
  const quoted = `'${directory.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
  return `d=${quoted}; : > ${at('.wanted')}; n=0; while [ $n -lt 6000 ]; do if [ -e ${at('')} ]; then mv ${at('')} "%p"; exit $?; fi; [ -e ${at('.none')} ] && exit 1; [ -e ${at('.stop')} ] && exit 255; n=$((n+1)); sleep 0.02; done; exit 255`;
}

/** Everything below a directory belongs to the server's account. */
async function own(directories: readonly string[], account: Account): Promise<void> {
  if (account === null) return;
  for (const directory of directories) {
    await chown(directory, account.uid, account.gid);
    for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
