import type { DataKey, Mark, ProofTag } from '../proof/index.ts';
import type { Anchor, AnchorBody, AnchorKeys } from '../trail/index.ts';
import type { Erasure } from './membership.ts';
import type { KeyPlace } from './place.ts';

/** A key asked for: its place (it is made when it does not exist and the asker may write there), or the id of one that exists. */
export type KeyAsk = KeyPlace | string;

/**
 * Why a key, tag or erasure was refused. Each refusal is logged with ids only.
 * - `no-session`: the session is unknown, ended or over.
 * - `not-a-member`: no leave to read (or to write, when writing is needed).
 * - `absent`: there is no such key and the asker may not make it.
 * - `destroyed`: the key was destroyed; the words are gone. To write again, ask for the next generation.
 * - `too-many`: over the cap; ask again after a minute.
 * - `wrong-time`: the moment to be tagged is not now.
 * - `anchored-otherwise`: this chain was already anchored there, or further on, with another history.
 */
export type KeyringRefusal = 'no-session' | 'not-a-member' | 'absent' | 'destroyed' | 'too-many' | 'wrong-time' | 'anchored-otherwise';

/** A yes with what was asked for, or a no with its reason. */
export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly why: KeyringRefusal };

/** How an erasure went. `final` says that the key-encryption key was changed too, so that no old copy opens any more. */
export type ErasureAnswer = Answer<{ readonly destroyed: readonly string[]; readonly final: boolean }>;

/** How the keyring is. Moments are milliseconds since 1970 UTC. Holds no secret. */
export interface KeyringHealth {
  readonly keys: number;
  readonly destroyed: number;
  /** The key-encryption key in use: `store.epoch`. It changes at every rotation. */
  readonly kek: string;
  readonly kekSince: number;
  /** An erasure waits for its rotation (the disk was full, say). It is tried again every minute. */
  readonly rotationDue: boolean;
  /** Public keys of the anchors: keep a copy off this machine. */
  readonly anchorKeys: AnchorKeys;
  readonly refusals: number;
}

/**
 * The keyring: four calls and its health. Everything else it knows stays inside.
 * Every call throws {@link KeyringUnavailable} when it cannot be answered now; the caller keeps the words and tries again.
 */
export interface Keyring {
  /** Opens keys for a session, one answer per ask in order. Null stands for the house itself, which has leave for `person` keys only. At most 10,000 asks. */
  unwrap(session: string | null, asks: readonly KeyAsk[]): Promise<readonly Answer<{ readonly key: DataKey }>[]>;
  /** Tags messages as they are sent: the session must be the author's, with leave to write there, and the time must be now. */
  tag(session: string, marks: readonly Mark[]): Promise<readonly Answer<ProofTag>[]>;
  /** The hourly form of `tag`: signs where a trail stands. Never signs two histories of one chain. */
  anchor(body: AnchorBody): Promise<Answer<{ readonly anchor: Anchor }>>;
  /** Were these tags made by this keyring for exactly these marks? One answer per message, in order. */
  verify(messages: readonly (ProofTag & { readonly mark: Mark })[]): Promise<readonly boolean[]>;
  /** Destroys keys for ever and changes the key-encryption key before it answers. Safe to repeat. */
  destroy(session: string | null, what: Erasure): Promise<ErasureAnswer>;
  health(): Promise<KeyringHealth>;
  close(): Promise<void>;
}

/** The keyring cannot answer now. Nothing is lost: keep the words and try again. */
export class KeyringUnavailable extends Error {
  override readonly name = 'KeyringUnavailable';
}
