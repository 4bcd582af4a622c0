/** For a person without a match: what would have to change, and for whom that would open a door. */
import { isMarked } from '../candidates/bitmap.ts';
import type { BitIndex } from '../candidates/columns.ts';
import type { Search } from '../candidates/search.ts';
import type { Criterion, RuleName } from '../people/criterion.ts';
import type { At, Seeker, Supporter } from '../people/person.ts';
import { type HardRule, hardRules, type RuleContext } from '../people/rules.ts';

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
  const found = new InTheWay(seeker, criteria, at, options);
  found.people(supporters);
  return found.made();
}

/** Supporters with the same rules in their way. `key` names the rules in their order, `1` for each that is in the way. */
interface Counted {
  readonly key: string;
  readonly rules: readonly RuleName[];
  supporters: number;
  readonly values: Map<string, number>;
  soonest: number;
}

/** Of one supporter: whether each rule is in the way, what a value would open, and until when they rest. */
interface Looked {
  readonly refuses: (rule: number) => boolean;
  readonly opens: (rule: RuleName) => readonly string[];
  readonly restUntil: () => number;
}

/**
 * What stands between one seeker and supporters, counted from people, from the rows of an index, or from both: an index
 * for all who are as it has them, people for those who changed since. However they are shared out, the answer is the same.
 */
export class InTheWay {
  private readonly seeker: Seeker;
  private readonly context: RuleContext;
  private readonly rules: readonly HardRule[];
  private readonly sets = new Map<string, Counted>();

  constructor(seeker: Seeker, criteria: readonly Criterion[], at: At, options: ChangeOptions = {}) {
    this.seeker = seeker;
    this.context = { now: at.now, ...options };
    this.rules = hardRules(criteria);
  }

  /** Counts people, each asked by the plain rules. */
  people(supporters: readonly Supporter[]): void {
    const { seeker, context, rules } = this;
    for (const p of supporters) {
      const opens = (rule: RuleName) => (rule === 'language' ? p.languages : rule === 'channel' ? p.channels : rule === 'access' ? this.unmet(p.meetsAccess) : undefined) ?? [];
      this.count({ refuses: (r) => rules[r].refuses(seeker, p, context) !== undefined, opens, restUntil: () => p.restUntil ?? Infinity });
    }
  }

  /**
   * Counts the rows of an index made for the same criteria, at the same instant. `forbidden`: rows that must not be put together
   * with the seeker (`forbiddenRows`); `out`: rows that are not asked about at all. Work: rows times rules.
   */
  rows(search: Search, forbidden: ReadonlySet<number>, out: ReadonlySet<number> = new Set()): void {
    const { columns } = search.maker, tests = search.tests(search.maker.asked(this.seeker), forbidden), { languages, channels, facets, classes } = columns;
    const codesAt = ({ codes, bits }: BitIndex, row: number) => codes.filter((_, c) => isMarked(bits[c], row)), F = facets.length, access = facets.findIndex(({ name }) => name === 'rule access');
    for (let row = 0; row < columns.rows; row++) {
      if (out.has(row)) continue;
      const opens = (rule: RuleName) =>
        rule === 'language' ? codesAt(languages, row) : rule === 'channel' ? codesAt(channels, row) : rule === 'access' ? this.unmet(facets[access].examples[classes[row * F + access]].meetsAccess) : [];
      this.count({ refuses: (r) => tests[r].removes(row), opens, restUntil: () => columns.restUntil[row] });
    }
  }

  /** What would have to change. Equal numbers come in the order of the rules. */
  made(): WhatWouldChange {
    const open = [...this.sets.values()].filter((s) => s.rules.length > 0 && !s.rules.some((r) => NEVER.includes(r)));
    const most = (a: Counted, b: Counted) => b.supporters - a.supporters || (a.key < b.key ? 1 : -1), fewest = Math.min(...open.map((s) => s.rules.length));
    return {
      possible: this.sets.get('0'.repeat(this.rules.length))?.supporters ?? 0,
      changes: open.filter((s) => s.rules.length === 1).sort(most).map(changeOf),
      together: fewest > 1 ? open.filter((s) => s.rules.length === fewest).sort(most).map(({ rules, supporters }) => ({ rules, supporters })) : [],
    };
  }

  private count({ refuses, opens, restUntil }: Looked): void {
    let key = '';
    for (let r = 0; r < this.rules.length; r++) key += refuses(r) ? '1' : '0';
    const set = this.sets.get(key) ?? { key, rules: this.rules.filter((_, r) => key[r] === '1').map(({ name }) => name), supporters: 0, values: new Map(), soonest: Infinity };
    this.sets.set(key, set);
    set.supporters++;
    if (set.rules.length !== 1) return;
    const [rule] = set.rules;
    for (const value of new Set(opens(rule))) set.values.set(value, (set.values.get(value) ?? 0) + 1);
    if (rule === 'rest') set.soonest = Math.min(set.soonest, restUntil());
  }

  /** What the seeker needs that neither this supporter nor the programme meets. */
  private unmet(met: readonly string[] | undefined): readonly string[] {
    return this.seeker.accessNeeds?.filter((need) => !met?.includes(need) && !this.context.provided?.includes(need)) ?? [];
  }
}

function changeOf({ rules, supporters, values, soonest }: Counted): Change {
  const listed = [...values].map(([value, count]) => ({ value, supporters: count })).sort((a, b) => b.supporters - a.supporters || (a.value < b.value ? -1 : 1));
  return { rule: rules[0], supporters, values: listed, ...(rules[0] === 'rest' && { soonest }) };
}
