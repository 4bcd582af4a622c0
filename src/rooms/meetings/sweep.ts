import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import type { Round } from '../../platform/jobs.ts';
import { REMIND, reminderDue } from './rules.ts';

/** Reminders that are due, each once on however many nodes: a day before, and an hour before. They are facts; how they reach people is not decided here. */
export async function sweepMeetings(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'meetings.sweep', async (inside) => {
    const rows = await inside.db
      .selectFrom('meeting')
      .innerJoin('relationship', (join) => join.onRef('relationship.org_id', '=', 'meeting.org_id').onRef('relationship.id', '=', 'meeting.relationship_id'))
      .select(['meeting.id', 'meeting.starts_at', 'meeting.accepted_at', 'meeting.day_reminded_at', 'meeting.hour_reminded_at', 'relationship.id as relationship', 'relationship.programme_id', 'relationship.seeker_id', 'relationship.supporter_id'])
      .where('meeting.org_id', '=', org)
      .where('meeting.starts_at', '>', inside.now)
      .where('meeting.starts_at', '<=', new Date(inside.now.getTime() + REMIND.day))
      .where('meeting.accepted_at', 'is not', null)
      .where('meeting.cancelled_at', 'is', null)
      .where('meeting.replaced_at', 'is', null)
      .where('relationship.ended_at', 'is', null)
      .where('meeting.hour_reminded_at', 'is', null)
      .where((e) => e.or([e('meeting.day_reminded_at', 'is', null), e('meeting.starts_at', '<=', new Date(inside.now.getTime() + REMIND.hour))]))
      .orderBy('meeting.starts_at')
      .limit(500)
      .forUpdate('meeting')
      .skipLocked()
      .execute();
    let told = 0;
    for (const row of rows) {
      if (row.accepted_at === null) continue;
      const due = reminderDue({ startsAt: row.starts_at, acceptedAt: row.accepted_at, dayRemindedAt: row.day_reminded_at, hourRemindedAt: row.hour_reminded_at }, inside.now);
      if (due === undefined) continue;
      await inside.db.updateTable('meeting').set(due === 'day' ? { day_reminded_at: inside.now } : { hour_reminded_at: inside.now }).where('org_id', '=', org).where('id', '=', row.id).execute();
      inside.record({
        name: 'meetings.reminder-due', subject: { kind: 'meeting', id: row.id }, programme: row.programme_id,
        about: { before: due, relationship: row.relationship, seeker: row.seeker_id, supporter: row.supporter_id },
      });
      told += 1;
    }
    return told;
  });
}

/** Reminders of meetings, for the house's rounds. */
export const meetingReminders: Round = { name: 'meeting-reminders', run: sweepMeetings };
