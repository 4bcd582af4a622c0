import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type pg from 'pg';
import { isId } from './ids.ts';
import type { ServerAddress } from './postgres/address.ts';
import { checkFloor } from './database-check.ts';
import { type Listener, listener } from './database-listen.ts';
import { openPool, queriesOn, readingOn, transactionOn } from './database-pool.ts';
import { APP, asRole, MEMBER, type Role } from './roles.ts';
import type { Tables } from './tables.ts';

export { ConstraintBroken, ConnectionLost, ReadOnlyNow } from './database-errors.ts';

/** Which login a transaction uses: `app` has no privilege on private words, `member` sees those of its person's conversations. */
export type Wall = 'app' | 'member';

/** On whose behalf a transaction runs. The database itself enforces it (row-level security). */
interface Who {
  readonly org: string;
  readonly person?: string;
  readonly wall?: Wall;
  readonly readOnly?: boolean;
  /** The instant this transaction belongs to, readable in SQL as `current_setting('app.now')`. */
  readonly now?: Date;
}

/** Whether the database answers, and how busy the pools are. */
interface Health {
  readonly ok: boolean;
  /** Round trip in milliseconds. */
  readonly ms: number;
  /** Recovering, or out of disk: reading works, writing does not. */
  readonly readOnly: boolean;
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
}

/** The app's way to the database. */
export interface Database {
  /** Without a transaction and an organisation: what stands outside organisations only. Policed tables are empty here. */
  readonly app: Kysely<Tables>;
  readonly member: Kysely<Tables>;
  /**
   * One transaction for one organisation and person: committed when `work` returns, rolled back when it throws.
   * Finding a connection is retried for 20 s; no statement ever is.
   * @throws ConstraintBroken with the constraint's name; ConnectionLost when nothing was done; OutcomeUnknown when the connection
   * broke during the commit; ReadOnlyNow when the disk is full or this server is a replica; whatever `work` throws.
   */
  within<T>(who: Who, work: (db: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Hears a channel over a direct connection of its own, which is opened again whenever it breaks. Resolves once it listens. */
  listen(channel: string, fn: Listener): Promise<() => Promise<void>>;
  health(): Promise<Health>;
  close(): Promise<void>;
}

/** Where the database is, and how patient its callers are. */
export interface DatabaseOptions {
  /** The owner's address: only host, port and database are used here, the logins are the roles'. */
  readonly server: ServerAddress;
  /** Where to listen, when `server` is a pooler: LISTEN does not work through one. */
  readonly direct?: ServerAddress;
  readonly secret: Buffer;
  /** Connections per wall. */
  readonly poolSize?: number;
  /** How long a connection is sought before giving up, in milliseconds. */
  readonly patienceMs?: number;
  /** Tests only: a server that would lose data on a power cut is accepted. */
  readonly allowUnsafe?: boolean;
}

const HEALTH_MS = 3_000;

/**
 * Opens the pools and checks the floor under them.
 * @throws DatabaseRefusal `unsafe-setting` when the server would lose acknowledged writes, `role-too-strong` when the app's logins
 * could step around row-level security, `wrong-password`, `unreachable-server`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { server, secret, poolSize = 10, patienceMs = 20_000, allowUnsafe = false } = options;
  const address = (role: Role) => asRole(server, role, secret);
  await checkFloor([address(APP), address(MEMBER)], allowUnsafe);

  const pools = { app: openPool(address(APP), poolSize, patienceMs), member: openPool(address(MEMBER), poolSize, patienceMs) };
  const queries = { app: queriesOn<Tables>(pools.app), member: queriesOn<Tables>(pools.member) };
  const ears = listener(asRole(options.direct ?? server, APP, secret));
  let closing: Promise<unknown> | undefined;
  return {
    app: queries.app.kysely,
    member: queries.member.kysely,
    within: async (who, work) => {
      const opening = openingOf(who);
      const wall = who.wall ?? 'app';
      if (who.readOnly === true) return readingOn(pools[wall], opening, queries[wall], work);
      const client = await pools[wall].begin(opening);
      return transactionOn(client, queries[wall], work);
    },
    listen: (channel, fn) => ears.listen(channel, fn),
    health: () => healthOf(pools.app.pool, pools.member.pool),
    async close() {
      closing ??= Promise.all([ears.close(), pools.app.pool.end(), pools.member.pool.end()]);
      await closing;
    },
  };
}

/**
 * The one text that opens a transaction. How long a statement may take stands with the logins (roles.ts). Plain `set local` with checked literals and not set_config(): it is one round trip,
 * and Citus passes nothing else on to its nodes.
 */
function openingOf({ org, person, readOnly, now }: Who): string {
  if (!isId(org)) throw new TypeError('An organisation is named by its id.');
  if (person !== undefined && !isId(person)) throw new TypeError('A person is named by their id.');
  const settings = [`app.org = '${org}'`, `app.person = '${person ?? ''}'`, ...(now === undefined ? [] : [`app.now = '${now.toISOString()}'`])];
  return `begin${readOnly === true ? ' read only' : ''}; ${settings.map((one) => `set local ${one};`).join(' ')}`;
}

async function healthOf(...pools: pg.Pool[]): Promise<Health> {
  const sum = (count: (pool: pg.Pool) => number) => pools.reduce((total, pool) => total + count(pool), 0);
  const began = performance.now();
  const asked = pools[0]?.query<{ read_only: string }>("select current_setting('transaction_read_only') as read_only").catch(() => undefined);
  // A server that hangs must not make the probe hang as well.
  const answer = await Promise.race([asked, sleep(HEALTH_MS, undefined, { ref: false })]);
  return {
    ok: answer !== undefined,
    ms: performance.now() - began,
    readOnly: answer?.rows[0]?.read_only === 'on',
    connections: { open: sum((pool) => pool.totalCount), idle: sum((pool) => pool.idleCount), waiting: sum((pool) => pool.waitingCount) },
  };
}
