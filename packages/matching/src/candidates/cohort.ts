/**
 * Candidates for everybody at once: one sorted row of possible supporters for each seeker, ready for the solver.
 *
 * A row holds every possible supporter when there are few. When there are many it holds the best, and further ones drawn
 * evenly from the rest of those who are possible, so that seekers who are alike do not all point at the same few people and a round can still
 * serve as many as there are places for. The draw hangs on the seed and the seeker's number alone: however the work is
 * shared out between workers, the market is the same.
 */
import type { SupporterColumns, SupporterIndex } from './columns.ts';
import { RowMaker } from './row-maker.ts';
import { forbiddenRows, rowsById } from './search.ts';
import type { Market } from '../instance/instance.ts';
import type { Instant, Seeker } from '../people/person.ts';

/** How long rows are and what waiting adds. */
export interface CohortOptions {
  /** The best of each row; 32 when left out. */
  readonly best?: number;
  /** Further ones drawn from the rest; 16 when left out. */
  readonly drawn?: number;
  /** Seed of the draw; 1 when left out. */
  readonly seed?: number;
  /** Points that each whole day of waiting adds to every pair of a seeker, and the most they come to. Nothing when left out. */
  readonly waiting?: { readonly perDay: number; readonly most: number };
}

/** Work that can be handed to a worker: seekers in order, the number of the first, and for each the rows to stay apart from. */
export interface CohortTask {
  readonly first: number;
  readonly seekers: readonly Seeker[];
  readonly forbidden: ReadonlyArray<readonly number[]>;
}

/** Rows of one task. `truncated` is 1 where further supporters were possible and left out. */
export interface CohortRows {
  readonly first: number;
  readonly length: Int32Array;
  readonly supporter: Int32Array;
  readonly weight: Int32Array;
  readonly bonus: Int32Array;
  readonly truncated: Uint8Array;
}

/** A market with what a coordinator needs to read it. Supporters are numbered as they came in, seekers too. */
export interface Cohort {
  readonly market: Market;
  /** Points for waiting that every weight of a seeker contains. */
  readonly bonus: Int32Array;
  /** 1 for seekers with more possible supporters than the row holds. A row that is not truncated is complete. */
  readonly truncated: Uint8Array;
}

/** Splits a cohort into so many tasks of near equal size. */
export function cohortTasks(index: SupporterIndex, seekers: readonly Seeker[], pieces: number): CohortTask[] {
  const rowOf = rowsById(index.ids), size = Math.max(1, Math.ceil(seekers.length / Math.max(1, pieces))), tasks: CohortTask[] = [];
  for (let first = 0; first < seekers.length; first += size) {
    const part = seekers.slice(first, first + size);
    tasks.push({ first, seekers: part, forbidden: part.map((s) => [...forbiddenRows(index, s, rowOf)]) });
  }
  return tasks;
}

/** The rows of one task. Needs the columns only, which may be on shared memory. */
export function cohortRows(columns: SupporterColumns, task: CohortTask, options: CohortOptions = {}): CohortRows {
  const { best = 32, drawn = 16, seed = 1 } = options, widest = best + drawn, n = task.seekers.length, maker = new RowMaker(columns, { best, drawn, seed });
  const length = new Int32Array(n), bonus = new Int32Array(n), truncated = new Uint8Array(n);
  let supporter = new Int32Array(Math.min(n, 1024) * widest), weight = new Int32Array(supporter.length), end = 0;
  task.seekers.forEach((seeker, i) => {
    if (end + widest > supporter.length) [supporter, weight] = [wider(supporter, widest), wider(weight, widest)];
    bonus[i] = waitingBonus(seeker, columns.context.now, options);
    length[i] = maker.row(seeker, task.first + i, task.forbidden[i] ?? [], bonus[i], supporter, weight, end);
    truncated[i] = maker.truncated ? 1 : 0;
    end += length[i];
  });
  return { first: task.first, length, bonus, truncated, supporter: supporter.slice(0, end), weight: weight.slice(0, end) };
}

const wider = (array: Int32Array, by: number): Int32Array<ArrayBuffer> => {
  const out = new Int32Array(2 * array.length + by);
  out.set(array);
  return out;
};

/** Whole points for waiting, from the seeker's own day of asking. */
function waitingBonus(seeker: Seeker, now: Instant, { waiting }: CohortOptions): number {
  if (!waiting || seeker.waitingSince === undefined) return 0;
  const days = Math.max(0, Math.floor((now - seeker.waitingSince) / 86_400_000));
  return Math.max(0, Math.min(Math.floor(waiting.most), Math.floor(days * waiting.perDay)));
}

/** Joins the rows of all tasks, in any order, into one market. */
export function joinCohort(columns: SupporterColumns, parts: readonly CohortRows[]): Cohort {
  const inOrder = [...parts].sort((a, b) => a.first - b.first), seekers = inOrder.reduce((sum, p) => sum + p.length.length, 0), pairs = inOrder.reduce((sum, p) => sum + p.supporter.length, 0);
  const rowPtr = new Int32Array(seekers + 1), col = new Int32Array(pairs), weight = new Int32Array(pairs), bonus = new Int32Array(seekers), truncated = new Uint8Array(seekers);
  let i = 0, end = 0;
  for (const part of inOrder) {
    col.set(part.supporter, end);
    weight.set(part.weight, end);
    bonus.set(part.bonus, i);
    truncated.set(part.truncated, i);
    for (const length of part.length) rowPtr[++i] = end += length;
  }
  return { market: { seekers, supporters: columns.rows, capacity: openPlaces(columns), rowPtr, col, weight, sorted: true }, bonus, truncated };
}

function openPlaces({ rows, state, capacity, load, origin }: SupporterColumns): Int32Array {
  const open = new Int32Array(rows);
  for (let row = 0; row < rows; row++) open[origin[row]] = state[row] === 0 ? Math.max(0, capacity[row] - load[row]) : 0;
  return open;
}

/** Candidates for a cohort in this thread. To use more cores, hand `cohortTasks` to workers that run `cohortRows`, then join. */
export function candidates(index: SupporterIndex, seekers: readonly Seeker[], options: CohortOptions = {}): Cohort {
  return joinCohort(index.columns, cohortTasks(index, seekers, 1).map((task) => cohortRows(index.columns, task, options)));
}
