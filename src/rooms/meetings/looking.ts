import { absent } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { type How, meetingState, type MeetingState } from './rules.ts';

/** A meeting's own row, without its place: that is sealed. */
export interface MeetingRow {
  readonly id: string;
  readonly relationship: string;
  readonly conversation: string;
  readonly proposedBy: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly how: How;
  readonly state: MeetingState;
  readonly sequence: number;
  readonly calendar: string;
  readonly replaces: string | null;
  readonly key: string | null;
  readonly place: Buffer | null;
}

/** The rows of one relationship's meetings, the next one first. */
export async function meetingRows(here: Here, relationship: string, { since }: { since: Date }): Promise<readonly MeetingRow[]> {
  const rows = await here.db.selectFrom('meeting').selectAll().where('org_id', '=', here.org).where('relationship_id', '=', relationship).where('starts_at', '>', since).orderBy('starts_at').orderBy('id').limit(200).execute();
  return rows.map(meetingFrom);
}

/** One meeting of a relationship. The caller has locked the relationship, so nobody changes it meanwhile. @throws Absent when there is none. */
export async function meetingOf(here: Here, relationship: string, id: string): Promise<MeetingRow> {
  const row = await here.db.selectFrom('meeting').selectAll().where('org_id', '=', here.org).where('relationship_id', '=', relationship).where('id', '=', id).executeTakeFirst();
  return row === undefined ? absent() : meetingFrom(row);
}

function meetingFrom(row: {
  id: string; relationship_id: string; conversation_id: string; proposed_by: string; starts_at: Date; minutes: number; how: string; sequence: number; calendar_id: string | null;
  replaces_id: string | null; data_key_id: string | null; place: Buffer | null; accepted_at: Date | null; declined_at: Date | null; cancelled_at: Date | null; replaced_at: Date | null;
}): MeetingRow {
  return {
    id: row.id, relationship: row.relationship_id, conversation: row.conversation_id, proposedBy: row.proposed_by, startsAt: row.starts_at, minutes: row.minutes, how: row.how as How,
    state: meetingState({ acceptedAt: row.accepted_at, declinedAt: row.declined_at, cancelledAt: row.cancelled_at, replacedAt: row.replaced_at }),
    sequence: row.sequence, calendar: row.calendar_id ?? row.id, replaces: row.replaces_id, key: row.data_key_id, place: row.place,
  };
}

/** Where a meeting's place stands: it opens only there. */
export function placeOf(id: string) {
  return { table: 'meeting', column: 'place', row: id };
}
