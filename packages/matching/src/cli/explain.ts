import type { Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { explainPair, explainSeeker, openExplainer, type PairExplanation } from '../solve/explain.ts';
import { forcePair, type ForcedPair } from '../solve/force-pair.ts';
import { proposeRound } from '../solve/round.ts';
import { asked, NotUnderstood, personAsked, wholeNumber } from './arguments.ts';
import { openInstance } from './files.ts';
import { objectiveAsked } from './wanted.ts';

/** Pairs of one seeker that are explained, best scores first. */
const SHOWN = 20;

/** `explain FILE.json --seeker I [--supporter J]`: what the round would lose if a pair were forced, and who would move. For `worst` each pair is a round of its own. */
export function explainCommand(args: readonly string[]): Record<string, unknown> {
  const ask = asked(args, ['seeker', 'supporter', 'objective', 'places']);
  const file = ask.words[0];
  const who = ask.named.get('seeker');
  if (file === undefined || who === undefined) throw new NotUnderstood('explain needs a file and --seeker');
  const objective = objectiveAsked(ask);
  if (objective === 'stable') throw new NotUnderstood('explain answers for --objective lexi, worst or weight');
  const { market, names } = openInstance(file, wholeNumber(ask, 'places', 1));
  if (market.seekerCapacity) refuse('contradiction', 'explain is for seekers with one place each, and this file has a seekerCapacity above 1');
  const seeker = personAsked(who, names?.seekerNames), other = ask.named.get('supporter');
  const supporter = other === undefined ? undefined : personAsked(other, names?.supporterNames);
  return { objective, seeker, ...(objective === 'worst' ? byWorst(market, seeker, supporter) : byPrices(market, objective, seeker, supporter)) };
}

interface Answer {
  has: number | null;
  pairs: (PairExplanation | ForcedPair)[];
}

function byPrices(market: Market, objective: 'lexi' | 'weight', seeker: number, supporter: number | undefined): Answer {
  const explainer = openExplainer(market, { objective });
  return { has: explainer.session.t.match[seeker] ?? null, pairs: supporter === undefined ? explainSeeker(explainer, seeker, SHOWN) : [explainPair(explainer, seeker, supporter)] };
}

function byWorst(market: Market, seeker: number, supporter: number | undefined): Answer {
  const { rowPtr, col, weight, capacity, seekers } = market;
  if (!Number.isInteger(seeker) || seeker < 0 || seeker >= seekers) refuse('out-of-range', `seeker ${seeker} is not in this market`);
  const { match } = proposeRound(market, { objective: 'worst' });
  const best = Array.from({ length: rowPtr[seeker + 1] - rowPtr[seeker] }, (_, k) => rowPtr[seeker] + k).filter((e) => capacity[col[e]] > 0).sort((a, b) => weight[b] - weight[a]);
  const asked = supporter === undefined ? best.slice(0, SHOWN).map((e) => col[e]) : [supporter];
  const pairs = asked.map((j) => forcePair(market, match, seeker, j));
  return { has: match[seeker] ?? null, pairs: pairs.sort(({ loss: a }, { loss: b }) => a.people - b.people || a.worst - b.worst || a.points - b.points) };
}
