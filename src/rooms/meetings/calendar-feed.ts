import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { openWordsBeside } from '../conversations/index.ts';
import { tongueOf } from '../people/index.ts';
import { ownRelationship } from '../relationships/index.ts';
import { calendarText, type CalendarEntry } from './calendar-text.ts';
import { meetingOf, placeOf } from './looking.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Makes the private address of somebody's own calendar, or a new one in its place: the old address shows nothing any more. It is told once. */
export const makeCalendar = act({
  name: 'meetings.make-calendar',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    await endRunning(inside);
    const token = randomBytes(24).toString('base64url');
    await inside.db
      .insertInto('calendar_feed')
      .values({ org_id: inside.org, id: inside.newId(), person_id: inside.person(), token_hash: hashOf(token), made_at: inside.now })
      .execute();
    return done({ token });
  },
});

/** Ends the private address at once. */
export const endCalendar = act({
  name: 'meetings.end-calendar',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    await endRunning(inside);
    return done();
  },
});

async function endRunning(inside: Inside): Promise<void> {
  await inside.db
    .updateTable('calendar_feed')
    .set({ ended_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('person_id', '=', inside.person())
    .where('ended_at', 'is', null)
    .execute();
}

/** Since when somebody has a private calendar address; `none` when they have none. */
export const myCalendar = view({
  name: 'meetings.my-calendar',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<{ readonly since: Date } | 'none'> {
    const row = await looking.db
      .selectFrom('calendar_feed')
      .select('made_at')
      .where('org_id', '=', looking.org)
      .where('person_id', '=', looking.person())
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return row === undefined ? 'none' : { since: row.made_at };
  },
});

/** The calendar behind a private address, as text: agreed times only, with a neutral title, no name and no place. Whoever has the address may read it, so it says little. */
export const calendarFeed = view({
  name: 'meetings.calendar-feed',
  input: z.object({ token: z.string().min(16).max(64) }),
  may: () => true,
  async load(looking, { token }): Promise<string> {
    const feed = await looking.db
      .selectFrom('calendar_feed')
      .select('person_id')
      .where('org_id', '=', looking.org)
      .where('token_hash', '=', hashOf(token))
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (feed === undefined) return absent();
    const rows = await looking.db
      .selectFrom('meeting')
      .innerJoin('relationship', (join) => join.onRef('relationship.org_id', '=', 'meeting.org_id').onRef('relationship.id', '=', 'meeting.relationship_id'))
      .select(['meeting.calendar_id', 'meeting.id', 'meeting.starts_at', 'meeting.minutes', 'meeting.sequence', 'meeting.accepted_at'])
      .where('meeting.org_id', '=', looking.org)
      .where((e) => e.or([e('relationship.seeker_id', '=', feed.person_id), e('relationship.supporter_id', '=', feed.person_id)]))
      .where('relationship.ended_at', 'is', null)
      .where('meeting.accepted_at', 'is not', null)
      .where('meeting.cancelled_at', 'is', null)
      .where('meeting.replaced_at', 'is', null)
      .where('meeting.starts_at', '>', new Date(looking.now.getTime() - 30 * 86_400_000))
      .orderBy('meeting.starts_at')
      .limit(500)
      .execute();
    const { lang } = await tongueOf(looking, feed.person_id);
    return calendarText(lang, rows.map((row): CalendarEntry => ({ id: row.calendar_id ?? row.id, startsAt: row.starts_at, minutes: row.minutes, sequence: row.sequence, stamp: row.accepted_at ?? row.starts_at })));
  },
});

/** One agreed meeting as a calendar file for oneself; with its place only when asked for (others may see one's calendar). */
export const meetingFile = view({
  name: 'meetings.meeting-file',
  input: z.object({ relationship: z.uuid(), meeting: z.uuid(), place: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship, meeting: id, place }): Promise<string> {
    const found = await ownRelationship(looking, relationship);
    const meeting = await meetingOf(looking, relationship, id);
    if (meeting.state !== 'accepted') return absent();
    const [where] = place ? await openWordsBeside(looking, found.conversation, [{ key: meeting.key, place: placeOf(id), sealed: meeting.place }]) : [''];
    return calendarText(looking.scene.lang, [{ id: meeting.calendar, startsAt: meeting.startsAt, minutes: meeting.minutes, sequence: meeting.sequence, stamp: looking.now, ...(where && { place: where }) }]);
  },
});
