import { blockingPairs, inWords } from '../solve/blocking.ts';
import { proposeRound } from '../solve/round.ts';
import { summaryOf } from '../solve/summary.ts';
import { asked, NotUnderstood, wholeNumber } from './arguments.ts';
import { openAnswer, openInstance, openPairs } from './files.ts';
import { verifyCohort } from './verify-cohort.ts';
import { objectiveAsked } from './wanted.ts';

/** `verify FILE.json ANSWER`: is the answer possible, and as good as a proved optimum (or stable)? */
export function verifyCommand(args: readonly string[]): Record<string, unknown> & { verified: boolean } {
  const ask = asked(args, ['objective', 'places']);
  const [file, answerFile] = ask.words;
  if (file === undefined || answerFile === undefined) throw new NotUnderstood('verify needs a file and an answer');
  const objective = objectiveAsked(ask);
  const { market } = openInstance(file, wholeNumber(ask, 'places', 1));
  if (market.seekerCapacity) return verifyCohort(market, openPairs(answerFile), objective);
  const match = openAnswer(answerFile);
  const { matched, total, worst, mistakes } = summaryOf(market, match);
  const found = { objective, matched, total, worst: worst ?? null };
  if (mistakes.length > 0) return { verified: false, ...found, mistakes: mistakes.slice(0, 5) };
  const blocking = blockingPairs(market, match, 3);
  const swaps = { blocking: blocking.count };
  if (objective === 'stable')
    return { verified: blocking.count === 0, ...found, ...swaps, mistakes: blocking.pairs.map((pair) => inWords(pair)) };
  const best = proposeRound(market, { objective });
  const same =
    objective === 'weight'
      ? total === best.total
      : matched === best.matched && total === best.total && (objective === 'lexi' || worst === best.worst);
  const expected = { matched: best.matched, total: best.total, worst: best.worst ?? null };
  return { verified: same, ...found, ...swaps, ...(same ? {} : { expected }) };
}
