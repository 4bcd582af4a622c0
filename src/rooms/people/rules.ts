/** How long a session lives, in milliseconds (ASVS 5.0, 7.3.1 and 7.3.2; shared/own device as the person said at sign-in). */
export interface SessionTimes {
  readonly idle: number;
  readonly atMost: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Roles that see other people's affairs: a second step is required, and sessions are short. */
export const STAFF_ROLES: readonly string[] = ['coordinator', 'lead', 'safety-lead', 'administrator'];

/** Own device: 14 days idle, 30 at most. Shared computer: 10 minutes idle, 12 hours at most. Staff: 30 minutes idle, 12 hours at most. */
export function sessionTimes({ staff, shared }: { staff: boolean; shared: boolean }): SessionTimes {
  if (shared) return { idle: 10 * MINUTE, atMost: 12 * HOUR };
  if (staff) return { idle: 30 * MINUTE, atMost: 12 * HOUR };
  return { idle: 14 * DAY, atMost: 30 * DAY };
}

/** A session that is still good at this moment. */
export function sessionLives(session: { seenAt: Date; endsAt: Date; endedAt: Date | null }, times: SessionTimes, now: Date): boolean {
  return session.endedAt === null && now < session.endsAt && now.getTime() - session.seenAt.getTime() <= times.idle;
}

/** A mailed link or code works for this long (ASVS 6.5.5); a new one is one press away. */
export const LINK_MINUTES = 10;
/** A code may be tried this often; then a new one must be asked for. */
export const CODE_TRIES = 5;
/** Links per address that go at once within an hour; more asked for go LINK_PAUSE_MINUTES apart, and the page says the same as always. */
export const LINKS_AN_HOUR = 6;
/** Shorter than a link works: whoever asks in somebody else's name, however often, cannot bring it about that no letter of theirs opens. */
export const LINK_PAUSE_MINUTES = 5;
/** After signing in by e-mail alone, older words stay closed this long when the account has a stronger way in: time to say "this was not me". */
export const HISTORY_WAIT_HOURS = 72;

/** How long to wait before the next try after so many failures, in milliseconds: never a lock, never more than five minutes. */
export function delayAfter(failures: number): number {
  return failures < 3 ? 0 : Math.min(5 * MINUTE, 1000 * 2 ** (failures - 3));
}

/**
 * Whether a way in was proved lately enough to change what is one's own: ways in, and where one is signed in (ASVS 7.5.1, 7.5.2).
 * @param since when the session began; a second step begins it anew.
 */
export function isFresh(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() <= FRESH_MINUTES * 60_000;
}

/** How we come in may be changed for this long after signing in (ASVS 7.5.1); then it takes signing in once more. */
export const FRESH_MINUTES = 60;
/** "This was not me" works for this long after the letter about a new sign-in. */
export const NOT_ME_DAYS = 30;
/** Recovery codes made at once. */
export const RECOVERY_CODES = 10;

/**
 * From when on words are open in a session: null means all of them. While the wait lasts, only words sent since it began are.
 * @param historyFrom when older words open, or null when they always were.
 */
export function wordsOpenSince(historyFrom: Date | null, now: Date): Date | null {
  return historyFrom === null || historyFrom <= now ? null : new Date(historyFrom.getTime() - HISTORY_WAIT_HOURS * HOUR);
}

/** Browsers know passkeys by a name, never by a number: not at `http://127.0.0.1:3000`, at `http://localhost:3000` and over https they do. */
export function passkeysWorkAt(publicUrl: string): boolean {
  const { hostname, protocol } = new URL(publicUrl);
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return protocol === 'https:' && !/^[\d.]+$|^\[/.test(hostname);
}
