/** Rounds for everybody against LEMON, SciPy and the best npm packages, side by side in the same run. */
import { INSTANCES, instanceFile } from './instances.ts';
import { compiled, type Measured, measure, npmPeers, peerFile, scipyIsThere, script } from './processes.ts';
import type { Sheet } from './sheet.ts';
import { isLarge, type Size } from './sizes.ts';

const NPM = ['munkres@2.0.4', 'linear-sum-assignment@1.0.9', 'min-cost-flow@2.1.0', 'highs@1.15.3'];
/** Peers that need every pair: nothing else can be given a dense instance within the time allowed. */
const DENSE_NPM = ['munkres', 'linear-sum-assignment'];

/** Our share of LEMON's CPU time, at most, and our own time, at most, warm; the first time in a process where that is a goal. */
const GOALS: Readonly<Record<string, { ratio?: number; ms?: number; first?: number }>> = {
  s1k: { ms: 10, first: 30 },
  s10k: { ratio: 0.5, ms: 100, first: 300 }, a10k: { ratio: 0.5, ms: 100, first: 300 }, b10k: { ratio: 0.5, ms: 200, first: 300 },
  s100k: { ratio: 0.2, ms: 1200 }, a100k: { ratio: 0.2, ms: 1200 }, b100k: { ratio: 0.1, ms: 10_000 },
};
const MOST_MEMORY = 500;

type Ours = Measured & { first_ms: number; check_ms: number; violations: number };

/** Number, then total, on the known instances: the proved optimum, LEMON's time, our own limits; the others beside. */
export function rounds(sheet: Sheet, size: Size): void {
  sheet.begin('Rounds for everybody: number, then total');
  for (const name of size.rounds) {
    const ours = oneRound(sheet, name);
    if (!ours) continue;
    const goal = GOALS[name];
    if (goal?.ms) sheet.atMost(`${name}: our CPU time, warm`, goal.ms, ours.cpu_ms, ' ms');
    if (goal?.first) sheet.atMost(`${name}: the first in a process`, goal.first, ours.first_ms, ' ms');
    if (name.endsWith('100k')) sheet.atMost(`${name}: memory of the process`, MOST_MEMORY, ours.rss_mb, ' MB');
    others(sheet, name, ours);
  }
}

/** Instances that no constant of the solver was chosen on (but for f8k, the last: the share `few` of short lists in optimise.ts). */
export function fresh(sheet: Sheet, size: Size): void {
  if (size.fresh.length === 0) return;
  sheet.begin('Rounds on instances that no constant was chosen on (but for f8k, on which one was)');
  for (const name of size.fresh) oneRound(sheet, name, 0.5);
}

/** Ours and LEMON's: the same optimum, the proof, the ratio. */
function oneRound(sheet: Sheet, name: string, ratio = GOALS[name]?.ratio): Ours | undefined {
  const prefix = instanceFile(name), large = isLarge(name);
  const ours = script<Ours>('ours.ts', [prefix, 'lexi', name === 'b100k' ? '3' : large ? '5' : '15'], 600);
  const lemon = compiled('lemon'), simplex = lemon ? measure(lemon, [prefix, 'lexi', large ? '1' : '5'], 300) : undefined;
  const known = INSTANCES[name]?.lexi ?? (simplex && [simplex.matched, simplex.total]);
  if (!ours) sheet.holds(`${name} is solved`, false);
  else {
    line(sheet, name, ours, ours);
    const right = known && ours.violations === 0 && ours.matched === known[0] && ours.total === known[1];
    sheet.holds(`${name}: the optimum to the unit, proved`, known ? right : undefined, `${ours.matched} / ${ours.total}, ${ours.violations} violations${known && !right ? `, expected ${known.join(' / ')}` : ''}`);
    if (simplex) line(sheet, name, simplex, ours);
    else sheet.say(`${name}: LEMON ${lemon ? 'failed or took longer than 300 s' : 'is not here (g++ and liblemon-dev are needed)'}`);
    if (ratio) sheet.atMost(`${name}: CPU time, ours / LEMON NetworkSimplex`, ratio, simplex && ours.cpu_ms / simplex.cpu_ms);
  }
  return ours;
}

/** Everybody else, for comparison: SciPy where it ends in time, npm packages where they can. */
function others(sheet: Sheet, name: string, ours: Ours): void {
  const prefix = instanceFile(name), dense = name.startsWith('d'), small = name.endsWith('1k') || name === 'd200';
  const peer = (label: string, measured: Measured | undefined) => (measured ? line(sheet, name, measured, ours) : sheet.say(`${name.padEnd(6)} ${label}: failed or took longer than allowed`));
  // At 100,000 SciPy is known to need 40 s on the ample instance and more than 240 s on the others: not run.
  if (!scipyIsThere()) sheet.say('SciPy is not here.');
  else if (dense || !isLarge(name)) peer('SciPy', measure('python3', [peerFile('scipy_match.py'), prefix, dense ? 'lsa' : 'sparse'], 60));
  if (!small && name !== 'd5k') return;
  if (!npmPeers(NPM)) return sheet.say('npm packages cannot be installed here.');
  for (const spec of NPM) {
    const label = spec.replace(/@[^@]+$/, '');
    if (dense && !DENSE_NPM.includes(label)) continue;
    if (name === 'd5k' && label !== 'munkres') continue;
    peer(`npm ${label}`, measure(process.execPath, ['--stack-size=4000', '--max-old-space-size=8000', peerFile('npm-match.mjs'), prefix, label], 60));
  }
}

function line(sheet: Sheet, name: string, peer: Measured, ours: Ours): void {
  const extra = peer === ours ? `first ${ours.first_ms} ms, proof ${ours.check_ms} ms` : `ours / theirs: CPU ${(ours.cpu_ms / peer.cpu_ms).toFixed(3)}, memory ${(ours.rss_mb / peer.rss_mb).toFixed(2)}`;
  sheet.say(`${name.padEnd(6)} ${peer.peer.padEnd(30)} ${String(peer.cpu_ms).padStart(9)} ms ${String(peer.rss_mb).padStart(5)} MB  ${peer.matched} / ${peer.total}  ${extra}`);
}
