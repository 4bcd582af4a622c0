/** The people to suggest to one seeker, best first, and for everybody else the reason why not. */
import { timeInCommon } from './hours.ts';
import type { Criterion, RuleName } from './criterion.ts';
import type { At, Seeker, Supporter, WeeklyWindow } from './person.ts';
import { type PairScore, type Part, scorerFor } from './points.ts';
import { type HardRule, hardRules, type Refusal, type RuleContext } from './rules.ts';
import type { WishRecord } from './wishes.ts';

/** Settings of one ranking; everything may be left out. */
export interface RankOptions {
  /** How many to suggest; 20 when left out. */
  readonly limit?: number;
  /** Access needs that the programme itself has in place. */
  readonly provided?: readonly string[];
  /** Weeks ahead in which the time in common must hold; 8 when left out. */
  readonly weeks?: number;
  /** How often each supporter was suggested lately, and from how often on others go first (report/exposure.ts). */
  readonly exposure?: { readonly shown: ReadonlyMap<string, number>; readonly most: number };
}

/** What two people have in common under the rules, for the sentences that say why a pair is possible. */
export interface InCommon {
  readonly languages: readonly string[];
  readonly channels: readonly string[];
  /** Minutes a week in the leanest of the coming weeks; null when either did not say. */
  readonly minutes: number | null;
  /** The times that hold in all the coming weeks, in the seeker's own time. */
  readonly windows: readonly WeeklyWindow[];
}

/** One suggested supporter: a score from 0 to 10,000 and the parts that add up to exactly that. */
export interface Suggestion {
  readonly supporterId: string;
  readonly score: number;
  readonly parts: readonly Part[];
  readonly common: InCommon;
  /** Every personal wish of either side that was looked at. Empty when nobody asked: then no trait was read (P10). */
  readonly wishes: readonly WishRecord[];
  /** Suggested often enough lately that others were put first. */
  readonly heldBack: boolean;
}

/** How many supporters one rule removed. Everyone who was removed is counted once, under the reason `whyNot` gives. */
export interface Removal {
  readonly rule: RuleName;
  readonly count: number;
}

/** Why a supporter was not chosen: removed by a rule, possible but behind others, chosen after all, or not among those given. */
export type WhyNot =
  | (Refusal & { readonly kind: 'removed'; /** Other rules that also stand in the way. */ readonly also: readonly RuleName[] })
  | { readonly kind: 'behind'; readonly score: number; readonly place: number; readonly lastChosen: number; readonly heldBack: boolean }
  | { readonly kind: 'chosen'; readonly place: number }
  | { readonly kind: 'unknown' };

/** The answer to one question: whom to suggest, whom the rules removed, and the reason for anyone who is asked about. */
export interface Ranking {
  readonly chosen: readonly Suggestion[];
  /** Possible supporters, chosen ones included. */
  readonly possible: number;
  readonly removed: readonly Removal[];
  readonly whyNot: (supporterId: string) => WhyNot;
}

interface Possible {
  readonly supporter: Supporter;
  readonly pair: PairScore;
  readonly heldBack: boolean;
}

/**
 * Ranks supporters for a seeker. Rules first, then points; among equal scores whoever carries fewer people, then whoever
 * has waited longest for somebody new, then the smaller id, so that the same question always gets the same answer.
 * Work: one pass over the supporters. For very many supporters build an index instead (candidates/index.ts); it gives the same people.
 * Throws HoursError on a time zone or a time of the week that does not exist.
 */
export function rank(seeker: Seeker, supporters: readonly Supporter[], criteria: readonly Criterion[], at: At, options: RankOptions = {}): Ranking {
  const context: RuleContext = { now: at.now, weeks: options.weeks, provided: options.provided };
  const rules = hardRules(criteria), score = scorerFor(seeker, criteria, context), removed = new Map<RuleName, number>(), possible: Possible[] = [];
  for (const supporter of supporters) {
    const refusal = firstRefusal(rules, seeker, supporter, context);
    if (refusal) removed.set(refusal.rule, (removed.get(refusal.rule) ?? 0) + 1);
    else possible.push({ supporter, pair: score(supporter), heldBack: isHeldBack(supporter, options) });
  }
  possible.sort(better);
  const chosen = possible.slice(0, Math.max(0, options.limit ?? 20));
  return {
    chosen: chosen.map((p) => suggestionOf(seeker, p, context)),
    possible: possible.length,
    removed: rules.filter((r) => removed.has(r.name)).map((r) => ({ rule: r.name, count: removed.get(r.name) ?? 0 })),
    whyNot: (id) => whyNot(id, seeker, supporters, possible, chosen.length, rules, context),
  };
}

function isHeldBack(supporter: Supporter, { exposure }: RankOptions): boolean {
  return exposure !== undefined && (exposure.shown.get(supporter.id) ?? 0) >= exposure.most;
}

function better(a: Possible, b: Possible): number {
  return Number(a.heldBack) - Number(b.heldBack) || b.pair.score - a.pair.score || byTurn(a.supporter, b.supporter);
}

/** Whose turn it is among equals: fewer people now, then longest without anyone new (a supporter who never said comes last), then id. */
export function byTurn(a: Supporter, b: Supporter): number {
  const idle = (s: Supporter) => s.idleSince ?? Number.MAX_SAFE_INTEGER;
  return a.load - b.load || idle(a) - idle(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The first rule that refuses a pair, or nothing when the pair is possible. */
function firstRefusal(rules: readonly HardRule[], seeker: Seeker, supporter: Supporter, context: RuleContext): Refusal | undefined {
  for (const { name, refuses } of rules) {
    const values = refuses(seeker, supporter, context);
    if (values) return { rule: name, values };
  }
  return undefined;
}

function suggestionOf(seeker: Seeker, { supporter, pair, heldBack }: Possible, context: RuleContext): Suggestion {
  return { supporterId: supporter.id, score: pair.score, parts: pair.parts, wishes: pair.wishes, heldBack, common: inCommon(seeker, supporter, context) };
}

/** What the rules found in common between two people. */
function inCommon(seeker: Seeker, supporter: Supporter, context: RuleContext): InCommon {
  const both = (a: readonly string[] = [], b: readonly string[] = []) => a.filter((x) => b.includes(x));
  const time = seeker.hours && supporter.hours && timeInCommon(seeker.hours, supporter.hours, context, context.weeks);
  return {
    languages: both(seeker.languages, supporter.languages), channels: both(seeker.channels, supporter.channels),
    minutes: time ? time.minutes : null, windows: time ? time.windows : [],
  };
}

/**
 * The single most useful reason. Of several rules it names the one that lasts longest: "has no room now" would let
 * people wait for somebody who does not speak their language.
 */
function whyNot(id: string, seeker: Seeker, supporters: readonly Supporter[], possible: readonly Possible[], chosen: number, rules: readonly HardRule[], context: RuleContext): WhyNot {
  const place = possible.findIndex((p) => p.supporter.id === id), here = possible[place];
  if (here && place < chosen) return { kind: 'chosen', place: place + 1 };
  if (here) return { kind: 'behind', score: here.pair.score, place: place + 1, lastChosen: possible[chosen - 1]?.pair.score ?? 0, heldBack: here.heldBack };
  const supporter = supporters.find((s) => s.id === id);
  if (!supporter) return { kind: 'unknown' };
  const refusals = rules.flatMap((rule) => {
    const values = rule.refuses(seeker, supporter, context);
    return values ? [{ rule: rule.name, values }] : [];
  });
  const [first, ...others] = refusals;
  return first ? { kind: 'removed', ...first, also: others.map((r) => r.rule) } : { kind: 'unknown' };
}
