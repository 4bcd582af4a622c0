/** Who can sit together: languages, hours and distances of everybody, as bits, and how well each two fit. */
import type { Criterion } from '../people/criterion.ts';
import { COMING_WEEKS, offsetMinutes, popcount, rotateWeek, WEEK_WORDS, weekMask } from '../people/hours.ts';
import type { At, Person, Supporter } from '../people/person.ts';
import { scorePair } from '../people/points.ts';
import { hardRules, isMet, type RuleContext } from '../people/rules.ts';

/** What a group needs. */
export interface GroupNeeds extends At {
  /** Exactly this many people in a group; at least 2. */
  readonly size: number;
  /** Minutes a week that all members must have in common in each of the coming weeks; 60 when left out. */
  readonly minutes?: number;
  readonly weeks?: number;
}

/** Everybody who asked, ready to be grouped. Numbers are places in the list that was given. */
export interface Circle {
  readonly people: readonly Person[];
  readonly size: number;
  readonly quarters: number;
  readonly languages: readonly string[];
  /** Words of language bits for each person; all bits for somebody who named none. */
  readonly tongue: Uint32Array;
  readonly tongueWords: number;
  /** Different weeks ahead (clocks change), and each person's free quarters in each, in UTC; all bits for somebody who gave none. */
  readonly phases: number;
  readonly week: Uint32Array;
  /** 1 when two people can not be in one group: kept apart, or without a language or an hour in common. */
  readonly apart: Uint8Array;
  /** How well two people fit, from both sides, 0 to 10,000. */
  readonly fit: Int32Array;
}

/** Prepares people for grouping. Work and memory grow with the square of their number. */
export function circleOf(people: readonly Person[], criteria: readonly Criterion[], needs: GroupNeeds): Circle {
  if (!Number.isInteger(needs.size) || needs.size < 2) throw new RangeError(`a group needs at least two people, not ${needs.size}`);
  const languages = [...new Set(people.flatMap((p) => p.languages ?? []))], tongueWords = Math.max(1, Math.ceil(languages.length / 32));
  const { phases, week } = weeksAhead(people, needs), tongue = tonguesOf(people, languages, tongueWords);
  const circle = {
    people, size: needs.size, quarters: Math.ceil((needs.minutes ?? 60) / 15), languages, tongueWords, phases, week, tongue,
    apart: apartOf(people, criteria, needs), fit: fitOf(people, criteria, needs),
  };
  markStrangers({ ...circle, size: 2 });
  return circle;
}

/** Two people without a language or an hour in common can be in no group together. */
function markStrangers(pairs: Circle): void {
  const { apart, people: { length: n } } = pairs;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (!shareTongue(pairs, [i, j], 0) || !shareTime(pairs, [i, j], 0)) apart[i * n + j] = apart[j * n + i] = 1;
}

function tonguesOf(people: readonly Person[], languages: readonly string[], words: number): Uint32Array {
  const tongue = new Uint32Array(people.length * words);
  people.forEach((p, i) => {
    if (!p.languages?.length) tongue.fill(0xffffffff, i * words, (i + 1) * words);
    for (const code of p.languages ?? []) {
      const at = languages.indexOf(code);
      tongue[i * words + (at >> 5)] |= 1 << (at & 31);
    }
  });
  return tongue;
}

/** Weeks in which every clock stands alike are looked at once. */
function weeksAhead(people: readonly Person[], { now, weeks = COMING_WEEKS }: GroupNeeds): { phases: number; week: Uint32Array } {
  const zones = [...new Set(people.flatMap((p) => (p.hours?.windows.length ? [p.hours.zone] : [])))];
  const instants = Array.from({ length: Math.max(1, weeks) }, (_, k) => now + k * 7 * 86_400_000), seen = new Map<string, number>();
  for (const t of instants) seen.set(zones.map((z) => offsetMinutes(z, t)).join(), t);
  const phases = [...seen.values()], span = phases.length * WEEK_WORDS, week = new Uint32Array(people.length * span).fill(0xffffffff);
  people.forEach(({ hours }, i) => {
    if (!hours?.windows.length) return;
    const mask = weekMask(hours.windows);
    phases.forEach((t, k) => week.set(rotateWeek(mask, -Math.round(offsetMinutes(hours.zone, t) / 15)), i * span + k * WEEK_WORDS));
  });
  return { phases: phases.length, week };
}

const asSupporter = (p: Person): Supporter => ({ capacity: 1, load: 0, trainingValidUntil: Infinity, ...p });

/** Distances somebody asked for, needs about traits, ages, and a programme's own closed doors: each between every two members. */
function apartOf(people: readonly Person[], criteria: readonly Criterion[], context: RuleContext): Uint8Array {
  const n = people.length, apart = new Uint8Array(n * n), between = ['exclusion', 'wish', 'age'];
  const rules = hardRules(criteria).filter((r) => between.includes(r.name)), doors = criteria.filter((c) => c.strength === 'hard' && c.closes !== undefined && c.closes !== 'touches');
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) {
    const a = people[i], b = asSupporter(people[j]);
    if (rules.some((r) => r.refuses(a, b, context)) || doors.some((c) => !isMet(c, a, b, context))) apart[i * n + j] = apart[j * n + i] = 1;
  }
  return apart;
}

function fitOf(people: readonly Person[], criteria: readonly Criterion[], context: RuleContext): Int32Array {
  const n = people.length, fit = new Int32Array(n * n), score = (a: Person, b: Person) => scorePair(a, asSupporter(b), criteria, context).score;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) fit[i * n + j] = fit[j * n + i] = (score(people[i], people[j]) + score(people[j], people[i])) >> 1;
  return fit;
}

/** The sum of how well each two members fit; -1 when these people cannot be a group. `members` are places in the circle. */
export function groupFit(circle: Circle, members: ArrayLike<number>, from = 0): number {
  const { size, fit, apart } = circle, n = circle.people.length;
  let sum = 0;
  for (let x = 0; x < size; x++) for (let y = 0; y < x; y++) {
    const pair = members[from + x] * n + members[from + y];
    if (apart[pair] === 1) return -1;
    sum += fit[pair];
  }
  return shareTongue(circle, members, from) && shareTime(circle, members, from) ? sum : -1;
}

function shareTongue({ tongue, tongueWords, size }: Circle, members: ArrayLike<number>, from: number): boolean {
  for (let w = 0; w < tongueWords; w++) {
    let all = -1;
    for (let x = 0; x < size; x++) all &= tongue[members[from + x] * tongueWords + w];
    if (all !== 0) return true;
  }
  return false;
}

function shareTime({ week, phases, quarters, size }: Circle, members: ArrayLike<number>, from: number): boolean {
  const span = phases * WEEK_WORDS;
  for (let k = 0; k < phases; k++) {
    let common = 0;
    for (let w = 0; w < WEEK_WORDS && common < quarters; w++) {
      let all = -1;
      for (let x = 0; x < size; x++) all &= week[members[from + x] * span + k * WEEK_WORDS + w];
      if (all !== 0) common += popcount(all);
    }
    if (common < quarters) return false;
  }
  return true;
}
