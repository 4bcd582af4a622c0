/** A programme's criteria: which answers are compared, how, and how much they count. */

/**
 * How answers are compared. same: equal answers. overlap: share in common. nearest: closeness of two numbers.
 * ahead: the supporter is further along. tree: distance in a coded list. clear: nothing on one side closes the other.
 * wish: counts only when somebody asked. load and idle look at the supporter alone: room left, and time without anyone new.
 */
export type Method = 'same' | 'overlap' | 'nearest' | 'ahead' | 'tree' | 'clear' | 'wish' | 'load' | 'idle';

/**
 * What can close a door in a `clear` criterion. touches: a topic the seeker brings touches one the supporter is not
 * ready for. bereaved: one of the two grieves and the other does not. apart: both chose, and chose nothing in common.
 * too-close: they share a line, or one named the other's.
 */
export type Closing = 'touches' | 'bereaved' | 'apart' | 'too-close';

/** What a code means beside other codes. All of it comes from the programme's own lists. */
export interface CodeFacts {
  /** Place on a road, for `ahead`. Equal numbers are the same place. */
  readonly order?: number;
  /** The number a choice stands for, for `nearest` (the middle of an age band). */
  readonly value?: number;
  readonly bereaved?: boolean;
  /** A supporter's hope meets these hopes of a seeker. */
  readonly answers?: readonly string[];
  /** A topic that may bring up these hard ones. */
  readonly touches?: readonly string[];
  /** The wider code above this one in a coded tree; absent at the top. */
  readonly parent?: string;
  /** Commits to nothing (“I do not know yet”, “something else”), so it is as if it was not answered. */
  readonly open?: boolean;
}

/** One criterion of a programme, as its template says it. Weights of soft criteria usually add up to 100 but need not. */
export interface Criterion {
  readonly id: string;
  readonly method: Method;
  readonly strength: 'hard' | 'soft';
  /** Of a soft criterion; zero or more. */
  readonly weight?: number;
  /** Ids of the questions compared, the seeker's first when the two sides are asked different ones. */
  readonly questions: readonly string[];
  readonly minimumMinutes?: number;
  readonly minimumMonths?: number;
  readonly scaleYears?: number;
  /** Weight of hopes about a personal trait, once somebody named one. 15 when left out. */
  readonly preferWeight?: number;
  readonly closes?: Closing;
  readonly codes?: Readonly<Record<string, CodeFacts>>;
}

/** Rules that every programme has. The order is from what lasts longest to what passes soonest: see `whyNot`. */
export const RULES = [
  'exclusion', 'wish', 'language', 'access', 'topic', 'age', 'channel', 'hours', 'training', 'rest', 'capacity', 'paused',
] as const;

/** One of the built-in rules. */
export type BuiltInRule = (typeof RULES)[number];

/** A built-in rule, or the id of a criterion that the programme marked hard. */
export type RuleName = BuiltInRule | (string & {});

const RULE_OF_CRITERION: Readonly<Record<string, BuiltInRule>> = {
  'free-and-ready': 'capacity', language: 'language', channel: 'channel', 'shared-time': 'hours',
  access: 'access', 'topics-open': 'topic', 'kept-apart': 'exclusion', 'asked-traits': 'wish',
};

/** The built-in rule a criterion stands for, if it stands for one. */
export function builtInRuleOf(criterion: Criterion): BuiltInRule | undefined {
  return criterion.method === 'wish' ? 'wish' : RULE_OF_CRITERION[criterion.id];
}

/** Built-in rules always hold, except that a programme may list these three as soft and give points instead. */
export function isSoftened(rule: BuiltInRule, criteria: readonly Criterion[]): boolean {
  const mayBeSoft = rule === 'language' || rule === 'channel' || rule === 'hours';
  return mayBeSoft && criteria.some((c) => c.strength === 'soft' && builtInRuleOf(c) === rule);
}
