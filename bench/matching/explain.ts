// What forcing random pairs of a balanced cohort loses, against solving again from nothing. usage: node bench/matching/explain.ts [SEEKERS] [PAIRS]
import { generate, USUAL } from '../../packages/matching/src/instance/generated/generate.ts';
import { seeded } from '../../packages/matching/src/instance/lots.ts';
import { explainPair, openExplainer } from '../../packages/matching/src/solve/explain.ts';
import { proposeRound } from '../../packages/matching/src/solve/round.ts';
import { quantile } from './floor.ts';

const [seekers = 3000, pairs = 1000] = process.argv.slice(2).map(Number);
const market = generate({ ...USUAL, seekers, supporters: Math.floor(seekers / 3), seed: 5 }), draw = seeded(33);
const explainer = openExplainer(market, { objective: 'lexi' }), best = proposeRound(market, { objective: 'lexi' });
const micros: number[] = [];
let asked = 0, exact = 0, below = 0;
while (asked < pairs) {
  const seeker = Math.floor(draw() * seekers), from = market.rowPtr[seeker] ?? 0, length = (market.rowPtr[seeker + 1] ?? 0) - from;
  const supporter = market.col[from + Math.floor(draw() * length)] ?? -1;
  if (length === 0 || (market.capacity[supporter] ?? 0) === 0) continue;
  const began = performance.now(), said = explainPair(explainer, seeker, supporter);
  micros.push((performance.now() - began) * 1000);
  const forced = proposeRound(market, { objective: 'lexi', locked: [{ seeker, supporter }] }), people = best.matched - forced.matched, points = best.total - forced.total;
  asked++;
  if (said.loss.people === people && said.loss.points === points) exact++;
  if (people > said.bound.people || (people === said.bound.people && points >= said.bound.points)) below++;
}
console.log(JSON.stringify({ pairs: asked, exact, below, micros: { p50: Math.round(quantile(micros, 0.5)), p99: Math.round(quantile(micros, 0.99)) } }));
