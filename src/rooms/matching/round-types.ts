import type { RuleName, WhyNot } from '@companionway/matching';
import type { Text } from '../../content/index.ts';
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

/** What the whole round would lose by a pair, in the order of its aims. */
export interface ForcedLoss {
  readonly people: number;
  /** People with an urgent request, who come first among as many people. */
  readonly urgent: number;
  /** Points by which the weakest pair falls. */
  readonly worst: number;
  readonly points: number;
}

/** Somebody who would move. Null is nobody. */
export interface MoveSeen {
  readonly request: string;
  readonly seeker: string | undefined;
  readonly from: { readonly supporter: string; readonly name: string | undefined } | null;
  readonly to: { readonly supporter: string; readonly name: string | undefined } | null;
}

/** One pair of a round, explained. */
export interface PairExplained {
  readonly round: string;
  readonly request: string;
  readonly seeker: string | undefined;
  readonly supporter: string;
  readonly supporterName: string | undefined;
  /** `not-possible`: a rule was in the way, see `why`. `left-out`: possible, and further down than the round looked (see PEOPLE.md, a cohort). `fixed`: one of the two has a proposal or a hold. */
  readonly state: 'chosen' | 'not-chosen' | 'not-possible' | 'left-out' | 'fixed';
  readonly score: number | null;
  readonly bonus: number;
  /** Parts whose points add up to `score`. */
  readonly reasons: readonly Reason[];
  /** Today's answers give other points than the round had. */
  readonly changedSince: boolean;
  readonly why: WhyNot | null;
  /** For a pair not chosen: the proved loss when it is forced, and who would move. */
  readonly ifForced: { readonly verdict: 'as-good' | 'costs'; readonly loss: ForcedLoss; readonly chain: readonly MoveSeen[] } | null;
}

/** A thing that would open a door, with the value's own words where it has any. */
export interface ChangeSeen {
  readonly rule: RuleName;
  readonly supporters: number;
  readonly values: readonly { readonly value: string; readonly words: Text | undefined; readonly supporters: number }[];
  readonly soonest: Date | null;
}

/** What would have to change, looked at with today's values. */
export interface WouldChangeSeen {
  /** Supporters that are possible as things are. */
  readonly possibleNow: number;
  /** Single things that would open further doors. */
  readonly changes: readonly ChangeSeen[];
  /** Where no single thing is enough: which of them together. */
  readonly together: readonly { readonly rules: readonly RuleName[]; readonly supporters: number }[];
}

/** A seeker of a round: what they got, who else was possible, what would have to change. */
export interface SeekerExplained {
  readonly round: string;
  readonly programme: string;
  readonly line: LineSeen;
  /** Others who were possible in this round, best first, at most ten. */
  readonly others: readonly { readonly supporter: string; readonly name: string | undefined; readonly score: number }[];
  /** Null for the seconds in which a large programme's supporters are read for the first time since the program started. */
  readonly wouldChange: WouldChangeSeen | null;
}

/** Two people who would both rather have each other. Null: nobody now, or a free place. */
export interface SwapSeen {
  readonly request: string;
  readonly seeker: string | undefined;
  readonly supporter: string;
  readonly supporterName: string | undefined;
  readonly instead: { readonly supporter: string; readonly name: string | undefined } | null;
  readonly lettingGo: { readonly request: string; readonly seeker: string | undefined } | null;
}

/** Something that is missing. */
export interface NeedSeen {
  readonly value: string;
  readonly words: Text | undefined;
  readonly seekers: number;
  readonly withoutAnyone: number;
  readonly withoutRoom: number;
  readonly openPlaces: number;
}

/** Whom to look for, as the latest round saw it. */
export interface RecruitmentSeen {
  readonly round: string;
  readonly asOf: Date;
  readonly seekers: number;
  readonly withoutAnyone: number;
  readonly withoutRoom: number;
  readonly languages: readonly NeedSeen[];
  readonly conditions: readonly NeedSeen[];
  /** `day` 1 Monday to 7, `from` the hour at which six hours begin. */
  readonly hours: readonly (NeedSeen & { readonly day: number; readonly from: number })[];
  readonly together: readonly { readonly language: string; readonly languageWords: Text | undefined; readonly condition: string; readonly conditionWords: Text | undefined; readonly seekers: number }[];
}

/** A line of the fairness report. Null: left out, because it could point at somebody. */
export interface FairnessSeen {
  readonly value: string;
  readonly words: Text | undefined;
  readonly people: number | null;
  readonly served: number | null;
  readonly servedPerThousand: number | null;
  readonly middleWaitDays: number | null;
  readonly longWaitDays: number | null;
  readonly meanScore: number | null;
}

/** Served, waiting and fit by group. `by` is `language` (the one they can be met in), `source` (how they came) or `access` (`some` or `none`). */
export interface FairnessTable {
  readonly least: number;
  readonly all: FairnessSeen;
  readonly by: readonly { readonly name: 'language' | 'source' | 'access'; readonly lines: readonly FairnessSeen[] }[];
}

/** The fairness report, as the latest round saw it. */
export interface Fairness {
  readonly round: string;
  readonly asOf: Date;
  /** As it would be if the whole round were proposed and everybody said yes. */
  readonly ofRound: FairnessTable;
  /** Everybody who asked or was matched within a year. */
  readonly ofYear: FairnessTable;
  /** Of all first five places on the seekers' lists, the share that fell to the most shown tenth of supporters, in a thousand: as points alone would have it, and with the cap. */
  readonly exposure: { readonly uncapped: number | null; readonly capped: number | null };
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

/** One of two to four supporters held side by side. */
export interface Compared {
  readonly supporter: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly possible: boolean;
  readonly why: WhyNot | null;
  readonly score: number;
  /** One for each soft criterion, in the order of `criteria`; points add up to `score`. */
  readonly reasons: readonly Reason[];
  readonly common: { readonly languages: readonly string[]; readonly channels: readonly string[]; readonly minutes: number | null };
  readonly load: number;
  readonly capacity: number;
}

/** Supporters side by side for one request. */
export interface SideBySide {
  readonly request: string;
  readonly programme: string;
  readonly seeker: string | undefined;
  readonly criteria: readonly { readonly id: string; readonly name: Text }[];
  readonly supporters: readonly Compared[];
}
