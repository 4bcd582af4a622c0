/** One seeker's question, turned into small tables: what each class is worth to this seeker, who is open at all, and what time is needed. */
import type { BitIndex, SupporterColumns } from './columns.ts';
import { type Facet, facetsOf } from './facets.ts';
import { Gates } from './gates.ts';
import { LevelFinder, type Levels } from './levels.ts';
import { isFar, NearFinder } from './near.ts';
import { TimeFinder, type TimeWanted } from './time.ts';
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

/** What the rules ask about one seeker. */
export interface Asked {
  readonly seeker: Seeker;
  readonly time: TimeWanted | undefined;
  /** Rows that rules about answers leave open; bit maps to be laid over each other. */
  readonly open: readonly Uint32Array[];
}

/** What the search of one seeker runs on. */
export interface Query extends Asked {
  /** By slot and class. */
  readonly level: readonly Uint16Array[];
  readonly plain: Tables;
  /** For supporters who named a soft wish; the same tables when the seeker did. */
  readonly hoped: Tables;
  /** Rows that are near in the first two slots, when that was worth finding out. */
  readonly near: readonly Uint32Array[] | undefined;
}

/** The most each slot can give: where nobody hoped for anything, and where either side did. */
export type Shares = readonly [plain: readonly number[], hoped: readonly number[]];

/** Remembered ways in which seekers weigh criteria. */
const REMEMBERED_SHARES = 4096;

/** Makes queries over one set of columns, and remembers levels, because many seekers give the same answers. */
export class QueryMaker {
  readonly columns: SupporterColumns;
  /** By slot. */
  readonly facets: readonly Facet[];
  readonly levels: LevelFinder;
  private readonly gates: Gates;
  private readonly near: NearFinder;
  private readonly time: TimeFinder;
  private readonly usual: Shares;
  private readonly weighed = new Map<string, Shares>();

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    const facets = facetsOf(columns.criteria, columns.context);
    this.facets = columns.facets.flatMap(({ facet }) => facets[facet] ?? []);
    this.levels = new LevelFinder(columns, this.facets);
    this.gates = new Gates(columns, this.facets);
    this.near = new NearFinder(columns, this.facets);
    this.time = new TimeFinder(columns);
    this.usual = this.sharesOut({ id: '' });
  }

  /** What the rules ask about one seeker. */
  asked(seeker: Seeker): Asked {
    return { seeker, time: this.time.wanted(seeker), open: this.gates.openFor(seeker) };
  }

  /** What one seeker asks of these columns. It holds until the next question. */
  query(seeker: Seeker): Query {
    const { gates, lead } = this.columns, hopes = seeker.wishes?.some((w) => w.strength === 'hope') ?? false, shares = this.shares(seeker);
    const levels = this.facets.map((_, f) => (f >= gates && f < lead ? NO_LEVELS : this.levels.levelsOf(f, seeker)));
    const hoped = this.tables(shares[1], levels), plain = hopes ? hoped : this.tables(shares[0], levels);
    return { ...this.asked(seeker), level: levels.map((l) => l.level), hoped, plain, near: this.near.nearRows(seeker, levels) };
  }

  private tables(shares: readonly number[], levels: readonly Levels[]): Tables {
    const { gates } = this.columns, rest = new Int32Array(gates + 1), best = new Int32Array(levels.length), loss = new Int32Array(levels.length);
    const worth = levels.map(({ ratios }, f) => {
      const points = new Int16Array(ratios.length);
      let far = 0;
      for (let l = 0; l < points.length; l++) {
        points[l] = pointsFor(shares[f], ratios[l]);
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

  /** The most each slot can give this seeker. */
  shares(seeker: Seeker): Shares {
    const { importance } = seeker;
    if (!importance) return this.usual;
    let key = '';
    for (const { id } of this.columns.criteria) key += importance[id] ?? '-';
    const known = this.weighed.get(key) ?? this.sharesOut(seeker);
    if (this.weighed.size > REMEMBERED_SHARES) this.weighed.clear();
    this.weighed.set(key, known);
    return known;
  }

  private sharesOut(seeker: Seeker): Shares {
    const bySlot = (hoped: boolean) => {
      const shares = new Map(sharesFor(this.columns.criteria, seeker, hoped).map((s) => [s.criterion, s.most]));
      return this.facets.map(({ criterion, rule }) => (criterion && !rule ? (shares.get(criterion) ?? 0) : 0));
    };
    return [bySlot(false), bySlot(true)];
  }
}

const NO_LEVELS: Levels = { level: new Uint16Array(0), ratios: [] };

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
