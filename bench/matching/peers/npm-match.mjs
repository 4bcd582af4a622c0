// The best npm packages on the same instance. usage: npm-match.mjs PREFIX munkres|linear-sum-assignment|min-cost-flow|highs
// Packages are found from the working directory. Dense ones get repeated columns and gain 0 where a pair is not possible.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [prefix, name] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'here.js'));
const load = async () => import(pathToFileURL(require.resolve(name)).href);
const header = JSON.parse(readFileSync(`${prefix}.json`, 'utf8'));
const bytes = readFileSync(`${prefix}.bin`);
const read = (array) => {
  const place = header.arrays[array];
  return place && new Int32Array(bytes.buffer.slice(bytes.byteOffset + place.offset, bytes.byteOffset + place.offset + 4 * place.length));
};
const { seekers: n, supporters: m } = header;
const capacity = read('capacity');
const weight = read('weight');
const dense = header.layout === 'dense';
const rowPtr = dense ? Int32Array.from({ length: n + 1 }, (_, i) => i * m) : read('rowPtr');
const col = dense ? Int32Array.from({ length: n * m }, (_, e) => e % m) : read('col');
const highest = weight.reduce((a, b) => Math.max(a, b), 0);

const answer = name === 'highs' ? await byHighs() : name === 'min-cost-flow' ? await byFlow() : await byAssignment();
console.log(JSON.stringify({ peer: `npm ${name}`, ...answer, rss_mb: Math.round(process.resourceUsage().maxRSS / 1024) }));

async function byAssignment() {
  const base = [0];
  for (const places of capacity) base.push(base[base.length - 1] + places);
  const costs = Array.from({ length: n }, () => Array.from({ length: base[m] }, () => highest));
  for (let i = 0; i < n; i++) for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) for (let k = 0; k < capacity[col[e]]; k++) costs[i][base[col[e]] + k] = highest - weight[e];
  const module = await load();
  const solve = name === 'munkres' ? (module.munkres ?? module.default) : (module.linearSumAssignment ?? module.default?.default ?? module.default);
  const { result, cpu_ms } = timed(() => solve(costs, ...(name === 'munkres' ? [] : [{ maximaze: false }])));
  const pairs = name === 'munkres' ? result : Array.from(result.rowAssignments, (j, i) => [i, j]).filter(([, j]) => j >= 0);
  return { cpu_ms, ...count(pairs.map(([i, j]) => highest - costs[i][j]).filter((score) => score > 0)) };
}

async function byFlow() {
  const module = await load();
  const solve = module.minCostFlow ?? module.default?.minCostFlow ?? module.default;
  const graph = [];
  for (let i = 0; i < n; i++) {
    graph.push({ from: 'SOURCE', to: `s${i}`, capacity: 1, cost: 0 }, { from: `s${i}`, to: 'SINK', capacity: 1, cost: highest * (n + 1) });
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) graph.push({ from: `s${i}`, to: `p${col[e]}`, capacity: 1, cost: highest - weight[e] });
  }
  for (let j = 0; j < m; j++) graph.push({ from: `p${j}`, to: 'SINK', capacity: capacity[j], cost: 0 });
  const { result, cpu_ms } = timed(() => solve(graph, n));
  return { cpu_ms, ...count(result.filter((edge) => edge.flow > 0 && edge.to.startsWith('p')).map((edge) => highest - edge.cost)) };
}

async function byHighs() {
  const highs = await (await load()).default({});
  const pairs = weight.length;
  const starts = Int32Array.from({ length: pairs + 1 }, (_, e) => 2 * e);
  const indices = new Int32Array(2 * pairs);
  const colCost = Float64Array.from(weight, (w) => -(w + highest * (n + 1)));
  for (let i = 0; i < n; i++) {
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) {
      indices[2 * e] = i;
      indices[2 * e + 1] = n + col[e];
    }
  }
  const rowUpper = new Float64Array(n + m).fill(1);
  rowUpper.set(capacity, n);
  const { result, cpu_ms } = timed(() => {
    const model = highs.createModel({
      numCols: pairs,
      numRows: n + m,
      colCost,
      colLower: new Float64Array(pairs),
      colUpper: new Float64Array(pairs).fill(Infinity),
      rowLower: new Float64Array(n + m).fill(-Infinity),
      rowUpper,
      matrix: { format: 'csc', numRows: n + m, numCols: pairs, starts, indices, values: new Float64Array(2 * pairs).fill(1) },
    });
    model.options.set({ output_flag: false });
    model.run();
    return model.getSolution().colValue;
  });
  return { cpu_ms, ...count(Array.from(weight).filter((_, e) => result[e] > 0.5)) };
}

function timed(run) {
  const from = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(from);
  return { result, cpu_ms: Math.round((user + system) / 100) / 10 };
}

function count(scores) {
  return { matched: scores.length, total: scores.reduce((a, b) => a + b, 0) };
}
