import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { openWordsBeside } from '../conversations/index.ts';
import { namesOf, tongueOf } from '../people/index.ts';
import { otherOf, ownRelationship } from '../relationships/index.ts';
import { meetingRows, placeOf } from './looking.ts';
import type { How, MeetingState } from './rules.ts';

/** How far back meetings are shown. */
const BACK_MS = 60 * 86_400_000;

/** A meeting as one of the two sees it. */
export interface MeetingSeen {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly minutes: number;
  readonly how: How;
  /** Where, or the link to the call; empty when nothing was said. */
  readonly place: string;
  readonly byMe: boolean;
  readonly state: MeetingState;
  readonly over: boolean;
  /** The time it would take the place of, while it is only suggested. */
  readonly insteadOf?: Date;
}

/** The meetings of two people: what comes, then what was. */
export interface Meetings {
  readonly conversation: string;
  readonly other: string | undefined;
  /** The other one's zone, to show their time where it differs. */
  readonly otherZone: string;
  readonly mayPropose: boolean;
  /** Their road has come to its end. */
  readonly ended: boolean;
  readonly coming: readonly MeetingSeen[];
  readonly past: readonly MeetingSeen[];
  /** Times still to come that were called off, or that did not suit: so that a letter about a change leads to what has changed. */
  readonly off: readonly MeetingSeen[];
}

/** Meetings as one of the two sees them. */
export const meetings = view({
  name: 'meetings.meetings',
  input: z.object({ relationship: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship }): Promise<Meetings> {
    const found = await ownRelationship(looking, relationship);
    const me = looking.person();
    const other = otherOf(found, me);
    const rows = await meetingRows(looking, relationship, { since: new Date(looking.now.getTime() - BACK_MS) });
    const places = await openWordsBeside(looking, found.conversation, rows.map((row) => ({ key: row.key, place: placeOf(row.id), sealed: row.place })));
    const starts = new Map(rows.map((row) => [row.id, row.startsAt]));
    const seen = rows.map((row, at): MeetingSeen => {
      const endsAt = new Date(row.startsAt.getTime() + row.minutes * 60_000);
      const before = starts.get(row.replaces ?? '');
      return {
        id: row.id, startsAt: row.startsAt, endsAt, minutes: row.minutes, how: row.how, place: places[at] ?? '', byMe: row.proposedBy === me, state: row.state,
        over: endsAt <= looking.now, ...(before !== undefined && row.state === 'proposed' && { insteadOf: before }),
      };
    });
    return {
      conversation: found.conversation, other: (await namesOf(looking, [other])).get(other), otherZone: (await tongueOf(looking, other)).zone,
      mayPropose: found.endedAt === null && found.agreedAt !== null, ended: found.endedAt !== null,
      coming: found.endedAt === null ? seen.filter((one) => !one.over && (one.state === 'accepted' || (one.state === 'proposed' && one.startsAt > looking.now))) : [],
      past: seen.filter((one) => one.over && one.state === 'accepted').reverse(),
      off: found.endedAt === null ? seen.filter((one) => !one.over && (one.state === 'cancelled' || one.state === 'declined')) : [],
    };
  },
});
