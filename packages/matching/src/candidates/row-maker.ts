/** One seeker's row: the best, and others drawn evenly from the rest of those who are possible. */
import { isMarked } from './bitmap.ts';
import type { SupporterColumns } from './columns.ts';
import type { Query } from './query.ts';
import { Search } from './search.ts';
import { Sieve } from './sieve.ts';
import { hasTime, type TimeWanted } from './time.ts';
import { Top } from './top.ts';
import { popcount } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';

/** How many of the best, how many drawn, and the seed of the draw. */
export interface RowLength {
  readonly best: number;
  readonly drawn: number;
  readonly seed: number;
}

/** A search over columns, and a sieve where the runtime and the number of rows allow one. */
interface Ways {
  readonly search: Search;
  readonly sieve: Sieve | undefined;
}

/** A worker gets many tasks over the same columns; what one search remembers serves the next. */
const known = new WeakMap<SupporterColumns, Ways>();

function waysOver(columns: SupporterColumns): Ways {
  const found = known.get(columns);
  if (found) return found;
  const search = new Search(columns), ways = { search, sieve: Sieve.over(columns, search.maker.facets, search.maker.levels) };
  known.set(columns, ways);
  return ways;
}

/** Makes rows one after another, with memory that is used again. */
export class RowMaker {
  truncated = false;
  private readonly columns: SupporterColumns;
  private readonly search: Search;
  private readonly sieve: Sieve | undefined;
  /** The question of a seeker for whom there is no sieve. */
  private query: Query | undefined;
  private readonly top: Top;
  private readonly all: Top;
  private readonly drawn: number;
  private readonly seed: number;
  /** Number of the seeker for whom a row was taken last, so that nobody is taken twice. */
  private readonly taken: Int32Array;
  private readonly turns: Uint32Array;

  /** With `sieved` false every seeker is searched for without the sieve: the same rows, more slowly. */
  constructor(columns: SupporterColumns, { best, drawn, seed }: RowLength, sieved = true) {
    const { search, sieve } = waysOver(columns);
    this.columns = columns;
    this.search = search;
    this.sieve = sieved ? sieve : undefined;
    this.top = new Top(best);
    this.all = new Top(best + drawn);
    this.drawn = drawn;
    this.seed = seed;
    this.taken = new Int32Array(columns.rows).fill(-1);
    this.turns = new Uint32Array(best + drawn);
  }

  /** Whether rows are found through the sieve. */
  get isSieved(): boolean {
    return this.sieve !== undefined;
  }

  /** Writes one row from `at` on, best first, and returns its length. */
  row(seeker: Seeker, number: number, forbidden: readonly number[], bonus: number, supporter: Int32Array, weight: Int32Array, at: number): number {
    const { columns, top, all, turns, search } = this, { maker } = search, asked = maker.asked(seeker), eligible = search.eligibleFor(asked, forbidden);
    top.clear();
    all.clear();
    this.query = this.sieve?.ask(seeker, maker.shares(seeker)) ? undefined : maker.query(seeker);
    if (this.query) search.into(top, this.query, eligible);
    else this.sieve?.into(top, asked.time, eligible);
    for (let i = 0; i < top.size; i++) {
      this.taken[top.row[i]] = number;
      all.offer(top.scoreAt(i), columns.turn[top.row[i]], top.row[i]);
    }
    this.truncated = top.size === top.k && this.draw(asked.time, eligible, number);
    const length = all.drain(weight, turns, at);
    for (let i = 0; i < length; i++) {
      supporter[at + i] = columns.origin[columns.rowOfTurn[turns[i]]];
      weight[at + i] += bonus;
    }
    return length;
  }

  /** Walks once round the eligible rows from a drawn start with even steps. Returns whether somebody possible may have been left out. */
  private draw(time: TimeWanted | undefined, eligible: Uint32Array, number: number): boolean {
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
        if (this.taken[row] !== number && this.take(time, row, number)) wanted--;
      }
      skip = Math.max(0, skip);
    }
    return wanted === 0 ? left > this.drawn : step > 1;
  }

  private take(time: TimeWanted | undefined, row: number, number: number): boolean {
    if (time !== undefined && !hasTime(time, this.columns, row)) return false;
    this.taken[row] = number;
    this.all.offer(this.query ? this.scoreBy(this.query, row) : (this.sieve?.score(row) ?? 0), this.columns.turn[row], row);
    return true;
  }

  private scoreBy({ hoped, plain, level }: Query, row: number): number {
    const { columns } = this, { classes, gates, lead } = columns, F = columns.facets.length, { worth } = isMarked(columns.hoped, row) ? hoped : plain;
    let score = 0;
    for (let f = 0; f < F; f++) if (f < gates || f >= lead) score += worth[f][level[f][classes[row * F + f]]];
    return score;
  }
}

/** A well mixed whole number from two. */
function scramble(a: number, b: number): number {
  let t = (Math.imul(a + 0x9e37, 0x85ebca6b) ^ Math.imul(b + 0x79b9, 0xc2b2ae35)) | 0;
  t = Math.imul(t ^ (t >>> 16), 0x21f0aaad);
  t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
  return (t ^ (t >>> 15)) >>> 0;
}
