import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { type Beside, moveToNextKey, ownKeys, removeOwnMessages } from '../conversations/index.ts';
import { historyWait } from '../people/index.ts';
import { COPIES_DAYS } from './erase.ts';

const mine = { conversation: z.uuid() };

/**
 * Takes single own messages back. Others stop seeing them at once. What stays of this author moves on to a new key at once; the old one is destroyed when
 * the backups of these days have been taken, so that restoring one loses none of the author's other words (7 days). In a closed
 * conversation no new key can be had: there the words leave the rows, and the key goes with the conversation.
 */
export const takeBackMessages = act({
  name: 'leaving.take-back-messages',
  wall: 'member',
  input: z.object({ ...mine, seqs: z.array(z.coerce.number().int().positive()).min(1, 'leaving.words.mistake.none').max(60) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),
  async perform(inside, { conversation, seqs }) {
    if ((await historyWait(inside)) !== undefined) return refused('history-waits');
    const { removed, closed } = await removeOwnMessages(inside, conversation, seqs);
    const keys = [...new Set(removed.map(({ key }) => key))];
    if (keys.length > 0 && !closed) {
      await moveToNextKey(inside, conversation, keys, await besideOf(inside, conversation, keys));
      const dueAt = new Date(inside.now.getTime() + COPIES_DAYS * 86_400_000);
      await writeErasures(inside, keys.map((key) => ({ kind: 'key', subject: key, because: 'own-words', about: { conversation }, dueAt })));
    }
    await note(inside, conversation, removed);
    return done({ count: removed.length });
  },
});

/**
 * Takes back everything one wrote in a conversation. The keys are destroyed at once; lines of the agreement and places of meetings that one wrote move on
 * to a new key first, since the other still walks by them. In a closed conversation those go too.
 */
export const takeBackAllWords = act({
  name: 'leaving.take-back-all-words',
  wall: 'member',
  input: z.object({ ...mine, sure: z.literal(true, 'leaving.mistake.sure') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),
  async perform(inside, { conversation }) {
    if ((await historyWait(inside)) !== undefined) return refused('history-waits');
    const { removed, closed } = await removeOwnMessages(inside, conversation, 'all');
    const keys = await ownKeys(inside, conversation);
    if (keys.length > 0 && !closed) await moveToNextKey(inside, conversation, keys, await besideOf(inside, conversation, keys));
    await writeErasures(inside, keys.map((key) => ({ kind: 'key', subject: key, because: 'own-words', about: { conversation } })));
    await note(inside, conversation, removed);
    return done({ count: removed.length });
  },
});

async function note(inside: Inside, conversation: string, removed: readonly { readonly id: string; readonly seq: number }[]): Promise<void> {
  await writeErasures(inside, removed.map(({ id, seq }) => ({ kind: 'message', subject: id, because: 'own-words', about: { conversation, seq } })));
  inside.announce(`conversation:${conversation}`);
}

/** Lines, remarks and places of meetings that the one who acts wrote under these keys. */
async function besideOf(inside: Inside, conversation: string, keys: readonly string[]): Promise<readonly Beside[]> {
  const { db, org } = inside;
  const lines = await db.selectFrom('agreement_line').select(['id', 'data_key_id', 'words']).where('org_id', '=', org).where('conversation_id', '=', conversation).where('data_key_id', 'in', keys).execute();
  const remarks = await db.selectFrom('agreement_remark').select(['id', 'data_key_id', 'words']).where('org_id', '=', org).where('conversation_id', '=', conversation).where('data_key_id', 'in', keys).execute();
  const places = await db.selectFrom('meeting').select(['id', 'data_key_id', 'place as words']).where('org_id', '=', org).where('conversation_id', '=', conversation).where('data_key_id', 'in', keys).execute();
  const beside = (rows: readonly { id: string; data_key_id: string | null; words: Buffer | null }[], table: string, column: string, keep: (id: string) => Beside['keep']) =>
    rows.flatMap(({ id, data_key_id, words }) => (data_key_id === null || words === null ? [] : [{ key: data_key_id, place: { table, column, row: id }, sealed: words, keep: keep(id) }]));
  return [
    ...beside(lines, 'agreement_line', 'words', (id) => (key, words) => db.updateTable('agreement_line').set({ data_key_id: key, words }).where('org_id', '=', org).where('id', '=', id).execute()),
    ...beside(remarks, 'agreement_remark', 'words', (id) => (key, words) => db.updateTable('agreement_remark').set({ data_key_id: key, words }).where('org_id', '=', org).where('id', '=', id).execute()),
    ...beside(places, 'meeting', 'place', (id) => (key, place) => db.updateTable('meeting').set({ data_key_id: key, place }).where('org_id', '=', org).where('id', '=', id).execute()),
  ];
}
