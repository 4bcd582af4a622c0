/** Where a meeting stands. A time that was accepted holds until another one is accepted in its place. */
export type MeetingState = 'proposed' | 'accepted' | 'declined' | 'cancelled' | 'moved';

/** What a meeting's own row says of how it went. */
export interface MeetingFacts {
  readonly acceptedAt: Date | null;
  readonly declinedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly replacedAt: Date | null;
}

/** The state in one word. */
export function meetingState({ acceptedAt, declinedAt, cancelledAt, replacedAt }: MeetingFacts): MeetingState {
  if (cancelledAt !== null) return 'cancelled';
  if (replacedAt !== null) return 'moved';
  if (declinedAt !== null) return 'declined';
  return acceptedAt === null ? 'proposed' : 'accepted';
}

/** How people meet. */
export const HOWS = ['in-person', 'phone', 'video'] as const;
/** How two people meet. */
export type How = (typeof HOWS)[number];

/** When somebody is reminded, before a meeting begins: a day, and an hour. Milliseconds. */
export const REMIND = { day: 24 * 3_600_000, hour: 3_600_000 } as const;

/**
 * Which reminder is due: none for a time that was agreed after the reminder's moment (it is fresh in mind), and when both are due after the house
 * slept, only the nearer one.
 */
export function reminderDue(meeting: { startsAt: Date; acceptedAt: Date; dayRemindedAt: Date | null; hourRemindedAt: Date | null }, now: Date): 'day' | 'hour' | undefined {
  const left = meeting.startsAt.getTime() - now.getTime();
  const known = meeting.startsAt.getTime() - meeting.acceptedAt.getTime();
  if (left <= 0) return undefined;
  if (left <= REMIND.hour) return meeting.hourRemindedAt === null && known >= REMIND.hour ? 'hour' : undefined;
  return left <= REMIND.day && meeting.dayRemindedAt === null && known >= REMIND.day ? 'day' : undefined;
}
