// The door of safety: people kept apart, concerns, help lines, the code of conduct, who can see what.
export { apartFrom, blockPerson, endBlock, keepApart, keptApart } from './apart.ts';
export { apartFromPerson, type ApartSeen, endKeptApart } from './apart-seen.ts';
export { dangerNumber, type HelpLine, type HelpLineKept, helpLinesToKeep, helpNow, type HelpNow, ownCountry } from './help-lines.ts';
export { confirmHelpLine, raiseHelpLine, removeHelpLine, takeSuggestedLine, writeHelpLine } from './keep-help-line.ts';
export type { SuggestedLine } from './suggested-lines.ts';
export { clocksOf, type ConcernGiven, type ConcernReceived, type ConcernWords, handsOf, receiveConcern, type ShownMessage } from './receive-concern.ts';
export { answeredBy, type ConcernOutcome, dialled, nextCover, outcomes } from './rules.ts';
export { callEnds, closeConcern, handConcernOver, logConcernCall, noteOnConcern, openConcern, takeConcern } from './answer-concern.ts';
export { concern, type ConcernAnswered, type ConcernInList, type ConcernRaised, concerns, type NoteSeen } from './concerns.ts';
export type { Shown, ShownItem } from './shown.ts';
export { type ConcernsSwept, sweepConcerns } from './sweep.ts';
export { everybody, type Sees, type SeesRow, type Somebody, type Thing, things, whoSees } from './who-sees.ts';
export { acceptConduct, type Conduct, conduct, conductOf, keepConductAccepted } from './conduct.ts';
