/** Hard rules: what keeps two people from being suggested to each other at all, and what the rule saw. */
import { closeness, codesOf, comparedAnswers, leadOf, monthsBetween, numberOf } from './compare.ts';
import { type BuiltInRule, builtInRuleOf, type Criterion, isSoftened, RULES, type RuleName } from './criterion.ts';
import { minutesInCommon } from './hours.ts';
import { type AgeSpan, type At, answerOf, type Person, type Seeker, type Supporter } from './person.ts';
import { unmetNeed, wishesOf } from './wishes.ts';

/** Why a pair is not possible: the rule and what it saw, as values. Sentences are made elsewhere. */
export interface Refusal {
  readonly rule: RuleName;
  readonly values: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** What rules may need besides two people. */
export interface RuleContext extends At {
  /** Weeks ahead in which hours in common must hold; eight when left out. */
  readonly weeks?: number;
  /** Access needs the programme itself has in place for everybody. */
  readonly provided?: readonly string[];
}

type Rule = (seeker: Seeker, supporter: Supporter, context: RuleContext, criterion: Criterion | undefined) => Refusal['values'] | undefined;

/** A rule of one programme, ready to be asked. */
export interface HardRule {
  readonly name: RuleName;
  readonly refuses: (seeker: Seeker, supporter: Supporter, context: RuleContext) => Refusal['values'] | undefined;
}

const disjoint = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  !!a?.length && !!b?.length && !a.some((x) => b.includes(x));

const named = (who: Person, other: Person): boolean =>
  (who.keepApart?.people?.includes(other.id) ?? false) || (who.keepApart?.marks?.some((m) => other.marks?.includes(m)) ?? false);

const outside = (age: AgeSpan | undefined, accepted: AgeSpan | undefined): boolean =>
  !!age && !!accepted && ((age.to ?? Infinity) < (accepted.from ?? 0) || (age.from ?? 0) > (accepted.to ?? Infinity));

const unmetAccess = (who: Person, other: Person, provided: readonly string[] = []): string[] =>
  (who.accessNeeds ?? []).filter((need) => !provided.includes(need) && !other.meetsAccess?.includes(need));

const trainingGap = (until: number | null): Refusal['values'] => (until === null ? { complete: false } : { complete: true, lapsed: until });

const BUILT_IN: Readonly<Record<BuiltInRule, Rule>> = {
  // Never says who asked: that would tell one person what another confided.
  exclusion: (s, p) => (s.id === p.id || named(s, p) || named(p, s) ? {} : undefined),
  wish: (s, p) => {
    const need = unmetNeed(wishesOf(s, p));
    return need && { asker: need.asker, trait: need.trait, told: need.met !== null };
  },
  language: (s, p) => (disjoint(s.languages, p.languages) ? { wanted: s.languages ?? [] } : undefined),
  access: (s, p, { provided }) => {
    const needs = unmetAccess(s, p, provided), theirs = unmetAccess(p, s, provided);
    return needs.length + theirs.length === 0 ? undefined : { side: needs.length > 0 ? 'seeker' : 'supporter', needs: needs.length > 0 ? needs : theirs };
  },
  topic: (s, p, _context, criterion) => {
    const topics = closedTopics(s, p, criterion ?? TOPICS);
    return topics.length > 0 ? { topics } : undefined;
  },
  age: (s, p) => (outside(p.age, s.acceptsAge) ? { asker: 'seeker' } : outside(s.age, p.acceptsAge) ? { asker: 'supporter' } : undefined),
  channel: (s, p) => (disjoint(s.channels, p.channels) ? { wanted: s.channels ?? [] } : undefined),
  hours: (s, p, { now, weeks }, criterion) => {
    if (!s.hours?.windows.length || !p.hours?.windows.length) return undefined;
    const minutes = minutesInCommon(s.hours, p.hours, { now }, weeks), needed = criterion?.minimumMinutes ?? 60;
    return minutes < needed ? { minutes, needed } : undefined;
  },
  training: (_s, p, { now }) =>
    p.trainingValidUntil !== null && p.trainingValidUntil >= now ? undefined : trainingGap(p.trainingValidUntil),
  rest: (_s, p, { now }) => (p.restUntil !== undefined && p.restUntil > now ? { until: p.restUntil } : undefined),
  capacity: (_s, p) => (p.load < p.capacity ? undefined : { load: p.load, capacity: p.capacity }),
  paused: (_s, p) => (p.paused ? {} : undefined),
};

const TOPICS: Criterion = { id: 'topics-open', method: 'clear', strength: 'hard', questions: ['what-would-help', 'sup-not-ready'], closes: 'touches' };

/** The rules of a programme, built-in ones first, in the order in which they are named as the reason (what lasts longest first). */
export function hardRules(criteria: readonly Criterion[]): readonly HardRule[] {
  const builtIn = RULES.filter((name) => !isSoftened(name, criteria)).map((name): HardRule => {
    const criterion = criteria.find((c) => builtInRuleOf(c) === name);
    return { name, refuses: (s, p, context) => BUILT_IN[name](s, p, context, criterion) };
  });
  const own = criteria.filter((c) => c.strength === 'hard' && builtInRuleOf(c) === undefined)
    .map((c): HardRule => ({ name: c.id, refuses: (s, p, context) => (isMet(c, s, p, context) ? undefined : {}) }));
  const passing = builtIn.findIndex((r) => r.name === 'age');
  return [...builtIn.slice(0, passing), ...own, ...builtIn.slice(passing)];
}

/** Whether a pair satisfies a programme's own hard criterion. Missing answers are neutral, so they satisfy it. */
export function isMet(criterion: Criterion, seeker: Seeker, supporter: Supporter, context: RuleContext): boolean {
  if (criterion.method === 'clear') return isClear(criterion, seeker, supporter);
  if (criterion.minimumMonths !== undefined && !pastMinimum(criterion, supporter, context)) return false;
  const pair = comparedAnswers(criterion, seeker, supporter);
  if (criterion.method === 'ahead' && pair) return (leadOf(criterion, pair[0], pair[1], context) ?? 1) > 0;
  return closeness(criterion, seeker, supporter, context, context.weeks).kind !== 'differs';
}

/** The supporter's own road is long enough: months told as a number, or since a day. */
function pastMinimum(criterion: Criterion, supporter: Supporter, { now }: RuleContext): boolean {
  for (const question of criterion.questions) {
    const answer = answerOf(supporter, question);
    if (answer === undefined) continue;
    const months = typeof answer === 'object' && 'on' in answer ? monthsBetween(answer.on, now) : numberOf(answer, criterion.codes);
    if (months !== undefined) return months >= (criterion.minimumMonths ?? 0);
  }
  return true;
}

/** Whether a `clear` criterion leaves the door open. When both were asked and both said yes, it is open. */
export function isClear(criterion: Criterion, seeker: Person, supporter: Person): boolean {
  if (seeker.saidYesTo?.includes(criterion.id) && supporter.saidYesTo?.includes(criterion.id)) return true;
  if (criterion.closes === 'touches') return closedTopics(seeker, supporter, criterion).length === 0;
  if (criterion.closes === 'bereaved') return !oneGrieves(criterion, seeker, supporter);
  if (criterion.closes === 'too-close') return !tooClose(criterion, seeker, supporter);
  if (criterion.closes !== 'apart') return true;
  const pair = comparedAnswers(criterion, seeker, supporter);
  return supporter.saidYesTo?.includes(criterion.id) === true || !pair || !disjoint(codesOf(pair[0], criterion), codesOf(pair[1], criterion));
}

/** Topics the seeker would bring that the supporter is not ready for. */
function closedTopics(seeker: Person, supporter: Person, criterion: Criterion): string[] {
  const [brings = '', closed = ''] = criterion.questions;
  const notReady = codesOf(answerOf(supporter, closed), criterion);
  if (notReady.length === 0) return [];
  return codesOf(answerOf(seeker, brings), criterion)
    .filter((code) => notReady.includes(code) || (criterion.codes?.[code]?.touches ?? []).some((hard) => notReady.includes(hard)));
}

/** Grief told in any of the questions counts, so that it cannot hide behind another answer. */
function oneGrieves(criterion: Criterion, seeker: Person, supporter: Person): boolean {
  const told = [seeker, supporter].map((p) => criterion.questions.flatMap((q) => codesOf(answerOf(p, q), criterion)));
  if (told.some((codes) => codes.length === 0)) return false;
  const [mine, theirs] = told.map((codes) => codes.some((code) => criterion.codes?.[code]?.bereaved === true));
  return mine !== theirs;
}

/** The same line, or a line that the other one asked to keep out. The first question names lines to avoid, the second one's own. */
function tooClose(criterion: Criterion, seeker: Person, supporter: Person): boolean {
  const [avoids = '', own = ''] = criterion.questions;
  const codes = (p: Person, question: string) => codesOf(answerOf(p, question), criterion);
  const mine = codes(seeker, own), theirs = codes(supporter, own);
  const meet = (a: readonly string[], b: readonly string[]) => a.some((x) => b.includes(x));
  return meet(mine, theirs) || meet(codes(seeker, avoids), theirs) || meet(codes(supporter, avoids), mine);
}
