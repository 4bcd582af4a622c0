import { type KeyObject, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { type AppendFile, createAppendFile, openAppendFile } from './append-file.ts';
import { type Custody, CustodyRefused } from './custody.ts';
import { shred } from './files.ts';
import { StoreDamaged } from './frames.ts';
import { ANCHOR_KEY, keyIdOf, type KeyPlace, type OwnPlace, placeText, TAG_ROOT } from './place.ts';
import { kekIdOf, replay, type StoreRecord, type StoreState } from './store-state.ts';
import { readyKek, unwrapKey, wrapKey } from './wrap.ts';

/** What the store is handed: where it lies, who keeps its key-encryption keys, and the clock (milliseconds since 1970 UTC). */
export interface StoreSettings {
  readonly directory: string;
  readonly custody: Custody;
  readonly now: () => number;
}

const FILE = /^wraps-(\d+)$/;

/** A store that was read: its state, its key-encryption key, and its file, open for more. */
export interface Opened {
  readonly state: StoreState;
  readonly kek: KeyObject;
  readonly file: AppendFile;
}

/** The name of an epoch's file. */
export const nameOf = (epoch: number): string => `wraps-${epoch}`;

/** The same, of a place already spelled. */
export const bindTo = (kekId: string, place: string): string => `${kekId}\0${place}`;

/** What a wrap is bound to: its key-encryption key and its place. */
export const bindingOf = (kek: { store: string; epoch: number }, place: KeyPlace | OwnPlace): string => bindTo(kekIdOf(kek), placeText(place));


/** Opens the newest epoch, or founds a store where there is none. What a stopped rotation left is put right. */
export async function openOrFound(settings: StoreSettings): Promise<Opened> {
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
  const kek = readyKek(await custody.create(kekIdOf(head)));
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
    const bytes = await custody.read(kekIdOf(state));
    if (bytes === null) throw new CustodyRefused(`The key-encryption key ${kekIdOf(state)} of this store was destroyed or is missing. Without it no word can be read; put back the newest backup of the keyring.`);
    const root = state.keys.get(keyIdOf(TAG_ROOT));
    if (root === undefined) throw new CustodyRefused('The key store lacks its own keys. Put back the newest backup of the keyring.');
    const kek = readyKek(bytes);
    unwrapKey(kek, bindingOf(state, TAG_ROOT), root.wrap).fill(0);
    return { state, kek, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Finishes what a stopped rotation left: older files and keys, and a newer key that was never put to use. */
export async function tidy({ directory, custody }: StoreSettings, state: StoreState): Promise<void> {
  for (const id of await custody.list()) {
    const [store, epoch] = id.split('.');
    if (store === state.store && (Number(epoch) < state.epoch || Number(epoch) === state.epoch + 1)) await custody.destroy(id);
  }
  for (const epoch of epochsAmong(await readdir(directory))) if (epoch < state.epoch) await shred(directory, nameOf(epoch));
}

/** A new key for a place, wrapped: the record to write. */
export function newKey(place: KeyPlace | OwnPlace, kek: KeyObject, binding: string): StoreRecord {
  const key = randomBytes(32);
  const wrap = wrapKey(kek, binding, key).toString('base64');
  key.fill(0);
  return { t: 'key', place, wrap };
}
