import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { membershipOf } from '../conversations/index.ts';

/** Hours in which nothing rings, in each one's own zone: `HH:MM` to `HH:MM`, usually over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** The quiet hours two people agreed for a conversation; `none` when they agreed none. For the people in it. */
export const quietHours = view({
  name: 'agreements.quiet-hours',
  input: z.object({ conversation: z.uuid() }),
  // Shown beside the words, and read in the same transaction.
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { conversation }): Promise<QuietHours | 'none'> {
    await membershipOf(looking, conversation, looking.person());
    const row = await looking.db
      .selectFrom('agreement')
      .select(['quiet_from', 'quiet_until'])
      .where('org_id', '=', looking.org)
      .where('conversation_id', '=', conversation)
      .executeTakeFirst();
    return row?.quiet_from == null || row.quiet_until === null ? 'none' : { from: row.quiet_from.slice(0, 5), until: row.quiet_until.slice(0, 5) };
  },
});
