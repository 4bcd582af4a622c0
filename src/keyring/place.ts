import { hash } from 'node:crypto';
import { isUuid, uuidFrom } from '../proof/bytes.ts';
import { canonical, type Json } from '../proof/canonical.ts';

/**
 * What a key is for. One key per place, and the id of a key follows from its place, so nobody can point a key at another
 * conversation by editing a table.
 * - `words`: one author's words in one conversation; `generation` counts from 1 and moves on after an erasure.
 * - `person`: a person's contact details at rest, opened by the house itself (to send a letter, to show their own page).
 * - `sheet`: a person's sealed contact sheet, opened only when the membership check says that it was released.
 * - `concern`: what was disclosed in a concern, opened only by those who answer it.
 */
export type KeyPlace =
  | { readonly kind: 'words'; readonly conversation: string; readonly author: string; readonly generation: number }
  | { readonly kind: 'person'; readonly org: string; readonly person: string; readonly generation: number }
  | { readonly kind: 'sheet'; readonly org: string; readonly person: string; readonly generation: number }
  | { readonly kind: 'concern'; readonly org: string; readonly concern: string; readonly generation: number };

/** Keys the keyring keeps for itself and never hands out: the root of the tag keys, and the Ed25519 key of the anchors. */
export type OwnPlace = { readonly kind: 'tag-root' | 'anchor-key'; readonly generation: number };

/** The root of the tag keys. Made when the store is founded. */
export const TAG_ROOT: OwnPlace = { kind: 'tag-root', generation: 1 };
/** The Ed25519 seed of the anchors. Made when the store is founded. */
export const ANCHOR_KEY: OwnPlace = { kind: 'anchor-key', generation: 1 };

/** Is this one of the keyring's own places? */
export function isOwnPlace(place: KeyPlace | OwnPlace): place is OwnPlace {
  return place.kind === 'tag-root' || place.kind === 'anchor-key';
}

/** Thrown when something handed to the keyring has the wrong shape: a fault of the caller, not a refusal. Names no value. */
export class KeyringMisused extends Error {
  override readonly name = 'KeyringMisused';
}

/** The place of one author's words in one conversation. */
export function wordsKey(conversation: string, author: string, generation = 1): KeyPlace {
  return { kind: 'words', conversation, author, generation };
}

/** The place of the key to a person's contact details. Destroying it erases them wherever they are stored or backed up. */
export function valueKey(org: string, person: string, generation = 1): KeyPlace {
  return { kind: 'person', org, person, generation };
}

/** The place of the key to a person's contact sheet. It opens for its owner, and for whoever two people released it to. */
export function sheetKey(org: string, person: string, generation = 1): KeyPlace {
  return { kind: 'sheet', org, person, generation };
}

/** The place of the key to a concern. The house may make it, once, and opens it never again: only those who answer do, and who raised it. */
export function concernKey(org: string, concern: string, generation = 1): KeyPlace {
  return { kind: 'concern', org, concern, generation };
}

/** The id of the key of a place: a UUID (version 8, RFC 9562) made from SHA-256 of the place. The same place, the same id. @throws KeyringMisused when there is none. */
export function keyIdOf(place: KeyPlace | OwnPlace): string {
  if (place === null) throw new KeyringMisused('a place was expected');
  const name = briefly(place);
  const known = ids.get(name) ?? idOf(place);
  if (ids.size >= MOST_IDS) ids.clear();
  ids.set(name, known);
  return known;
}

/** Ids found lately: a page of names asks for dozens of the same ones again and again. They are no secret. */
const ids = new Map<string, string>();
const MOST_IDS = 10_000;

function briefly(place: KeyPlace | OwnPlace): string {
  switch (place.kind) {
    case 'words': return `words ${place.conversation} ${place.author} ${place.generation}`;
    case 'concern': return `concern ${place.org} ${place.concern} ${place.generation}`;
    case 'person':
    case 'sheet': return `${place.kind} ${place.org} ${place.person} ${place.generation}`;
    default: return `${place.kind} ${place.generation}`;
  }
}

function idOf(place: KeyPlace | OwnPlace): string {
  const digest = hash('sha256', `companionway.key\0${placeText(place)}`, 'buffer').subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return uuidFrom(digest);
}

/** The one text of a place, for ids and for binding a wrap to its place. */
export function placeText(place: KeyPlace | OwnPlace): string {
  return canonical({ ...place } as Json);
}

const NAMES = { words: ['conversation', 'author'], person: ['org', 'person'], sheet: ['org', 'person'], concern: ['org', 'concern'] } as const;

/** Reads a place somebody may ask for; extra fields are dropped. Throws {@link KeyringMisused}; the keyring's own places are refused here. */
export function readPlace(value: unknown): KeyPlace {
  const from = readRecord(value);
  const kind = from['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(NAMES, kind)) throw new KeyringMisused('this kind of key is not known here');
  const generation = readGeneration(from['generation']);
  const ids = NAMES[kind as keyof typeof NAMES].map((name) => [name, readUuid(from[name])] as const);
  return { kind, ...Object.fromEntries(ids), generation } as KeyPlace;
}

/** Reads a place from the keyring's own store, where its own keys stand too. Throws {@link KeyringMisused}. */
export function readStoredPlace(value: unknown): KeyPlace | OwnPlace {
  const { kind, generation } = readRecord(value);
  if (kind === 'tag-root' || kind === 'anchor-key') return { kind, generation: readGeneration(generation) };
  return readPlace(value);
}

/** Reads a record. Throws {@link KeyringMisused}. */
export function readRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KeyringMisused('a record was expected');
  return value as Readonly<Record<string, unknown>>;
}

/** Reads a UUID in lower case. Throws {@link KeyringMisused}. */
export function readUuid(value: unknown): string {
  if (!isUuid(value)) throw new KeyringMisused('an id must be a UUID in lower case');
  return value;
}

function readGeneration(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 2 ** 31) throw new KeyringMisused('a generation counts from 1');
  return value;
}
