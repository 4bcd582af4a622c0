import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { keptApart } from '../safety/index.ts';
import { keyName, keysFor, sealMessage } from './words.ts';
import { keyInUse, membersOf, membershipOf } from './steps.ts';

/**
 * Says something in a conversation. Order is decided under the conversation's row lock, so there are no gaps; `sending` names this sending,
 * so that a retry after a lost answer is the same message. The words are sealed before they touch the database.
 */
export const sendMessage = act({
  name: 'conversations.send-message',
  input: z.object({
    conversation: z.uuid(),
    sending: z.string().min(8).max(80),
    words: z.string().trim().min(1, 'conversations.mistake.empty').max(8000, 'conversations.mistake.long'),
    note: z.string().trim().max(120, 'conversations.mistake.note-long').default(''),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),

  async perform(inside, { conversation: id, sending, words, note }) {
    const { db, org, now, scene } = inside;
    const author = inside.person();
    await membershipOf(inside, id, author);
    const others = (await membersOf(inside, id)).filter((person) => person !== author);
    for (const other of others) if (await keptApart(inside, author, other)) return refused('not-possible');
    const keyOf = { author, ...(await keyInUse(inside, id, author)) };
    const key = (await keysFor(scene, id, [keyOf])).get(keyName(keyOf));

    const conversation = await db
      .selectFrom('conversation')
      .select(['programme_id', 'last_seq', 'last_commitment', 'starts_at', 'closed_at'])
      .where('org_id', '=', org)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (conversation === undefined) return absent();
    if (conversation.closed_at !== null || key === undefined) return refused('conversation-closed');
    if (conversation.starts_at === null) return refused('agree-first');
    const before = await db
      .selectFrom('message')
      .select('seq')
      .where('org_id', '=', org)
      .where('conversation_id', '=', id)
      .where('author_id', '=', author)
      .where('client_message_id', '=', sending)
      .executeTakeFirst();
    if (before !== undefined) return done({ seq: before.seq });

    const seq = conversation.last_seq + 1;
    const place = { conversation: id, author, seq, time: now, previous: conversation.last_commitment, clientMessageId: sending };
    const sealed = await sealMessage(scene, key, place, note === '' ? { body: words } : { body: words, note });
    await db
      .insertInto('message')
      .values({
        org_id: org, id: inside.newId(), conversation_id: id, seq, author_id: author, client_message_id: sending, data_key_id: keyOf.id, envelope: sealed.envelope,
        size_bucket: sealed.sizeBucket, commitment: sealed.commitment, prev_commitment: conversation.last_commitment, tag: Buffer.from(sealed.tag), tag_key_id: sealed.tagKeyId, sent_at: now,
      })
      .execute();
    await db
      .updateTable('conversation')
      .set({ last_seq: seq, last_commitment: sealed.commitment, last_at: now })
      .where('org_id', '=', org)
      .where('id', '=', id)
      .execute();
    await db
      .updateTable('conversation_member')
      .set({ read_seq: seq })
      .where('org_id', '=', org)
      .where('conversation_id', '=', id)
      .where('person_id', '=', author)
      .execute();
    inside.record({ name: 'conversations.message-sent', subject: { kind: 'conversation', id }, programme: conversation.programme_id, about: { seq } });
    inside.announce(`conversation:${id}`, String(seq));
    return done({ seq });
  },
});
