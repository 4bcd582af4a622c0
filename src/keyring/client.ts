import type { DataKey } from '../proof/index.ts';
import { Connection } from './connection.ts';
import { KeyCache, type KeyCacheLimits } from './key-cache.ts';
import type { Answer, ErasureAnswer, KeyAsk, Keyring, KeyringHealth } from './keyring.ts';
import { keyIdOf } from './place.ts';
import type { KeyringAddress, KeyringToken } from './transport.ts';
import { readKeyAnswers, readTagAnswers } from './wire.ts';

/** The app's side of a keyring in another process. */
export interface ConnectedKeyring extends Keyring {
  /** Wipes the open keys of a session that ended. */
  forget(session: string): void;
  /** Wipes every open key: before a core dump could be taken, when a programme closes, when in doubt. */
  forgetAll(): void;
}

/** How to reach a keyring. Patience is in milliseconds. */
export interface ConnectSettings {
  readonly address: KeyringAddress | (() => KeyringAddress | null);
  readonly token: KeyringToken;
  readonly cache?: Partial<KeyCacheLimits>;
  readonly patience?: number;
  /** An erasure waits for a rotation of every key, so it may take longer. */
  readonly erasurePatience?: number;
}

/** Judgement: long enough to read a page and answer, short enough that leaving a conversation soon counts everywhere. */
const usualLimits: KeyCacheLimits = { most: 5000, keepFor: 120_000 };

/** Reaches a keyring in another process. Connects at the first call; answers `KeyringUnavailable` when patience ends. */
export function connectKeyring(settings: ConnectSettings): ConnectedKeyring {
  const { address, token, patience = 5000, erasurePatience = 120_000 } = settings;
  const cache = new KeyCache({ ...usualLimits, ...settings.cache }, () => performance.now());
  const wipe = (): void => cache.wipeWhere(() => true);
  const wipeIds = (ids: readonly string[]): void => {
    const gone = new Set(ids);
    cache.wipeWhere((id) => gone.has(id));
  };
  const connection = new Connection({ address: typeof address === 'function' ? address : () => address, token, onDestroyed: wipeIds, onLost: wipe });
  const clock = setInterval(() => cache.wipeOld(), 10_000).unref();

  async function unwrap(session: string | null, asks: readonly KeyAsk[]): Promise<readonly Answer<{ readonly key: DataKey }>[]> {
    const known = asks.map((ask) => cache.get(session, typeof ask === 'string' ? ask : keyIdOf(ask)));
    const missing = asks.filter((_, at) => known[at] === null);
    const told = missing.length === 0 ? [] : readKeyAnswers(await connection.ask({ call: 'unwrap', session, asks: missing }, patience));
    for (const [at, answer] of told.entries()) if (answer.ok && mayBeKept(session, missing[at])) cache.put(session, answer.key);
    const rest = told.values();
    return known.map((key) => (key === null ? (rest.next().value as Answer<{ readonly key: DataKey }>) : { ok: true, key }));
  }

  return {
    unwrap,
    tag: async (session, marks) => readTagAnswers(await connection.ask({ call: 'tag', session, marks }, patience)),
    anchor: async (body) => (await connection.ask({ call: 'tag', anchor: body }, patience)) as Awaited<ReturnType<Keyring['anchor']>>,
    verify: async (messages) => (await connection.ask({ call: 'verify', messages }, patience)) as readonly boolean[],
    // The keyring tells every connection, this one too, which keys to wipe before it answers.
    destroy: async (session, what) => (await connection.ask({ call: 'destroy', session, what }, erasurePatience)) as ErasureAnswer,
    health: async () => (await connection.ask({ call: 'health' }, patience)) as KeyringHealth,
    forget: (session) => cache.wipeWhere((_id, _until, of) => of === session),
    forgetAll: wipe,
    async close() {
      clearInterval(clock);
      await connection.close();
      wipe();
    },
  };
}

/** What may be made once to write something down, and is given at no other time, is not kept open here either: the next ask meets the keyring's own check again. */
function mayBeKept(session: string | null, ask: KeyAsk | undefined): boolean {
  return typeof ask === 'string' || ask === undefined || !(ask.kind === 'sheet' || (ask.kind === 'concern' && session === null));
}
