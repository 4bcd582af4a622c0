import type { Transaction } from 'kysely';
import type { Database, Wall } from './database.ts';
import { Absent } from './outcome.ts';
import type { Tables } from './tables.ts';

/** For whom a reading was opened: a view of somebody else's scene takes a transaction of its own. */
interface Reader {
  readonly org: string;
  readonly person?: string | undefined;
}

/**
 * What the views of one page read in. A page calls up to a dozen views; opening and closing a transaction for each cost as much as their
 * queries, so they share one. Each statement still sees everything that was committed before it, as it does in transactions of their own.
 */
export interface Reading {
  /** Whether this is the reading of that organisation and person. */
  isFor(reader: Reader): boolean;
  /** Runs work in the transaction at hand, opening it when there is none. It is never held for two walls at once, so that no page waits for a connection while it keeps another. */
  look<T>(wall: Wall, work: (db: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** Gives the connection back when nobody looks just now; the next look takes one again. Acts ask for it before they take their own. */
  rest(): void;
  /** Ends it. Nobody waits for that: nothing was written. */
  end(): void;
}

/** A page that does something else meanwhile (another site's answer, a file) keeps no connection for longer than this. */
const IDLE_MS = 100;

interface Held {
  readonly wall: Wall;
  readonly db: Promise<Transaction<Tables>>;
  readonly letGo: () => void;
  looking: number;
  idle: NodeJS.Timeout | undefined;
}

/** Opens a reading. It costs nothing until somebody looks. */
export function openReading(database: Database, { org, person }: Reader): Reading {
  let held: Held | undefined;
  let ended = false;
  const who = { org, ...(person !== undefined && { person }), readOnly: true };

  const drop = (one: Held | undefined) => {
    if (one === undefined) return;
    clearTimeout(one.idle);
    if (held === one) held = undefined;
    one.letGo();
  };
  const rest = () => {
    if (held?.looking === 0) drop(held);
  };
  return {
    isFor: (reader) => reader.org === org && reader.person === person,
    async look(wall, work) {
      if (held !== undefined && held.wall !== wall) rest();
      if (ended || (held !== undefined && held.wall !== wall)) return database.within({ ...who, wall }, work);
      const mine = (held ??= open(database, { ...who, wall }));
      mine.looking += 1;
      clearTimeout(mine.idle);
      try {
        return await work(await mine.db);
      } catch (end) {
        // After a statement failed the transaction answers nothing any more.
        if (!(end instanceof Absent)) drop(mine);
        throw end;
      } finally {
        mine.looking -= 1;
        if (mine.looking === 0 && held === mine) mine.idle = setTimeout(rest, IDLE_MS);
      }
    },
    rest,
    end() {
      ended = true;
      drop(held);
    },
  };
}

function open(database: Database, who: Reader & { readonly wall: Wall }): Held {
  let letGo = () => {};
  const over = new Promise<void>((done) => {
    letGo = done;
  });
  const db = new Promise<Transaction<Tables>>((opened, failed) => {
    const { org, person, wall } = who;
    database
      .within({ org, ...(person !== undefined && { person }), wall, readOnly: true }, (transaction) => {
        opened(transaction);
        return over;
      })
      // Opening it may fail, and whoever looks hears of that; an end of a transaction that wrote nothing needs no ear.
      .catch(failed);
  });
  return { wall: who.wall, db, letGo, looking: 0, idle: undefined };
}
