// The door of safety: people kept apart, concerns, help lines, the code of conduct.
export { apartFrom, blockPerson, endBlock, keepApart, keptApart } from './apart.ts';
export { apartFromPerson, type ApartSeen, endKeptApart } from './apart-seen.ts';
export { programmesAround } from './around.ts';
export { dangerNumber, type HelpLine, type HelpLineKept, helpLinesToKeep, helpNow, type HelpNow } from './help-lines.ts';
export { confirmHelpLine, raiseHelpLine, removeHelpLine, takeSuggestedLine, writeHelpLine } from './keep-help-line.ts';
export type { SuggestedLine } from './suggested-lines.ts';
export { clocksOf, handsOf } from './clocks.ts';
export { type ConcernGiven, type ConcernReceived, type ConcernWords, receiveConcern, type ShownMessage } from './receive-concern.ts';
export { answeredBy, type ConcernOutcome, dialled, nextCover, outcomes } from './rules.ts';
export { callEnds, closeConcern, handConcernOver, logConcernCall, noteOnConcern, openConcern, takeConcern } from './answer-concern.ts';
export { concern, type ConcernAnswered, type ConcernInList, type ConcernRaised, concerns, type NoteSeen } from './concerns.ts';
export type { Shown, ShownItem } from './shown.ts';
export { shownPicture } from './shown-picture.ts';
export { type ConcernsSwept, sweepConcerns } from './sweep.ts';
export {
  acceptConduct, type Conduct, conduct, conductAtTheDoor, conductMissing, type ConductMissing, conductOf, conductToRead, type ConductYes, conductYesOf, keepConductAccepted, recordConduct,
} from './conduct.ts';
export { moveLevel } from './move-level.ts';
export { answersForSafety, dangerNow, type DangerNow, type DangerOpen } from './danger-now.ts';
export { dangerCall, type DangerCall, type DangerSeen, noteDangerCall } from './danger-calls.ts';
export { answerContactAsked, askContact, type ContactAsked, contactRelease, type ContactReleaseSeen, contactsToConfirm, noteContactTold, openContact } from './contact-release.ts';
export { type ContactSheet, mySheet, type MySheet, writeContactSheet } from './contact-sheet.ts';
export { type SpokenSheet, spokenSheet, writeSpokenSheet } from './spoken-sheet.ts';
export { blankConcern, concernsClosedBefore, eraseConcerns } from './erase-concerns.ts';
export { concernBehind } from './who-answers.ts';
