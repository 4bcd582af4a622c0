import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { operatorSecret } from '../operator-key.ts';
import { readAddress, type ServerAddress } from './address.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';
import { type EmbeddedServer, superviseServer } from './supervise.ts';

/** Everything the app needs of its database, up and migrated. */
export interface Raised {
  readonly database: Database;
  /** For migrations, backup and doctor. */
  readonly owner: ServerAddress;
  readonly secret: Buffer;
  /** Absent when the server is somebody else's (`DATABASE_URL`). */
  readonly server?: EmbeddedServer;
  /** Closes the pools, then stops the server if it is ours. */
  stop(): Promise<void>;
}

/** What the database is brought up with. */
export interface RaiseOptions {
  /** `COMPANIONWAY_DATA`. */
  readonly data: string;
  /** A server from 15 to 18, as the owner of its database. Without it the embedded one is used. */
  readonly databaseUrl?: string | undefined;
  /** `PG_BIN`. */
  readonly pgBin?: string | undefined;
  /** Whether the embedded server's log goes to the continuous archive; as it was when absent. */
  readonly archive?: boolean | undefined;
  /** `COMPANIONWAY_SECRET`, which is also read from the environment when absent here. */
  readonly secret?: string | undefined;
  readonly onProgress?: OnProgress;
  readonly onTrouble?: (fault: unknown) => void;
  readonly poolSize?: number;
}

/** A server started at the same moment, by the same compose file perhaps, is waited for this long. */
const PATIENCE_MS = 20_000;

/**
 * Starts or finds the server, migrates, opens the pools.
 * @throws DatabaseRefusal with a code for each thing that can be wrong; whatever was started is stopped again.
 */
export async function bringUpDatabase({ data, databaseUrl, pgBin, archive, onProgress = () => undefined, onTrouble, poolSize, ...given }: RaiseOptions): Promise<Raised> {
  const secret = await operatorSecret(data, given.secret);
  const server = databaseUrl === undefined ? await superviseServer({ data, pgBin, archive, onProgress, ...(onTrouble && { onTrouble }) }) : undefined;
  const owner = server?.address ?? readAddress(databaseUrl ?? '');
  try {
    await patiently(() => migrate({ owner, secret, onProgress }), onProgress);
    const database = await openDatabase({ server: owner, secret, ...(poolSize !== undefined && { poolSize }) });
    const stop = async () => {
      await database.close();
      await server?.stop();
    };
    return { database, owner, secret, ...(server && { server }), stop };
  } catch (fault) {
    await server?.stop();
    throw fault;
  }
}

async function patiently(work: () => Promise<unknown>, onProgress: OnProgress): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(500)) {
    try {
      await work();
      return;
    } catch (fault) {
      if (!(fault instanceof DatabaseRefusal && fault.code === 'unreachable-server') || Date.now() > until) throw fault;
      onProgress('waiting-for-server', fault.about);
    }
  }
}
