/** How long a proposal waits for its two answers, in days; then it ends with a kind word. */
export const PROPOSAL_DAYS = 7;
/** When an unanswered proposal is brought to mind, in days after it was made. */
export const REMIND_DAYS = 3;

/** What a proposal's own rows say. */
export interface ProposalFacts {
  readonly supporterSaid: 'yes' | 'no' | null;
  readonly seekerSaid: 'yes' | 'no' | null;
  readonly endedAt: Date | null;
}

/** Whose answer is awaited now: the programme's order, one after the other, so that nobody hears of somebody who then says no. */
export function turnOf(proposal: ProposalFacts, first: 'supporter' | 'seeker'): 'supporter' | 'seeker' | undefined {
  if (proposal.endedAt !== null) return undefined;
  const order = first === 'supporter' ? (['supporter', 'seeker'] as const) : (['seeker', 'supporter'] as const);
  return order.find((side) => (side === 'supporter' ? proposal.supporterSaid : proposal.seekerSaid) === null);
}

/** How many proposals may live at once for one request: one when the coordinator chooses, up to three when the seeker does. */
export function placesFor(programmeChooses: 'choose-for-me' | 'choose-from-three' | 'seeker-decides', seekerChooses: string | null): 1 | 3 {
  const how = programmeChooses === 'seeker-decides' ? (seekerChooses ?? 'choose-for-me') : programmeChooses;
  return how === 'choose-from-three' ? 3 : 1;
}

/** What one side may see of how it went. A no is never told to the other as a no: it reads as "we look again". */
export function shownEnding(ended: string | null, mine: 'yes' | 'no' | null): 'both-yes' | 'we-look-again' | 'you-said-no' | 'time-passed' | undefined {
  if (ended === null) return undefined;
  if (ended === 'both-yes') return 'both-yes';
  if (mine === 'no') return 'you-said-no';
  return ended === 'expired' && mine === null ? 'time-passed' : 'we-look-again';
}

/** How many suggestions a coordinator sees first. */
export const FIRST_FEW = 5;

/** How often one supporter may stand among the first few before others go first: twice an even share, and at least three times. */
export function fairMost(shown: number, supporters: number): number {
  return Math.max(3, Math.ceil((2 * shown) / Math.max(1, supporters)));
}

/** Days within which being proposed counts as having been put forward lately. */
export const LATELY_DAYS = 28;

/** Points a round adds for each whole day of waiting, and the most they come to, of 10,000. Modest and shown apart: it breaks near ties, it does not decide. */
export const WAITING = { perDay: 5, most: 500 } as const;

/** How a proposal may have ended so that a round does not bring the same two together again: somebody said no, or let it pass. */
export const NOT_AGAIN = ['declined', 'expired'] as const;

/** How long a round is kept, in days. */
export const ROUND_DAYS = 365;

/** How long a node may say nothing of a round it works on before another takes it over, in seconds. */
export const TAKEN_SECONDS = 60;
/** How often a round may be taken over before it counts as failed. */
export const MOST_TRIES = 3;
