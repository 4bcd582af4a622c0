/** How far the clock can be moved at once, in milliseconds. */
export const MOVES = { hour: 3_600_000, day: 86_400_000, 'three-days': 3 * 86_400_000, week: 7 * 86_400_000 } as const;
/** A move of the clock. */
export type Move = keyof typeof MOVES;
/** The moves, in the order a page offers them. */
export const moves = ['hour', 'day', 'three-days', 'week'] as const satisfies readonly Move[];

/** The people of the demo (docs/people.md), in the order a page shows them. */
export const cast = [
  'amina', 'ben', 'chidi', 'dalia', 'esi', 'hana', 'kit', 'maryam', 'jun', 'lou', 'sasha', 'wei', 'farid', 'grace', 'noor', 'ivo',
] as const;
/** One of the demo's people. */
export type CastId = (typeof cast)[number];

/** What a visitor may see happening, in the order it is told. Each is a fact, and a sentence with a number in it. */
export const happenings = [
  'promises.warned', 'promises.handed-over', 'promises.climbed', 'promises.owner-replaced', 'matching.proposal-waits', 'matching.proposal-ended', 'meetings.reminder-due',
  'checkins.due', 'notifications.call-asked',
] as const;
/** Something a round did that a visitor may see. */
export type Happening = (typeof happenings)[number];
