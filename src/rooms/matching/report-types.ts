import type { FairnessLine } from '@companionway/matching';
import type { Text } from '../../content/index.ts';

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

/** A line of the fairness report, with the group's own word. A figure that is null was left out, because it could point at somebody. */
export interface FairnessSeen extends FairnessLine {
  readonly words: Text | undefined;
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
