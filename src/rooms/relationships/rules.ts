/** How a relationship ends, in two kinds (A10): complete, with thanks; or early, without blame. Further words say who or what ended it. */
const ENDINGS = ['complete', 'early', 'another-fit', 'stopped-by-programme', 'left'] as const;
/** How a relationship ended. */
export type Ending = (typeof ENDINGS)[number];

/** Where a relationship stands. Nothing starts until both agree (P2). */
export type RelationshipState = 'agreeing' | 'walking' | 'paused' | 'ended';

/** The state in one word. A pause whose day has come is over. */
export function stateOf(relationship: { agreedAt: Date | null; pausedAt: Date | null; pausedUntil: Date | null; endedAt: Date | null }, now: Date): RelationshipState {
  if (relationship.endedAt !== null) return 'ended';
  if (isPaused(relationship, now)) return 'paused';
  return relationship.agreedAt === null ? 'agreeing' : 'walking';
}

/** Whether it rests now. */
function isPaused({ pausedAt, pausedUntil }: { pausedAt: Date | null; pausedUntil: Date | null }, now: Date): boolean {
  return pausedAt !== null && (pausedUntil === null || pausedUntil > now);
}

/** Why nobody more can be taken on: the limit a supporter set, the rest between two matches, or a pause. Undefined when there is room. */
export function whyNoRoom(
  standing: { capacity: number; restDays: number; pausedAt: Date | null; pausedUntil: Date | null; endedAt: Date | null },
  running: number,
  lastEndedAt: Date | null,
  now: Date,
): 'full' | 'resting' | 'paused' | 'gone' | undefined {
  if (standing.endedAt !== null) return 'gone';
  if (isPaused(standing, now)) return 'paused';
  if (running >= standing.capacity) return 'full';
  const restOver = restUntil(standing.restDays, lastEndedAt);
  return restOver !== null && restOver > now ? 'resting' : undefined;
}

/** The end of the rest after the last relationship ended; null when there is none. */
export function restUntil(restDays: number, lastEndedAt: Date | null): Date | null {
  return lastEndedAt === null || restDays <= 0 ? null : new Date(lastEndedAt.getTime() + restDays * 86_400_000);
}
