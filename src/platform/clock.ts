/** Time as the house sees it. Deadlines follow the database's clock, since machines drift (stack decision: database clock for deadlines). */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** A clock that can be set and moved: for tests, and for the demo whose visitors want to see a reminder happen. */
export interface MovableClock extends Clock {
  moveBy(milliseconds: number): void;
  /** How far ahead of the real time this clock is, in milliseconds. */
  ahead(): number;
}

/** The machine's clock, corrected by how far the database's clock was ahead when last compared (milliseconds). */
export function houseClock(ahead: () => number): Clock {
  return { now: () => new Date(Date.now() + ahead()) };
}

/** A clock that starts at an instant and stands still until moved; `running: true` lets it also run on. */
export function movableClock(start: Date = new Date(), running = false): MovableClock {
  const begun = Date.now();
  let offset = start.getTime() - begun;
  return {
    now: () => new Date((running ? Date.now() : begun) + offset),
    moveBy: (milliseconds) => {
      offset += milliseconds;
    },
    ahead: () => offset,
  };
}
