import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { openAttached } from '../../proof/index.ts';
import { type Here, historyWait } from '../people/index.ts';
import { generationsOf, membershipOf } from './steps.ts';
import { keyName, keysFor, openPayload } from './words.ts';

/** A picture as it is given to a browser. */
export interface PictureOpened {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** Everything a picture is that this server makes; nothing else is ever given to a browser, whatever a payload says. */
export const PICTURE_TYPE = 'image/webp';

/**
 * One picture of a conversation, opened. Only for its people, from their joining on, in a session to which the words beside it open too; taken back,
 * erased, somebody else's and never there look the same.
 */
export const picture = view({
  name: 'conversations.picture',
  input: z.object({ conversation: z.uuid(), picture: z.uuid() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  load: (looking, { conversation, picture: id }) => pictureToKeep(looking, conversation, id),
});

/** A step: the same for one's own copy of everything. @throws Absent as the view does. */
export async function pictureToKeep(looking: Looking, conversation: string, id: string): Promise<PictureOpened> {
  const { db, org } = looking;
  const place = await membershipOf(looking, conversation, looking.person());
  const since = (await historyWait(looking))?.since;
  const row = await db
    .selectFrom('attachment')
    .innerJoin('message', (join) => join.onRef('message.org_id', '=', 'attachment.org_id').onRef('message.conversation_id', '=', 'attachment.conversation_id').onRef('message.seq', '=', 'attachment.seq'))
    .select(['message.seq', 'message.author_id', 'message.data_key_id', 'message.envelope', 'message.sent_at', 'attachment.sealed'])
    .where('attachment.org_id', '=', org)
    .where('attachment.id', '=', id)
    .where('attachment.conversation_id', '=', conversation)
    .where('message.seq', '>', place.joined_seq)
    .where('message.removed_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || (since !== undefined && row.sent_at < since)) return absent();
  const of = (await generationsOf({ db, org }, [row.data_key_id])).get(row.data_key_id) ?? absent();
  const key = (await keysFor(looking.scene, conversation, [of])).get(keyName(of)) ?? absent();
  const { attachments } = openPayload(key, { conversation, author: row.author_id, seq: row.seq }, row.envelope);
  const attachment = attachments.find((one) => one.id === id) ?? absent();
  return { bytes: openAttached({ conversation, author: row.author_id }, attachment, row.sealed), mediaType: PICTURE_TYPE };
}

/** A step for whoever shows a message: the sealed bytes of its files, as they are stored. Only for those in the conversation. Missing ones are left out. */
export async function sealedFilesOf({ db, org }: Pick<Here, 'db' | 'org'>, conversation: string, ids: readonly string[]): Promise<readonly { readonly id: string; readonly sealed: Buffer }[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('attachment').select(['id', 'sealed']).where('org_id', '=', org).where('conversation_id', '=', conversation).where('id', 'in', [...ids]).execute();
}
