import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';

/** What the driver hands a statement of ours, as far as COPY needs it (pg's own protocol names). */
interface Wire {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
}

/** More than this waits nowhere: the server is asked to pause. */
const WAITING_BYTES = 1024 * 1024;

/** Reads `copy … to stdout`, row by row in pieces of some size. The driver has no COPY of its own. */
export async function* copyOut(connection: pg.Client, statement: string): AsyncGenerator<Buffer[]> {
  const running = new CopyOut(statement);
  connection.query(running);
  yield* running.rows();
}

class CopyOut {
  readonly #statement: string;
  #rows: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #fault: unknown;
  #wake: () => void = () => undefined;
  #stream: Socket | undefined;

  constructor(statement: string) {
    this.#statement = statement;
  }

  submit(wire: unknown): void {
    const { stream } = wire as Wire;
    this.#stream = stream;
    (wire as Wire).query(this.#statement);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The driver reads on into the same memory.
    this.#rows.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > WAITING_BYTES) this.#stream?.pause();
    this.#wake();
  }

  handleError(fault: unknown): void {
    this.#fault = fault;
    this.#ended = true;
    this.#wake();
  }

  handleCommandComplete(): void {
    // The end is ReadyForQuery.
  }

  handleReadyForQuery(): void {
    this.#ended = true;
    this.#wake();
  }

  async *rows(): AsyncGenerator<Buffer[]> {
    for (;;) {
      const taken = this.#rows;
      this.#rows = [];
      this.#bytes = 0;
      this.#stream?.resume();
      if (taken.length > 0) yield taken;
      else if (this.#fault !== undefined) throw this.#fault;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Writes `copy … from stdin`. Resolves when the server has taken every row. */
export async function copyIn(connection: pg.Client, statement: string, parts: AsyncIterable<Buffer>): Promise<void> {
  const running = new CopyIn(statement, parts);
  connection.query(running);
  await running.done;
}

class CopyIn {
  readonly done: Promise<void>;
  readonly #statement: string;
  readonly #parts: AsyncIterable<Buffer>;
  #resolve: () => void = () => undefined;
  #reject: (fault: unknown) => void = () => undefined;
  #fault: unknown;

  constructor(statement: string, parts: AsyncIterable<Buffer>) {
    this.#statement = statement;
    this.#parts = parts;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(wire: unknown): void {
    (wire as Wire).query(this.#statement);
  }

  handleCopyInResponse(wire: Wire): void {
    void this.#send(wire).catch((fault: unknown) => {
      this.#fault = fault;
      wire.sendCopyFail('the archive could not be read on');
    });
  }

  async #send(wire: Wire): Promise<void> {
    for await (const part of this.#parts) {
      if (this.#fault !== undefined) return;
      wire.sendCopyFromChunk(part);
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
    }
    wire.endCopyFrom();
  }

  handleError(fault: unknown): void {
    this.#fault ??= fault;
    this.#reject(this.#fault);
  }

  handleCommandComplete(): void {
    // The end is ReadyForQuery.
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }
}

/** A fingerprint of rows whatever their order: how many, and the sum of their hashes. */
export class RowSum {
  rows = 0;
  #sum = 0n;

  add(row: Buffer): void {
    this.rows += 1;
    const hash = createHash('sha256').update(row).digest();
    this.#sum = BigInt.asUintN(128, this.#sum + (hash.readBigUInt64BE(0) << 64n) + hash.readBigUInt64BE(8));
  }

  /** `rows:sum`, the sum in hex. */
  toString(): string {
    return `${this.rows}:${this.#sum.toString(16)}`;
  }
}
