import { rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, chooseAccount } from './account.ts';
import type { ServerAddress } from './address.ts';
import { archives, archiveSettings, switchSpool } from './archive-settings.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { createCluster } from './create.ts';
import { type Layout, layoutOf, makeHome, makeSocketDirectory } from './layout.ts';
import { takeLock } from './lock.ts';
import { findRunning, isRunning, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';
import { type FreeBytes, type SpaceWatch, watchSpace } from './space.ts';

/** The embedded server, owned by this process until it is stopped. */
export interface EmbeddedServer {
  /** For the cluster's owner: migrations, backup, doctor. Never for the app's own queries. */
  readonly address: ServerAddress;
  readonly major: number;
  /** The process number of the server now running; another after a restart. */
  pid(): number;
  /** Looks at the free space now instead of in a few seconds. */
  checkSpace(): Promise<void>;
  /** Fast shutdown, lock given back. Stopping twice is stopping once. */
  stop(): Promise<void>;
}

/** What an embedded server is started with. */
export interface EmbeddedOptions {
  /** The directory for everything kept (`COMPANIONWAY_DATA`). */
  readonly data: string;
  /** The operator's own PostgreSQL programs, 15 to 18. */
  readonly pgBin?: string | undefined;
  /** The account to drop to when we are root. */
  readonly account?: string | undefined;
  /** Where root's server keeps its files when its account cannot enter `data`; /var/lib/companionway when absent. */
  readonly elsewhere?: string | undefined;
  /** The `native` directory of the programs' package, when it is not the installed one. */
  readonly installed?: string | undefined;
  readonly onProgress?: OnProgress;
  /** Hears why a restart failed; it is tried again until it works or we stop. */
  readonly onTrouble?: (fault: unknown) => void;
  /** Switches the archiving of the log on or off; as it was when absent, so that whoever wakes a resting server leaves no hole. */
  readonly archive?: boolean | undefined;
  /** Further settings of the server. Tests turn durability off here. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly space?: { readonly free?: FreeBytes; readonly floorBytes?: number; readonly ballastBytes?: number; readonly everyMs?: number };
}

const WATCH_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Brings the embedded server up on a data directory, or attaches to one whose app died, and keeps it up:
 * the twelve rules of README.md. First start about a second, later ones about a tenth.
 * @throws DatabaseRefusal with a code for each thing that can be wrong. Nothing is left running then.
 */
export async function superviseServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const onProgress = options.onProgress ?? (() => undefined);
  const account = await chooseAccount((await layoutOf(options.data)).home, options.account);
  const layout = await makeHome(options.data, account, onProgress, options.elsewhere);
  const lock = await takeLock(layout.lock);
  try {
    const binaries = await findBinaries({ pgBin: options.pgBin, account, copyTo: layout.binaries, onProgress, installed: options.installed });
    await createCluster(layout, binaries, account, onProgress);
    if (options.archive !== undefined) await switchSpool(layout, account, options.archive);
    return await keepUp({ options, onProgress, account, layout, binaries, releaseLock: () => lock.release() });
  } catch (fault) {
    await lock.release();
    throw fault;
  }
}

/**
 * The address of a server that another process owns, for tools beside a running app.
 * @throws DatabaseRefusal `not-running`.
 */
export async function addressOfRunning(data: string): Promise<ServerAddress> {
  const found = await findRunning(await layoutOf(data));
  if (found === undefined) throw new DatabaseRefusal('not-running', { directory: data });
  return found.address;
}

interface Parts {
  readonly options: EmbeddedOptions;
  readonly onProgress: OnProgress;
  readonly account: Account;
  readonly layout: Layout;
  readonly binaries: Binaries;
  releaseLock(): Promise<void>;
}

async function keepUp(parts: Parts): Promise<EmbeddedServer> {
  const { layout, binaries, onProgress } = parts;
  let running = await startOrAttach(parts);
  const { address } = running;
  const space = watchSpace({ layout, address: () => running.address, onProgress, ...parts.options.space });
  try {
    await space.check();
  } catch (fault) {
    space.stop();
    await stopPostmaster(running, layout, binaries);
    throw fault;
  }
  onProgress('ready');

  let stopped: Promise<void> | undefined;
  const ending = new AbortController();
  const watching = watch(parts, space, ending.signal, () => running, (found) => (running = found));
  const stop = async () => {
    ending.abort();
    space.stop();
    await watching;
    onProgress('stopping');
    await stopPostmaster(running, layout, binaries);
    await rmdir(layout.sockets).catch(() => undefined);
    await parts.releaseLock();
  };
  return { address, major: binaries.major, pid: () => running.pid, checkSpace: () => space.check(), stop: () => (stopped ??= stop()) };
}

async function startOrAttach({ layout, binaries, account, onProgress, options }: Parts): Promise<Postmaster> {
  const found = await findRunning(layout);
  const settings = { ...(await archiveSettings(layout)), ...options.settings };
  if (found !== undefined && (await archives(found.address)) === (settings['archive_mode'] === 'on')) {
    onProgress('attached', { process: found.pid });
    return found;
  }
  // Whether it archives is decided when a server starts.
  if (found !== undefined) await stopPostmaster(found, layout, binaries);
  await makeSocketDirectory(layout, account);
  return startPostmaster(layout, binaries, account, onProgress, { extra: settings });
}

/** Until the signal: sees the server die and starts it again, with growing pauses. */
async function watch(parts: Parts, space: SpaceWatch, signal: AbortSignal, now: () => Postmaster, set: (found: Postmaster) => void): Promise<void> {
  const { layout, onProgress, options } = parts;
  for (let pause = WATCH_MS; !signal.aborted; ) {
    // The pause keeps no process alive: an app that forgot to stop its server may still end.
    await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || (await isRunning(now(), layout))) continue;
    onProgress('restarting', { process: now().pid });
    try {
      set(await startOrAttach(parts));
      pause = WATCH_MS;
      onProgress('restarted', { process: now().pid });
      await space.check().catch(() => undefined);
    } catch (fault) {
      if (fault instanceof DatabaseRefusal && fault.code === 'no-space') await space.giveBallast();
      options.onTrouble?.(fault);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}
