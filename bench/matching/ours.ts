// One of our solves, in a process of its own. usage: ours.ts PREFIX lexi|weight|worst|large|seekers REPEATS
import { readFileSync } from 'node:fs';
import { readInstance } from '../../packages/matching/src/instance/read.ts';
import { checkAnswer } from '../../packages/matching/src/solve/certificate.ts';
import { type Objective, proposeRound } from '../../packages/matching/src/solve/round.ts';
import { optimise, serveWhatIsFree } from '../../packages/matching/src/solve/optimise.ts';
import { reachMost } from '../../packages/matching/src/solve/serve-most.ts';
import { stableMatching } from '../../packages/matching/src/solve/stable.ts';
import { summaryOf } from '../../packages/matching/src/solve/summary.ts';
import { newTransport } from '../../packages/matching/src/solve/transport.ts';

const [prefix = '', mode = 'lexi', repeats = '3'] = process.argv.slice(2);
const { market } = readInstance(JSON.parse(readFileSync(`${prefix}.json`, 'utf8')), readFileSync(`${prefix}.bin`));

/** The solve alone, sorting included, as for a peer whose answer nobody checks; the proof is timed apart. */
function solved(): { match: Int32Array; violations: number; cpu: number; check: number } {
  let from = process.cpuUsage();
  if (mode === 'large' || mode === 'seekers') {
    const { match } = stableMatching(market, mode);
    return { match, violations: 0, cpu: since(from), check: 0 };
  }
  if (mode === 'worst') {
    const { match } = proposeRound(market, { objective: mode as Objective });
    return { match, violations: 0, cpu: since(from), check: 0 };
  }
  const t = newTransport(market);
  optimise(t, mode === 'lexi', true);
  if (mode === 'lexi') reachMost(t);
  else serveWhatIsFree(t);
  const cpu = since(from);
  from = process.cpuUsage();
  const { violations } = checkAnswer(market, t.capacity, t.match, t);
  return { match: t.match, violations, cpu, check: since(from) };
}

function since(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

const runs = Array.from({ length: Number(repeats) }, solved);
const best = runs.reduce((a, b) => (b.cpu < a.cpu ? b : a));
const { matched, total } = summaryOf(market, best.match);
const rounded = (ms: number): number => Math.round(ms * 10) / 10;
console.log(
  JSON.stringify({
    peer: 'ours',
    cpu_ms: rounded(best.cpu),
    first_ms: rounded(runs[0]?.cpu ?? 0),
    check_ms: rounded(best.check),
    violations: best.violations,
    matched,
    total,
    rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
