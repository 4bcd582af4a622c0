import { sql } from 'kysely';
import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { twoSee } from '../sight/index.ts';

/** One conversation in somebody's list. Nothing of what was said: only with whom, when, and whether something is new. */
export interface ConversationInList {
  readonly id: string;
  readonly others: readonly (string | undefined)[];
  readonly lastAt: Date | null;
  readonly unread: boolean;
  readonly closed: boolean;
}

/** The conversations somebody is in, the latest first. */
export const myConversations = view({
  name: 'conversations.mine',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person' && twoSee('messages'),
  async load(looking): Promise<readonly ConversationInList[]> {
    const { db, org } = looking;
    const person = looking.person();
    const rows = await db
      .selectFrom('conversation_member as mine')
      .innerJoin('conversation', (join) => join.onRef('conversation.org_id', '=', 'mine.org_id').onRef('conversation.id', '=', 'mine.conversation_id'))
      .select(['conversation.id', 'conversation.last_seq', 'conversation.last_at', 'conversation.closed_at', 'mine.read_seq'])
      .select(
        sql<string[]>`array(select other.person_id::text from conversation_member other where other.org_id = mine.org_id and other.conversation_id = mine.conversation_id and other.person_id <> mine.person_id and other.left_seq is null)`.as('others'),
      )
      .where('mine.org_id', '=', org)
      .where('mine.person_id', '=', person)
      .where('mine.left_seq', 'is', null)
      .where('conversation.shredded_at', 'is', null)
      .orderBy('conversation.last_at', (order) => order.desc().nullsLast())
      .orderBy('conversation.id', 'desc')
      .limit(100)
      .execute();
    const names = await namesOf(looking, rows.flatMap((row) => row.others));
    return rows.map((row) => ({
      id: row.id,
      others: row.others.map((id) => names.get(id)),
      lastAt: row.last_at,
      unread: row.last_seq > row.read_seq,
      closed: row.closed_at !== null,
    }));
  },
});
