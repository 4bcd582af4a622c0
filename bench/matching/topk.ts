/**
 * The best 20 of many supporters for one seeker.   node bench/matching/topk.ts [supporters 1000000] [questions 200] [k 20]
 * Prints one line: time for a question through ordered blocks and by looking at every row, both as ratios of the time
 * this machine needs merely to read every column once (measured in the same run), and whether both found the same people.
 */
import { IndexBuilder, Search, Top } from '../../packages/matching/src/index.ts';
import { readSpeed, round, spread } from './floor.ts';
import { CANCER, NOW, rng, seeker, supporter } from './population.ts';

const [rows = 1_000_000, questions = 200, k = 20] = process.argv.slice(2).map(Number);
const speed = readSpeed(), r = rng(777), builder = new IndexBuilder(CANCER, { now: NOW });
const started = performance.now();
for (let i = 0; i < rows; i++) builder.add(supporter(r, i));
const added = performance.now(), { columns } = builder.build(), built = performance.now();

const ask = rng(4242), seekers = Array.from({ length: questions }, (_, i) => seeker(ask, i)), search = new Search(columns), none: number[] = [];
const bytes = [columns.classes, columns.heads, columns.week, columns.parts, columns.zone, columns.turn, columns.ready, ...columns.languages.bits, ...columns.channels.bits].reduce((s, a) => s + a.byteLength, 0);

function run(ordered: boolean) {
  const ms: number[] = [], found: string[] = [], cpu = process.cpuUsage();
  for (const who of seekers) {
    const start = performance.now(), top = new Top(k), query = search.maker.query(who);
    search.into(top, query, search.eligibleFor(query, none), ordered);
    ms.push(performance.now() - start);
    found.push(top.inOrder().map((f) => `${f.row}:${f.score}`).join());
  }
  const used = process.cpuUsage(cpu);
  return { ms, found, cpu: (used.user + used.system) / 1000 / questions };
}

const cold = run(true), warm = run(true);
run(false);
const every = run(false);
const floor = (bytes / speed) * 1000, report = (x: { ms: number[]; cpu: number }) => ({ ...spread(x.ms), cpu: round(x.cpu), ratio_to_floor: round(spread(x.ms).p50 / floor) });
console.log(JSON.stringify({
  bench: 'topk', supporters: rows, k, questions, bytes_per_supporter: round(bytes / rows), read_GBps: round(speed / 1e9), floor_ms: round(floor),
  first_time_ms: report(cold), ordered_ms: report(warm), every_row_ms: report(every), same: warm.found.every((f, i) => f === every.found[i]),
  blocks: columns.blockStart.length - 1, lead: columns.facets.slice(columns.lead).map((f) => f.name), classes: columns.facets.map((f) => f.examples.length),
  add_ms: Math.round(added - started), build_ms: Math.round(built - added), rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
}));
