import type { Inside } from '../../platform/inside.ts';
import { commit, decodePayload, openEnvelope, sameBytes, unpackInner } from '../../proof/index.ts';
import { generationsOf, keyName, keysFor, membershipOf, sealedFilesOf } from '../conversations/index.ts';
import { historyWait } from '../people/index.ts';
import type { ShownMessage } from '../safety/index.ts';

/**
 * Gathers chosen messages for a concern, with the raiser's own session: only what they can read now, from their joining on and
 * within what this session opens (a session that began by e-mail alone waits for older words). Words, key of the
 * commitment, place, tag and pictures leave as they were stored, pictures sealed; nothing around them does. Messages that are gone, or not theirs to read, are left out.
 * @throws Absent when they are not in the conversation, or the keyring knows no leave for this session.
 */
export async function gatherMessages(inside: Inside, conversation: string, seqs: readonly number[]): Promise<readonly ShownMessage[]> {
  const place = await membershipOf(inside, conversation, inside.person());
  const wanted = [...new Set(seqs)].filter((seq) => seq > place.joined_seq);
  if (wanted.length === 0) return [];
  const since = (await historyWait(inside))?.since;
  let query = inside.db
    .selectFrom('message')
    .select(['seq', 'author_id', 'data_key_id', 'envelope', 'sent_at', 'commitment', 'prev_commitment', 'tag', 'tag_key_id'])
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', conversation)
    .where('seq', 'in', wanted)
    .where('removed_at', 'is', null)
    .orderBy('seq');
  if (since !== undefined) query = query.where('sent_at', '>=', since);
  const rows = await query.execute();
  const generations = await generationsOf(inside, rows.map((row) => row.data_key_id));
  const keys = await keysFor(inside.scene, conversation, [...new Map([...generations.values()].map((of) => [keyName(of), of])).values()]);
  const shown = rows.flatMap((row) => {
    const of = generations.get(row.data_key_id);
    const key = of === undefined ? undefined : keys.get(keyName(of));
    if (key === undefined) return [];
    const { kf, payload } = unpackInner(openEnvelope(key, { conversation, author: row.author_id, seq: row.seq }, row.envelope));
    // A message whose words do not open its commitment proves nothing: it is not carried on as if it did.
    if (!sameBytes(commit(kf, payload), row.commitment)) return [];
    return [{
      conversation, seq: row.seq, author: row.author_id, sentAt: row.sent_at, payload, kf, commitment: row.commitment, previous: row.prev_commitment, tag: row.tag, tagKeyId: row.tag_key_id,
    }];
  });
  const files = new Map((await sealedFilesOf(inside, conversation, shown.flatMap(({ payload }) => decodePayload(payload).attachments.map(({ id }) => id)))).map((file) => [file.id, file]));
  return shown.map((message) => ({ ...message, pictures: decodePayload(message.payload).attachments.flatMap(({ id }) => files.get(id) ?? []) }));
}
