/** The search itself: which rows can be suggested to a seeker, best first, and how many each rule removed. */
import { isMarked, unmark, wordsFor } from './bitmap.ts';
import { STATE, type SupporterColumns, type SupporterIndex } from './columns.ts';
import { andShared, type Asked, type Query, QueryMaker } from './query.ts';
import { hasTime } from './time.ts';
import { Top } from './top.ts';
import { isSoftened, type RuleName } from '../people/criterion.ts';
import type { Seeker } from '../people/person.ts';
import { hardRules } from '../people/rules.ts';

/** Buckets of eight points each: a block may be worth this much more than a later one of its bucket. */
const LAST_BUCKET = 10_000 >> 3, WITHIN_BUCKET = 7;

/** One supporter found, by id. Ask `rank` about just these people for parts and reasons. */
export interface Found {
  readonly supporterId: string;
  readonly score: number;
}

/** Searches one index. Keeps scratch memory and remembered tables between questions; not for two questions at once. */
export class Search {
  readonly maker: QueryMaker;
  private readonly columns: SupporterColumns;
  private readonly eligible: Uint32Array;
  private readonly blockBase: Int32Array;
  private readonly blockOrder: Int32Array;
  private readonly bucket = new Int32Array(LAST_BUCKET + 1);

  constructor(columns: SupporterColumns) {
    this.columns = columns;
    this.maker = new QueryMaker(columns);
    this.eligible = new Uint32Array(wordsFor(columns.rows));
    this.blockBase = new Int32Array(Math.max(0, columns.blockStart.length - 1));
    this.blockOrder = new Int32Array(this.blockBase.length);
  }

  /** Rows that every rule but the hours allows. The array is scratch: the next question overwrites it. */
  eligibleFor({ seeker, open }: Asked, forbidden: Iterable<number>): Uint32Array {
    const { eligible, columns } = this, words = eligible.length;
    eligible.set(columns.ready);
    for (const bits of open) for (let x = 0; x < words; x++) eligible[x] &= bits[x];
    if (!isSoftened('language', columns.criteria)) andShared(eligible, seeker.languages, columns.languages);
    if (!isSoftened('channel', columns.criteria)) andShared(eligible, seeker.channels, columns.channels);
    for (const row of forbidden) unmark(eligible, row);
    return eligible;
  }

  /**
   * Offers every possible row to `top`. With `ordered`, blocks are visited best first and whole blocks that cannot enter are not read;
   * without, every eligible row is looked at. The first three facets decide most rows and are written out; a row leaves as
   * soon as it cannot enter. One long loop on purpose: blocks are many and short, and a call for each costs more than its rows.
   */
  into(top: Top, query: Query, eligible: Uint32Array, ordered = true): void {
    const { columns, blockBase, blockOrder } = this, { blockStart, blockHoped, classes, heads, turn, facets } = columns, { plain, hoped, time, level } = query, near = ordered ? query.near : undefined, F = facets.length;
    this.judgeBlocks(query);
    const visits = ordered ? this.bestFirst() : blockBase.length, most = Math.max(plain.rest[0], hoped.rest[0]) + WITHIN_BUCKET;
    const l0 = level[0], l1 = level[1];
    let least = top.least;
    for (let v = 0; v < visits; v++) {
      const b = ordered ? blockOrder[v] : v, base = blockBase[b];
      if (ordered && base + most < least) break;
      const { worth, rest, live, loss } = blockHoped[b] === 1 ? hoped : plain;
      if (base < 0 || (ordered && base + rest[0] < least)) continue;
      const from = blockStart[b], to = blockStart[b + 1], first = from >>> 5, last = (to - 1) >>> 5, w0 = worth[0], w1 = worth[1];
      const spare = base + rest[0] - least, near0 = near && spare < loss[0] ? near[0] : undefined, near1 = near && spare < loss[1] ? near[1] : undefined;
      let enough = least - rest[2];
      for (let x = first; x <= last; x++) {
        let bits = eligible[x];
        if (near0) bits &= near0[x];
        if (near1) bits &= near1[x];
        if (x === first) bits &= -1 << (from & 31);
        if (x === last && (to & 31) !== 0) bits &= (1 << (to & 31)) - 1;
        while (bits !== 0) {
          const row = (x << 5) + 31 - Math.clz32(bits & -bits), p = row * F;
          bits &= bits - 1;
          let score = base, f = 0;
          if (live >= 2) {
            score += w0[l0[heads[2 * row]]] + w1[l1[heads[2 * row + 1]]];
            if (score < enough) continue;
            f = 2;
          }
          for (; f < live; f++) score += worth[f][level[f][classes[p + f]]];
          if (score < least || (time !== undefined && !hasTime(time, columns, row))) continue;
          if (top.offer(score, turn[row], row)) { least = top.least; enough = least - rest[2]; }
        }
      }
    }
  }

  private judgeBlocks({ plain, hoped, level }: Query): void {
    const { blockClasses, blockHoped, facets, lead } = this.columns, { blockBase } = this, L = facets.length - lead;
    blockBase.fill(0);
    for (let l = 0; l < L; l++) {
      const worth = plain.worth[lead + l], worthHoped = hoped.worth[lead + l], levels = level[lead + l];
      for (let b = 0; b < blockBase.length; b++) blockBase[b] += (blockHoped[b] === 1 ? worthHoped : worth)[levels[blockClasses[b * L + l]]];
    }
  }

  /** Counting sort of the blocks by what they are worth already, eight points to a bucket. Returns how many are open. */
  private bestFirst(): number {
    const { bucket, blockBase, blockOrder } = this, blocks = blockBase.length;
    bucket.fill(0);
    for (let b = 0; b < blocks; b++) if (blockBase[b] >= 0) bucket[LAST_BUCKET - (blockBase[b] >> 3)]++;
    let open = 0;
    for (let v = 0; v <= LAST_BUCKET; v++) {
      const here = bucket[v];
      bucket[v] = open;
      open += here;
    }
    for (let b = 0; b < blocks; b++) if (blockBase[b] >= 0) blockOrder[bucket[LAST_BUCKET - (blockBase[b] >> 3)]++] = b;
    return open;
  }

  /** Counts the rows each rule removes, everyone once, in the order of `hardRules`. Looks at every row: for screens, not for inner loops. */
  removed(asked: Asked, forbidden: ReadonlySet<number>): Array<{ rule: RuleName; count: number }> {
    const counts = new Map<RuleName, number>(), tests = this.tests(asked, forbidden);
    for (let row = 0; row < this.columns.rows; row++) {
      const found = tests.find((t) => t.removes(row));
      if (found) counts.set(found.name, (counts.get(found.name) ?? 0) + 1);
    }
    return tests.filter((t) => counts.has(t.name)).map((t) => ({ rule: t.name, count: counts.get(t.name) ?? 0 }));
  }

  /** Every rule as a question about rows, in the order of `hardRules`. For screens, not for inner loops; it holds until the next question. */
  tests({ seeker, time, open }: Asked, forbidden: ReadonlySet<number>): Array<{ name: RuleName; removes: (row: number) => boolean }> {
    const { columns, maker } = this;
    const allowed = (index: SupporterColumns['languages'], wanted: readonly string[] | undefined) => {
      const bits = new Uint32Array(this.eligible.length).fill(0xffffffff);
      andShared(bits, wanted, index);
      return (row: number) => !isMarked(bits, row);
    };
    const state = (bit: number) => (row: number) => (columns.state[row] & bit) !== 0;
    const own: Record<string, (row: number) => boolean> = {
      exclusion: (row) => forbidden.has(row), language: allowed(columns.languages, seeker.languages), channel: allowed(columns.channels, seeker.channels),
      hours: (row) => time !== undefined && !hasTime(time, columns, row),
      training: state(STATE.training), rest: state(STATE.rest), capacity: state(STATE.capacity), paused: state(STATE.paused),
    };
    return hardRules(columns.criteria).map(({ name }) => {
      const f = maker.facets.findIndex((facet) => facet.rule?.name === name);
      const bits = open[f - columns.gates];
      return { name, removes: own[name] ?? ((row: number) => !isMarked(bits, row)) };
    });
  }
}

/** Rows that may not be put together with a seeker: named by either side, or marked with what either side avoids. */
export function forbiddenRows(index: SupporterIndex, seeker: Seeker, rowOf: (id: string) => readonly number[]): Set<number> {
  const { namedBy, carriers, avoiders } = index.apart, rows = new Set<number>(rowOf(seeker.id));
  const add = (list: readonly number[] | undefined) => { for (const row of list ?? []) rows.add(row); };
  for (const id of seeker.keepApart?.people ?? []) add(rowOf(id));
  add(namedBy.get(seeker.id));
  for (const m of seeker.keepApart?.marks ?? []) add(carriers.get(m));
  for (const m of seeker.marks ?? []) add(avoiders.get(m));
  return rows;
}

/** The rows of each id; two people may have been given the same one by mistake, and both are then kept apart. */
export function rowsById(ids: readonly string[]): (id: string) => readonly number[] {
  const rows = new Map<string, number[]>();
  ids.forEach((id, row) => { const list = rows.get(id); if (list) list.push(row); else rows.set(id, [row]); });
  return (id) => rows.get(id) ?? [];
}

/** Answers "who are the best k for this seeker?" over one index, again and again. The same people as `rank`, in the same order. */
export function finder(index: SupporterIndex): { best: (seeker: Seeker, k: number) => Found[]; removed: (seeker: Seeker) => Array<{ rule: RuleName; count: number }> } {
  const search = new Search(index.columns), rowOf = rowsById(index.ids), tops = new Map<number, Top>();
  const topFor = (k: number) => tops.get(k) ?? tops.set(k, new Top(k)).get(k) ?? new Top(k);
  return {
    best(seeker, k) {
      const top = topFor(k), query = search.maker.query(seeker);
      top.clear();
      search.into(top, query, search.eligibleFor(query, forbiddenRows(index, seeker, rowOf)));
      return top.inOrder().map(({ row, score }) => ({ supporterId: index.ids[row] ?? '', score }));
    },
    removed: (seeker) => search.removed(search.maker.asked(seeker), forbiddenRows(index, seeker, rowOf)),
  };
}
