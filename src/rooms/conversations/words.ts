import { KeyringUnavailable } from '../../keyring/keyring.ts';
import { wordsKey } from '../../keyring/place.ts';
import { absent } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import {
  type Attachment, commit, type DataKey, decodeProvedPayload, encodePayload, type Mark, newCommitmentKey, openEnvelope, openValue, packInner, type Payload, type PictureSeen, pictureSeen, sealEnvelope, sealValue, sizeBucket, unpackInner,
} from '../../proof/index.ts';

/** Whose words, where, under which generation of their key. */
export interface KeyOf {
  readonly author: string;
  readonly generation: number;
}

/**
 * Opens the keys of some authors' words in one conversation, for the session of the reader. The keyring looks at session and membership itself.
 * Keys that were destroyed are missing from the map: those words are gone.
 * @throws Absent when the keyring knows no leave for this session; KeyringUnavailable when it cannot answer now.
 */
export async function keysFor(scene: Scene, conversation: string, wanted: readonly KeyOf[]): Promise<ReadonlyMap<string, DataKey>> {
  if (wanted.length === 0) return new Map();
  if (scene.sessionToken === undefined) return absent();
  const answers = await scene.house.keyring.unwrap(scene.sessionToken, wanted.map(({ author, generation }) => wordsKey(conversation, author, generation)));
  const keys = new Map<string, DataKey>();
  for (const [at, answer] of answers.entries()) {
    const of = wanted[at];
    if (answer.ok && of !== undefined) keys.set(keyName(of), answer.key);
    else if (!answer.ok && (answer.why === 'no-session' || answer.why === 'not-a-member')) absent();
    else if (!answer.ok && answer.why === 'too-many') throw new KeyringUnavailable('The keyring asks for a moment of patience.');
  }
  return keys;
}

/** The name of a key in such a map. */
export function keyName({ author, generation }: KeyOf): string {
  return `${author}/${generation}`;
}

/** What a message says: its text (empty when a picture says it), and the word of warning that folds it when it is heavy. */
export interface MessageWords {
  readonly body: string;
  readonly note?: string;
}

/** What a message says to whoever reads it. */
export interface MessageRead extends MessageWords {
  readonly picture?: PictureSeen;
}

/** A message ready to be stored. */
export interface Sealed {
  readonly envelope: Buffer;
  readonly commitment: Buffer;
  readonly tag: Uint8Array;
  readonly tagKeyId: string;
  readonly sizeBucket: number;
}

/**
 * Seals a message for its place and has it tagged: words under the author's key, a commitment that proves them later, and a tag of the keyring
 * that binds commitment, author, place, time and the message before.
 */
export async function sealMessage(
  scene: Scene,
  key: DataKey,
  place: { conversation: string; author: string; seq: number; time: Date; previous: Uint8Array | null; clientMessageId: string },
  words: MessageWords,
  attachments: readonly Attachment[] = [],
): Promise<Sealed> {
  const { conversation, author, seq, time, previous, clientMessageId } = place;
  const payload: Payload = {
    v: 1, conversation, author, clientMessageId, body: words.body.toWellFormed(), ...(words.note && { note: words.note.toWellFormed() }), attachments, replyTo: null,
  };
  const bytes = encodePayload(payload);
  const kf = newCommitmentKey();
  const commitment = commit(kf, bytes);
  const mark: Mark = { conversation, author, seq, time: time.getTime(), commitment, previous };
  const [tagged] = await scene.house.keyring.tag(scene.sessionToken ?? absent(), [mark]);
  if (tagged === undefined || !tagged.ok) throw new KeyringUnavailable('The keyring did not tag this message.');
  return {
    envelope: sealEnvelope(key, { conversation, author, seq }, packInner({ kf, payload: bytes })),
    commitment,
    tag: tagged.tag,
    tagKeyId: tagged.tagKeyId,
    sizeBucket: sizeBucket(bytes.length),
  };
}

/** Opens a message at its place. @throws SealRefused when it was changed or moved. */
export function openMessage(key: DataKey, place: { conversation: string; author: string; seq: number }, envelope: Uint8Array): MessageRead {
  const { body, note, attachments } = openPayload(key, place, envelope);
  const picture = pictureSeen(attachments);
  return { body, ...(note !== undefined && { note }), ...(picture !== undefined && { picture }) };
}

/** Opens a message's whole payload at its place, with the keys of its files. @throws SealRefused when it was changed or moved. */
export function openPayload(key: DataKey, place: { conversation: string; author: string; seq: number }, envelope: Uint8Array): Payload {
  return decodeProvedPayload(unpackInner(openEnvelope(key, place, envelope)).payload);
}

/** Seals other words of one author in a conversation (a line of the agreement, a meeting's place) for one place in the database. */
export function sealLine(scene: Scene, key: DataKey, where: { table: string; column: string; row: string }, text: string): Buffer {
  return sealValue(key, { org: scene.org, ...where }, text);
}

/** Opens what `sealLine` sealed. Empty when the key is gone. */
export function openLine(scene: Scene, key: DataKey | undefined, where: { table: string; column: string; row: string }, sealed: Uint8Array | null): string {
  return key === undefined || sealed === null ? '' : openValue(key, { org: scene.org, ...where }, sealed);
}
