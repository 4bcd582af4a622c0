import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { readAddress, type ServerAddress } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { DatabaseRefusal, type OnProgress } from '../platform/postgres/refusal.ts';
import { addressOfRunning, superviseServer } from '../platform/postgres/supervise.ts';
import { BackupRefused } from './refusal.ts';

/** The owner's way into the database, and the way back out. `beside` says that somebody else runs the server. */
export interface Reached {
  readonly owner: ServerAddress;
  readonly beside: boolean;
  leave(): Promise<void>;
}

/** Whether this data directory holds a database of ours. */
export async function hasCluster(data: string): Promise<boolean> {
  return stat(join((await layoutOf(data)).cluster, 'PG_VERSION')).then(() => true, () => false);
}

/**
 * Reaches the database whether the app runs or not: a running one is joined, a resting one is woken and put to rest again. Makes none.
 * @throws BackupRefused `nothing-here`, or DatabaseRefusal.
 */
export async function reachOwner({ data, databaseUrl }: Pick<Config, 'data' | 'databaseUrl'>, onProgress?: OnProgress): Promise<Reached> {
  if (databaseUrl !== undefined) return { owner: readAddress(databaseUrl), beside: true, leave: () => Promise.resolve() };
  if (!(await hasCluster(data))) throw new BackupRefused('nothing-here', { directory: data });
  try {
    return { owner: await addressOfRunning(data), beside: true, leave: () => Promise.resolve() };
  } catch (fault) {
    if (!(fault instanceof DatabaseRefusal && fault.code === 'not-running')) throw fault;
  }
  const server = await superviseServer({ data, pgBin: process.env.PG_BIN, ...(onProgress && { onProgress }) });
  return { owner: server.address, beside: false, leave: () => server.stop() };
}
