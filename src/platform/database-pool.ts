import {
  type BinaryOperationNode,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type LimitNode,
  OperatorNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type QueryResult,
  Transaction,
  ValueNode,
} from 'kysely';
import pg from 'pg';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { statementNames } from './database-statements.ts';
import { ConnectionLost, isGone, OutcomeUnknown, translated } from './database-errors.ts';
import type { ServerAddress } from './postgres/address.ts';

/** Connections of one login. */
export interface OpenPool {
  readonly pool: pg.Pool;
  /** A connection; sought again, with growing pauses, while the server restarts. @throws ConnectionLost. */
  connect(): Promise<pg.PoolClient>;
  /** A connection on which the opening text of a transaction has just run. Nothing was done before it, so this too may be repeated. */
  begin(opening: string): Promise<pg.PoolClient>;
  /**
   * The same for what only reads, without waiting for the server's word: the opening travels with the first statements, which for the short reads of a page
   * saves a round trip. `opened` says how it went; rows of a transaction that did not open are nobody's.
   */
  beginReading(opening: string): Promise<{ readonly client: pg.PoolClient; readonly opened: Promise<unknown> }>;
  /** Gives the connection of what only read back. Its end needs no ear: it travels with what is asked next of that connection, or goes alone a moment later. */
  endReading(client: pg.PoolClient): void;
}

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

/** Sends what is asked of a connection before the next pause of the program in one piece. */
function together<T>(client: pg.PoolClient, ask: () => T): T {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
  stream.cork();
  // After the answers at hand were passed on, so that what they lead to is in the same piece.
  queueMicrotask(() => process.nextTick(() => stream.uncork()));
  return ask();
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
  const connection = new ClientConnection(client);
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
function transactionFor<DB>({ kysely, dialect, driver }: Queries<DB>, connection: ClientConnection): Transaction<DB> {
  const executor = kysely.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) });
  return new Transaction<DB>({ config: { dialect }, dialect, driver, executor });
}

function nothing(): void {}

/** One client as the query builder sees it: it translates faults, and refuses once its transaction is over. What is asked at once is answered in its order. */
class ClientConnection implements DatabaseConnection {
  client: pg.PoolClient;
  over = false;

  constructor(client: pg.PoolClient) {
    this.client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.over) throw new Error('This transaction is over: something was not awaited.');
    try {
      const { command, rowCount, rows } = await this.ask(query);
      const counts = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
      return counts ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows: rows ?? [] };
    } catch (fault) {
      throw withTrace(translated(fault));
    }
  }

  protected ask({ sql, parameters }: CompiledQuery): Promise<pg.QueryResult> {
    return together(this.client, () => this.client.query({ text: sql, values: [...parameters], name: statementName(sql) }));
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are read in pages by key, not streamed.');
  }
}

/** A connection whose opening may still be on its way. When it never opened, what was asked of it is asked of another. */
class ReadingConnection extends ClientConnection {
  readonly #first: pg.PoolClient;
  readonly #opened: Promise<unknown>;
  readonly #pool: OpenPool;
  readonly #opening: string;
  #another: Promise<void> | undefined;

  constructor(client: pg.PoolClient, opened: Promise<unknown>, pool: OpenPool, opening: string) {
    super(client);
    this.#first = client;
    this.#opened = opened;
    this.#pool = pool;
    this.#opening = opening;
  }

  protected override async ask(query: CompiledQuery): Promise<pg.QueryResult> {
    if (this.client === this.#first) {
      try {
        const [rows] = await Promise.all([super.ask(query), this.#opened]);
        return rows;
      } catch (fault) {
        const why = await this.#opened.then(nothing, (closed: unknown) => closed);
        if (why === undefined) throw fault;
        if (!isGone(why)) throw why;
        await (this.#another ??= this.#elsewhere());
      }
    }
    return super.ask(query);
  }

  async #elsewhere(): Promise<void> {
    this.#first.release(true);
    this.client = await this.#pool.begin(this.#opening);
  }

  end(): void {
    const giveBack = () => this.#pool.endReading(this.client);
    if (this.#another === undefined) giveBack();
    else this.#another.then(giveBack, nothing);
  }
}

/** One for the whole program: its texts are the same for every pool. */
const statementName = statementNames();

/** The driver's error arises in the socket's callback; where the query was asked is what one wants to know. */
function withTrace(fault: unknown): unknown {
  if (fault instanceof Error) fault.stack = `${fault.stack ?? fault.message}\n${new Error().stack?.split('\n').slice(2).join('\n') ?? ''}`;
  return fault;
}

/**
 * Writes `in (a, b, …)` as `= any(list)`: one text however long the list is, so that it too is planned once (database-statements.ts). The database gives the
 * list the type of what stands before it, and runs both the same. A list of one is written as that one: only then does an index that begins with it give its rows
 * in order, and a page of the first few reads no others (Today: 7 ms of the database's time became what its rows cost).
 */
class OneTextForEveryLength extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node;
    const word = OperatorNode.is(operator) ? operator.operator : undefined;
    if (!PrimitiveValueListNode.is(rightOperand) || (word !== 'in' && word !== 'not in')) return super.visitBinaryOperation(node);
    this.visitNode(leftOperand);
    const [only, ...more] = rightOperand.values;
    if (only !== undefined && more.length === 0) {
      this.append(word === 'in' ? ' = ' : ' <> ');
      return this.appendValue(only);
    }
    this.append(word === 'in' ? ' = any(' : ' <> all(');
    this.appendValue([...rightOperand.values]);
    this.append(')');
  }

  /**
   * How many rows stands in the text. As a value it would be unknown when a named statement is planned for good, which makes that plan look dear: PostgreSQL then
   * plans the statement anew each time, for longer than it runs. Lists have few lengths, so the texts stay few.
   */
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    if (!ValueNode.is(limit) || typeof limit.value !== 'number' || !Number.isSafeInteger(limit.value)) return super.visitLimit(node);
    this.append(`limit ${limit.value}`);
  }
}

/** PostgreSQL by one of our pools, for queries outside `within`. */
class PoolDialect implements Dialect {
  readonly #pool: OpenPool;

  constructor(pool: OpenPool) {
    this.#pool = pool;
  }

  createDriver(): Driver {
    return poolDriver(this.#pool);
  }
  createQueryCompiler() {
    return new OneTextForEveryLength();
  }
  createAdapter() {
    return new PostgresAdapter();
  }
  createIntrospector(db: Kysely<never>) {
    return new PostgresIntrospector(db);
  }
}

function poolDriver({ connect }: OpenPool): Driver {
  const clientOf = (connection: DatabaseConnection) => (connection as ClientConnection).client;
  const run = async (connection: DatabaseConnection, text: string) => void (await clientOf(connection).query(text));
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => new ClientConnection(await connect()),
    beginTransaction: (connection, { isolationLevel, accessMode }) =>
      run(connection, ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ')),
    commitTransaction: (connection) => run(connection, 'commit'),
    rollbackTransaction: (connection) => run(connection, 'rollback'),
    releaseConnection: async (connection) => clientOf(connection).release(),
    destroy: () => Promise.resolve(),
  };
}
