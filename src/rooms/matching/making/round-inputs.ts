import type { Criterion } from '@companionway/matching';
import type { StandingFacts } from '../values.ts';

/** Exactly what a round's thread is given: a beginning, supporters and seekers in slices, and a word that this was all. Plain values only. */
export type ToThread =
  | { readonly kind: 'begin'; readonly about: RoundAbout }
  | { readonly kind: 'supporters'; readonly rows: readonly SupporterRow[] }
  | { readonly kind: 'seekers'; readonly rows: readonly SeekerRow[] }
  | { readonly kind: 'matched'; readonly rows: readonly MatchedRow[] }
  | { readonly kind: 'go' };

/** What a round's thread says. Lines come as JSON ready to be kept, so that the main thread never walks through them. */
export type FromThread =
  | { readonly kind: 'at'; readonly stage: 'candidates' | 'solving' | 'proving' | 'explaining'; readonly fraction: number }
  | { readonly kind: 'lines'; readonly json: string }
  | { readonly kind: 'made'; readonly hash: string; readonly figures: string; readonly report: string; readonly swaps: string; readonly market: Uint8Array };

/** The programme's side of the question. Ids are of requests and standings; instants in milliseconds. */
export interface RoundAbout {
  readonly engine: string;
  readonly now: number;
  /** The programme's zone, in which its supporters' hours are. */
  readonly zone: string;
  readonly lang: string;
  readonly criteria: readonly Criterion[];
  readonly weighs: Readonly<Record<string, string>>;
  readonly provided: readonly string[];
  readonly waiting: { readonly perDay: number; readonly most: number };
  /** Two people who must not meet here. */
  readonly apart: readonly (readonly [string, string])[];
  /** A seeker and a supporter, as people, between whom somebody said no, nobody answered, or a relationship was: not again without a person's word. */
  readonly notAgain: readonly (readonly [string, string])[];
  readonly live: readonly RoundPair[];
  readonly holds: readonly (RoundPair & { readonly kind: 'together' | 'apart' })[];
  /** The pairs of the round this one is compared with. */
  readonly before: readonly RoundPair[];
  /** Threads for candidates. */
  readonly crew: number;
}

/** A request and a standing. */
export interface RoundPair {
  readonly request: string;
  readonly supporter: string;
}

/** A waiting seeker. `coded` is JSON: coded answers by question. */
export interface SeekerRow {
  readonly request: string;
  readonly person: string;
  readonly zone: string;
  readonly since: number;
  readonly urgent: boolean;
  readonly source: string;
  readonly coded: string;
}

/** A supporter, with JSON of coded answers. `load` counts running relationships and live proposals. */
export interface SupporterRow extends StandingFacts {
  readonly person: string;
  readonly coded: string;
}

/** Somebody who was matched within a year, for the fairness report. */
export interface MatchedRow {
  readonly source: string;
  readonly waitDays: number;
  readonly score: number | null;
  readonly coded: string;
}
