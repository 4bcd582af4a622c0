/** One seeker's question, turned into small tables: what each class is worth to this seeker, and what time is needed. */
import { type BitIndex, NO_HOURS, type SupporterColumns } from './columns.ts';
import { type Facet, facetsOf } from './facets.ts';
import { type FastPoints, fastPoints } from './masks.ts';
import { partsTouched } from './build.ts';
import { builtInRuleOf, isSoftened } from '../people/criterion.ts';
import { leadsBetween, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Seeker, Supporter } from '../people/person.ts';
import { sharesFor } from '../people/points.ts';

/** Points of every class of every facet for one seeker, and how much the facets after each can still add. */
export interface Tables {
  readonly points: readonly Int16Array[];
  /** The most that slots f, f + 1, ... up to the leading ones can add, and 0 at the end. */
  readonly rest: Int32Array;
}

interface Worth {
  readonly points: Int16Array;
  readonly best: number;
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
  /** By slot. */
  readonly facets: readonly Facet[];
  private readonly fast: ReadonlyArray<FastPoints | undefined>;
  private readonly known = new Map<string, Worth>();

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    const facets = facetsOf(columns.criteria, columns.context);
    this.facets = columns.facets.flatMap(({ facet }) => facets[facet] ?? []);
    this.fast = this.facets.map((facet, f) => fastPoints(facet, columns.facets[f]?.examples ?? []));
  }

  /** The tables of one seeker. */
  query(seeker: Seeker): Query {
    const asks = seeker.wishes?.some((w) => w.strength === 'hope') ?? false;
    const hoped = this.tables(seeker, true), plain = asks ? hoped : this.tables(seeker, false);
    return { seeker, plain, hoped, time: this.timeWanted(seeker) };
  }

  private tables(seeker: Seeker, hoped: boolean): Tables {
    const shares = new Map(sharesFor(this.columns.criteria, seeker, hoped).map((s) => [s.criterion, s.most]));
    const worth = this.facets.map((facet, f) => this.worthOf(facet, f, seeker, facet.criterion ? (shares.get(facet.criterion) ?? 0) : 0));
    const rest = new Int32Array(this.columns.lead + 1);
    for (let f = this.columns.lead - 1; f >= 0; f--) rest[f] = rest[f + 1] + worth[f].best;
    return { points: worth.map((w) => w.points), rest };
  }

  /** Small tables are remembered; large ones cost little to make and much to keep. */
  private worthOf(facet: Facet, f: number, seeker: Seeker, most: number): Worth {
    const examples = this.columns.facets[f]?.examples ?? [], small = examples.length <= REMEMBERED;
    const key = small ? `${f} ${most} ${facet.seekerKey(seeker)}` : '', known = small ? this.known.get(key) : undefined;
    if (known) return known;
    const judge = (example: Supporter) => (most === 0 && !facet.rule ? 0 : facet.value(seeker, example, most));
    const points = this.fast[f]?.(seeker, most) ?? Int16Array.from(examples, judge), worth = { points, best: bestOf(points) };
    if (this.known.size > REMEMBERED_TABLES) this.known.clear();
    if (small) this.known.set(key, worth);
    return worth;
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

/** Tables of at most this many classes are remembered, this many of them. */
const REMEMBERED = 1024, REMEMBERED_TABLES = 8192;

function bestOf(points: Int16Array): number {
  let best = 0;
  for (let c = 0; c < points.length; c++) if (points[c] > best) best = points[c];
  return best;
}

/** Whether a row has the time wanted in every one of the coming weeks. Rows without hours have it: a missing answer is neutral. */
export function hasTime(time: TimeWanted, columns: SupporterColumns, row: number): boolean {
  const zone = columns.zone[row];
  if (zone === NO_HOURS || time.quarters <= 0) return true;
  if ((columns.parts[row] & time.parts) === 0) return false;
  const { week } = columns, { weeks, start } = time, base = row * WEEK_WORDS, end = start[zone + 1];
  for (let k = start[zone]; k < end; k++) if (!sharesQuarters(week, base, weeks, k * WEEK_WORDS, time.quarters)) return false;
  return true;
}

function sharesQuarters(a: Uint32Array, from: number, b: Uint32Array, other: number, wanted: number): boolean {
  let left = wanted;
  for (let x = 0; x < WEEK_WORDS; x++) {
    let both = a[from + x] & b[other + x];
    while (both !== 0) {
      if (--left <= 0) return true;
      both &= both - 1;
    }
  }
  return false;
}

/** Keeps of `out` the rows that share a code with the seeker, or said nothing; all of them when the seeker said nothing. */
export function andShared(out: Uint32Array, wanted: readonly string[] | undefined, index: BitIndex): void {
  if (!wanted?.length) return;
  const sets = wanted.flatMap((code) => index.bits[index.codes.indexOf(code)] ?? []), [a = index.silent, b, c, ...more] = sets;
  const words = out.length;
  if (!b) for (let x = 0; x < words; x++) out[x] &= a[x];
  else if (!c) for (let x = 0; x < words; x++) out[x] &= a[x] | b[x];
  else for (let x = 0; x < words; x++) {
    let bits = a[x] | b[x] | c[x];
    for (const set of more) bits |= set[x];
    out[x] &= bits;
  }
}
