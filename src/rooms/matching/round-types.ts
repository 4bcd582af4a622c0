import type { RuleName } from '@companionway/matching';
import type { Reason } from './reasons.ts';

/** Where a round stands. `set-aside`: a person decided against it, or stopped it while it was being made. */
export type RoundState = 'working' | 'ready' | 'failed' | 'set-aside';

/** What a working round is at, in order. */
export type RoundStage = 'waiting' | 'gathering' | 'candidates' | 'solving' | 'proving' | 'explaining' | 'keeping' | 'done';

/** How a seeker's line differs from the round before. */
export type Change = 'same' | 'new' | 'moved' | 'no-longer' | 'still-nobody';

/** What a line of a round is: the engine chose it, a coordinator holds it, a proposal is under way (and does not move), or there is nobody. */
export type LineKind = 'chosen' | 'held' | 'live' | 'nobody';

/** Why a pair that a person chose could not be proposed any more: a state of the request, no free place, a hold, or the rule that no longer holds. */
export type FellWhy = 'not-waiting' | 'seeker-waits' | 'already-proposed' | 'gone' | 'held-apart' | RuleName;

/** Counts, points and times of a round. Times in milliseconds. */
export interface RoundFigures {
  readonly seekers: number;
  readonly supporters: number;
  /** Places that were free, without those of running relationships and live proposals. */
  readonly places: number;
  readonly matched: number;
  readonly held: number;
  readonly live: number;
  /** Sum of points of the pairs the engine chose and of those held, with waiting points; what the proof is about. */
  readonly total: number;
  /** The lowest points of a pair the engine chose; null without any. */
  readonly worst: number | null;
  readonly pairs: number;
  readonly cpuMs: number;
  readonly ms: Readonly<Partial<Record<RoundStage, number>>>;
  readonly proof: { readonly proved: boolean; readonly violations: number; readonly covers: number };
  /** Held together by a coordinator and yet impossible: rule by rule. They are shown, never forced. */
  readonly heldInVain: readonly { readonly request: string; readonly supporter: string; readonly why: RuleName | 'gone' }[];
  readonly change: { readonly same: number; readonly new: number; readonly moved: number; readonly noLonger: number; readonly left: number };
}

/** A decision a person made on a round. */
export interface RoundDecision {
  readonly by: string | undefined;
  readonly at: Date;
  readonly kind: 'proposed' | 'set-aside';
  readonly made: number;
  readonly fell: number;
  readonly why: string;
}

/** A round as the list and its own page show it. */
export interface RoundSeen {
  readonly id: string;
  readonly programme: string;
  readonly state: RoundState;
  readonly stage: RoundStage;
  /** 0 to 1. */
  readonly fraction: number;
  readonly trial: boolean;
  readonly weights: Readonly<Record<string, number>>;
  readonly askedBy: string | undefined;
  readonly askedAt: Date;
  readonly readyAt: Date | null;
  readonly engine: string;
  readonly inputsHash: string | null;
  readonly failedWhy: 'interrupted' | 'fault' | null;
  readonly against: string | null;
  readonly figures: RoundFigures | null;
  readonly decisions: readonly RoundDecision[];
}

/** One line of a round: a seeker, and whom they would meet. */
export interface LineSeen {
  readonly position: number;
  readonly request: string;
  readonly seeker: string | undefined;
  readonly waitingSince: Date;
  readonly supporter: string | null;
  readonly supporterName: string | undefined;
  readonly kind: LineKind;
  readonly change: Change;
  readonly before: { readonly supporter: string; readonly name: string | undefined } | null;
  /** Points, 0 to 10,000: the sum of the reasons' points. */
  readonly score: number | null;
  readonly bonus: number;
  readonly reasons: readonly Reason[];
  /** Supporters every rule allowed, as far as the round looked (48 for one seeker). */
  readonly possible: number;
  /** When nobody was possible: how many each rule removed. Empty when places went to others; `seekerOfRound` says more. */
  readonly removed: readonly { readonly rule: RuleName; readonly count: number }[];
  readonly hold: { readonly id: string; readonly kind: 'together' | 'apart' } | null;
  readonly proposal: string | null;
  readonly fell: FellWhy | null;
  /** Whether a person may choose it now: chosen or held by this round, not proposed yet, and the round is ready and no trial. */
  readonly open: boolean;
}

/** A hold of a coordinator, live. */
export interface HoldSeen {
  readonly id: string;
  readonly request: string;
  readonly seeker: string | undefined;
  readonly supporter: string;
  readonly supporterName: string | undefined;
  readonly kind: 'together' | 'apart';
  readonly reason: string;
  readonly by: string | undefined;
  readonly at: Date;
}
