import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { ownRelationship } from './relationships.ts';

/** A contact outside the conversation: that it happened, how, how long. */
export interface ContactLogged {
  readonly id: string;
  readonly at: Date;
  readonly channel: string;
  readonly minutes: number | null;
  readonly mine: boolean;
}

/** The latest contacts two people noted, for the two of them. */
export const contactLog = view({
  name: 'relationships.contact-log',
  input: z.object({ relationship: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship }): Promise<readonly ContactLogged[]> {
    await ownRelationship(looking, relationship);
    const rows = await looking.db
      .selectFrom('contact_log')
      .select(['id', 'happened_at', 'channel', 'minutes', 'logged_by'])
      .where('org_id', '=', looking.org)
      .where('relationship_id', '=', relationship)
      .orderBy('happened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(30)
      .execute();
    return rows.map((row) => ({ id: row.id, at: row.happened_at, channel: row.channel, minutes: row.minutes, mine: row.logged_by === looking.person() }));
  },
});
