import type pg from 'pg';
import { isGone } from './database-errors.ts';
import { connect, type ServerAddress } from './postgres/address.ts';
import { setTimeout as sleep } from 'node:timers/promises';

/** Hears a payload; `null` after the connection was lost and is back, when an unknown number of payloads was missed. */
export type Listener = (payload: string | null) => void;

/** Ears on one connection, opened with the first channel and closed with the last. */
export interface Ears {
  listen(channel: string, fn: Listener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** A half-open connection (a cable, a firewall) looks silent; asking finds out. */
const ASK_MS = 20_000;
const LONGEST_PAUSE_MS = 5_000;

/** Listens to channels of one database on a connection of its own, which is sought again whenever it breaks. */
export function listener(address: ServerAddress): Ears {
  const heard = new Map<string, Set<Listener>>();
  const ending = new AbortController();
  let connection: Promise<pg.Client> | undefined;

  const tell = (fn: Listener, payload: string | null) => {
    // One listener's failure must not silence the others, nor end the connection.
    try {
      fn(payload);
    } catch (fault) {
      queueMicrotask(() => {
        throw fault;
      });
    }
  };

  /** Opens, listens on all channels, and on the connection's end opens the next one. */
  const open = async (): Promise<pg.Client> => {
    const client = await connect(address, { name: 'companionway listen' });
    client.on('notification', ({ channel, payload = '' }) => {
      for (const fn of heard.get(channel) ?? []) tell(fn, payload);
    });
    const asking = setInterval(() => void ask(client), ASK_MS);
    asking.unref();
    client.once('end', () => {
      clearInterval(asking);
      if (ending.signal.aborted || connection === undefined) return;
      connection = reopen();
      connection.catch(() => undefined);
    });
    for (const channel of heard.keys()) await client.query(`listen ${quoted(channel)}`);
    return client;
  };

  const reopen = async (): Promise<pg.Client> => {
    for (let pause = 50; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await sleep(pause, undefined, { signal: ending.signal, ref: false });
      const client = await open().catch(() => undefined);
      if (client === undefined) continue;
      for (const listeners of heard.values()) for (const fn of listeners) tell(fn, null);
      return client;
    }
  };

  const first = async () => {
    connection = open();
    await connection.catch((fault: unknown) => {
      connection = undefined;
      throw fault;
    });
  };

  /** On a connection that just broke this fails; the next one listens to every channel by itself. */
  const also = async (current: Promise<pg.Client>, channel: string) => {
    const done = await current.then((client) => client.query(`listen ${quoted(channel)}`)).catch((fault: unknown) => (isGone(fault) ? undefined : Promise.reject(fault)));
    if (done === undefined) await connection;
  };

  return {
    async listen(channel, fn) {
      const listeners = heard.get(channel) ?? new Set();
      heard.set(channel, listeners.add(fn));
      await (connection === undefined ? first() : also(connection, channel));
      return async () => {
        listeners.delete(fn);
        if (listeners.size > 0 || !heard.delete(channel) || ending.signal.aborted) return;
        await connection?.then((client) => client.query(`unlisten ${quoted(channel)}`)).catch(() => undefined);
      };
    },
    async close() {
      ending.abort();
      const client = await connection?.catch(() => undefined);
      await client?.end();
    },
  };
}

/** Whether it answers within ten seconds; if not, it is ended and the next one opened. */
async function ask(client: pg.Client): Promise<void> {
  const late = setTimeout(() => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(), 10_000);
  await client.query('select 1').catch(() => undefined);
  clearTimeout(late);
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`;
}
