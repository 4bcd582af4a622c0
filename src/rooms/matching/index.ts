// The door of matching: suggestions with reasons, proposals and the two answers, and rounds for a whole programme.
export { answerByPhone, toReadAloud, type ToReadAloud } from './answer-by-phone.ts';
export { answerProposal, writeIntroduction } from './answer-proposal.ts';
export { askForRound } from './ask-for-round.ts';
export { compareSupporters } from './compare-supporters.ts';
export { decideRound, setRoundAside } from './decide-round.ts';
export { pairOfRound, seekerOfRound } from './explain-round.ts';
export { holdPair, holdsOf, releasePair } from './hold-pair.ts';
export { keepSupportersReady } from './market/keep-ready.ts';
export { leaveMatching } from './leave-matching.ts';
export { ROUND_ASKED, workRounds } from './making/work-rounds.ts';
export { proposeMatch, withdrawProposal } from './propose-match.ts';
export { introduction, type Introduction, type Proposal, proposalOf, waitingForMe } from './proposals.ts';
export type { Reason } from './reasons.ts';
export { fairness, recruitment, wouldSwap } from './reports.ts';
export { roundOf, type RoundWithLines } from './round-of.ts';
export type {
  Change, ChangeSeen, Compared, Fairness, FairnessSeen, FairnessTable, FellWhy, ForcedLoss, HoldSeen, LineKind, LineSeen, MoveSeen, NeedSeen, PairExplained, RecruitmentSeen, RoundDecision,
  RoundFigures, RoundSeen, RoundStage, RoundState, SeekerExplained, SideBySide, SwapSeen, WouldChangeSeen,
} from './round-types.ts';
export { roundsOf, type RoundsSeen } from './rounds.ts';
export { turnOf } from './rules.ts';
export { type SetAside, suggestions, type Suggestions, type SuggestionSeen } from './suggestions.ts';
export { sweepProposals } from './sweep.ts';
export { sweepRounds } from './sweep-rounds.ts';
