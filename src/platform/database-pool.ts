import { type Dialect, type Driver, Kysely, Transaction } from 'kysely';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { OneConnection, type OpenPool, ReadingConnection, together } from './database-connection.ts';
import { PoolDialect } from './database-dialect.ts';
import { ConnectionLost, isGone, OutcomeUnknown, translated } from './database-errors.ts';
import type { ServerAddress } from './postgres/address.ts';

/**
 * bigint as a number where that is exact; a larger one stays text, as the driver gives it. A day stays `YYYY-MM-DD`: the driver
 * would make it midnight in this machine's zone, which is another day elsewhere.
 */
const parsers: Readonly<Record<number, (text: string) => unknown>> = { [pg.types.builtins.INT8]: wholeNumber, [pg.types.builtins.DATE]: (text) => text };
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format),
};

function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** So long may a transaction that read stay open for the next one to end it. Between statements it holds back nothing but changes of the tables' shape. */
const MOST_OPEN_MS = 50;

/** Opens connections of one login as they are needed, `size` at most. `patienceMs`: for how long one is sought while the server is away. */
export function openPool(address: ServerAddress, size: number, patienceMs: number): OpenPool {
  const pool = new pg.Pool({
    ...address,
    types,
    max: size,
    application_name: 'companionway',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // What is asked at once is sent at once: each round trip wakes two processes, which costs more than most of a page's statements.
    pipeline: true,
  });
  // Both are needed (rule 9 of postgres/README.md): a server that stops breaks idle connections, and an error nobody hears ends the app.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const open = new Map<pg.PoolClient, NodeJS.Timeout>();
  const end = (client: pg.PoolClient) => {
    const timer = open.get(client);
    if (timer === undefined) return;
    clearTimeout(timer);
    open.delete(client);
    // A connection that broke meanwhile is thrown away by the pool.
    together(client, () => client.query('commit')).catch(nothing);
  };
  // Whoever takes the connection, for whatever, ends first what was read on it before.
  pool.on('acquire', end);

  const patiently = async (attempt: () => Promise<pg.PoolClient>): Promise<pg.PoolClient> => {
    const until = Date.now() + patienceMs;
    for (let pause = 20; ; pause = Math.min(pause * 2, 1_000)) {
      try {
        return await attempt();
      } catch (fault) {
        if (!isGone(fault) || pool.ending) throw translated(fault);
        if (Date.now() + pause > until) throw new ConnectionLost(fault);
        await sleep(pause);
      }
    }
  };
  return {
    pool,
    connect: () => patiently(() => pool.connect()),
    begin: (opening) =>
      patiently(async () => {
        const client = await pool.connect();
        try {
          await client.query(opening);
          return client;
        } catch (fault) {
          client.release(true);
          throw fault;
        }
      }),
    beginReading: async (opening) => {
      const client = await patiently(() => pool.connect());
      const opened = together(client, () => client.query(opening));
      opened.catch(nothing);
      return { client, opened };
    },
    endReading(client) {
      open.set(client, setTimeout(end, MOST_OPEN_MS, client).unref());
      client.release();
    },
  };
}

/** The query builder on one pool, with the parts a transaction is made of. */
export interface Queries<DB> {
  readonly kysely: Kysely<DB>;
  readonly dialect: Dialect;
  readonly driver: Driver;
}

/** The query builder on the connections of one login. */
export function queriesOn<DB>(pool: OpenPool): Queries<DB> {
  const dialect = new PoolDialect(pool);
  return { kysely: new Kysely<DB>({ dialect }), dialect, driver: dialect.createDriver() };
}

/** Runs work on an opened transaction and ends it. Gives the connection back, or throws it away when its state is in doubt. */
export async function transactionOn<DB, T>(client: pg.PoolClient, queries: Queries<DB>, work: (db: Transaction<DB>) => Promise<T>): Promise<T> {
  const connection = new OneConnection(client);
  let result: T;
  try {
    result = await work(transactionFor(queries, connection));
  } catch (fault) {
    connection.over = true;
    const clean = await client.query('rollback').then(() => true, () => false);
    client.release(!clean);
    throw fault;
  }
  connection.over = true;
  await commit(client);
  return result;
}

/**
 * Runs work that only reads. Its opening travels with its first statements; when the connection turns out to be gone before it opened, nothing was read yet, and
 * another is sought for the same statements.
 */
export async function readingOn<DB, T>(pool: OpenPool, opening: string, queries: Queries<DB>, work: (db: Transaction<DB>) => Promise<T>): Promise<T> {
  const { client, opened } = await pool.beginReading(opening);
  const connection = new ReadingConnection(client, opened, pool, opening);
  try {
    return await work(transactionFor(queries, connection));
  } finally {
    connection.over = true;
    connection.end();
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  let ended: pg.QueryResult;
  try {
    ended = await client.query('commit');
  } catch (fault) {
    client.release(true);
    throw isGone(fault) ? new OutcomeUnknown(fault) : translated(fault);
  }
  client.release();
  // After a statement failed, and the failure was swallowed, PostgreSQL answers a commit by rolling back, without an error.
  if (ended.command === 'ROLLBACK') throw new Error('A statement had failed and its failure was not passed on: everything was rolled back.');
}

/** The builder's own provider for one connection lets one statement wait for the other; here the connection keeps their order, and those asked at once travel together. */
function transactionFor<DB>({ kysely, dialect, driver }: Queries<DB>, connection: OneConnection): Transaction<DB> {
  const executor = kysely.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
  return new Transaction<DB>({ config: { dialect }, dialect, driver, executor });
}

function nothing(): void {}
