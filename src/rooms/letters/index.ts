// The door of letters: words between a member and the programme, calls, and people who phoned.
export { writeLetter } from './write-letter.ts';
export { logCall } from './log-call.ts';
export { markLettersRead } from './mark-read.ts';
export { writeDownCaller } from './write-down-caller.ts';
export { type Correspondence, latestLetters, type Letter, letters, type LettersSeen, lettersWith, myLetters, type ThreadInList } from './letters-with.ts';
export { type LetterAbout } from './threads.ts';
export { type CallEnd, callEnds, type Channel } from './rules.ts';
export { lettersFollowTheirPerson } from './same-person.ts';
