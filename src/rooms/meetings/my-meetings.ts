import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { twoSee } from '../sight/index.ts';

/** A time to come of somebody's own, without its place: that opens beside the words of the two only. */
export interface MyMeeting {
  readonly id: string;
  readonly relationship: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Suggested by the other one, and not answered yet. */
  readonly asked: boolean;
}

/** Enough for a first page: whoever walks with many sees the nearest. */
const MOST = 20;

/** The times to come of somebody's own running relationships, the nearest first: those that are agreed and last still, and those the other one suggests. */
export const myMeetings = view({
  name: 'meetings.mine',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person' && twoSee('walking'),
  async load(looking): Promise<readonly MyMeeting[]> {
    const me = looking.person();
    const rows = await looking.db
      .selectFrom('relationship as road')
      .innerJoin('meeting', (join) => join.onRef('meeting.org_id', '=', 'road.org_id').onRef('meeting.relationship_id', '=', 'road.id'))
      .select(['meeting.id', 'road.id as relationship', 'meeting.starts_at', 'meeting.minutes', 'meeting.accepted_at', 'meeting.proposed_by'])
      .where('road.org_id', '=', looking.org)
      .where((e) => e.or([e('road.seeker_id', '=', me), e('road.supporter_id', '=', me)]))
      .where('road.ended_at', 'is', null)
      // The longest meeting lasts eight hours: one that began lately may still go on.
      .where('meeting.starts_at', '>', new Date(looking.now.getTime() - 8 * 3_600_000))
      .where('meeting.declined_at', 'is', null).where('meeting.cancelled_at', 'is', null).where('meeting.replaced_at', 'is', null)
      .orderBy('meeting.starts_at').orderBy('meeting.id')
      .limit(MOST)
      .execute();
    return rows
      .map((row) => ({ ...row, endsAt: new Date(row.starts_at.getTime() + row.minutes * 60_000), asked: row.accepted_at === null && row.proposed_by !== me }))
      .filter(({ accepted_at, asked, endsAt, starts_at }) => (accepted_at !== null ? endsAt > looking.now : asked && starts_at > looking.now))
      .map(({ id, relationship, starts_at, endsAt, asked }) => ({ id, relationship, startsAt: starts_at, endsAt, asked }));
  },
});
