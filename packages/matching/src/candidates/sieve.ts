/**
 * The best of many rows for one seeker after another, when there are many seekers: every row's score is bounded from above in a byte, sixteen
 * rows at a time, and only rows whose bound can still enter are scored. Exact: a bound is never below the score, and a row is
 * passed over only when its bound is below the k-th best score found.
 *
 * Seekers who give the same answer to a criterion see the same level of every row (levels.ts), so those levels are written down once,
 * one byte for each row, and used again. What a level is worth to this seeker is a table of sixteen bytes; more levels than
 * that share a bound, the highest of theirs. Bounds are in units of some forty points.
 */
import type { SupporterColumns } from './columns.ts';
import type { Facet } from './facets.ts';
import type { LevelFinder } from './levels.ts';
import type { Shares } from './query.ts';
import { type SieveLoops, sieveLoops, STRIDE } from './sieve-code.ts';
import { hasTime, type TimeWanted } from './time.ts';
import type { Top } from './top.ts';
import type { Seeker } from '../people/person.ts';
import { FULL_SCORE, pointsFor } from '../people/points.ts';
import type { Ratio } from '../people/taxonomy.ts';

/** Memory for written levels in bytes, and how many of them at most. */
const REMEMBERED = 1 << 26, MOST_COLUMNS = 4096;
/** A byte can number so many levels, and a table holds so many bounds. */
const LEVELS = 256, BOUNDS = 16;
/** Bounds are looked at from the highest down, so many at a time. */
const BAND = 12;

/** The level of every row for one answer, and how near each level is. `coarse` numbers at most sixteen groups of them. */
interface Column {
  readonly exact: number;
  readonly coarse: number;
  readonly ratios: readonly Ratio[];
  readonly group: Uint8Array | undefined;
  /** What the levels were worth the last time, without and with a soft wish. */
  readonly priced: readonly [Priced, Priced];
}

interface Priced {
  most: number;
  readonly points: Int16Array;
  readonly bounds: Uint8Array;
}

/** Bounds and scores rows for one seeker at a time. */
export class Sieve {
  private readonly columns: SupporterColumns;
  private readonly facets: readonly Facet[];
  private readonly finder: LevelFinder;
  private readonly loops: SieveLoops;
  /** Slots that give points. */
  private readonly slots: readonly number[];
  private readonly unit: number;
  private readonly padded: number;
  /** Rows from here on named a soft wish; blocks of such rows come last. */
  private readonly hopedFrom: number;
  private readonly memory: Uint8Array;
  private readonly words: Uint32Array;
  private readonly place: Readonly<Record<'pointers' | 'tables' | 'eligible' | 'bounds' | 'peaks' | 'found' | 'columns' | 'end', number>>;
  private readonly known: ReadonlyArray<Map<string, Column>>;
  private used: number;
  /** Of the seeker asked about last, by slot: the column, and points by level for rows without and with a soft wish. */
  private readonly column: Int32Array;
  private readonly coarse: Int32Array;
  private readonly points: readonly [Int16Array, Int16Array];
  private readonly tables: readonly [Uint8Array, Uint8Array];
  private asks = false;

  private constructor(columns: SupporterColumns, facets: readonly Facet[], finder: LevelFinder, padded: number, place: Sieve['place'], { loops, buffer }: { loops: SieveLoops; buffer: ArrayBuffer }) {
    this.columns = columns;
    this.facets = facets;
    this.finder = finder;
    this.loops = loops;
    this.padded = padded;
    this.place = place;
    this.slots = facets.map((_, f) => f).filter((f) => f < columns.gates || f >= columns.lead);
    this.unit = Math.ceil(FULL_SCORE / (254 - this.slots.length));
    const firstHoped = columns.blockHoped.indexOf(1);
    this.hopedFrom = firstHoped < 0 ? columns.rows : columns.blockStart[firstHoped];
    this.memory = new Uint8Array(buffer);
    this.words = new Uint32Array(buffer);
    this.known = facets.map(() => new Map<string, Column>());
    this.used = place.columns;
    this.column = new Int32Array(facets.length);
    this.coarse = new Int32Array(facets.length);
    this.points = [new Int16Array(facets.length * LEVELS), new Int16Array(facets.length * LEVELS)];
    this.tables = [new Uint8Array(facets.length * BOUNDS), new Uint8Array(facets.length * BOUNDS)];
  }

  /** A sieve over these columns; undefined where the runtime has no vectors or there are too many rows to write levels down. */
  static over(columns: SupporterColumns, facets: readonly Facet[], finder: LevelFinder): Sieve | undefined {
    const padded = Math.max(STRIDE, Math.ceil(columns.rows / STRIDE) * STRIDE), slots = facets.length;
    const place = { pointers: 0, tables: 4 * STRIDE * Math.ceil(slots / STRIDE + 1) };
    const eligible = place.tables + BOUNDS * (slots + 1), bounds = eligible + padded / 8, peaks = bounds + padded, found = peaks + padded / 4, first = found + 4 * padded;
    const end = first + Math.min(REMEMBERED, MOST_COLUMNS * padded);
    if (slots > 100 || padded * 4 * (slots + 1) > REMEMBERED) return undefined;
    const ready = sieveLoops(end);
    return ready && new Sieve(columns, facets, finder, padded, { ...place, eligible, bounds, peaks, found, columns: first, end }, ready);
  }

  /** Looks at one seeker. `shares` are the most each slot can give without and with a soft wish. False when this seeker's answers have too many levels. */
  ask(seeker: Seeker, shares: Shares): boolean {
    if (this.used + 2 * this.slots.length * this.padded > this.place.end) this.forget();
    this.asks = seeker.wishes?.some((w) => w.strength === 'hope') ?? false;
    for (const f of this.slots) {
      const key = this.facets[f].seekerKey(seeker), column = this.known[f].get(key) ?? this.write(f, key, seeker);
      if (!column) return false;
      this.column[f] = column.exact;
      this.coarse[f] = column.coarse;
      this.price(f, column, shares[0][f], 0);
      this.price(f, column, shares[1][f], 1);
    }
    return true;
  }

  private forget(): void {
    for (const columns of this.known) columns.clear();
    this.used = this.place.columns;
  }

  private write(f: number, key: string, seeker: Seeker): Column | undefined {
    const { level, ratios } = this.finder.levelsOf(f, seeker), { rows, classes, facets } = this.columns, { memory, padded } = this, F = facets.length, exact = this.used;
    if (ratios.length > LEVELS) return undefined;
    const group = ratios.length > BOUNDS ? groupsOf(ratios) : undefined, coarse = group ? exact + padded : exact;
    for (let row = 0; row < rows; row++) memory[exact + row] = level[classes[row * F + f]];
    if (group) for (let row = 0; row < rows; row++) memory[coarse + row] = group[memory[exact + row]];
    this.used = coarse + padded;
    const unpriced = (): Priced => ({ most: -1, points: new Int16Array(ratios.length), bounds: new Uint8Array(BOUNDS) });
    const column: Column = { exact, coarse, ratios, group, priced: [unpriced(), unpriced()] };
    this.known[f].set(key, column);
    return column;
  }

  /** Writes down what the levels of a slot are worth to this seeker, and their bounds. Most seekers weigh a criterion alike. */
  private price(f: number, column: Column, most: number, hoped: 0 | 1): void {
    const priced = column.priced[hoped], points = this.points[hoped], table = this.tables[hoped];
    if (priced.most !== most) this.reprice(column, priced, most);
    for (let l = 0; l < priced.points.length; l++) points[f * LEVELS + l] = priced.points[l];
    for (let l = 0; l < BOUNDS; l++) table[f * BOUNDS + l] = priced.bounds[l];
  }

  private reprice({ ratios, group }: Column, priced: Priced, most: number): void {
    const { points, bounds } = priced;
    priced.most = most;
    bounds.fill(0);
    for (let l = 0; l < ratios.length; l++) {
      points[l] = most === 0 ? 0 : pointsFor(most, ratios[l]);
      const at = group ? group[l] : l;
      bounds[at] = Math.max(bounds[at], Math.ceil(points[l] / this.unit));
    }
  }

  /** The score of a row for the seeker asked about. */
  score(row: number): number {
    const { memory, column, slots } = this, points = this.points[this.asks || row >= this.hopedFrom ? 1 : 0];
    let score = 0;
    for (let s = 0; s < slots.length; s++) {
      const f = slots[s];
      score += points[f * LEVELS + memory[column[f] + row]];
    }
    return score;
  }

  /** Offers to `top` every eligible row that can enter it. `top` must be empty. */
  into(top: Top, time: TimeWanted | undefined, eligible: Uint32Array): void {
    const { loops, place, memory, words, padded, unit, columns } = this, { turn } = columns;
    this.words.set(eligible, place.eligible >>> 2);
    let high = this.boundAll(), least = top.least;
    while (high > 0 && (high - 1) * unit >= least) {
      const low = Math.max(1, high - BAND + 1), count = loops.collect(padded, low, high, place.bounds, place.peaks, place.found), first = place.found >>> 2;
      for (let x = first; x < first + count; x++) {
        const row = words[x];
        if ((memory[place.bounds + row] - 1) * unit < least) continue;
        const score = this.score(row);
        if (score >= least && (time === undefined || hasTime(time, columns, row)) && top.offer(score, turn[row], row)) least = top.least;
      }
      high = low - 1;
    }
  }

  /** Bounds of all rows. Returns the highest there can be. A strip with rows of both kinds gets the higher of both bounds. */
  private boundAll(): number {
    const { asks, hopedFrom, padded, columns } = this;
    if (asks || hopedFrom === 0) return this.boundRows(0, padded, 1, 1);
    if (hopedFrom >= columns.rows) return this.boundRows(0, padded, 0, 0);
    const plain = Math.floor(hopedFrom / STRIDE) * STRIDE, hoped = Math.ceil(hopedFrom / STRIDE) * STRIDE;
    return Math.max(this.boundRows(0, plain, 0, 0), this.boundRows(plain, hoped, 0, 1), this.boundRows(hoped, padded, 1, 1));
  }

  private boundRows(first: number, last: number, one: 0 | 1, other: 0 | 1): number {
    const { memory, words, place, slots, coarse } = this, a = this.tables[one], b = this.tables[other];
    let used = 0, highest = 1;
    for (const f of slots) {
      let best = 0;
      for (let l = 0; l < BOUNDS; l++) {
        const bound = Math.max(a[f * BOUNDS + l], b[f * BOUNDS + l]);
        memory[place.tables + used * BOUNDS + l] = bound;
        if (bound > best) best = bound;
      }
      if (best === 0) continue;
      words[(place.pointers >>> 2) + used++] = coarse[f];
      highest += best;
    }
    // The loop wants one facet at least; a table of nothings changes no sum.
    if (used === 0) memory.fill(0, place.tables, place.tables + BOUNDS);
    this.loops.bounds(first, last, Math.max(1, used), place.pointers, place.tables, place.eligible, place.bounds, place.peaks);
    return Math.min(255, highest);
  }
}

/** Levels in at most sixteen groups, so that levels of a group are about equally near. */
function groupsOf(ratios: readonly Ratio[]): Uint8Array {
  const nearness = ratios.map(({ num, den }) => (den > 0 ? num / den : 0)), order = nearness.map((_, l) => l).sort((a, b) => nearness[a] - nearness[b]);
  const group = new Uint8Array(ratios.length);
  order.forEach((l, x) => { group[l] = Math.floor((x * BOUNDS) / order.length); });
  return group;
}
