import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { connect, type ServerAddress } from './address.ts';
import type { Layout } from './layout.ts';
import type { OnProgress } from './refusal.ts';

/** How many bytes are free to us where a path lies. Handed in by tests. */
export type FreeBytes = (path: string) => Promise<number>;

/** Looks after the space of one data directory until it is stopped. */
export interface SpaceWatch {
  /** Looks now, and acts. The watch itself looks every few seconds. */
  check(): Promise<void>;
  /** Gives the ballast's room to the server, so that it can start on a full disk. False when there is none left. */
  giveBallast(): Promise<boolean>;
  stop(): void;
}

/** How much room there must be, in bytes, and how often it is looked at. */
export interface SpaceRules {
  readonly layout: Layout;
  readonly address: () => ServerAddress;
  readonly onProgress: OnProgress;
  readonly free?: FreeBytes;
  /** Below this nothing is written any more: PostgreSQL stops hard when its log finds no room. */
  readonly floorBytes?: number;
  readonly ballastBytes?: number;
  readonly everyMs?: number;
}

const MB = 1024 * 1024;

/**
 * Watches free space (rule 10 of README.md). Below the floor the whole server turns read-only, for every connection of
 * every part, and people can still read; when there is half as much again, it writes again.
 */
export function watchSpace(rules: SpaceRules): SpaceWatch {
  const { layout, address, onProgress, free = freeBytes, floorBytes = 128 * MB, ballastBytes = 64 * MB, everyMs = 10_000 } = rules;
  let low: boolean | undefined;
  let turn: Promise<void> = Promise.resolve();

  const look = async () => {
    const bytes = await free(layout.home);
    const isLow = bytes < (low === true ? floorBytes * 1.5 : floorBytes);
    if (isLow !== low) {
      const changed = await setReadOnly(address(), isLow);
      low = isLow;
      if (changed) onProgress(isLow ? 'space-low' : 'space-enough', { free: Math.floor(bytes / MB), directory: layout.home });
    }
    if (!isLow && bytes > floorBytes * 1.5 + 2 * ballastBytes) await layBallast(layout.ballast, ballastBytes);
  };
  // One look at a time, in order; one that fails (the server is restarting) is repeated by the next.
  const check = () => (turn = turn.catch(() => undefined).then(look));
  const timer = setInterval(() => void check().catch(() => undefined), everyMs);
  timer.unref();
  return {
    check,
    stop: () => clearInterval(timer),
    async giveBallast() {
      const had = await stat(layout.ballast).then(() => true, () => false);
      await rm(layout.ballast, { force: true });
      if (had) onProgress('space-made', { directory: layout.home });
      return had;
    },
  };
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

/** For the whole server: a transaction that did not ask for it cannot write. Answers whether anything changed. */
async function setReadOnly(address: ServerAddress, on: boolean): Promise<boolean> {
  const client = await connect(address);
  try {
    const { rows } = await client.query<{ now: string }>("select setting as now from pg_settings where name = 'default_transaction_read_only'");
    if (rows[0]?.now === (on ? 'on' : 'off')) return false;
    await client.query(on ? 'alter system set default_transaction_read_only = on' : 'alter system reset default_transaction_read_only');
    await client.query('select pg_reload_conf()');
    return true;
  } finally {
    await client.end();
  }
}

/** Random bytes, because a file system may store zeros in no room at all. */
async function layBallast(path: string, bytes: number): Promise<void> {
  if (await stat(path).then((found) => found.size === bytes, () => false)) return;
  const handle = await open(`${path}.new`, 'w', 0o600);
  try {
    for (let left = bytes; left > 0; left -= MB) await handle.write(randomBytes(Math.min(left, MB)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
}
