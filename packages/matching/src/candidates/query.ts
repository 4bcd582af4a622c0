/** One seeker's question, turned into small tables: what each class is worth to this seeker, who is open at all, and what time is needed. */
import { partsTouched } from './build.ts';
import { type BitIndex, NO_HOURS, type SupporterColumns } from './columns.ts';
import { type Facet, facetsOf } from './facets.ts';
import { Gates } from './gates.ts';
import { LevelFinder, type Levels } from './levels.ts';
import { isFar, NearFinder } from './near.ts';
import { builtInRuleOf, isSoftened } from '../people/criterion.ts';
import { leadsBetween, popcount, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { Seeker } from '../people/person.ts';
import { pointsFor, sharesFor } from '../people/points.ts';

/** What every level of every facet is worth to one seeker, and how much the facets after each can still add. */
export interface Tables {
  /** By slot and level. The levels themselves are in the query. */
  readonly worth: readonly Int16Array[];
  /** The most that slots f, f + 1, ... up to the first gate can add, and 0 at the end. */
  readonly rest: Int32Array;
  /** Slots from here on to the first gate add nothing to anybody. */
  readonly live: number;
  /** By slot, how much less than the best somebody far gets at least. */
  readonly loss: Int32Array;
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
  /** By slot and class. */
  readonly level: readonly Uint16Array[];
  readonly plain: Tables;
  /** For supporters who named a soft wish; the same tables when the seeker did. */
  readonly hoped: Tables;
  readonly time: TimeWanted | undefined;
  /** Rows that rules about answers leave open; bit maps to be laid over each other. */
  readonly open: readonly Uint32Array[];
  /** Rows that are near in the first two slots, when that was worth finding out. */
  readonly near: readonly Uint32Array[] | undefined;
}

/** Makes queries over one set of columns, and remembers levels, because many seekers give the same answers. */
export class QueryMaker {
  readonly columns: SupporterColumns;
  /** By slot. */
  readonly facets: readonly Facet[];
  private readonly levels: LevelFinder;
  private readonly gates: Gates;
  private readonly near: NearFinder;
  private readonly leads = new Map<string, Leads>();
  private readonly turned = new Uint32Array(WEEK_WORDS);
  private readonly usual: readonly [readonly number[], readonly number[]];

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    const facets = facetsOf(columns.criteria, columns.context);
    this.facets = columns.facets.flatMap(({ facet }) => facets[facet] ?? []);
    this.levels = new LevelFinder(columns, this.facets);
    this.gates = new Gates(columns, this.facets);
    this.near = new NearFinder(columns, this.facets);
    this.usual = [this.shares({ id: '' }, false), this.shares({ id: '' }, true)];
  }

  /** What one seeker asks of these columns. It holds until the next question. */
  query(seeker: Seeker): Query {
    const { gates, lead } = this.columns, asks = seeker.wishes?.some((w) => w.strength === 'hope') ?? false;
    const levels = this.facets.map((_, f) => (f >= gates && f < lead ? NO_LEVELS : this.levels.levelsOf(f, seeker)));
    const hoped = this.tables(seeker, levels, true), plain = asks ? hoped : this.tables(seeker, levels, false);
    return { seeker, level: levels.map((l) => l.level), hoped, plain, time: this.timeWanted(seeker), open: this.gates.openFor(seeker), near: this.near.nearRows(seeker, levels) };
  }

  private tables(seeker: Seeker, levels: readonly Levels[], hoped: boolean): Tables {
    const { gates } = this.columns, shares = seeker.importance ? this.shares(seeker, hoped) : this.usual[hoped ? 1 : 0], rest = new Int32Array(gates + 1);
    const best = new Int32Array(levels.length), loss = new Int32Array(levels.length);
    const worth = levels.map(({ ratios }, f) => {
      const points = Int16Array.from(ratios, (ratio) => pointsFor(shares[f], ratio));
      let far = 0;
      for (let l = 0; l < points.length; l++) {
        best[f] = Math.max(best[f], points[l]);
        if (isFar(ratios[l])) far = Math.max(far, points[l]);
      }
      loss[f] = best[f] - far;
      return points;
    });
    let live = gates;
    while (live > 0 && best[live - 1] === 0) live--;
    for (let f = gates - 1; f >= 0; f--) rest[f] = rest[f + 1] + best[f];
    return { worth, rest, live, loss };
  }

  /** The most each slot can give. */
  private shares(seeker: Seeker, hoped: boolean): readonly number[] {
    const shares = new Map(sharesFor(this.columns.criteria, seeker, hoped).map((s) => [s.criterion, s.most]));
    return this.facets.map(({ criterion }) => (criterion ? (shares.get(criterion) ?? 0) : 0));
  }

  private timeWanted(seeker: Seeker): TimeWanted | undefined {
    const { criteria, context } = this.columns;
    if (!seeker.hours?.windows.length || isSoftened('hours', criteria)) return undefined;
    const { zone, windows } = seeker.hours, mask = weekMask(windows), leads = this.leadsFrom(zone);
    const minutes = criteria.find((c) => builtInRuleOf(c) === 'hours')?.minimumMinutes ?? 60;
    const words: number[] = [], bits: number[] = [], start = new Int32Array(leads.different.length + 1);
    leads.different.forEach((lead, k) => {
      const week = rotateWeek(mask, lead, this.turned);
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

const NO_LEVELS: Levels = { level: new Uint16Array(0), ratios: [] };

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
