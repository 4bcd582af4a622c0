/** Rows in blocks: which criteria lead, and in which order rows then stand. */
import type { Facet } from './facets.ts';
import type { Supporter } from '../people/person.ts';

/** Blocks hold at least this many rows on average unless the caller says otherwise, or visiting a block costs more than it saves. */
export const ROWS_PER_BLOCK = 48;

/** A facet with the classes seen so far: a number for each key, and an example of each. */
export interface Classes {
  readonly facet: Facet;
  readonly number: Map<string, number>;
  readonly examples: Supporter[];
}

/** A growing list of whole numbers from 0 to 2^32 - 1: people arrive one by one and nobody says how many will come. */
export class Grow {
  private values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Uint32Array(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(i: number): number {
    return this.values[i] ?? 0;
  }
}

/** The heaviest criteria, as many as leave blocks large enough to be worth a visit and keys that a double holds exactly. */
export function chooseLead(classes: readonly Classes[], rowClass: Grow, n: number, rowsPerBlock: number): number[] {
  const lead: number[] = [], most = n / rowsPerBlock;
  for (let f = 0; f < classes.length; f++) {
    const { rule, criterion } = classes[f].facet;
    if (rule || (criterion?.weight ?? 0) <= 0) continue;
    const more = [...lead, f], kinds = more.reduce((product, l) => product * (classes[l]?.examples.length ?? 1), 1);
    if (2 * kinds > Number.MAX_SAFE_INTEGER) continue;
    const keys = leadKeys(more, classes, rowClass, n, () => 0), blocks = new Set<number>();
    for (let i = 0; i < n && blocks.size <= most; i++) blocks.add(keys[i]);
    if (blocks.size <= most) lead.push(f);
  }
  return lead;
}

/** One number for each row that is equal exactly when the rows are equal in every lead facet and in having hoped. */
export function leadKeys(lead: readonly number[], classes: readonly Classes[], rowClass: Grow, n: number, hoped: (row: number) => number): Float64Array {
  const keys = new Float64Array(n), F = classes.length;
  for (let i = 0; i < n; i++) {
    let key = hoped(i);
    for (const f of lead) key = key * (classes[f]?.examples.length ?? 1) + rowClass.at(i * F + f);
    keys[i] = key;
  }
  return keys;
}

/** Rows sorted by key, and where each block begins; the last entry is the number of rows. */
export function inBlocks(keys: Float64Array, n: number): { order: Int32Array; blockStart: Int32Array } {
  const order = new Int32Array(n).map((_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b), starts: number[] = [];
  for (let i = 0; i < n; i++) if (i === 0 || keys[order[i]] !== keys[order[i - 1]]) starts.push(i);
  return { order, blockStart: Int32Array.from([...starts, n]) };
}
