/** For a person without a match: what would have to change, and for whom that would open a door. */
import type { Criterion, RuleName } from '../people/criterion.ts';
import type { At, Seeker, Supporter } from '../people/person.ts';
import { hardRules, type RuleContext } from '../people/rules.ts';

/** Settings that a ranking takes too. */
export type ChangeOptions = Pick<RuleContext, 'weeks' | 'provided'>;

/** One change: a rule that is the only thing in the way, for how many supporters, and what exactly would open the door. */
export interface Change {
  readonly rule: RuleName;
  readonly supporters: number;
  /** For languages, channels, topics and access needs: each value with the supporters it would open. Empty elsewhere. */
  readonly values: ReadonlyArray<{ readonly value: string; readonly supporters: number }>;
  /** For rest: the first day somebody is back. */
  readonly soonest?: number;
}

/** What stands between a seeker and a match. */
export interface WhatWouldChange {
  /** Supporters that are possible as things are. */
  readonly possible: number;
  /** Single changes, those that open most first. */
  readonly changes: readonly Change[];
  /** When no single change is enough: the smallest sets of rules that would have to give way together, most supporters first. */
  readonly together: ReadonlyArray<{ readonly rules: readonly RuleName[]; readonly supporters: number }>;
}

/** A distance somebody asked for is never up for change, and what one person wishes is not told to another. */
const NEVER: readonly RuleName[] = ['exclusion'];

/** Looks at every supporter and every rule. Work: supporters times rules. */
export function whatWouldChange(seeker: Seeker, supporters: readonly Supporter[], criteria: readonly Criterion[], at: At, options: ChangeOptions = {}): WhatWouldChange {
  const context = { now: at.now, ...options }, rules = hardRules(criteria), sets = new Map<string, { rules: RuleName[]; people: Supporter[] }>();
  for (const supporter of supporters) {
    const refusing = rules.filter((r) => r.refuses(seeker, supporter, context)).map((r) => r.name), key = refusing.join('|'), known = sets.get(key);
    if (known) known.people.push(supporter);
    else sets.set(key, { rules: refusing, people: [supporter] });
  }
  const open = [...sets.values()].filter((s) => s.rules.length > 0 && !s.rules.some((r) => NEVER.includes(r)));
  const fewest = Math.min(...open.map((s) => s.rules.length)), bySupporters = <T extends { supporters: number }>(a: T, b: T) => b.supporters - a.supporters;
  return {
    possible: sets.get('')?.people.length ?? 0,
    changes: open.filter((s) => s.rules.length === 1).map((s) => changeOf(s.rules[0], seeker, s.people, context)).sort(bySupporters),
    together: fewest > 1 ? open.filter((s) => s.rules.length === fewest).map((s) => ({ rules: s.rules, supporters: s.people.length })).sort(bySupporters) : [],
  };
}

function changeOf(rule: RuleName, seeker: Seeker, people: readonly Supporter[], context: RuleContext): Change {
  const opened = (of: (p: Supporter) => readonly string[] | undefined) => tally(people.flatMap((p) => [...new Set(of(p) ?? [])]));
  const base = { rule, supporters: people.length };
  if (rule === 'language') return { ...base, values: opened((p) => p.languages) };
  if (rule === 'channel') return { ...base, values: opened((p) => p.channels) };
  if (rule === 'access') return { ...base, values: opened((p) => seeker.accessNeeds?.filter((n) => !p.meetsAccess?.includes(n) && !context.provided?.includes(n))) };
  if (rule === 'rest') return { ...base, values: [], soonest: Math.min(...people.map((p) => p.restUntil ?? Infinity)) };
  return { ...base, values: [] };
}

/** Counts, largest first, then by name. */
export function tally(values: readonly string[]): Array<{ value: string; supporters: number }> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, supporters]) => ({ value, supporters })).sort((a, b) => b.supporters - a.supporters || (a.value < b.value ? -1 : 1));
}
