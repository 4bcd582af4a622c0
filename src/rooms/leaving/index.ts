// The door of leaving: somebody goes for good, or takes own words back; what was theirs becomes unreadable, and stays so.
export { leave, leaving, type Leaving } from './leave.ts';
export { carryOutErasures, type OlderThan, waitsAgain } from './carry-out.ts';
export { takeBackAllWords, takeBackMessages } from './own-words.ts';
