import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type pg from 'pg';
import type { Socket } from 'node:net';
import { isGone, translated } from './database-errors.ts';
import { statementNames } from './database-statements.ts';

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

/** One client as the query builder sees it: it translates faults, and refuses once its transaction is over. What is asked at once is answered in its order. */
export class OneConnection implements DatabaseConnection {
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
export class ReadingConnection extends OneConnection {
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
        const why = await this.#opened.then(() => undefined, (closed: unknown) => closed);
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
    else this.#another.then(giveBack, () => undefined);
  }
}

/** Sends what is asked of a connection before the next pause of the program in one piece. */
export function together<T>(client: pg.PoolClient, ask: () => T): T {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection;
  stream.cork();
  // After the answers at hand were passed on, so that what they lead to is in the same piece.
  queueMicrotask(() => process.nextTick(() => stream.uncork()));
  return ask();
}

/** One for the whole program: its texts are the same for every pool. */
const statementName = statementNames();

/** The driver's error arises in the socket's callback; where the query was asked is what one wants to know. */
function withTrace(fault: unknown): unknown {
  if (fault instanceof Error) fault.stack = `${fault.stack ?? fault.message}\n${new Error().stack?.split('\n').slice(2).join('\n') ?? ''}`;
  return fault;
}
