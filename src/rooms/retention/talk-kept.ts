import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { ownRelationship } from '../relationships/index.ts';
import { daysKept } from './choices.ts';

/**
 * How long the words of two people can still be read after their ending: until a moment, for longer than that (a concern about it is open), or not any more.
 * `open` while nothing has ended. For the two of them.
 */
export const talkKept = view({
  name: 'retention.talk-kept',
  input: z.object({ relationship: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship }): Promise<'open' | 'gone' | 'a-while' | Date> {
    const { conversation, programme } = await ownRelationship(looking, relationship);
    const row = await looking.db.selectFrom('conversation').select(['closed_at', 'shredded_at']).where('org_id', '=', looking.org).where('id', '=', conversation).executeTakeFirst();
    if (row === undefined || row.shredded_at !== null) return 'gone';
    if (row.closed_at === null) return 'open';
    const until = new Date(row.closed_at.getTime() + (await daysKept(looking))(programme, 'conversations') * 86_400_000);
    return until > looking.now ? until : 'a-while';
  },
});
