import type { BareKey } from '../../messages/index.ts';
import type { BreachOutcome, BreachWeight } from '../../rooms/breaches/index.ts';

/** How much a breach weighs, in words. */
export const weightWords: Record<BreachWeight, BareKey> = { boundary: 'breaches.weight.boundary', serious: 'breaches.weight.serious', 'at-once': 'breaches.weight.at-once' };

/** The steps of the protocol, in words. */
export const breachOutcomeWords: Record<BreachOutcome, BareKey> = {
  none: 'breaches.outcome.none', talk: 'breaches.outcome.talk', training: 'breaches.outcome.training', pause: 'breaches.outcome.pause', end: 'breaches.outcome.end',
};

/** How an appeal ended, in words. */
export const endingWords: Record<'stands' | 'changed' | 'taken-back', BareKey> = { stands: 'breaches.ending.stands', changed: 'breaches.ending.changed', 'taken-back': 'breaches.ending.taken-back' };
