/**
 * Candidates for a whole cohort.   node bench/matching/candidates.ts [seekers 10000] [supporters 2000] [workers 0] [runs 3]
 * From plain people to a sorted market. Prints one line: building columns, making rows, joining; best and all runs, and the rows as a
 * ratio of the time this machine needs merely to read the columns once for every seeker (measured in the same run).
 * With workers 0 everything happens in this thread.
 */
import { Worker } from 'node:worker_threads';
import { buildIndex, type Cohort, cohortRows, type CohortRows, cohortTasks, joinCohort, type SupporterColumns } from '../../packages/matching/src/index.ts';
import { readSpeed, round } from './floor.ts';
import { CANCER, NOW, rng, seeker, supporter } from './population.ts';

const [people = 10_000, rows = 2_000, workers = 0, runs = 3] = process.argv.slice(2).map(Number);
const s = rng(4242), p = rng(777), seekers = Array.from({ length: people }, (_, i) => seeker(s, i)), supporters = Array.from({ length: rows }, (_, i) => supporter(p, i));
const speed = readSpeed(), PIECES_PER_WORKER = 8;

function inWorkers(columns: SupporterColumns, tasks: ReturnType<typeof cohortTasks>): Promise<CohortRows[]> {
  return new Promise((done, failed) => {
    const out: CohortRows[] = [], waiting = [...tasks], crew = Array.from({ length: workers }, () => new Worker(new URL('./candidates-worker.ts', import.meta.url), { workerData: columns }));
    for (const worker of crew) {
      worker.on('error', failed);
      worker.on('message', (message: CohortRows | 'ready') => {
        if (message !== 'ready') out.push(message);
        const next = waiting.shift();
        if (next) worker.postMessage(next);
        else void worker.terminate();
        if (out.length === tasks.length) done(out);
      });
    }
  });
}

async function once() {
  const cpu = process.cpuUsage(), start = performance.now(), index = buildIndex(supporters, CANCER, { now: NOW }), built = performance.now();
  const tasks = cohortTasks(index, seekers, workers > 0 ? workers * PIECES_PER_WORKER : 1);
  const parts = workers > 0 ? await inWorkers(index.columns, tasks) : tasks.map((task) => cohortRows(index.columns, task)), made = performance.now();
  const cohort = joinCohort(index.columns, parts), end = performance.now(), used = process.cpuUsage(cpu);
  return { cohort, columns: index.columns, build: built - start, rows: made - built, join: end - made, total: end - start, cpu: (used.user + used.system) / 1000 };
}

const all: Awaited<ReturnType<typeof once>>[] = [];
for (let i = 0; i < runs; i++) all.push(await once());
const best = all.reduce((a, b) => (b.total < a.total ? b : a)), { market, truncated }: Cohort = best.cohort;
const read = (rows * (best.columns.facets.length * 2 + 84 + 4 + 2 + 4)) / speed * 1000 * people;
console.log(JSON.stringify({
  bench: 'candidates', seekers: people, supporters: rows, workers, runs, read_GBps: round(speed / 1e9), floor_ms: Math.round(read),
  best_ms: { build: Math.round(best.build), rows: Math.round(best.rows), join: Math.round(best.join), total: Math.round(best.total), cpu: Math.round(best.cpu) },
  ratio_to_floor: round(best.rows / read), total_ms: all.map((x) => Math.round(x.total)), pairs: market.col.length, per_seeker: round(market.col.length / people),
  alone: market.rowPtr.slice(1).filter((end, i) => end === market.rowPtr[i]).length, truncated: truncated.reduce((sum, t) => sum + t, 0), rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
}));
