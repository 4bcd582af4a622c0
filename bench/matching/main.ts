// The whole benchmark in one command: node bench/matching/main.ts [small|large|all], or node bin/bench.mjs matching [small|large|all]
// Top-k, candidates and rounds end to end; rounds against peers, the same algorithm in C++, the worst-pair stage, stable matchings, events.
// Everything but top-k, candidates and events is CPU time, best of repeats, so that other work on the machine disturbs it least.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { instanceFile } from './instances.ts';
import { compiled, type Measured, measure, script } from './processes.ts';

const size = process.argv[2] ?? 'small';
const names =
  size === 'small'
    ? ['s10k', 'a10k', 'b10k']
    : size === 'large'
      ? ['s100k', 'a100k', 'b100k']
      : ['s10k', 'a10k', 'b10k', 's100k', 'a100k', 'b100k'];

console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load before ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);

heading('Top 20 for one seeker (goals: middle at most 0.6 ms of 100,000 and 2 ms of 1,000,000; every row of 1,000,000 in 8 to 12 ms)');
show('topk.ts', '100000');
if (size !== 'small') show('topk.ts', '1000000');

heading('Candidates for a cohort, and the round (goals: 0.5 s at 10,000 x 2,000, 15 s at 100,000 x 20,000; end to end 1 s and 10 s, two cores)');
show('candidates.ts', '10000', '2000', '0', '5');
show('candidates.ts', '10000', '2000', '2', '5');
if (size !== 'small') show('candidates.ts', '100000', '20000', '2', '2');

heading('Rounds for everybody: number, then total');
if (size !== 'large') {
  show('rounds.ts', 'small');
  show('rounds.ts', 'fresh');
}
if (size !== 'small') show('rounds.ts', 'large');

heading('Number, worst pair, total: against one solve (proofs included; goal at most 6)');
for (const name of names) compare(name, 'worst', 'lexi', name.endsWith('100k') ? '3' : '8');

heading('The same algorithm in C++: best total (goal at 100,000: at most 2.5, better 1.5)');
for (const name of names) {
  const repeats = name === 'b100k' ? '2' : name.endsWith('100k') ? '4' : '10';
  const twin = compiled('twin');
  const cpp = twin && measure(twin, [instanceFile(name), repeats], 300);
  const ours = script<Measured>('ours.ts', [instanceFile(name), 'weight', repeats], 300);
  if (!cpp) console.log(`${name.padEnd(6)} no C++ here, or it took longer than allowed`);
  if (cpp && ours)
    console.log(
      `${name.padEnd(6)} ours ${ours.cpu_ms} ms, C++ ${cpp.cpu_ms} ms: ${(ours.cpu_ms / cpp.cpu_ms).toFixed(2)} (${ours.total === cpp.total ? 'same total' : 'DIFFERENT TOTAL'})`,
    );
}

heading('Stable matchings with ties (goals: 50 ms at 10,000; 800 ms at 100,000; large at most 3 x seekers)');
for (const name of names.filter((known) => known.startsWith('s'))) {
  compare(name, 'large', 'seekers', '6');
  const twin = compiled('stable');
  const cpp = twin && measure(twin, [instanceFile(name), '3'], 120);
  if (cpp) console.log(`${name.padEnd(6)} C++, seekers propose ${cpp.cpu_ms} ms`);
}

heading('One arrives, one leaves');
show('events.ts', names.filter((name) => name !== 'b100k').join(','));

function heading(text: string): void {
  console.log(`\n${text}`);
}

function show(file: string, ...args: string[]): void {
  spawnSync(process.execPath, ['--max-old-space-size=8000', fileURLToPath(new URL(file, import.meta.url)), ...args], { stdio: 'inherit' });
}

function compare(name: string, mode: string, against: string, repeats: string): void {
  const [first, second] = [mode, against].map((which) => script<Measured>('ours.ts', [instanceFile(name), which, repeats], 300));
  if (!first || !second) return console.log(`${name} failed`);
  console.log(
    `${name.padEnd(6)} ${mode} ${first.cpu_ms} ms (${first.matched} / ${first.total}), ${against} ${second.cpu_ms} ms (${second.matched} / ${second.total}): ${(first.cpu_ms / second.cpu_ms).toFixed(2)}`,
  );
}
