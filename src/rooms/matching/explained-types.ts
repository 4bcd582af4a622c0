import type { RuleName, WhyNot } from '@companionway/matching';
import type { Text } from '../../content/index.ts';
import type { Reason } from './reasons.ts';
import type { LineSeen } from './round-types.ts';

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
