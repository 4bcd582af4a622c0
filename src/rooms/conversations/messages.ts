import { z } from 'zod';
import { type Looking, view } from '../../platform/view.ts';
import { type HistoryWait, historyWait, namesOf } from '../people/index.ts';
import { generationsIn, membersOf, membershipOf } from './steps.ts';
import { keyName, keysFor, type MessageRead, openMessage } from './words.ts';

/** One message as somebody in the conversation reads it. `words` is missing when its author took it back or their key was destroyed. */
export interface Message {
  readonly seq: number;
  readonly author: string;
  readonly mine: boolean;
  readonly sentAt: Date;
  readonly words?: MessageRead;
}

/** A conversation as one of its people sees it: a page of messages, the newest last. */
export interface Conversation {
  readonly id: string;
  readonly programme: string;
  readonly others: readonly { readonly id: string; readonly name: string | undefined }[];
  readonly messages: readonly Message[];
  /** Whether there are older messages than these. */
  readonly older: boolean;
  readonly lastSeq: number;
  readonly readSeq: number;
  /** Whether words may be sent already: both agreed (P2). */
  readonly started: boolean;
  readonly closed: boolean;
  /** When older words open in this session: it began by e-mail alone, and they wait (`HISTORY_WAIT_HOURS` of the room people). */
  readonly olderOpenAt: Date | undefined;
}

/** Messages shown at once. */
const PAGE = 50;

/**
 * A page of a conversation: the newest, or those before or after a place. Only for its people, from their joining on; for everybody else,
 * coordinators too, there is no such conversation.
 */
export const conversation = view({
  name: 'conversations.conversation',
  input: z.object({ conversation: z.uuid(), before: z.coerce.number().int().positive().optional(), after: z.coerce.number().int().min(0).optional() }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',

  async load(looking, { conversation: id, before, after }): Promise<Conversation> {
    const person = looking.person();
    const [place, wait, members] = await Promise.all([membershipOf(looking, id, person), historyWait(looking), membersOf(looking, id)]);
    const [{ messages, more, olderOpenAt }, names] = await Promise.all([readMessages(looking, id, { from: place.joined_seq, wait, before, after }), namesOf(looking, members)]);
    return {
      id,
      programme: place.programme_id,
      others: members.filter((one) => one !== person).map((one) => ({ id: one, name: names.get(one) })),
      messages,
      older: after === undefined && more,
      lastSeq: place.last_seq,
      readSeq: place.read_seq,
      started: place.starts_at !== null,
      closed: place.closed_at !== null,
      olderOpenAt,
    };
  },
});

/** What was said after a place, for an open page. `previousAt` is when the message at that place was sent: a new day gets its own line. */
export interface MessagesAfter {
  readonly messages: readonly Message[];
  readonly previousAt: Date | null;
  /** Whether there is even more: ask again after the last of these. */
  readonly more: boolean;
}

/** Everything said after a place, in order, at most a page of it. Quick when there is nothing: it is asked at each piece of news by every open page. */
export const messagesAfter = view({
  name: 'conversations.messages-after',
  input: z.object({ conversation: z.uuid(), after: z.coerce.number().int().min(0) }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',

  async load(looking, { conversation: id, after }): Promise<MessagesAfter> {
    const place = await membershipOf(looking, id, looking.person());
    if (place.last_seq <= after) return { messages: [], previousAt: null, more: false };
    const before = await looking.db
      .selectFrom('message')
      .select('sent_at')
      .where('org_id', '=', looking.org)
      .where('conversation_id', '=', id)
      .where('seq', '=', after)
      .executeTakeFirst();
    const { messages, more } = await readMessages(looking, id, { from: place.joined_seq, wait: await historyWait(looking), before: undefined, after });
    return { messages, more, previousAt: before?.sent_at ?? null };
  },
});

/**
 * A step for whoever is worried: the messages they can read themselves, the newest or those before a place, to choose from.
 * Opened with their own session; @throws Absent when they are not in the conversation.
 */
export async function messagesToShow(looking: Looking, id: string, before: number | undefined): Promise<{ readonly messages: readonly Message[]; readonly older: boolean }> {
  const place = await membershipOf(looking, id, looking.person());
  const { messages, more } = await readMessages(looking, id, { from: place.joined_seq, wait: await historyWait(looking), before, after: undefined });
  return { messages, older: more };
}

/** A step for one's own copy of everything: what somebody can read after a place, in order, many at once. Opened with their own session. @throws Absent when they are not in it. */
export async function messagesToKeep(looking: Looking, id: string, after: number): Promise<{ readonly messages: readonly Message[]; readonly more: boolean }> {
  const place = await membershipOf(looking, id, looking.person());
  return readMessages(looking, id, { from: place.joined_seq, wait: await historyWait(looking), before: undefined, after, limit: 500 });
}

/** A page of messages, opened and in order: after a place from there on, else the newest before one. `from` is where somebody joined. Older words may wait in this session. */
async function readMessages(
  looking: Looking,
  id: string,
  { from, wait, before, after, limit = PAGE }: { from: number; wait: HistoryWait | undefined; before: number | undefined; after: number | undefined; limit?: number },
): Promise<{ messages: readonly Message[]; more: boolean; olderOpenAt: Date | undefined }> {
  const { db, org, scene, person } = looking;
  let query = db
    .selectFrom('message')
    .select(['seq', 'author_id', 'data_key_id', 'envelope', 'removed_at', 'sent_at'])
    .where('org_id', '=', org)
    .where('conversation_id', '=', id)
    .where('seq', '>', Math.max(from, after ?? 0))
    .orderBy('seq', after === undefined ? 'desc' : 'asc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('seq', '<', before);
  if (wait !== undefined) query = query.where('sent_at', '>=', wait.since);
  const known = generationsIn({ db, org }, id);
  // The keyring is another process, which asks the database itself: it opens the keys in use while the words are still on their way.
  const inUse = known.then((generations) => keysFor(scene, id, [...new Map([...generations.values()].toSorted((a, b) => a.generation - b.generation).map((of) => [of.author, of])).values()]));
  const [generations, opened, rows] = await Promise.all([known, inUse, query.execute()]);
  const shown = rows.slice(0, limit).sort((a, b) => a.seq - b.seq);
  const wanted = new Map(shown.flatMap((row) => generations.get(row.data_key_id) ?? []).map((of) => [keyName(of), of]));
  const keys = new Map([...opened, ...(await keysFor(scene, id, [...wanted].flatMap(([name, of]) => (opened.has(name) ? [] : [of]))))]);
  const messages = shown.map((row) => {
    const of = row.removed_at === null ? generations.get(row.data_key_id) : undefined;
    const key = of === undefined ? undefined : keys.get(keyName(of));
    const about = { seq: row.seq, author: row.author_id, mine: row.author_id === person(), sentAt: row.sent_at };
    return key === undefined ? about : { ...about, words: openMessage(key, { conversation: id, author: row.author_id, seq: row.seq }, row.envelope) };
  });
  return { messages, more: rows.length > limit, olderOpenAt: wait?.opensAt };
}
