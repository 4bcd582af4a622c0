/** The most pairs one market may hold: positions of interleaved lists must stay below 2^31. */
export const MOST_PAIRS = 2 ** 29;

/** The most people on one side. */
export const MOST_PEOPLE = 2 ** 28;

/** The most places one person may have: they are stored as 32-bit integers. */
export const MOST_PLACES = 2 ** 31 - 1;

/** The highest joint score: scores are stored as 32-bit integers. */
export const MOST_WEIGHT = 2 ** 31 - 1;

/**
 * Sums of prices and scores must stay exact in a double. Path lengths are at most four times
 * (pairs that can be matched + 1) x (highest score + 1), so this bound keeps every sum below 2^53.
 */
export const MOST_TOTAL = 2 ** 50;
