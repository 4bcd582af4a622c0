import type { AnchorBody } from '../trail/anchor.ts';
import { StoreDamaged } from './frames.ts';
import { keyIdOf, type KeyPlace, type OwnPlace, readRecord, readStoredPlace } from './place.ts';

/** A wrapped key and the place it belongs to. */
export interface StoredKey {
  readonly place: KeyPlace | OwnPlace;
  readonly wrap: Buffer;
}

/** Where a chain was last anchored. */
export type AnchoredAt = Omit<AnchorBody, 'chain'>;

/** One line of the store. The first line of a file is always `store`. */
export type StoreRecord =
  | { readonly t: 'store'; readonly v: 1; readonly store: string; readonly epoch: number; readonly since: number }
  | { readonly t: 'key'; readonly place: KeyPlace | OwnPlace; readonly wrap: string }
  /** `settled`: a rotation came after, so no older copy of these keys opens any more. */
  | { readonly t: 'gone'; readonly ids: readonly string[]; readonly settled: boolean }
  | ({ readonly t: 'anchored'; readonly chain: string } & AnchoredAt);

/** Everything the store knows, in memory. A destroyed id stays in `gone` for ever: it must never be made again. */
export interface StoreState {
  store: string;
  epoch: number;
  since: number;
  /** Keys were destroyed in this epoch, and its key-encryption key still opens old copies of them. */
  rotationDue: boolean;
  readonly keys: Map<string, StoredKey>;
  readonly gone: Set<string>;
  readonly anchored: Map<string, AnchoredAt>;
}

/** The name of the key-encryption key of a state. */
export function kekIdOf(state: { readonly store: string; readonly epoch: number }): string {
  return `${state.store}.${state.epoch}`;
}

/** The state that a file's records lead to. Throws {@link StoreDamaged} when the first is not the file's own head. */
export function replay(records: Iterable<unknown>): StoreState {
  const state: StoreState = { store: '', epoch: 0, since: 0, rotationDue: false, keys: new Map(), gone: new Set(), anchored: new Map() };
  for (const record of records) apply(state, readRecord(record) as unknown as StoreRecord);
  if (state.store === '') throw new StoreDamaged('The key store has no beginning. Put back its copy from the keyring’s own backup.');
  return state;
}

/** Brings one record into the state. Also used for new records, after they are on the disk. */
export function apply(state: StoreState, record: StoreRecord): void {
  if (record.t === 'store') Object.assign(state, { store: record.store, epoch: record.epoch, since: record.since });
  else if (record.t === 'key') addKey(state, record.place, Buffer.from(record.wrap, 'base64'));
  else if (record.t === 'gone') forget(state, record.ids, record.settled);
  else if (record.t === 'anchored') state.anchored.set(record.chain, { seq: record.seq, head: record.head, hour: record.hour, tagsRoot: record.tagsRoot });
  else throw new StoreDamaged('The key store was written by a newer version. Start that version instead.');
}

/** The records that lead to this state again, under `wraps` of another key-encryption key, in frames of a size that does not hold up others. */
export function* snapshot(state: StoreState, head: { epoch: number; since: number }, rewrap: (id: string, key: StoredKey) => Buffer): Generator<StoreRecord[]> {
  yield [{ t: 'store', v: 1, store: state.store, ...head }];
  let frame: StoreRecord[] = [...state.anchored].map(([chain, at]) => ({ t: 'anchored', chain, ...at }));
  frame.push({ t: 'gone', ids: [...state.gone], settled: true });
  for (const [id, key] of state.keys) {
    frame.push({ t: 'key', place: key.place, wrap: rewrap(id, key).toString('base64') });
    if (frame.length >= 200) yield frame.splice(0);
  }
  yield frame;
}

function addKey(state: StoreState, place: unknown, wrap: Buffer): void {
  const read = readStoredPlace(place);
  const id = keyIdOf(read);
  if (!state.gone.has(id)) state.keys.set(id, { place: read, wrap });
}

function forget(state: StoreState, ids: readonly string[], settled: boolean): void {
  for (const id of ids) {
    state.keys.get(id)?.wrap.fill(0);
    state.keys.delete(id);
    state.gone.add(id);
  }
  if (!settled) state.rotationDue = true;
}
