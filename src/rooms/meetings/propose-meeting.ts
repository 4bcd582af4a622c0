import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { momentAt } from '../../platform/wall-clock.ts';
import { sealWordsBeside } from '../conversations/index.ts';
import { tongueOf } from '../people/index.ts';
import { otherOf, ownRelationship } from '../relationships/index.ts';
import { keptApart } from '../safety/index.ts';
import { meetingOf, type MeetingRow, placeOf } from './looking.ts';
import { HOWS } from './rules.ts';

/**
 * Either side proposes a time, or another time for a meeting that stands. Day and time are those of the proposer's own zone. A time that was accepted
 * holds until the other one accepts the new one; one that was not is replaced at once. Where to meet is sealed like the words of the conversation.
 */
export const proposeMeeting = act({
  name: 'meetings.propose-meeting',
  input: z.object({
    relationship: z.uuid(),
    day: z.iso.date('meetings.mistake.day'),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'meetings.mistake.time'),
    minutes: z.coerce.number('meetings.mistake.minutes').int('meetings.mistake.minutes').min(5, 'meetings.mistake.minutes').max(480, 'meetings.mistake.minutes'),
    how: z.enum(HOWS, 'meetings.mistake.how'),
    place: z.string().trim().max(500, 'meetings.mistake.place').default(''),
    replaces: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ relationship }) => ({ kind: 'relationship', id: relationship }),

  async perform(inside, { relationship, day, time, minutes, how, place, replaces }) {
    const me = inside.person();
    const found = await ownRelationship(inside, relationship, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    if (found.agreedAt === null) return refused('agree-first');
    const other = otherOf(found, me);
    if (await keptApart(inside, me, other)) return refused('not-possible');
    const { zone } = await tongueOf(inside, me);
    const startsAt = momentAt(day, time, zone);
    if (startsAt === undefined) return refused('no-such-time');
    if (startsAt <= inside.now) return refused('is-past');
    const old = replaces === null ? undefined : await meetingOf(inside, relationship, replaces);
    if (old !== undefined && old.state !== 'proposed' && old.state !== 'accepted') return refused('changed-meanwhile');

    const id = inside.newId();
    const sealed = place === '' ? undefined : await sealWordsBeside(inside, found.conversation, me, placeOf(id), place);
    await inside.db
      .insertInto('meeting')
      .values({
        org_id: inside.org, id, relationship_id: relationship, conversation_id: found.conversation, proposed_by: me, starts_at: startsAt, minutes, zone, how,
        data_key_id: sealed?.key ?? null, place: sealed?.words ?? null, proposed_at: inside.now,
        replaces_id: old?.id ?? null, calendar_id: old?.calendar ?? id, sequence: old === undefined ? 0 : old.sequence + 1,
      })
      .execute();
    await supersede(inside, old, id);
    inside.record({ name: old === undefined ? 'meetings.proposed' : 'meetings.move-proposed', subject: { kind: 'meeting', id }, programme: found.programme, about: { relationship, other } });
    return done({ meeting: id });
  },
});

/** One suggestion at a time: another open suggestion for the same meeting goes, and so does the old time when nobody had accepted it. */
async function supersede(inside: Inside, old: MeetingRow | undefined, by: string): Promise<void> {
  if (old === undefined) return;
  if (old.state === 'proposed') await set(inside, old.id, { replaced_at: inside.now });
  await inside.db
    .updateTable('meeting')
    .set({ replaced_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('replaces_id', '=', old.id)
    .where('id', '<>', by)
    .where('accepted_at', 'is', null)
    .where('declined_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .where('replaced_at', 'is', null)
    .execute();
}

/** Writes what happened to a meeting. */
export async function set(inside: Inside, id: string, change: Readonly<Record<string, Date | string | null>>): Promise<void> {
  await inside.db.updateTable('meeting').set(change).where('org_id', '=', inside.org).where('id', '=', id).execute();
}
