// The door of check-ins: light questions to both sides, skippable, seen by others only as far as the person agreed (A9).
export { checkIn, type CheckInSeen, checkInsWaiting, type ItemSeen, type OfferSeen } from './check-in.ts';
export { answerCheckIn, skipCheckIn } from './answer-check-in.ts';
export { askForCall, askForNudge, shareAnswer } from './take-offer.ts';
export { sharedAnswers, type SharedSeen } from './shared.ts';
export { checkInsDue, sweepCheckIns } from './sweep.ts';
