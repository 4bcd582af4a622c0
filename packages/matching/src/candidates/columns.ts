/** The supporters of a programme as columns. Everything here is plain data or typed arrays, so a worker can be handed it whole. */
import type { Criterion } from '../people/criterion.ts';
import type { Supporter } from '../people/person.ts';
import type { RuleContext } from '../people/rules.ts';

/** Zone number of a supporter who gave no hours. */
export const NO_HOURS = 65_535;

/** Bits of `state`: why a supporter is not ready now. */
export const STATE = { training: 1, rest: 2, capacity: 4, paused: 8 } as const;

/** What the rows of one facet can be: its number in `facetsOf`, and an example of each class. */
export interface FacetClasses {
  readonly facet: number;
  readonly name: string;
  readonly examples: readonly Supporter[];
}

/** A language or a channel, and who has it or said nothing, which removes nobody. `silent` are the latter alone. */
export interface BitIndex {
  readonly codes: readonly string[];
  readonly bits: readonly Uint32Array[];
  readonly silent: Uint32Array;
}

/** Supporters in rows. Rows are grouped in blocks that are equal in the heaviest criteria, so that a whole block can be judged at once. */
export interface SupporterColumns {
  readonly rows: number;
  readonly criteria: readonly Criterion[];
  readonly context: RuleContext;
  /** Facets in the order of their slots: those that differ within a block first, heaviest first, then rules, then those that lead. */
  readonly facets: readonly FacetClasses[];
  /** facets x rows, row by row: the class of each row in each facet. */
  readonly classes: Uint16Array | Uint32Array;
  /** The first two slots again, side by side: most rows are judged by them alone, and this array is short enough to stay near. */
  readonly heads: Uint16Array | Uint32Array;
  /** Slots from here on only open or close. */
  readonly gates: number;
  /** Slots from here on are equal throughout a block. */
  readonly lead: number;
  /** First row of each block, and the number of rows at the end. */
  readonly blockStart: Int32Array;
  /** Classes of the leading slots, block by block, so that judging blocks reads one short array. */
  readonly blockClasses: Uint16Array | Uint32Array;
  /** 1 for blocks of supporters who named a soft wish, so that points are shared out differently; 0 for all others. */
  readonly blockHoped: Uint8Array;
  readonly languages: BitIndex;
  readonly channels: BitIndex;
  /** Room, training, rest and pause all allow a match now. */
  readonly ready: Uint32Array;
  readonly state: Uint8Array;
  readonly capacity: Int32Array;
  readonly load: Int32Array;
  /** Until when each row rests; infinite where it is not said. */
  readonly restUntil: Float64Array;
  /** Whose turn it is among equal scores: 0 first. */
  readonly turn: Uint32Array;
  /** The row of each turn. */
  readonly rowOfTurn: Int32Array;
  /** Named a soft wish. */
  readonly hoped: Uint32Array;
  /** The place of each row in the list the supporters came in. */
  readonly origin: Int32Array;
  /** Number of the zone of each row, or NO_HOURS. */
  readonly zone: Uint16Array;
  readonly zones: readonly string[];
  /** 21 words of local time for each row. */
  readonly week: Uint32Array;
  /** Six-hour parts of the week, in UTC, that a row touches in any of the coming weeks: 28 bits, a first cheap look. */
  readonly parts: Uint32Array;
}

/** Rows that a person named, or that carry or avoid a mark. Held by whoever has the people; workers get the rows it yields. */
export interface ApartLists {
  readonly namedBy: ReadonlyMap<string, readonly number[]>;
  readonly carriers: ReadonlyMap<string, readonly number[]>;
  readonly avoiders: ReadonlyMap<string, readonly number[]>;
}

/** Columns with the ids of their rows and the lists of people to keep apart. */
export interface SupporterIndex {
  readonly columns: SupporterColumns;
  readonly ids: readonly string[];
  readonly apart: ApartLists;
}
