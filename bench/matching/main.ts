// The whole benchmark in one command: node bench/matching/main.ts [small|large|all]
// Rounds against peers, the worst-pair stage, stable matchings, events; then top-k and candidates.
import { spawnSync } from 'node:child_process';
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

heading('Rounds for everybody: number, then total');
if (size !== 'large') {
  show('rounds.ts', 'small');
  show('rounds.ts', 'fresh');
}
if (size !== 'small') show('rounds.ts', 'large');

heading('Number, worst pair, total: against one solve (proofs included; goal at most 6)');
for (const name of names) compare(name, 'worst', 'lexi', name.endsWith('100k') ? '3' : '8');

heading('The same algorithm in C++: best total where places are scarce (goal at 100,000: at most 1.5)');
for (const name of names.filter((known) => known.startsWith('s'))) {
  const twin = compiled('twin');
  const cpp = twin && measure(twin, [instanceFile(name), '6'], 120);
  const ours = script<Measured>('ours.ts', [instanceFile(name), 'weight', '10'], 300);
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

if (size !== 'small') {
  heading('Top-k and candidates');
  show('topk.ts');
  show('candidates.ts');
}

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
