// The door of breaches: lines of the code of conduct that were crossed, what was decided, and the appeal.
export { appealBreach, decideAppeal } from './appeal.ts';
export { breachesHere, type BreachHere, type BreachInList, myBreach, type MyBreach, myBreaches, recordingBreach } from './breaches.ts';
export { decideBreach, recordBreach } from './decide.ts';
export { removeBreaches } from './remove.ts';
export { asideIn } from './aside.ts';
export { type BreachOutcome, breachOutcomes, type BreachWeight, breachWeights } from './rules.ts';
export { sweepAppeals } from './sweep.ts';
