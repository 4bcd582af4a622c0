import { sql } from 'kysely';
import { keyIdOf, wordsKey } from '../../keyring/place.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent } from '../../platform/outcome.ts';
import { openEnvelope, sealEnvelope } from '../../proof/index.ts';
import { openWordsBeside, type Place } from './sealed-words.ts';
import { generationsOf, membershipOf } from './steps.ts';
import { keyName, keysFor, sealLine } from './words.ts';

/** Which of one's own messages: chosen ones, or all. */
export type OwnMessages = readonly number[] | 'all';

/** A message that is no longer there. */
export interface Removed {
  readonly id: string;
  readonly seq: number;
  readonly key: string;
}

/**
 * A step: the person who acts takes own messages back. Their words and pictures leave the rows at once; place, time, commitment and tag stay, so that the chain of
 * proofs holds and what was shown in a concern before can still be proved. Holds the conversation's row, as sending does.
 * Somebody else's messages are left alone. @throws Absent for whoever is not in the conversation.
 */
export async function removeOwnMessages(inside: Inside, conversation: string, which: OwnMessages): Promise<{ readonly removed: readonly Removed[]; readonly closed: boolean }> {
  const author = inside.person();
  await membershipOf(inside, conversation, author);
  const head = await inside.db.selectFrom('conversation').select('closed_at').where('org_id', '=', inside.org).where('id', '=', conversation).forNoKeyUpdate().executeTakeFirstOrThrow();
  let query = inside.db
    .updateTable('message')
    .set({ envelope: Buffer.alloc(0), size_bucket: 0, removed_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', conversation)
    .where('author_id', '=', author)
    .where('removed_at', 'is', null);
  if (which !== 'all') query = query.where('seq', 'in', [...which]);
  const rows = await query.returning(['id', 'seq', 'data_key_id']).execute();
  if (rows.length > 0) await inside.db.deleteFrom('attachment').where('org_id', '=', inside.org).where('conversation_id', '=', conversation).where('seq', 'in', rows.map(({ seq }) => seq)).execute();
  return { removed: rows.map((row) => ({ id: row.id, seq: row.seq, key: row.data_key_id })), closed: head.closed_at !== null };
}

/** The keys that the person who acts has in a conversation and that are not destroyed. */
export async function ownKeys({ db, org, person }: Inside, conversation: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('data_key').select('id').where('org_id', '=', org).where('conversation_id', '=', conversation).where('author_id', '=', person()).where('destroyed_at', 'is', null).orderBy('generation').execute();
  return rows.map(({ id }) => id);
}

/** Words of the one who acts that stand beside the messages, with a way to put them back sealed anew. */
export interface Beside {
  readonly key: string;
  readonly place: Place;
  readonly sealed: Uint8Array;
  keep(key: string, sealed: Buffer): Promise<unknown>;
}

/** Rows sealed anew in one statement. */
const AT_ONCE = 500;

/**
 * A step: seals under the author's next key what stays of theirs under these, so that these can be destroyed: their other messages, and what stands
 * beside them. A proof is about what was said and not about its lock, so commitments and tags stay as they are. Holds nothing itself: the caller
 * holds the conversation's row. @throws Absent in a closed conversation, where no new key can be had.
 */
export async function moveToNextKey(inside: Inside, conversation: string, keys: readonly string[], beside: readonly Beside[]): Promise<void> {
  const author = inside.person();
  const generations = await generationsOf(inside, keys);
  const latest = await inside.db.selectFrom('data_key').select(({ fn }) => fn.max('generation').as('generation')).where('org_id', '=', inside.org).where('conversation_id', '=', conversation).where('author_id', '=', author).executeTakeFirst();
  const next = { author, generation: (latest?.generation ?? 0) + 1 };
  const nextId = keyIdOf(wordsKey(conversation, author, next.generation));
  const open = await keysFor(inside.scene, conversation, [next, ...generations.values()]);
  const nextKey = open.get(keyName(next)) ?? absent();
  await inside.db.insertInto('data_key').values({ org_id: inside.org, id: nextId, conversation_id: conversation, author_id: author, generation: next.generation, made_at: inside.now }).execute();

  for (const id of keys) {
    const of = generations.get(id);
    const key = of === undefined ? undefined : open.get(keyName(of));
    if (key === undefined) continue;
    for (let after = 0; ; ) {
      const rows = await inside.db
        .selectFrom('message').select(['seq', 'envelope']).where('org_id', '=', inside.org).where('conversation_id', '=', conversation).where('author_id', '=', author)
        .where('data_key_id', '=', id).where('removed_at', 'is', null).where('seq', '>', after).orderBy('seq').limit(AT_ONCE).execute();
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.seq;
      const again = rows.map(({ seq, envelope }) => sealEnvelope(nextKey, { conversation, author, seq }, openEnvelope(key, { conversation, author, seq }, envelope)));
      await sql`update message set data_key_id = ${nextId}, envelope = fresh.envelope
        from unnest(${rows.map(({ seq }) => seq)}::bigint[], ${again}::bytea[]) as fresh (seq, envelope)
        where message.org_id = ${inside.org} and message.conversation_id = ${conversation} and message.seq = fresh.seq`.execute(inside.db);
    }
  }
  // A picture's own key stands in the payload, which was sealed anew; only where it goes with changes.
  await inside.db.updateTable('attachment').set({ data_key_id: nextId }).where('org_id', '=', inside.org).where('conversation_id', '=', conversation).where('data_key_id', 'in', [...keys]).execute();
  const words = await openWordsBeside(inside, conversation, beside);
  for (const [at, one] of beside.entries()) if (words[at] !== undefined && words[at] !== '') await one.keep(nextId, sealLine(inside.scene, nextKey, one.place, words[at]));
}
