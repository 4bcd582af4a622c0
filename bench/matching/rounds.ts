// Rounds for everybody against LEMON, SciPy and the best npm packages, side by side in the same run.
// usage: node bench/matching/rounds.ts [s1k,s10k,...|small|large|fresh] [--no-npm] [--no-scipy]
import { INSTANCES, instanceFile } from './instances.ts';
import { compiled, type Measured, measure, npmPeers, peerFile, scipyIsThere, script } from './processes.ts';

const SMALL = ['s1k', 's10k', 'a10k', 'b10k', 'q10k', 'qb10k', 'd1k'];
const FRESH = ['f7k', 'f9k', 'f8k', 'f10k'];
const LARGE = ['s100k', 'a100k', 'b100k', 'd5k'];
const NPM = ['munkres@2.0.4', 'linear-sum-assignment@1.0.9', 'min-cost-flow@2.1.0', 'highs@1.15.3'];

type Ours = Measured & { first_ms: number; check_ms: number; violations: number };

const asked = process.argv.slice(2);
const which = asked.find((word) => !word.startsWith('--')) ?? 'small';
const names = which === 'small' ? SMALL : which === 'large' ? LARGE : which === 'fresh' ? FRESH : which.split(',');

const lemon = compiled('lemon');
const scipy = !asked.includes('--no-scipy') && scipyIsThere();
const npm = !asked.includes('--no-npm') && names.some((name) => name.endsWith('1k')) && npmPeers(NPM);
if (!lemon) console.log('LEMON is not here (liblemon-dev and g++ are needed).');

for (const name of names) {
  const prefix = instanceFile(name);
  const big = LARGE.includes(name);
  const repeats = name === 'b100k' ? '3' : big ? '5' : '15';
  const ours = script<Ours>('ours.ts', [prefix, 'lexi', repeats], 600);
  if (!ours) throw new Error(`${name} was not solved`);
  const simplex = lemon ? measure(lemon, [prefix, 'lexi', big ? '1' : '5'], 600) : undefined;
  const known = INSTANCES[name]?.lexi ?? (simplex && [simplex.matched, simplex.total]);
  if (ours.violations > 0) throw new Error(`${name}: the proof failed`);
  if (known && (ours.matched !== known[0] || ours.total !== known[1])) {
    throw new Error(`${name}: ${ours.matched} / ${ours.total}, expected ${known.join(' / ')}`);
  }
  print(name, ours, ours);
  if (lemon) print(name, simplex, ours);
  if (scipy && !big) print(name, measure('python3', [peerFile('scipy_match.py'), prefix, name === 'd1k' ? 'lsa' : 'sparse'], 120), ours);
  if (npm && name.endsWith('1k'))
    for (const peer of NPM)
      print(
        name,
        measure(process.execPath, ['--stack-size=4000', peerFile('npm-match.mjs'), prefix, peer.replace(/@[^@]+$/, '')], 120),
        ours,
        peer,
      );
}

function print(name: string, peer: Measured | undefined, ours: Ours, fallback = 'peer'): void {
  if (!peer) return console.log(`${name.padEnd(6)} ${fallback.padEnd(30)} failed or took longer than allowed`);
  const extra =
    peer === ours
      ? `first ${ours.first_ms} ms, proof ${ours.check_ms} ms`
      : `ours / theirs: CPU ${(ours.cpu_ms / peer.cpu_ms).toFixed(3)}, memory ${(ours.rss_mb / peer.rss_mb).toFixed(2)}`;
  console.log(
    `${name.padEnd(6)} ${peer.peer.padEnd(30)} ${String(peer.cpu_ms).padStart(9)} ms ${String(peer.rss_mb).padStart(5)} MB  ${peer.matched} / ${peer.total}  ${extra}`,
  );
}
