import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { KeyringUnavailable } from './keyring.ts';
import { KeyringMisused } from './place.ts';
import { connectTo, type KeyringAddress, type KeyringToken, readInto } from './transport.ts';
import { messageBytes, messageReader, type Request } from './wire.ts';

/** How a connection is made and what it tells. */
export interface ConnectionSettings {
  /** Asked before every attempt, because a keyring that was started anew may be elsewhere. Null: it is not up yet. */
  readonly address: () => KeyringAddress | null;
  readonly token: KeyringToken;
  onDestroyed(ids: readonly string[]): void;
  /** Whatever was heard before may be out of date. */
  onLost(): void;
}

interface Waiting {
  answered(value: unknown): void;
  refused(error: Error): void;
  lost(): void;
}

const LOST = Symbol('lost');

/**
 * One connection, made when first needed and made again when lost. Every call of the keyring may be repeated without harm,
 * so a call that was under way when the connection broke is asked again, until its patience ends.
 */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Promise<Socket> | null = null;
  #current: Socket | null = null;
  #count = 0;
  #closed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** Asks, for at most `patience` milliseconds. Throws {@link KeyringUnavailable} or KeyringMisused. */
  async ask(request: Request, patience: number): Promise<unknown> {
    const deadline = performance.now() + patience;
    let cause: unknown;
    for (let wait = 10; !this.#closed; wait = Math.min(wait * 2, 500)) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      try {
        const answer = await this.#askOnce(request, left);
        if (answer !== LOST) return answer;
      } catch (error) {
        if (error instanceof KeyringUnavailable || error instanceof KeyringMisused) throw error;
        cause = error;
      }
      await pause(Math.min(wait, Math.max(0, deadline - performance.now())));
    }
    throw new KeyringUnavailable(this.#closed ? 'the keyring is closed' : 'the keyring cannot be reached', { cause });
  }

  /** Ends the connection; calls under way are answered with {@link KeyringUnavailable}. */
  async close(): Promise<void> {
    this.#closed = true;
    const socket = await this.#socket?.catch(() => null);
    socket?.destroy();
    this.#current?.destroy();
    this.#drop();
  }

  async #askOnce(request: Request, left: number): Promise<unknown> {
    const greeting = (this.#socket ??= this.#greet(left));
    const socket = await greeting.catch((error: unknown) => {
      if (this.#socket === greeting) this.#socket = null;
      throw error;
    });
    const id = ++this.#count;
    const bytes = messageBytes({ id, ...request });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => settle(() => reject(new KeyringUnavailable('the keyring took too long'))), left);
      const settle = (how: () => void): void => {
        clearTimeout(late);
        this.#waiting.delete(id);
        how();
      };
      this.#waiting.set(id, {
        answered: (value) => settle(() => resolve(value)),
        refused: (error) => settle(() => reject(error)),
        lost: () => settle(() => resolve(LOST)),
      });
      if (socket.destroyed) settle(() => resolve(LOST));
      else socket.write(bytes);
    });
  }

  async #greet(left: number): Promise<Socket> {
    const address = this.#settings.address();
    if (address === null) throw new Error('the keyring is not up');
    const socket = await connectTo(address, this.#settings.token, left);
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => socket.destroy(), left);
      const read = messageReader((message) => {
        if (message['welcome'] !== 1) return this.#hear(message);
        clearTimeout(late);
        resolve();
      });
      readInto(socket, read);
      socket.on('close', () => {
        clearTimeout(late);
        reject(new Error('the keyring closed the connection'));
        if (this.#current === socket) this.#drop();
      });
      this.#current = socket;
      socket.write(messageBytes({ hello: this.#settings.token }));
    });
    return socket;
  }

  #hear(message: Readonly<Record<string, unknown>>): void {
    if (Array.isArray(message['destroyed'])) return this.#settings.onDestroyed(message['destroyed'] as string[]);
    const waiting = this.#waiting.get(Number(message['id']));
    if (typeof message['unavailable'] === 'string') waiting?.refused(new KeyringUnavailable(message['unavailable']));
    else if (typeof message['misused'] === 'string') waiting?.refused(new KeyringMisused(message['misused']));
    else waiting?.answered(message['answer']);
  }

  #drop(): void {
    this.#socket = null;
    this.#current = null;
    this.#settings.onLost();
    for (const waiting of this.#waiting.values()) waiting.lost();
  }
}
