// The door of matching: suggestions with reasons, proposals, and the two answers.
export { answerByPhone, toReadAloud, type ToReadAloud } from './answer-by-phone.ts';
export { answerProposal, writeIntroduction } from './answer-proposal.ts';
export { leaveMatching } from './leave-matching.ts';
export { proposeMatch, withdrawProposal } from './propose-match.ts';
export { introduction, type Introduction, liveProposals, type Proposal, proposalOf, waitingForMe } from './proposals.ts';
export { placesFor, PROPOSAL_DAYS, turnOf } from './rules.ts';
export { type Reason, type SetAside, suggestions, type Suggestions, type SuggestionSeen } from './suggestions.ts';
export { sweepProposals } from './sweep.ts';
