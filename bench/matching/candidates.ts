/**
 * Candidates for a whole cohort, and the round.   node bench/matching/candidates.ts [seekers 10000] [supporters 2000] [workers 0] [runs 3]
 * From plain people to a sorted market, and on to a proved round (number, worst pair, total). Prints one line: building columns, making rows,
 * joining, the round; the first run in this process, the best, and all; milliseconds on the clock and of processor time over all threads. The rows
 * also as a ratio of the time this machine needs merely to read the columns once for every seeker (measured in the same run).
 * With workers 0 everything happens in this thread. The clock is only worth reading when nothing else runs here: `load` says what did.
 */
import { loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import { buildIndex, type Cohort, cohortRows, type CohortRows, cohortTasks, joinCohort, proposeRound, type SupporterColumns } from '../../packages/matching/src/index.ts';
import { readSpeed, round } from './floor.ts';
import { CANCER, NOW, rng, seeker, supporter } from './population.ts';

const [people = 10_000, rows = 2_000, workers = 0, runs = 3] = process.argv.slice(2).map(Number);
const s = rng(4242), p = rng(777), seekers = Array.from({ length: people }, (_, i) => seeker(s, i)), supporters = Array.from({ length: rows }, (_, i) => supporter(p, i));
const speed = readSpeed(), PIECES_PER_WORKER = 8;

/** Started with the first run, which therefore pays for it, and kept, as a server would keep them. */
let crew: Worker[] = [];

function inWorkers(columns: SupporterColumns, tasks: ReturnType<typeof cohortTasks>): Promise<CohortRows[]> {
  return new Promise((done, failed) => {
    const out: CohortRows[] = [], waiting = [...tasks];
    if (crew.length === 0) crew = Array.from({ length: workers }, () => new Worker(new URL('./candidates-worker.ts', import.meta.url)));
    for (const worker of crew) {
      const next = () => { const task = waiting.shift(); if (task) worker.postMessage(task); };
      worker.removeAllListeners('message').removeAllListeners('error').on('error', failed).on('message', (rows: CohortRows) => {
        out.push(rows);
        next();
        if (out.length === tasks.length) done(out);
      });
      worker.postMessage(columns);
      next();
      next();
    }
  });
}

async function once() {
  const cpu = process.cpuUsage(), start = performance.now(), index = buildIndex(supporters, CANCER, { now: NOW }), built = performance.now();
  const tasks = cohortTasks(index, seekers, workers > 0 ? workers * PIECES_PER_WORKER : 1);
  const parts = workers > 0 ? await inWorkers(index.columns, tasks) : tasks.map((task) => cohortRows(index.columns, task)), made = performance.now();
  const cohort = joinCohort(index.columns, parts), joined = performance.now(), used = process.cpuUsage(cpu);
  const { matched, total } = proposeRound(cohort.market, { objective: 'worst' }), end = performance.now(), all = process.cpuUsage(cpu), cpuOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;
  return {
    cohort, columns: index.columns, matched, total_points: total,
    ms: { build: built - start, rows: made - built, join: joined - made, candidates: joined - start, round: end - joined, end_to_end: end - start, cpu_candidates: cpuOf(used), cpu_end_to_end: cpuOf(all) },
  };
}

const all: Awaited<ReturnType<typeof once>>[] = [];
for (let i = 0; i < runs; i++) all.push(await once());
for (const worker of crew) void worker.terminate();
const [first = await once()] = all, best = all.reduce((a, b) => (b.ms.cpu_end_to_end < a.ms.cpu_end_to_end ? b : a)), { market, truncated }: Cohort = best.cohort;
const read = (rows * (best.columns.facets.length * 2 + 84 + 4 + 2 + 4)) / speed * 1000 * people, whole = (ms: typeof best.ms) => Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, Math.round(value)]));
console.log(JSON.stringify({
  bench: 'candidates', seekers: people, supporters: rows, workers, runs, load: round(loadavg()[0] ?? 0), read_GBps: round(speed / 1e9), floor_ms: Math.round(read),
  first_ms: whole(first.ms), best_ms: whole(best.ms), end_to_end_ms: all.map((x) => Math.round(x.ms.end_to_end)), ratio_to_floor: round(best.ms.rows / read),
  pairs: market.col.length, per_seeker: round(market.col.length / people), matched: best.matched, total: best.total_points,
  alone: market.rowPtr.slice(1).filter((end, i) => end === market.rowPtr[i]).length, truncated: truncated.reduce((sum, t) => sum + t, 0), rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
}));
