/**
 * People as plain values: what the engine is told about a seeker and a supporter, and nothing more.
 * No names and no contact details; an id is whatever the caller uses.
 */

/** An instant in milliseconds since 1970-01-01T00:00Z. The engine has no clock: every instant is handed in. */
export type Instant = number;

/**
 * One answer to one coded question. A list holds the codes that were chosen (one for a single choice, many for
 * several, places in a coded tree for a tree); a number is a number in the question's own unit; `on` is a day as an
 * instant. A question that was skipped is simply absent, and an absent answer is neutral.
 */
export type Answer = readonly string[] | number | { readonly on: Instant };

/** A time of the week. `day` is 1 (Monday) to 7; minutes count from local midnight; `to` at or before `from` ends on the next day. */
export interface WeeklyWindow {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** When a person is free in an ordinary week, in the person's own time zone (an IANA name such as America/Toronto). */
export interface WeeklyHours {
  readonly zone: string;
  readonly windows: readonly WeeklyWindow[];
}

/** Whole years, both ends included. An end left out is open. */
export interface AgeSpan {
  readonly from?: number;
  readonly to?: number;
}

/**
 * A wish about who the other person is. Nothing is asked of anybody unless somebody wishes it (P10), so a trait
 * counts only through a wish. A `need` is hard; a `hope` gives points. `wanted` lists codes, any of which will do.
 */
export interface Wish {
  readonly trait: string;
  readonly wanted: readonly string[];
  readonly strength: 'need' | 'hope';
}

/** Whom and what to keep away from a person: ids of people, and marks (a town, a ward, a workplace) others may carry. */
export interface KeepApart {
  readonly people?: readonly string[];
  readonly marks?: readonly string[];
}

/** What both sides have in common as values. Every field but the id may be missing, and missing is neutral. */
export interface Person {
  readonly id: string;
  readonly languages?: readonly string[];
  readonly channels?: readonly string[];
  readonly hours?: WeeklyHours;
  /** The person's own age as a span, so that an age band is enough. */
  readonly age?: AgeSpan;
  /** Ages of the other person that this person said yes to. */
  readonly acceptsAge?: AgeSpan;
  /** What this person needs in order to take part. */
  readonly accessNeeds?: readonly string[];
  /** Access needs of the other person that this person can meet. */
  readonly meetsAccess?: readonly string[];
  readonly keepApart?: KeepApart;
  /** Marks this person carries, for other people's keepApart. */
  readonly marks?: readonly string[];
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly wishes?: readonly Wish[];
  /** Traits a person chose to tell, by name. Looked at only through somebody's wish. */
  readonly traits?: Readonly<Record<string, readonly string[]>>;
  /** Ids of `clear` criteria this person was asked about and said yes to. A door is open again when both have said yes. */
  readonly saidYesTo?: readonly string[];
}

/** How much a seeker says something should count: it multiplies the programme's weight by 2, 1 or 0. */
export type Importance = 'lot' | 'little' | 'not';

/** A member who asks for support. */
export interface Seeker extends Person {
  /** The seeker's own “a lot / a little / not at all”, by criterion id. */
  readonly importance?: Readonly<Record<string, Importance>>;
  readonly waitingSince?: Instant;
}

/** A peer supporter, with the facts that say whether there is room. Facts, unlike answers, are never neutral. */
export interface Supporter extends Person {
  /** How many people at once, at most. */
  readonly capacity: number;
  /** How many people this supporter accompanies now. */
  readonly load: number;
  /** Until when the required training counts; Infinity when it never lapses; null when it is not complete (F6). */
  readonly trainingValidUntil: Instant | null;
  readonly restUntil?: Instant;
  /** Anyone can pause at any moment without giving a reason (P9). */
  readonly paused?: boolean;
  /** Since when this supporter has accompanied nobody new. */
  readonly idleSince?: Instant;
}

/** The instant a question is asked of the engine. */
export interface At {
  readonly now: Instant;
}

/**
 * The answer a person gave to a question; nothing chosen is no answer. Languages, channels and access needs may be asked
 * like any other question.
 */
export function answerOf(person: Person, question: string): Answer | undefined {
  const answer = question === 'languages' ? person.languages : question === 'channels' ? person.channels : question === 'access-needs' ? person.accessNeeds : person.answers?.[question];
  return Array.isArray(answer) && answer.length === 0 ? undefined : answer;
}
