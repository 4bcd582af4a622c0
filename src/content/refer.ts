/** Starter content that does not hold together. Each fault names the file and the id. */
export class BrokenContent extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The starter content does not hold together:\n  ${faults.join('\n  ')}`);
    this.name = 'BrokenContent';
    this.faults = faults;
  }
}

/** Finds a thing by its id for the one who refers to it (`from`: file and id, as in “templates.yaml cancer”). */
export type Find<T> = (id: string, from: string) => T;

/** References being followed: finds things, and collects what is broken instead of stopping at the first. */
export class References {
  readonly faults: string[] = [];

  /** A list of things that others refer to. `what` is the word for one of them. An id used twice is a fault. */
  book<T extends { readonly id: string }>(what: string, rows: readonly T[]): Find<T> {
    const byId = new Map<string, T>();
    for (const row of rows) {
      if (byId.has(row.id)) this.faults.push(`two of one id: ${what} ${row.id}`);
      byId.set(row.id, row);
    }
    return (id, from) => {
      const found = byId.get(id);
      if (found === undefined) throw new Dangling(`${from}: there is no ${what} ${id}`);
      return found;
    };
  }

  /** Makes something of every row; a row with a broken reference is left out and becomes a fault. `file` begins the name of each. */
  rows<T extends { readonly id: string }, R>(file: string, rows: readonly T[], make: (row: T, from: string) => R): R[] {
    return rows.flatMap((row) => {
      try {
        return [make(row, `${file} ${row.id}`)];
      } catch (fault) {
        if (!(fault instanceof Dangling)) throw fault;
        this.faults.push(fault.message);
        return [];
      }
    });
  }

  /** Makes something of the only row of its kind. Throws `BrokenContent` at once when it holds a broken reference: there is nothing to leave out. */
  single<T extends { readonly id: string }, R>(file: string, row: T, make: (row: T, from: string) => R): R {
    for (const made of this.rows(file, [row], make)) return made;
    throw new BrokenContent(this.faults);
  }
}

/** A reference to something that is not there. */
class Dangling extends Error {}
