import type { Inside } from '../../platform/inside.ts';
import { absent, refused, type Refused } from '../../platform/outcome.ts';
import { attach } from '../../proof/index.ts';
import { keptApart } from '../safety/index.ts';
import type { Picture } from './make-picture.ts';
import { PICTURE_TYPE } from './pictures.ts';
import { keyName, keysFor, type MessageWords, sealMessage } from './words.ts';
import { keyInUse, membersOf, membershipOf } from './steps.ts';

/** What somebody says: words, a picture with a description that may be empty, or both. */
export interface ToSay extends MessageWords {
  readonly picture?: { readonly made: Picture; readonly description: string };
}

/** Why something could not be said. A block says nothing of itself. */
export type Unsaid = Refused<'not-possible'> | Refused<'conversation-closed'> | Refused<'agree-first'>;

/**
 * A step: the person who acts says something in a conversation. Order is decided under the conversation's row lock, so there are no gaps;
 * `sending` names this sending, so that a retry after a lost answer is the same message. The words are sealed before they touch the database.
 * @throws Absent when they are not in it; KeyringUnavailable when keys or tags cannot be had now (nothing is kept, the act can be repeated).
 */
export async function say(inside: Inside, { conversation: id, sending, words }: { conversation: string; sending: string; words: ToSay }): Promise<{ readonly seq: number } | Unsaid> {
  const author = inside.person();
  await membershipOf(inside, id, author);
  const others = (await membersOf(inside, id)).filter((person) => person !== author);
  for (const other of others) if (await keptApart(inside, author, other)) return refused('not-possible');
  const head = await lockedHead(inside, id);
  // Asked under the lock: whoever takes own words back moves on to the next key under the same one, and the last key is then destroyed.
  const keyOf = { author, ...(await keyInUse(inside, id, author)) };
  const key = (await keysFor(inside.scene, id, [keyOf])).get(keyName(keyOf));
  if (head.closed_at !== null || key === undefined) return refused('conversation-closed');
  if (head.starts_at === null) return refused('agree-first');
  const before = await saidBefore(inside, id, author, sending);
  if (before !== undefined) return { seq: before };

  const seq = head.last_seq + 1;
  const place = { conversation: id, author, seq, time: inside.now, previous: head.last_commitment, clientMessageId: sending };
  const file = words.picture && attach({ conversation: id, author }, { id: inside.newId(), name: '', mediaType: PICTURE_TYPE, description: words.picture.description, ...words.picture.made });
  const sealed = await sealMessage(inside.scene, key, place, words, file && [file.attachment]);
  await inside.db
    .insertInto('message')
    .values({
      org_id: inside.org, id: inside.newId(), conversation_id: id, seq, author_id: author, client_message_id: sending, data_key_id: keyOf.id, envelope: sealed.envelope,
      size_bucket: sealed.sizeBucket, commitment: sealed.commitment, prev_commitment: head.last_commitment, tag: Buffer.from(sealed.tag), tag_key_id: sealed.tagKeyId, sent_at: inside.now,
    })
    .execute();
  if (file) await inside.db.insertInto('attachment').values({ org_id: inside.org, id: file.attachment.id, conversation_id: id, seq, data_key_id: keyOf.id, sealed: file.sealed }).execute();
  await moveOn(inside, id, author, seq, sealed.commitment);
  inside.record({ name: 'conversations.message-sent', subject: { kind: 'conversation', id }, programme: head.programme_id, about: { seq } });
  inside.announce(`conversation:${id}`, String(seq));
  return { seq };
}

/**
 * `no key update`, not `update`: two people's very first words at once each make their key known first, and that row's foreign key holds a share of
 * this one, so the stronger lock would wait for itself crosswise.
 */
async function lockedHead(inside: Inside, id: string) {
  const head = await inside.db
    .selectFrom('conversation')
    .select(['programme_id', 'last_seq', 'last_commitment', 'starts_at', 'closed_at'])
    .where('org_id', '=', inside.org)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return head ?? absent();
}

async function saidBefore(inside: Inside, conversation: string, author: string, sending: string): Promise<number | undefined> {
  const row = await inside.db
    .selectFrom('message')
    .select('seq')
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', conversation)
    .where('author_id', '=', author)
    .where('client_message_id', '=', sending)
    .executeTakeFirst();
  return row?.seq;
}

async function moveOn(inside: Inside, id: string, author: string, seq: number, commitment: Buffer): Promise<void> {
  await inside.db
    .updateTable('conversation')
    .set({ last_seq: seq, last_commitment: commitment, last_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', id)
    .execute();
  await inside.db
    .updateTable('conversation_member')
    .set({ read_seq: seq })
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', id)
    .where('person_id', '=', author)
    .execute();
}
