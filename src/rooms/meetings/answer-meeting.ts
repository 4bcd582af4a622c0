import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { otherOf, ownRelationship } from '../relationships/index.ts';
import { keptApart } from '../safety/index.ts';
import { meetingOf, meetingRows } from './looking.ts';
import { set } from './propose-meeting.ts';

const which = z.object({ relationship: z.uuid(), meeting: z.uuid() });
const about = ({ meeting }: { meeting: string }) => ({ kind: 'meeting', id: meeting });

/** The other one accepts a time: it stands, and the time it takes the place of is over. */
export const acceptMeeting = act({
  name: 'meetings.accept-meeting',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, meeting: id }) {
    const me = inside.person();
    const found = await ownRelationship(inside, relationship, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    const meeting = await meetingOf(inside, relationship, id);
    if (meeting.proposedBy === me) return absent();
    if (meeting.state !== 'proposed') return refused('changed-meanwhile');
    if (meeting.startsAt <= inside.now) return refused('is-past');
    if (await keptApart(inside, me, meeting.proposedBy)) return refused('not-possible');
    await set(inside, id, { accepted_at: inside.now });
    if (meeting.replaces !== null) await set(inside, meeting.replaces, { replaced_at: inside.now });
    inside.record({ name: meeting.replaces === null ? 'meetings.accepted' : 'meetings.moved', subject: about({ meeting: id }), programme: found.programme, about: { relationship, other: otherOf(found, me) } });
    return done();
  },
});

/** The other one cannot, or would rather not: no reason needed. A time that stood before goes on standing. */
export const declineMeeting = act({
  name: 'meetings.decline-meeting',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, meeting: id }) {
    const me = inside.person();
    const found = await ownRelationship(inside, relationship, { forUpdate: true });
    const meeting = await meetingOf(inside, relationship, id);
    if (meeting.proposedBy === me) return absent();
    if (meeting.state !== 'proposed') return refused('changed-meanwhile');
    await set(inside, id, { declined_at: inside.now });
    inside.record({ name: 'meetings.declined', subject: about({ meeting: id }), programme: found.programme, about: { relationship, other: otherOf(found, me) } });
    return done();
  },
});

/** Either calls off a meeting that stands; whoever proposed a time takes it back. With a meeting, every open suggestion to move it goes. */
export const cancelMeeting = act({
  name: 'meetings.cancel-meeting',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship, meeting: id }) {
    const me = inside.person();
    const found = await ownRelationship(inside, relationship, { forUpdate: true });
    const meeting = await meetingOf(inside, relationship, id);
    if (meeting.state === 'proposed' && meeting.proposedBy !== me) return absent();
    if (meeting.state !== 'proposed' && meeting.state !== 'accepted') return refused('changed-meanwhile');
    await set(inside, id, { cancelled_at: inside.now, cancelled_by: me });
    for (const other of await meetingRows(inside, relationship, { since: inside.now })) {
      if (other.replaces === id && other.state === 'proposed') await set(inside, other.id, { cancelled_at: inside.now, cancelled_by: me });
    }
    inside.record({ name: 'meetings.cancelled', subject: about({ meeting: id }), programme: found.programme, about: { relationship, other: otherOf(found, me) } });
    return done();
  },
});
