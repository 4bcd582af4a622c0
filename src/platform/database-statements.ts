/**
 * Names for statements that come again and again. A named statement is read and planned once for each connection; without a name
 * PostgreSQL plans it every time, which for the short reads of a page takes longer than running them.
 */

/** A connection keeps at most so many; each takes some 20 to 60 KB of the database's memory. */
const MOST_NAMED = 400;
/** Rows written together (`values ($1, $2), ($3, …`) make a new text for each number of them; texts with many values are left without a name. */
const MOST_VALUES = 20;
/** A text gets a name when it is seen for the second time, so that what runs once at start takes no place. */
const MOST_WATCHED = 5_000;

/** Gives names to statements, each its own, the same at each asking; undefined for one that is to be planned each time. */
export type StatementNames = (text: string) => string | undefined;

/** The names of one process. They are the same on all its connections. */
export function statementNames(): StatementNames {
  const names = new Map<string, string>();
  const seenOnce = new Set<string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    // What has no values may be several statements, and those cannot be named.
    if (names.size >= MOST_NAMED || !text.includes('$1') || text.includes(`$${MOST_VALUES + 1}`)) return undefined;
    if (!seenOnce.delete(text)) {
      if (seenOnce.size < MOST_WATCHED) seenOnce.add(text);
      return undefined;
    }
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
}
