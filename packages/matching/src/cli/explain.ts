import { refuse } from '../instance/refused.ts';
import { proposeRound } from '../solve/round.ts';
import { explainPair, explainSeeker, openExplainer } from '../solve/explain.ts';
import { asked, NotUnderstood, personAsked, wholeNumber } from './arguments.ts';
import { openInstance } from './files.ts';
import { objectiveAsked } from './wanted.ts';

/** `explain FILE.json --seeker I [--supporter J]`: what the round would lose if a pair were forced, and who would move. For `worst`, all other pairs stay at least as good as the weakest. */
export function explainCommand(args: readonly string[]): Record<string, unknown> {
  const ask = asked(args, ['seeker', 'supporter', 'objective', 'places']);
  const file = ask.words[0];
  const who = ask.named.get('seeker');
  if (file === undefined || who === undefined) throw new NotUnderstood('explain needs a file and --seeker');
  const objective = objectiveAsked(ask);
  if (objective === 'stable') throw new NotUnderstood('explain answers for --objective lexi, worst or weight');
  const { market, names } = openInstance(file, wholeNumber(ask, 'places', 1));
  if (market.seekerCapacity) refuse('contradiction', 'explain is for seekers with one place each, and this file has a seekerCapacity above 1');
  const seeker = personAsked(who, names?.seekerNames);
  const leastScore = objective === 'worst' ? (proposeRound(market, { objective }).worst ?? 0) : 0;
  const explainer = openExplainer(market, objective === 'worst' ? { leastScore } : { objective });
  const other = ask.named.get('supporter');
  const pairs =
    other === undefined ? explainSeeker(explainer, seeker) : [explainPair(explainer, seeker, personAsked(other, names?.supporterNames))];
  return { objective, seeker, has: explainer.session.t.match[seeker] ?? null, pairs };
}
