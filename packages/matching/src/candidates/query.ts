/** One seeker's question, turned into small tables: what each class is worth to this seeker, and what time is needed. */
import { type BitIndex, NO_HOURS, type SupporterColumns } from './columns.ts';
import { type Facet, facetsOf } from './facets.ts';
import { partsTouched } from './build.ts';
import { builtInRuleOf, isSoftened } from '../people/criterion.ts';
import { leadsBetween, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';
import { sharesFor } from '../people/points.ts';

/** Points of every class of every facet for one seeker, one after another, and how much the facets after each can still add. */
export interface Tables {
  readonly points: Int16Array;
  /** The most that facets f, f + 1, ... of the order can add; one entry more than facets. */
  readonly rest: Int32Array;
}

/** Time wanted in common, by zone: nothing when the seeker gave no hours or the programme does not ask. */
export interface TimeWanted {
  readonly quarters: number;
  readonly parts: number;
  /** Where the turned weeks of each zone begin, one entry more than zones. */
  readonly start: Int32Array;
  /** Weeks of the seeker in other zones' local time, 21 words each. */
  readonly weeks: Uint32Array;
}

/** What the search of one seeker runs on. */
export interface Query {
  readonly seeker: Seeker;
  readonly plain: Tables;
  /** For supporters who named a soft wish; the same tables when the seeker did. */
  readonly hoped: Tables;
  readonly time: TimeWanted | undefined;
}

/** Makes queries over one set of columns, and remembers tables, because many seekers give the same answers. */
export class QueryMaker {
  readonly columns: SupporterColumns;
  /** Where each facet's classes begin in a table. */
  readonly offsets: Int32Array;
  /** Facets in the order in which a row is judged: those that are not equal in a block, heaviest first, rules last. */
  readonly order: Int32Array;
  private readonly facets: readonly Facet[];
  private readonly size: number;
  private readonly known = new Map<string, Int16Array>();

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    this.facets = facetsOf(columns.criteria, columns.context);
    this.offsets = new Int32Array(this.facets.length);
    let size = 0;
    columns.facets.forEach((f, i) => { this.offsets[i] = size; size += f.examples.length; });
    this.size = size;
    this.order = Int32Array.from(this.facets.map((_, i) => i).filter((i) => !columns.lead.includes(i)));
  }

  /** The tables of one seeker. */
  query(seeker: Seeker): Query {
    const asks = seeker.wishes?.some((w) => w.strength === 'hope') ?? false;
    const hoped = this.tables(seeker, true), plain = asks ? hoped : this.tables(seeker, false);
    return { seeker, plain, hoped, time: this.timeWanted(seeker) };
  }

  private tables(seeker: Seeker, hoped: boolean): Tables {
    const shares = new Map(sharesFor(this.columns.criteria, seeker, hoped).map((s) => [s.criterion, s.most]));
    const points = new Int16Array(this.size), rest = new Int32Array(this.order.length + 1), most = new Int32Array(this.facets.length);
    this.facets.forEach((facet, f) => {
      const part = this.classPoints(facet, f, seeker, facet.criterion ? (shares.get(facet.criterion) ?? 0) : 0);
      points.set(part, this.offsets[f]);
      let best = 0;
      for (const p of part) if (p > best) best = p;
      most[f] = best;
    });
    for (let o = this.order.length - 1; o >= 0; o--) rest[o] = (rest[o + 1] ?? 0) + (most[this.order[o] ?? 0] ?? 0);
    return { points, rest };
  }

  private classPoints(facet: Facet, f: number, seeker: Seeker, most: number): Int16Array {
    const key = `${f} ${most} ${facet.seekerKey(seeker)}`, known = this.known.get(key);
    if (known) return known;
    const points = Int16Array.from(this.columns.facets[f]?.examples ?? [], (example) => (most === 0 && !facet.rule ? 0 : facet.value(seeker, example, most)));
    if (this.known.size > 4096) this.known.clear();
    this.known.set(key, points);
    return points;
  }

  private timeWanted(seeker: Seeker): TimeWanted | undefined {
    const { criteria, context, zones } = this.columns;
    if (!seeker.hours?.windows.length || isSoftened('hours', criteria)) return undefined;
    const { zone, windows } = seeker.hours, mask = weekMask(windows), start = new Int32Array(zones.length + 1), turned: Uint32Array[] = [];
    zones.forEach((to, z) => {
      for (const lead of leadsBetween(zone, to, context, context.weeks)) turned.push(rotateWeek(mask, lead));
      start[z + 1] = turned.length;
    });
    const weeks = new Uint32Array(turned.length * WEEK_WORDS);
    turned.forEach((week, i) => weeks.set(week, i * WEEK_WORDS));
    const minutes = criteria.find((c) => builtInRuleOf(c) === 'hours')?.minimumMinutes ?? 60;
    return { quarters: Math.ceil(minutes / 15), parts: partsTouched(mask, zone, context), start, weeks };
  }
}

/** Whether a row has the time wanted in every one of the coming weeks. Rows without hours have it: a missing answer is neutral. */
export function hasTime(time: TimeWanted, columns: SupporterColumns, row: number): boolean {
  const zone = columns.zone[row] ?? NO_HOURS;
  if (zone === NO_HOURS || time.quarters <= 0) return true;
  if (((columns.parts[row] ?? 0) & time.parts) === 0) return false;
  const { week } = columns, { weeks, start } = time, base = row * WEEK_WORDS, end = start[zone + 1] ?? 0;
  for (let k = start[zone] ?? 0; k < end; k++) if (!sharesQuarters(week, base, weeks, k * WEEK_WORDS, time.quarters)) return false;
  return true;
}

function sharesQuarters(a: Uint32Array, from: number, b: Uint32Array, other: number, wanted: number): boolean {
  let left = wanted;
  for (let x = 0; x < WEEK_WORDS; x++) {
    let both = (a[from + x] ?? 0) & (b[other + x] ?? 0);
    while (both !== 0) {
      if (--left <= 0) return true;
      both &= both - 1;
    }
  }
  return false;
}

/** Rows that share a code with the seeker, or said nothing; all rows when the seeker said nothing. Writes into `out`. */
export function andShared(out: Uint32Array, wanted: readonly string[] | undefined, index: BitIndex): void {
  if (!wanted?.length) return;
  const sets = wanted.flatMap((code) => index.bits[index.codes.indexOf(code)] ?? []);
  const [a = index.silent, b = index.silent, c = index.silent, ...more] = sets;
  for (let x = 0; x < out.length; x++) {
    let bits = (index.silent[x] ?? 0) | (a[x] ?? 0) | (b[x] ?? 0) | (c[x] ?? 0);
    for (const set of more) bits |= set[x] ?? 0;
    out[x] = (out[x] ?? 0) & bits;
  }
}

