/** One seeker's row: the best, and others drawn evenly from the rest of those who are possible. */
import { isMarked } from './bitmap.ts';
import type { SupporterColumns } from './columns.ts';
import { hasTime, type Query } from './query.ts';
import { Search } from './search.ts';
import { Top } from './top.ts';
import { popcount } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';

/** How many of the best, how many drawn, and the seed of the draw. */
export interface RowLength {
  readonly best: number;
  readonly drawn: number;
  readonly seed: number;
}

/** A worker gets many tasks over the same columns; what one search remembers serves the next. */
const searches = new WeakMap<SupporterColumns, Search>();

function searchOver(columns: SupporterColumns): Search {
  const search = searches.get(columns) ?? new Search(columns);
  searches.set(columns, search);
  return search;
}

/** Makes rows one after another, with memory that is used again. */
export class RowMaker {
  truncated = false;
  private readonly columns: SupporterColumns;
  private readonly search: Search;
  private readonly top: Top;
  private readonly all: Top;
  private readonly drawn: number;
  private readonly seed: number;
  /** Number of the seeker for whom a row was taken last, so that nobody is taken twice. */
  private readonly taken: Int32Array;
  private readonly turns: Uint32Array;

  constructor(columns: SupporterColumns, { best, drawn, seed }: RowLength) {
    this.columns = columns;
    this.search = searchOver(columns);
    this.top = new Top(best);
    this.all = new Top(best + drawn);
    this.drawn = drawn;
    this.seed = seed;
    this.taken = new Int32Array(columns.rows).fill(-1);
    this.turns = new Uint32Array(best + drawn);
  }

  /** Writes one row from `at` on, best first, and returns its length. */
  row(seeker: Seeker, number: number, forbidden: readonly number[], bonus: number, supporter: Int32Array, weight: Int32Array, at: number): number {
    const { columns, top, all, turns } = this, query = this.search.maker.query(seeker), eligible = this.search.eligibleFor(query, forbidden);
    top.clear();
    all.clear();
    this.search.into(top, query, eligible);
    for (let i = 0; i < top.size; i++) {
      this.taken[top.row[i]] = number;
      all.offer(top.scoreAt(i), columns.turn[top.row[i]], top.row[i]);
    }
    this.truncated = top.size === top.k && this.draw(query, eligible, number);
    const length = all.drain(weight, turns, at);
    for (let i = 0; i < length; i++) {
      supporter[at + i] = columns.origin[columns.rowOfTurn[turns[i]]];
      weight[at + i] += bonus;
    }
    return length;
  }

  /** Walks once round the eligible rows from a drawn start with even steps. Returns whether somebody possible may have been left out. */
  private draw(query: Query, eligible: Uint32Array, number: number): boolean {
    const words = eligible.length;
    let open = 0;
    for (let x = 0; x < words; x++) open += popcount(eligible[x]);
    const left = open - this.top.size, step = Math.max(1, Math.floor(left / (3 * Math.max(1, this.drawn)))), start = words === 0 ? 0 : scramble(this.seed, number) % words;
    let skip = step === 1 ? 0 : scramble(number, this.seed) % step, wanted = this.drawn;
    for (let w = 0; w < words && wanted > 0; w++) {
      const x = start + w < words ? start + w : start + w - words, here = popcount(eligible[x]);
      if (skip >= here) { skip -= here; continue; }
      let bits = eligible[x];
      while (bits !== 0 && wanted > 0) {
        const row = (x << 5) + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        if (skip-- > 0) continue;
        skip = step - 1;
        if (this.taken[row] !== number && this.take(query, row, number)) wanted--;
      }
      skip = Math.max(0, skip);
    }
    return wanted === 0 ? left > this.drawn : step > 1;
  }

  private take(query: Query, row: number, number: number): boolean {
    const { columns, all } = this, { classes, gates, lead } = columns, F = columns.facets.length, { worth } = isMarked(columns.hoped, row) ? query.hoped : query.plain;
    if (query.time !== undefined && !hasTime(query.time, columns, row)) return false;
    let score = 0;
    for (let f = 0; f < F; f++) if (f < gates || f >= lead) score += worth[f][query.level[f][classes[row * F + f]]];
    this.taken[row] = number;
    all.offer(score, columns.turn[row], row);
    return true;
  }
}

/** A well mixed whole number from two. */
function scramble(a: number, b: number): number {
  let t = (Math.imul(a + 0x9e37, 0x85ebca6b) ^ Math.imul(b + 0x79b9, 0xc2b2ae35)) | 0;
  t = Math.imul(t ^ (t >>> 16), 0x21f0aaad);
  t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
  return (t ^ (t >>> 15)) >>> 0;
}
