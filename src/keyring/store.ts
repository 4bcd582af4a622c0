import type { KeyObject } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type AppendFile, createAppendFile } from './append-file.ts';
import { privateDirectory, syncDirectory } from './files.ts';
import { keyFileName, plainForm } from './custody.ts';
import { KeyringUnavailable } from './keyring.ts';
import { takeLock } from './lock.ts';
import { isOwnPlace, keyIdOf, type KeyPlace, type OwnPlace, placeText } from './place.ts';
import { bindingOf, bindTo, nameOf, newKey, type Opened, openOrFound, type StoreSettings, tidy } from './store-open.ts';
import { type AnchoredAt, apply, kekIdOf, snapshot, type StoredKey, type StoreRecord, type StoreState } from './store-state.ts';
import { readyKek, unwrapKey, wrapKey } from './wrap.ts';

/**
 * The keyring's own store: wrapped keys in one file per epoch (`wraps-N`: a snapshot, then everything since), under the
 * key-encryption key of that epoch. It is no database on purpose: a deleted row stays in write-ahead logs, even after a checkpoint and VACUUM,
 * while here a rotation leaves one file, and the key to every earlier copy is gone.
 * What a call has answered for is on the disk. Changes happen one after another; reading never waits for them.
 */
export class KeyStore {
  readonly #settings: StoreSettings;
  readonly #release: () => Promise<void>;
  readonly #state: StoreState;
  #kek: KeyObject | null;
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
    return unwrapKey(this.#openKek(), bindingOf(this.#state, key.place), key.wrap);
  }

  /** Makes keys for places that have none. Places whose key exists or was destroyed are left as they are. */
  add(places: readonly KeyPlace[]): Promise<void> {
    return this.#inTurn(async () => {
      const fresh = new Map(places.map((place) => [keyIdOf(place), place]));
      for (const id of fresh.keys()) if (this.find(id) !== null) fresh.delete(id);
      if (fresh.size > 0) await this.#write([...fresh.values()].map((place) => newKey(place, this.#openKek(), bindingOf(this.#state, place))));
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

  /** What a backup of the keys holds, by name: the wraps as they are on the disk now, and their key-encryption key in the plain form. Nothing changes meanwhile. */
  copy(): Promise<ReadonlyMap<string, Buffer>> {
    return this.#inTurn(async () => {
      const id = kekIdOf(this.#state);
      const key = this.#openKek().export();
      const wraps = nameOf(this.#state.epoch);
      const copied = new Map([[`store/${wraps}`, await readFile(`${this.#settings.directory}/${wraps}`)], [`kek/${keyFileName(id, 'file')}`, await plainForm.keep(id, key)]]);
      key.fill(0);
      return copied;
    });
  }

  /** How many keys there are and were, the epoch, and whether an erasure still waits for its rotation. */
  facts(): { readonly keys: number; readonly destroyed: number; readonly kek: string; readonly kekSince: number; readonly rotationDue: boolean } {
    const { keys, gone, since, rotationDue } = this.#state;
    return { keys: keys.size, destroyed: gone.size, kek: kekIdOf(this.#state), kekSince: since, rotationDue };
  }

  /** Waits for what is under way, lets go of the key-encryption key, and frees the directory. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#file.close();
      this.#kek = null;
      this.#file = closedFile;
    });
    await this.#release();
  }

  async #rotateNow(): Promise<void> {
    const { custody, now } = this.#settings;
    const next = { epoch: this.#state.epoch + 1, since: now() };
    const newKek = readyKek(await custody.create(kekIdOf({ ...this.#state, ...next })));
    const wraps = new Map<string, StoredKey>();
    const file = await this.#writeNext(next.epoch, snapshot(this.#state, next, this.#rewrapper(newKek, next.epoch, wraps)));
    const oldFile = this.#file;
    Object.assign(this.#state, next);
    for (const [id, key] of wraps) this.#state.keys.set(id, key);
    this.#kek = newKek;
    this.#file = file;
    await oldFile.close();
    await tidy(this.#settings, this.#state);
    this.#state.rotationDue = false;
  }

  /** Wraps keys for the next epoch, and remembers them in `wraps` for when that epoch begins. */
  #rewrapper(newKek: KeyObject, epoch: number, wraps: Map<string, StoredKey>): (id: string, key: StoredKey) => Buffer {
    const [oldKek, oldId, newId] = [this.#openKek(), kekIdOf(this.#state), kekIdOf({ ...this.#state, epoch })];
    return (id, { place, wrap }) => {
      const text = placeText(place);
      const key = unwrapKey(oldKek, bindTo(oldId, text), wrap);
      const again = wrapKey(newKek, bindTo(newId, text), key);
      key.fill(0);
      wraps.set(id, { place, wrap: again });
      return again;
    };
  }

  #openKek(): KeyObject {
    if (this.#kek === null) throw new KeyringUnavailable('the keyring is closed');
    return this.#kek;
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

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

const closedFile: AppendFile = {
  append: () => Promise.reject(new KeyringUnavailable('the keyring is closed')),
  close: () => Promise.resolve(),
};

/** Lets others have a turn between frames: a rotation of many keys must not hold up reading. */
async function* unhurried<T>(frames: Iterable<T>): AsyncGenerator<T> {
  for (const frame of frames) {
    yield frame;
    await setImmediate();
  }
}
