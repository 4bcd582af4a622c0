/**
 * Facets: the ways in which supporters can differ for one programme.
 *
 * Many supporters give the same answers, so each facet numbers the different answers once (its classes) and a query
 * asks the plain rules (people/) about every class instead of every person. That is why the index cannot disagree with
 * `rank`: both run the same functions, one on people, the other on one example of each class.
 */
import { codesOf } from '../people/compare.ts';
import type { Criterion, RuleName } from '../people/criterion.ts';
import { builtInRuleOf } from '../people/criterion.ts';
import { type Answer, answerOf, type Person, type Seeker, type Supporter } from '../people/person.ts';
import { nearnessOf } from '../people/points.ts';
import { type HardRule, hardRules, type RuleContext } from '../people/rules.ts';
import type { Ratio } from '../people/taxonomy.ts';
import { wishesOf } from '../people/wishes.ts';

/** One way to differ: what of a person it looks at, and what it makes of it. */
export interface Facet {
  readonly name: string;
  /** The criterion behind it, if any. It gives points when it is soft. */
  readonly criterion?: Criterion;
  readonly rule?: HardRule;
  /** The answers it looks at; none when it looks at something else. */
  readonly questions: readonly string[];
  /** Just enough of a supporter to judge this facet. */
  readonly example: (supporter: Supporter) => Supporter;
  /** Equal keys are judged equally. */
  readonly supporterKey: (supporter: Supporter) => string;
  readonly seekerKey: (seeker: Seeker) => string;
  /** A shorter seeker key that holds beside just these examples, where there is one. */
  readonly seekerKeyAmong?: (examples: readonly Supporter[]) => (seeker: Seeker) => string;
  /** How near a seeker is to the people of a class; of a facet that gives points. */
  readonly near?: (seeker: Seeker, example: Supporter) => Ratio;
  /** Whether its rule removes the people of a class; of a facet that has a rule. */
  readonly closes?: (seeker: Seeker, example: Supporter) => boolean;
}

const BARE = { id: '', capacity: 1, load: 0, trainingValidUntil: Infinity };
/** Rules that are not judged by classes: the index keeps bit maps, lists or hours for them. */
const RULES_APART: readonly RuleName[] = ['exclusion', 'language', 'channel', 'hours', 'training', 'rest', 'capacity', 'paused'];

/** The facets of a programme: criteria that give points first, heaviest first, then rules that only open or close. */
export function facetsOf(criteria: readonly Criterion[], context: RuleContext): readonly Facet[] {
  const soft = criteria.filter((c) => c.strength === 'soft'), asked = soft.filter((c) => c.method !== 'wish').sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
  const rules = hardRules(criteria).filter((r) => !RULES_APART.includes(r.name));
  return [
    ...asked.map((c) => pointsFacet(c, context)), ...soft.filter((c) => c.method === 'wish').map((c) => hopesFacet(c, context)),
    ...rules.map((r) => ruleFacet(r, criteria, context)),
  ];
}

function pointsFacet(criterion: Criterion, context: RuleContext): Facet {
  const look = lookAt(criterion, context);
  return {
    name: criterion.id, criterion, questions: criterion.questions, ...look,
    near: (seeker, example) => nearnessOf(criterion, seeker, example, [], context),
  };
}

/** Hopes of both sides about each other's traits. With the rule of needs, the only facet that sees a trait, and only through a wish (P10). */
function hopesFacet(criterion: Criterion, context: RuleContext): Facet {
  return {
    name: criterion.id, questions: [], criterion, ...LOOK_PERSONAL,
    near: (seeker, example) => nearnessOf(criterion, seeker, example, wishesOf(seeker, example), context),
  };
}

function ruleFacet(rule: HardRule, criteria: readonly Criterion[], context: RuleContext): Facet {
  const criterion = criteria.find((c) => (builtInRuleOf(c) ?? c.id) === rule.name);
  const questions = OWN_LOOK[rule.name] ? [] : (criterion ?? TOPICS).questions;
  const look = OWN_LOOK[rule.name] ?? lookAt(criterion ?? TOPICS, context);
  const shorter = rule.name === 'topic' ? { seekerKeyAmong: (examples: readonly Supporter[]) => touchedAmong(criterion ?? TOPICS, examples) } : {};
  return { name: `rule ${rule.name}`, rule, questions, ...shorter, ...(criterion && { criterion }), ...look, closes: (seeker, example) => rule.refuses(seeker, example, context) !== undefined };
}

type Look = Pick<Facet, 'example' | 'supporterKey' | 'seekerKey'>;
const TOPICS: Criterion = { id: 'topics-open', method: 'clear', strength: 'hard', questions: ['what-would-help', 'sup-not-ready'] };

const LOOK_AGE: Look = {
  example: (p) => ({ ...BARE, ...(p.age && { age: p.age }), ...(p.acceptsAge && { acceptsAge: p.acceptsAge }) }),
  supporterKey: ageKey, seekerKey: ageKey,
};
const LOOK_ACCESS: Look = {
  example: (p) => ({ ...BARE, ...(p.accessNeeds && { accessNeeds: p.accessNeeds }), ...(p.meetsAccess && { meetsAccess: p.meetsAccess }) }),
  supporterKey: accessKey, seekerKey: accessKey,
};

const personalKey = (p: Person) => (p.wishes || p.traits ? `${plain(p.wishes)}${plain(p.traits)}` : '');
const LOOK_PERSONAL: Look = {
  example: (p) => ({ ...BARE, ...(p.wishes && { wishes: p.wishes }), ...(p.traits && { traits: p.traits }) }),
  supporterKey: personalKey, seekerKey: personalKey,
};
const OWN_LOOK: Readonly<Record<string, Look>> = { age: LOOK_AGE, access: LOOK_ACCESS, wish: LOOK_PERSONAL };

function ageKey(p: Person): string {
  return `${p.age?.from},${p.age?.to},${p.acceptsAge?.from},${p.acceptsAge?.to}`;
}

function accessKey(p: Person): string {
  return p.accessNeeds === undefined && p.meetsAccess === undefined ? '' : `${plain(p.accessNeeds)}${plain(p.meetsAccess)}`;
}

/** What a criterion compares: the answers to its questions, whether the person said yes to it, room, or idle days. */
function lookAt(criterion: Criterion, context: RuleContext): Look {
  if (criterion.method === 'load') return { example: roomOf, supporterKey: (p) => `${p.load}/${p.capacity}`, seekerKey: () => '' };
  if (criterion.method === 'idle') return { example: (p) => idleSince(p, context), supporterKey: (p) => `${idleSince(p, context).idleSince}`, seekerKey: () => '' };
  const said = criterion.method === 'clear', questions = criterion.questions;
  const key = (p: Person) => {
    let text = said && p.saidYesTo?.includes(criterion.id) ? '+' : '';
    for (const q of questions) text += q === 'times' ? plain(p.hours) : answerKey(answerOf(p, q));
    return text;
  };
  return { example: (p) => exampleOf(p, criterion, said), supporterKey: key, seekerKey: key };
}

function exampleOf(p: Supporter, criterion: Criterion, said: boolean): Supporter {
  const answers: Record<string, Answer> = {};
  for (const q of criterion.questions) {
    const answer = p.answers?.[q];
    if (answer !== undefined) answers[q] = answer;
  }
  const own = (q: string) => criterion.questions.includes(q);
  return {
    ...BARE, answers,
    ...(own('languages') && p.languages && { languages: p.languages }), ...(own('channels') && p.channels && { channels: p.channels }),
    ...(own('times') && p.hours && { hours: p.hours }),
    ...(own('access-needs') && p.accessNeeds && { accessNeeds: p.accessNeeds }),
    ...(said && p.saidYesTo?.includes(criterion.id) && { saidYesTo: [criterion.id] }),
  };
}

/** Of what a seeker brings and touches, only what some supporter is not ready for: thousands of answers, but few keys. */
function touchedAmong(criterion: Criterion, examples: readonly Supporter[]): (seeker: Seeker) => string {
  const [brings = '', closed = ''] = criterion.questions, closing = new Set(examples.flatMap((p) => codesOf(answerOf(p, closed), criterion)));
  return (seeker) => {
    const touched = codesOf(answerOf(seeker, brings), criterion).flatMap((code) => [code, ...(criterion.codes?.[code]?.touches ?? [])]);
    return JSON.stringify(touched.filter((code) => closing.has(code)).sort());
  };
}

const roomOf = (p: Supporter): Supporter => ({ ...BARE, load: p.load, capacity: p.capacity });

function idleSince(p: Supporter, { now }: RuleContext): Supporter {
  if (p.idleSince === undefined) return BARE;
  const days = Math.min(90, Math.max(0, Math.floor((now - p.idleSince) / 86_400_000)));
  return { ...BARE, idleSince: now - days * 86_400_000 };
}

/** A short text that is equal for equal answers. Codes hold no vertical bar or semicolon of their own meaning: both are escaped. */
function answerKey(answer: Answer | undefined): string {
  if (answer === undefined) return ';';
  if (typeof answer === 'number') return `n${answer};`;
  if (!Array.isArray(answer)) return `d${(answer as { on: number }).on};`;
  let text = 'l';
  for (const code of answer as readonly string[]) text += `|${/[|;\\]/.test(code) ? code.replace(/[|;\\]/g, '\\$&') : code}`;
  return `${text};`;
}

const plain = (value: unknown): string => (value === undefined ? '-' : JSON.stringify(value));
