import { drawnOrder, inOriginalOrder } from '../instance/lots.ts';
import { restricted, withLocked } from '../instance/restrict.ts';
import { blockingPairs } from '../solve/blocking.ts';
import { type Objective, proposeRound } from '../solve/round.ts';
import { stableMatching } from '../solve/stable.ts';
import { summaryOf } from '../solve/summary.ts';
import type { Market } from '../instance/instance.ts';
import { asked, NotUnderstood, pairsAsked, wholeNumber } from './arguments.ts';
import { openInstance, type Opened, saveAnswer, savePairs } from './files.ts';
import { cohortResult } from './solve-cohort.ts';
import { milliseconds, objectiveAsked, type Wanted } from './wanted.ts';

/** `solve FILE.json`: one JSON line with the result and its proof. */
export function solveCommand(args: readonly string[]): Record<string, unknown> {
  const ask = asked(args, ['objective', 'locked', 'forbidden', 'seed', 'out', 'places']);
  const file = ask.words[0];
  if (file === undefined) throw new NotUnderstood('solve needs a file');
  const objective = objectiveAsked(ask);
  const opened = openInstance(file, wholeNumber(ask, 'places', 1));
  const locked = pairsAsked(ask.named.get('locked'), opened.names?.seekerNames, opened.names?.supporterNames);
  const forbidden = pairsAsked(ask.named.get('forbidden'), opened.names?.seekerNames, opened.names?.supporterNames);
  const seed = ask.named.has('seed') ? { seed: wholeNumber(ask, 'seed', 0) } : {};
  const wishes = { locked, forbidden, ...seed };
  const out = ask.named.get('out');
  const rss = (): { rss_mb: number } => ({ rss_mb: Math.round(process.resourceUsage().maxRSS / 1024) });
  if (opened.market.seekerCapacity) {
    const cohort = cohortResult(opened.market, objective, wishes);
    if (out !== undefined) savePairs(out, cohort.pairs, { objective });
    return { objective, ...cohort.line, ...sizes(opened), ...opened.notes, ...rss() };
  }
  const result = objective === 'stable' ? stableResult(opened.market, wishes) : roundResult(opened.market, objective, wishes);
  if (out !== undefined) saveAnswer(out, result.match, { objective, ...named(opened, result.match) });
  return { objective, ...result.line, ...sizes(opened), ...opened.notes, ...rss() };
}

interface Result {
  match: Int32Array;
  line: Record<string, unknown>;
}

function roundResult(market: Market, objective: Objective, wanted: Wanted): Result {
  const from = process.cpuUsage();
  const round = proposeRound(market, { objective, ...wanted });
  const cpu = milliseconds(process.cpuUsage(from));
  const { checked } = round.certificate;
  const line = {
    matched: round.matched,
    total: round.total,
    worst: summaryOf(market, round.match).worst ?? null,
    blocking: blockingPairs(market, round.match, 0).count,
    certificate: { proved: true, violations: checked.violations, number_proved: round.certificate.covers.length > 0 },
    cpu_ms: cpu,
    ...round.effort,
  };
  return { match: round.match, line };
}

/** Locked pairs stay; everybody else is matched stably among the places that are left. With a seed, ties that scores leave open fall by lot. */
function stableResult(market: Market, { locked, forbidden, seed }: Wanted): Result {
  const open = restricted(market, locked, forbidden).market;
  const from = process.cpuUsage();
  const drawn = seed === undefined ? undefined : drawnOrder(open, seed);
  const { match: found, proposals } = stableMatching(drawn?.market ?? open);
  const match = drawn ? inOriginalOrder(found, drawn) : found;
  const cpu = milliseconds(process.cpuUsage(from));
  const blocking = blockingPairs(open, match, 0).count;
  const whole = withLocked(match, locked);
  const { matched, total, worst } = summaryOf(market, whole);
  return {
    match: whole,
    line: {
      matched,
      total,
      worst: worst ?? null,
      blocking,
      certificate: { proved: blocking === 0, stable: blocking === 0 },
      cpu_ms: cpu,
      proposals,
    },
  };
}

function sizes({ market }: Opened): Record<string, number> {
  return { seekers: market.seekers, supporters: market.supporters, pairs: market.col.length };
}

function named({ names }: Opened, match: Int32Array): Record<string, unknown> {
  if (!names) return {};
  const pairs: Record<string, string> = {};
  for (const [i, j] of match.entries()) if (j >= 0) pairs[names.seekerNames[i]] = names.supporterNames[j];
  return { pairs };
}
