import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type AppendFile, createAppendFile, openAppendFile } from './append-file.ts';
import { type Custody, CustodyRefused } from './custody.ts';
import { privateDirectory, shred, syncDirectory } from './files.ts';
import { StoreDamaged } from './frames.ts';
import { KeyringUnavailable } from './keyring.ts';
import { takeLock } from './lock.ts';
import { isOwnPlace, keyIdOf, type KeyPlace, type OwnPlace, placeText } from './place.ts';
import { type AnchoredAt, apply, kekIdOf, replay, snapshot, type StoredKey, type StoreRecord, type StoreState } from './store-state.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

/** What the store is handed: where it lies, who keeps its key-encryption keys, and the clock (milliseconds since 1970 UTC). */
export interface StoreSettings {
  readonly directory: string;
  readonly custody: Custody;
  readonly now: () => number;
}

/** The keys the store makes for itself at its founding. */
export const TAG_ROOT: OwnPlace = { kind: 'tag-root', generation: 1 };
/** The Ed25519 seed of the anchors. */
export const ANCHOR_KEY: OwnPlace = { kind: 'anchor-key', generation: 1 };

const FILE = /^wraps-(\d+)$/;

/**
 * The keyring's own store: wrapped keys in one file per epoch (`wraps-N`: a snapshot, then everything since), under the
 * key-encryption key of that epoch. It is no database on purpose: a deleted row stays in table files and write-ahead logs,
 * while here a rotation leaves one file, and the key to every earlier copy is gone (confidentiality 3.3).
 * What a call has answered for is on the disk. Changes happen one after another; reading never waits for them.
 */
export class KeyStore {
  readonly #settings: StoreSettings;
  readonly #release: () => Promise<void>;
  readonly #state: StoreState;
  #kek: Buffer;
  #file: AppendFile;
  #last: Promise<unknown> = Promise.resolve();
  #rotation: Promise<void> | null = null;

  private constructor(settings: StoreSettings, release: () => Promise<void>, opened: Opened) {
    this.#settings = settings;
    this.#release = release;
    this.#state = opened.state;
    this.#kek = opened.kek;
    this.#file = opened.file;
  }

  /** Opens the store, founding it when the directory is empty. Throws StoreInUse, StoreDamaged or CustodyRefused, each with a sentence. */
  static async open(settings: StoreSettings): Promise<KeyStore> {
    await privateDirectory(settings.directory);
    const release = await takeLock(settings.directory);
    try {
      return new KeyStore(settings, release, await openOrFound(settings));
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** The place of a key that exists, `destroyed` for one that did, or null. */
  find(id: string): KeyPlace | OwnPlace | 'destroyed' | null {
    return this.#state.gone.has(id) ? 'destroyed' : (this.#state.keys.get(id)?.place ?? null);
  }

  /** The 32 bytes of a key. Throws a RangeError when there is none. */
  open(id: string): Buffer {
    const key = this.#state.keys.get(id);
    if (key === undefined) throw new RangeError('there is no such key');
    return unwrapKey(this.#kek, this.#binding(this.#state.epoch, key.place), key.wrap);
  }

  /** Makes keys for places that have none. Places whose key exists or was destroyed are left as they are. */
  add(places: readonly KeyPlace[]): Promise<void> {
    return this.#inTurn(async () => {
      const fresh = new Map(places.map((place) => [keyIdOf(place), place]));
      for (const id of fresh.keys()) if (this.find(id) !== null) fresh.delete(id);
      if (fresh.size > 0) await this.#write([...fresh.values()].map((place) => newKey(place, this.#kek, this.#binding(this.#state.epoch, place))));
    });
  }

  /** Remembers where a chain was anchored, if `fits` still says so when its turn comes. Answers whether it did. */
  anchor(chain: string, at: AnchoredAt, fits: (last: AnchoredAt | undefined) => boolean): Promise<boolean> {
    return this.#inTurn(async () => {
      const last = this.#state.anchored.get(chain);
      if (!fits(last)) return false;
      if (last?.hour !== at.hour) await this.#write([{ t: 'anchored', chain, ...at }]);
      return true;
    });
  }

  /** Destroys the chosen keys in this epoch. They are beyond every old copy only after the next {@link rotate}. Answers their ids. */
  destroy(chosen: (id: string, place: KeyPlace) => boolean): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const ids = [...this.#state.keys].filter(([id, { place }]) => !isOwnPlace(place) && chosen(id, place)).map(([id]) => id);
      if (ids.length > 0) await this.#write([{ t: 'gone', ids, settled: false }]);
      return ids;
    });
  }

  /** Wraps every key anew under a new key-encryption key and destroys the old one. Those who ask while one is waiting share it. */
  rotate(): Promise<void> {
    this.#rotation ??= this.#inTurn(() => {
      this.#rotation = null;
      return this.#rotateNow();
    });
    return this.#rotation;
  }

  /** How many keys there are and were, the epoch, and whether an erasure still waits for its rotation. */
  facts(): { readonly keys: number; readonly destroyed: number; readonly kek: string; readonly kekSince: number; readonly rotationDue: boolean } {
    const { keys, gone, since, rotationDue } = this.#state;
    return { keys: keys.size, destroyed: gone.size, kek: kekIdOf(this.#state), kekSince: since, rotationDue };
  }

  /** Waits for what is under way, wipes the key-encryption key from memory, and frees the directory. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#file.close();
      this.#kek.fill(0);
      this.#file = closedFile;
    });
    await this.#release();
  }

  async #rotateNow(): Promise<void> {
    const { custody, now } = this.#settings;
    const [old, next] = [this.#state.epoch, { epoch: this.#state.epoch + 1, since: now() }];
    const [oldKek, newKek] = [this.#kek, await custody.create(kekIdOf({ ...this.#state, ...next }))];
    const wraps = new Map<string, StoredKey>();
    const rewrap = (id: string, { place, wrap }: StoredKey): Buffer => {
      const key = unwrapKey(oldKek, this.#binding(old, place), wrap);
      const again = wrapKey(newKek, this.#binding(next.epoch, place), key);
      key.fill(0);
      wraps.set(id, { place, wrap: again });
      return again;
    };
    const file = await this.#writeNext(next.epoch, snapshot(this.#state, next, rewrap));
    const oldFile = this.#file;
    Object.assign(this.#state, next);
    for (const [id, key] of wraps) this.#state.keys.set(id, key);
    this.#kek = newKek;
    this.#file = file;
    oldKek.fill(0);
    await oldFile.close();
    await tidy(this.#settings, this.#state);
    this.#state.rotationDue = false;
  }

  /** A half-finished file of the next epoch must not win at the next start over what is promised in this one. */
  async #writeNext(epoch: number, frames: Iterable<readonly StoreRecord[]>): Promise<AppendFile> {
    const { directory } = this.#settings;
    try {
      return await createAppendFile(directory, nameOf(epoch), unhurried(frames));
    } catch (error) {
      const stranded = this.#file;
      this.#file = closedFile;
      await rm(`${directory}/${nameOf(epoch)}`, { force: true });
      await syncDirectory(directory);
      this.#file = stranded;
      throw new KeyringUnavailable('the keys could not be wrapped anew', { cause: error });
    }
  }

  async #write(records: readonly StoreRecord[]): Promise<void> {
    await this.#file.append(records);
    for (const record of records) apply(this.#state, record);
  }

  #binding(epoch: number, place: KeyPlace | OwnPlace): string {
    return bindingOf({ store: this.#state.store, epoch }, place);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

interface Opened {
  readonly state: StoreState;
  readonly kek: Buffer;
  readonly file: AppendFile;
}

const nameOf = (epoch: number): string => `wraps-${epoch}`;
const bindingOf = (kek: { store: string; epoch: number }, place: KeyPlace | OwnPlace): string => `${kekIdOf(kek)}\0${placeText(place)}`;

const closedFile: AppendFile = {
  append: () => Promise.reject(new KeyringUnavailable('the keyring is closed')),
  close: () => Promise.resolve(),
};

async function openOrFound(settings: StoreSettings): Promise<Opened> {
  const names = await readdir(settings.directory);
  await Promise.all(names.filter((name) => name.endsWith('.new')).map((name) => rm(`${settings.directory}/${name}`)));
  const epochs = epochsAmong(names);
  if (epochs.length === 0) return found(settings);
  const opened = await openEpoch(settings, Math.max(...epochs));
  await tidy(settings, opened.state);
  return opened;
}

function epochsAmong(names: readonly string[]): number[] {
  return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).map(Number);
}

async function found({ directory, custody, now }: StoreSettings): Promise<Opened> {
  const head = { store: randomBytes(8).toString('hex'), epoch: 1, since: now() };
  const kek = await custody.create(kekIdOf(head));
  const records: StoreRecord[] = [{ t: 'store', v: 1, ...head }, ...[TAG_ROOT, ANCHOR_KEY].map((place) => newKey(place, kek, bindingOf(head, place)))];
  const file = await createAppendFile(directory, nameOf(1), [records]);
  return { state: replay(records), kek, file };
}

/** Opens one epoch and proves that its key-encryption key fits, before anything is tidied away. */
async function openEpoch({ directory, custody }: StoreSettings, epoch: number): Promise<Opened> {
  const { file, frames } = await openAppendFile(`${directory}/${nameOf(epoch)}`);
  try {
    const state = replay(frames.flat());
    if (state.epoch !== epoch) throw new StoreDamaged('A file of the key store was renamed. Put back its copy from the keyring’s own backup.');
    const kek = await custody.read(kekIdOf(state));
    if (kek === null) throw new CustodyRefused(`The key-encryption key ${kekIdOf(state)} of this store was destroyed or is missing. Without it no word can be read; put back the newest backup of the keyring.`);
    const root = state.keys.get(keyIdOf(TAG_ROOT));
    if (root === undefined) throw new CustodyRefused('The key store lacks its own keys. Put back the newest backup of the keyring.');
    unwrapKey(kek, bindingOf(state, TAG_ROOT), root.wrap).fill(0);
    return { state, kek, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Finishes what a stopped rotation left: older files and keys, and a newer key that was never put to use. */
async function tidy({ directory, custody }: StoreSettings, state: StoreState): Promise<void> {
  for (const id of await custody.list()) {
    const [store, epoch] = id.split('.');
    if (store === state.store && (Number(epoch) < state.epoch || Number(epoch) === state.epoch + 1)) await custody.destroy(id);
  }
  for (const epoch of epochsAmong(await readdir(directory))) if (epoch < state.epoch) await shred(directory, nameOf(epoch));
}

function newKey(place: KeyPlace | OwnPlace, kek: Buffer, binding: string): StoreRecord {
  const key = randomBytes(32);
  const wrap = wrapKey(kek, binding, key).toString('base64');
  key.fill(0);
  return { t: 'key', place, wrap };
}

/** Lets others have a turn between frames: a rotation of many keys must not hold up reading. */
async function* unhurried<T>(frames: Iterable<T>): AsyncGenerator<T> {
  for (const frame of frames) {
    yield frame;
    await setImmediate();
  }
}
