import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import type { NoticeGiven } from '../../../platform/notices.ts';
import { type Hearing, tell } from './hear.ts';

/** How long before a meeting the last word of it goes. */
const SOON_MS = 30 * 60_000;

/** Meetings and check-ins. A reminder carries its time and nothing else: not where, not with whom, not what about. */
export const meetingFacts: Hearing = {
  'meetings.proposed': (inside, fact) => others(inside, fact, 'message-waiting', false),
  'meetings.accepted': (inside, fact) => others(inside, fact, 'message-waiting', false),
  'meetings.move-proposed': (inside, fact) => others(inside, fact, 'message-waiting', false),
  'meetings.moved': (inside, fact) => others(inside, fact, 'meeting-moved', true),
  'meetings.declined': (inside, fact) => others(inside, fact, 'message-waiting', false),
  'meetings.cancelled': (inside, fact) => others(inside, fact, 'meeting-moved', true),
  'meetings.reminder-due': async (inside, fact) => {
    const meeting = await meetingOf(inside, fact.subject.id);
    if (meeting === undefined || meeting.cancelled_at !== null || meeting.starts_at <= inside.now) return [];
    const dayBefore = fact.about.before !== 'hour';
    const dueAt = dayBefore ? inside.now : new Date(Math.max(inside.now.getTime(), meeting.starts_at.getTime() - SOON_MS));
    const kind = dayBefore ? 'meeting-tomorrow' : 'meeting-soon';
    return [meeting.seeker_id, meeting.supporter_id].flatMap((person) => tell(fact, kind, person, { fills: { time: meeting.starts_at.toISOString() }, dueAt, once: `${fact.subject.id}/${meeting.sequence}` }));
  },
  'checkins.due': async (inside, fact) => {
    const row = await inside.db.selectFrom('check_in').select(['person_id', 'kind', 'answered_at']).where('org_id', '=', inside.org).where('id', '=', fact.subject.id).executeTakeFirst();
    if (row === undefined || row.answered_at !== null) return [];
    return tell(fact, row.kind.includes('supporter') ? 'supporter-check-in' : 'check-in', row.person_id);
  },
};

/** Everybody of the meeting but who did it. With `time`: the one that was planned before. */
async function others(inside: Inside, fact: Fact, kind: string, withTime: boolean): Promise<readonly NoticeGiven[]> {
  const meeting = await meetingOf(inside, fact.subject.id);
  if (meeting === undefined) return [];
  const replaced = meeting.replaces_id === null ? undefined : await meetingOf(inside, meeting.replaces_id);
  const before = (replaced ?? meeting).starts_at.toISOString();
  return [meeting.seeker_id, meeting.supporter_id]
    .filter((person) => person !== fact.by)
    .flatMap((person) => tell(fact, kind, person, withTime ? { fills: { time: before } } : {}));
}

async function meetingOf(inside: Inside, id: string) {
  return inside.db
    .selectFrom('meeting')
    .innerJoin('relationship', (join) => join.onRef('relationship.org_id', '=', 'meeting.org_id').onRef('relationship.id', '=', 'meeting.relationship_id'))
    .select(['meeting.starts_at', 'meeting.sequence', 'meeting.cancelled_at', 'meeting.replaces_id', 'relationship.seeker_id', 'relationship.supporter_id'])
    .where('meeting.org_id', '=', inside.org)
    .where('meeting.id', '=', id)
    .executeTakeFirst();
}
