import type { Visit } from '../../web/visit.ts';
import { type Side, waysOf } from './ways.ts';

/** Where a sheet that was begun, or begun anew with more questions, goes on: at the first open question, or at the list of answers when none is left. */
export const afterBegin = (side: Side) => ({
  then({ first }: { readonly first: string | undefined }, visit: Visit) {
    const ways = waysOf(side, visit.params.programme ?? '');
    return { to: first === undefined ? ways.check : ways.question(first) };
  },
  refusals: {
    'not-open': 'intake.refusal.not-open', 'no-cookies': 'intake.refusal.no-cookies',
    'already-waiting': 'intake.refusal.already-waiting', 'already-applied': 'intake.refusal.already-applied',
  },
} as const);
