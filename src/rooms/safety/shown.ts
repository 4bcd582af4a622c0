import type { Looking } from '../../platform/view.ts';
import { type Attachment, decodePayload, type DisclosedMessage, type Doubt, PayloadRefused, type PictureSeen, pictureSeen, unpackInner, verifyDisclosure } from '../../proof/index.ts';
import { namesOf } from '../people/index.ts';
import { anchoredTags } from '../witness/index.ts';
import { openOfConcern } from './concern-words.ts';

/** One message that was shown, with what the proof says of it. */
export interface ShownItem {
  readonly seq: number;
  readonly author: string | undefined;
  readonly sentAt: Date;
  readonly body: string;
  readonly note: string;
  /** Its picture, and whether its bytes came along: a picture that was gone by then is proved by its hash only. */
  readonly picture: (PictureSeen & { readonly here: boolean }) | undefined;
  /** Why it is not accepted as genuine, or null when it is. */
  readonly doubt: Doubt | null;
  /** Its hour was signed since, so that nobody can have made it up later. Within the hour not yet signed, a thief of the tag key could. */
  readonly anchored: boolean;
  /** How many messages between this one and the one before were not shown. */
  readonly gapBefore: number;
}

/** The messages shown with a concern, in the order they were sent. */
export interface Shown {
  readonly genuine: boolean;
  readonly items: readonly ShownItem[];
}

/** Reads and proves what was shown. Needs no key of the conversation: it holds when those are gone. Undefined when nothing was shown. */
export async function readShown(looking: Looking, concern: string): Promise<Shown | undefined> {
  const messages = await disclosedOf(looking, concern);
  if (messages.length === 0) return undefined;
  const { keyring } = looking.scene.house;
  const anchored = await anchoredTags(looking, messages);
  const verdict = await verifyDisclosure(anchored.messages, { tagsHold: (some) => keyring.verify(some.map(({ tag, tagKeyId, mark }) => ({ tag, tagKeyId, mark }))), anchoredRoot: anchored.anchoredRoot });
  const names = await namesOf(looking, messages.map(({ mark }) => mark.author));
  const before = new Map(verdict.gaps.map((gap) => [gap.before, gap.count]));
  const kept = new Set((await looking.db.selectFrom('concern_picture').select('id').where('org_id', '=', looking.org).where('concern_id', '=', concern).execute()).map(({ id }) => id));
  const pictureOf = (attachments: readonly Attachment[] = []) => {
    const seen = pictureSeen(attachments);
    return seen && { ...seen, here: kept.has(seen.id) };
  };
  return {
    genuine: verdict.genuine,
    items: verdict.messages.map(({ seq, doubt, anchored: under, payload }, at) => ({
      picture: pictureOf(payload?.attachments), seq, doubt, anchored: under, author: names.get(messages[at]?.mark.author ?? ''), sentAt: new Date(messages[at]?.mark.time ?? 0), body: payload?.body ?? '', note: payload?.note ?? '', gapBefore: before.get(seq) ?? 0,
    })),
  };
}

/** What a shown message says of one of its pictures, and whose it is; undefined when no message of this concern has it. */
export async function shownAttachment(looking: Looking, concern: string, id: string): Promise<{ readonly conversation: string; readonly author: string; readonly attachment: Attachment } | undefined> {
  for (const { mark: { conversation, author }, payload } of await disclosedOf(looking, concern)) {
    const attachment = attachmentsIn(payload).find((one) => one.id === id);
    if (attachment !== undefined) return { conversation, author, attachment };
  }
  return undefined;
}

/** Bytes that are no payload have no pictures: their message is shown with a doubt. */
function attachmentsIn(payload: Uint8Array): readonly Attachment[] {
  try {
    return decodePayload(payload).attachments;
  } catch (fault) {
    if (fault instanceof PayloadRefused) return [];
    throw fault;
  }
}

async function disclosedOf(looking: Looking, concern: string): Promise<readonly DisclosedMessage[]> {
  const rows = await looking.db.selectFrom('concern_item').selectAll().where('org_id', '=', looking.org).where('concern_id', '=', concern).orderBy('conversation_id').orderBy('seq').execute();
  const opened = await openOfConcern(looking, concern, rows.map((row) => ({ where: `concern_item/words/${row.id}`, sealed: row.words })));
  return rows.flatMap((row, at) => {
    if (!opened[at]) return [];
    const { kf, payload } = unpackInner(Buffer.from(opened[at], 'base64'));
    return [{
      kf, payload, tag: row.tag, tagKeyId: row.tag_key_id,
      mark: { conversation: row.conversation_id, author: row.author_id, seq: row.seq, time: row.sent_at.getTime(), commitment: row.commitment, previous: row.previous },
    }];
  });
}
