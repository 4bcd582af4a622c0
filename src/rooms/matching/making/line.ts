import type { RuleName } from '@companionway/matching';

/** A line as it is kept: columns of matching_round_pair. */
export interface Line {
  readonly position: number;
  readonly request_id: string;
  readonly supporter_id: string | null;
  readonly kind: 'chosen' | 'held' | 'live' | 'nobody';
  readonly change: 'same' | 'new' | 'moved' | 'no-longer' | 'still-nobody';
  readonly before_id: string | null;
  readonly score: number | null;
  readonly bonus: number;
  readonly parts: unknown;
  readonly possible: number;
  readonly removed: readonly { readonly rule: RuleName; readonly count: number }[];
}
