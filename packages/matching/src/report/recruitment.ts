/** Whom to look for: what waiting seekers need and no supporter brings, by language, by condition and by part of the week. */
import { codesOf } from '../people/compare.ts';
import type { Criterion, RuleName } from '../people/criterion.ts';
import { type At, answerOf, type Person, type Seeker, type Supporter } from '../people/person.ts';
import { hardRules } from '../people/rules.ts';
import type { ChangeOptions } from './what-would-change.ts';
import type { Assignment, Market } from '../instance/instance.ts';

/** Rules that pass by themselves or with a talk: a supporter they hold back is still a supporter the programme has. */
const PASSING: readonly RuleName[] = ['training', 'rest', 'capacity', 'paused'];

/** One line: something seekers bring, how many wait with it, for how many of them nobody is possible, and the places open with it. */
export interface Need {
  readonly value: string;
  readonly seekers: number;
  /** Nobody would be possible even if everybody had room. */
  readonly withoutAnyone: number;
  /** Somebody would be possible, but has no room, rests, pauses or is in training. */
  readonly withoutRoom: number;
  readonly openPlaces: number;
}

/** A part of the week in each person's own time: a day from 1 (Monday) to 7 and the hour it begins, six hours long. */
export interface PartOfWeek extends Need {
  readonly day: number;
  readonly from: number;
}

/** What to look for. Lines about the most people without anyone come first. Lines about nobody in want are left out. */
export interface RecruitmentList {
  readonly seekers: number;
  readonly withoutAnyone: number;
  readonly withoutRoom: number;
  readonly languages: readonly Need[];
  readonly conditions: readonly Need[];
  readonly hours: readonly PartOfWeek[];
  /** Language and condition together: the people to look for first. */
  readonly together: ReadonlyArray<{ readonly language: string; readonly condition: string; readonly seekers: number }>;
}

type Standing = 'possible' | 'no-room' | 'nobody';

/** What a list may be made with. */
export interface RecruitmentOptions extends ChangeOptions {
  /**
   * A round of these people, in this order (its market as `candidates` makes it). Then nobody is missing for those it serves; for the others with a possible
   * supporter there is no room; and only places that it leaves are open. Without it each seeker is looked at alone, as if nobody else waited.
   */
  readonly round?: { readonly market: Market; readonly match: Assignment };
}

/**
 * Compares everybody with everybody: seekers times supporters; with a round, only those for whom it found nobody possible. Conditions are the answers of the
 * first `tree` criterion, at their widest kind.
 */
export function recruitmentList(seekers: readonly Seeker[], supporters: readonly Supporter[], criteria: readonly Criterion[], at: At, { round, ...options }: RecruitmentOptions = {}): RecruitmentList {
  const context = { now: at.now, ...options }, rules = hardRules(criteria), tree = criteria.find((c) => c.method === 'tree');
  const standing = seekers.map((s, i): Standing => {
    if (round && round.match[i] >= 0) return 'possible';
    if (round && round.market.rowPtr[i + 1] > round.market.rowPtr[i]) return 'no-room';
    let best: Standing = 'nobody';
    for (const p of supporters) {
      const refusing = rules.filter((r) => r.refuses(s, p, context));
      if (refusing.length === 0) return 'possible';
      if (refusing.every((r) => PASSING.includes(r.name))) best = 'no-room';
    }
    return best;
  });
  const taken = new Map<Supporter, number>();
  for (const j of round?.match ?? []) if (j >= 0) taken.set(supporters[j], (taken.get(supporters[j]) ?? 0) + 1);
  const open = supporters.filter((p) => !rules.some((r) => PASSING.includes(r.name) && r.refuses({ id: '' }, p, context))).map((p) => ({ ...p, load: p.load + (taken.get(p) ?? 0) }));
  const lines = (of: (p: Person) => readonly string[]) => linesOf(seekers, standing, open, of), spoken = (p: Person) => p.languages ?? [], had = (p: Person) => kindsOf(p, tree);
  return {
    seekers: seekers.length, withoutAnyone: standing.filter((s) => s === 'nobody').length, withoutRoom: standing.filter((s) => s === 'no-room').length,
    languages: lines(spoken), conditions: lines(had),
    hours: lines(partsOf).map((need) => ({ ...need, day: Number(need.value[0]), from: Number(need.value.slice(2)) })),
    together: pairsOf(seekers.filter((_, i) => standing[i] === 'nobody'), spoken, had),
  };
}

function linesOf(seekers: readonly Seeker[], standing: readonly Standing[], open: readonly Supporter[], of: (p: Person) => readonly string[]): Need[] {
  const lines = new Map<string, { seekers: number; withoutAnyone: number; withoutRoom: number; openPlaces: number }>();
  const line = (value: string) => lines.get(value) ?? lines.set(value, { seekers: 0, withoutAnyone: 0, withoutRoom: 0, openPlaces: 0 }).get(value);
  seekers.forEach((s, i) => {
    for (const value of new Set(of(s))) {
      const here = line(value);
      if (!here) continue;
      here.seekers++;
      if (standing[i] === 'nobody') here.withoutAnyone++;
      if (standing[i] === 'no-room') here.withoutRoom++;
    }
  });
  for (const p of open) for (const value of new Set(of(p))) {
    const here = lines.get(value);
    if (here) here.openPlaces += p.capacity - p.load;
  }
  return [...lines].map(([value, counts]) => ({ value, ...counts })).filter((n) => n.withoutAnyone + n.withoutRoom > 0)
    .sort((a, b) => b.withoutAnyone - a.withoutAnyone || b.withoutRoom - a.withoutRoom || a.openPlaces - b.openPlaces || (a.value < b.value ? -1 : 1));
}

function pairsOf(seekers: readonly Seeker[], spoken: (p: Person) => readonly string[], had: (p: Person) => readonly string[]): RecruitmentList['together'] {
  const counts = new Map<string, { language: string; condition: string; seekers: number }>();
  for (const s of seekers) for (const language of new Set(spoken(s))) for (const condition of new Set(had(s))) {
    const key = JSON.stringify([language, condition]), known = counts.get(key);
    if (known) known.seekers++;
    else counts.set(key, { language, condition, seekers: 1 });
  }
  return [...counts.values()].sort((a, b) => b.seekers - a.seekers || (a.language + a.condition < b.language + b.condition ? -1 : 1));
}

function kindsOf(person: Person, tree: Criterion | undefined): string[] {
  if (!tree) return [];
  return tree.questions.flatMap((q) => codesOf(answerOf(person, q), tree)).map((code) => {
    let top = code;
    for (let up = tree.codes?.[top]?.parent, steps = 0; up !== undefined && steps < 32; up = tree.codes?.[top]?.parent, steps++) top = up;
    return top;
  });
}

/** Parts of the week in which a person is free at least some of the time, in the person's own time: '2-18' is Tuesday from 18:00. */
function partsOf({ hours }: Person): string[] {
  if (!hours) return [];
  return hours.windows.flatMap((w) => {
    const end = w.to <= w.from ? w.to + 1440 : w.to, parts: string[] = [];
    for (let m = Math.floor(w.from / 360) * 360; m < end; m += 360) parts.push(`${((w.day - 1 + Math.floor(m / 1440)) % 7) + 1}-${(m % 1440) / 60}`);
    return parts;
  });
}
