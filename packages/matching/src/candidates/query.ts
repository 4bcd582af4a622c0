/** One seeker's question, turned into small tables: what each class is worth to this seeker, who is open at all, and what time is needed. */
import { partsTouched } from './build.ts';
import { type BitIndex, NO_HOURS, type SupporterColumns } from './columns.ts';
import { type Facet, facetsOf } from './facets.ts';
import { Gates } from './gates.ts';
import { type FastPoints, fastPoints } from './masks.ts';
import { builtInRuleOf, isSoftened } from '../people/criterion.ts';
import { leadsBetween, popcount, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';
import { sharesFor } from '../people/points.ts';

/** Points of every class of every facet for one seeker, and how much the facets after each can still add. */
export interface Tables {
  readonly points: readonly Int16Array[];
  /** The most that slots f, f + 1, ... up to the first gate can add, and 0 at the end. */
  readonly rest: Int32Array;
  /** Slots from here on to the first gate add nothing to anybody. */
  readonly live: number;
}

/** The seeker's week as other zones see it, and how much of it is wanted in common. Only words in which the seeker is free are kept. */
export interface TimeWanted {
  readonly quarters: number;
  readonly parts: number;
  /** Of each supporter's zone, the numbers of the turned weeks that the coming weeks bring. */
  readonly ofZone: readonly Uint16Array[];
  /** Where each turned week begins in `words` and `bits`, and their length. */
  readonly start: Int32Array;
  readonly words: Uint8Array;
  readonly bits: Uint32Array;
}

/** What the search of one seeker runs on. */
export interface Query {
  readonly seeker: Seeker;
  readonly plain: Tables;
  /** For supporters who named a soft wish; the same tables when the seeker did. */
  readonly hoped: Tables;
  readonly time: TimeWanted | undefined;
  /** Rows that rules about answers leave open; bit maps to be laid over each other. */
  readonly open: readonly Uint32Array[];
}

interface Worth {
  readonly points: Int16Array;
  readonly best: number;
}

/** Makes queries over one set of columns, and remembers tables, because many seekers give the same answers. */
export class QueryMaker {
  readonly columns: SupporterColumns;
  /** By slot. */
  readonly facets: readonly Facet[];
  private readonly fast: ReadonlyArray<FastPoints | undefined>;
  private readonly gates: Gates;
  private readonly known = new Map<string, Worth>();
  private readonly leads = new Map<string, Leads>();
  /** Tables that are written anew for every seeker: without and with a soft wish. */
  private readonly own: ReadonlyArray<readonly [Int16Array, Int16Array]>;
  /** Keys of the seeker who is asked for now, once each. */
  private readonly keys: (string | undefined)[];
  private readonly usual: readonly [readonly number[], readonly number[]];

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    const facets = facetsOf(columns.criteria, columns.context);
    this.facets = columns.facets.flatMap(({ facet }) => facets[facet] ?? []);
    this.own = columns.facets.map(({ examples }) => [new Int16Array(examples.length), new Int16Array(examples.length)]);
    this.fast = this.facets.map((facet, f) => fastPoints(facet, columns.facets[f].examples));
    this.gates = new Gates(columns, this.facets);
    this.keys = columns.facets.map(() => undefined);
    this.usual = [this.shares({ id: '' }, false), this.shares({ id: '' }, true)];
  }

  /** The tables of one seeker. They hold until the next question. */
  query(seeker: Seeker): Query {
    const asks = seeker.wishes?.some((w) => w.strength === 'hope') ?? false;
    this.keys.fill(undefined);
    const hoped = this.tables(seeker, true), plain = asks ? hoped : this.tables(seeker, false);
    return { seeker, plain, hoped, time: this.timeWanted(seeker), open: this.gates.openFor(seeker) };
  }

  private tables(seeker: Seeker, hoped: boolean): Tables {
    const { gates, lead } = this.columns, shares = seeker.importance ? this.shares(seeker, hoped) : this.usual[hoped ? 1 : 0];
    const points: Int16Array[] = [], rest = new Int32Array(gates + 1);
    let live = 0;
    this.facets.forEach((_, f) => {
      const worth = f >= gates && f < lead ? NOTHING : this.worthOf(f, seeker, shares[f], hoped);
      points.push(worth.points);
      if (f < gates) rest[f] = worth.best;
      if (f < gates && worth.best > 0) live = f + 1;
    });
    for (let f = gates - 1; f >= 0; f--) rest[f] += rest[f + 1];
    return { points, rest, live };
  }

  /** The most each slot can give. */
  private shares(seeker: Seeker, hoped: boolean): readonly number[] {
    const shares = new Map(sharesFor(this.columns.criteria, seeker, hoped).map((s) => [s.criterion, s.most]));
    return this.facets.map(({ criterion }) => (criterion ? (shares.get(criterion) ?? 0) : 0));
  }

  /** Small tables of plain comparisons are remembered; the fast ones cost less to make than to look up. */
  private worthOf(f: number, seeker: Seeker, most: number, hoped: boolean): Worth {
    const own = this.own[f][hoped ? 1 : 0];
    if (most === 0) return { points: own.fill(0), best: 0 };
    const best = this.fast[f]?.(seeker, most, own) ?? -1;
    if (best >= 0) return { points: own, best };
    const facet = this.facets[f], { examples } = this.columns.facets[f], key = `${f} ${most} ${(this.keys[f] ??= facet.seekerKey(seeker))}`, known = this.known.get(key);
    if (known) return known;
    const points = Int16Array.from(examples, (example) => facet.value(seeker, example, most)), worth = { points, best: points.reduce((a, b) => Math.max(a, b), 0) };
    if (this.known.size > REMEMBERED_TABLES) this.known.clear();
    if (examples.length <= REMEMBERED) this.known.set(key, worth);
    return worth;
  }

  private timeWanted(seeker: Seeker): TimeWanted | undefined {
    const { criteria, context } = this.columns;
    if (!seeker.hours?.windows.length || isSoftened('hours', criteria)) return undefined;
    const { zone, windows } = seeker.hours, mask = weekMask(windows), leads = this.leadsFrom(zone);
    const minutes = criteria.find((c) => builtInRuleOf(c) === 'hours')?.minimumMinutes ?? 60;
    const words: number[] = [], bits: number[] = [], start = new Int32Array(leads.different.length + 1);
    leads.different.forEach((lead, k) => {
      const week = rotateWeek(mask, lead);
      for (let x = 0; x < WEEK_WORDS; x++) if (week[x] !== 0) { words.push(x); bits.push(week[x]); }
      start[k + 1] = words.length;
    });
    return { quarters: Math.ceil(minutes / 15), parts: partsTouched(mask, zone, context), ofZone: leads.ofZone, start, words: Uint8Array.from(words), bits: Uint32Array.from(bits) };
  }

  /** How far every supporter's zone is ahead of this one, in the coming weeks. */
  private leadsFrom(zone: string): Leads {
    const known = this.leads.get(zone);
    if (known) return known;
    const { context, zones } = this.columns, different: number[] = [];
    const ofZone = zones.map((to) => Uint16Array.from(leadsBetween(zone, to, context, context.weeks), (lead) => {
      if (!different.includes(lead)) different.push(lead);
      return different.indexOf(lead);
    }));
    this.leads.set(zone, { different, ofZone });
    return { different, ofZone };
  }
}

interface Leads {
  readonly different: readonly number[];
  readonly ofZone: readonly Uint16Array[];
}

/** Tables of at most this many classes are remembered, this many of them. */
const REMEMBERED = 1024, REMEMBERED_TABLES = 8192;
const NOTHING: Worth = { points: new Int16Array(0), best: 0 };

/** Whether a row has the time wanted in every one of the coming weeks. Rows without hours have it: a missing answer is neutral. */
export function hasTime(time: TimeWanted, columns: SupporterColumns, row: number): boolean {
  const zone = columns.zone[row];
  if (zone === NO_HOURS || time.quarters <= 0) return true;
  if ((columns.parts[row] & time.parts) === 0) return false;
  const { week } = columns, { start, words, bits } = time, base = row * WEEK_WORDS, leads = time.ofZone[zone];
  for (let k = 0; k < leads.length; k++) {
    const end = start[leads[k] + 1];
    let left = time.quarters;
    for (let x = start[leads[k]]; x < end && left > 0; x++) {
      const both = week[base + words[x]] & bits[x];
      if (both !== 0) left -= popcount(both);
    }
    if (left > 0) return false;
  }
  return true;
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
