/** Groups of one size: as many as possible, then those whose members fit best. */
import { type Circle, circleOf, type GroupNeeds, groupFit } from './circle.ts';
import { type EveryGroup, everyGroup } from './every-group.ts';
import { pack } from './pack.ts';
import { bySwaps, type Seating } from './swaps.ts';
import type { Criterion } from '../people/criterion.ts';
import { timeInCommon } from '../people/hours.ts';
import type { Person, WeeklyHours, WeeklyWindow } from '../people/person.ts';

/** How much effort to spend, never how much time, so that the same question has the same answer on any machine. */
export interface GroupEffort {
  /** Swaps to try; 20,000 for each person, but at most 3,000,000, when left out. */
  readonly swaps?: number;
  /** Possible groups to list at most before giving up on a proof; 150,000 for up to thirty people and 40,000 for more, when left out. */
  readonly listed?: number;
  /** Branches to follow at most before giving up on a proof; 100,000 when left out. */
  readonly branches?: number;
  readonly seed?: number;
}

/** One group, with what its members have in common. `fit` is the mean over every two members, rounded down, 0 to 10,000. */
export interface Group {
  readonly members: readonly string[];
  readonly fit: number;
  readonly languages: readonly string[];
  /** Times that hold for all in the coming weeks, in the first member's own time; none when nobody gave hours. */
  readonly windows: readonly WeeklyWindow[];
}

/** Groups, who is in none, and what was proved. */
export interface Grouping {
  readonly groups: readonly Group[];
  readonly alone: ReadonlyArray<{ readonly id: string; /** Possible groups this person could be in; null when not counted. */ readonly possibleGroups: number | null }>;
  /** Nobody can make more groups, nor as many that fit better. */
  readonly proved: boolean;
  /** The most groups there could be; the number found when proved. */
  readonly mostGroups: number;
  /** The sum over groups of how well every two members fit, and the most it could be with that many groups (null when not known). */
  readonly fit: number;
  readonly mostFit: number | null;
}

/**
 * Makes groups in which everybody shares a language and an hour of every coming week, and nobody is with somebody to
 * keep apart from. Proved best when the possible groups can be listed (always for thirty people under the usual rules); otherwise the result of
 * patient swaps with the best bound known. Members are compared by the criteria given, from both sides.
 */
export function groups(people: readonly Person[], criteria: readonly Criterion[], needs: GroupNeeds, effort: GroupEffort = {}): Grouping {
  const circle = circleOf(people, criteria, needs), { swaps = Math.min(3_000_000, 20_000 * people.length), listed = people.length <= 30 ? 150_000 : 40_000, branches = 100_000, seed = 1 } = effort;
  const found = bySwaps(circle, swaps, seed), every = everyGroup(circle, listed);
  return every ? best(circle, every, found, { branches, tries: Math.min(10_000, Math.ceil(4e7 / (every.count + 1))), seed }, needs) : grouping(circle, found, undefined, { proved: false, mostGroups: Math.floor(people.length / needs.size), mostFit: null }, needs);
}

/** One more group is worth more than any fit, so the count decides first: both are one whole number. */
function best(circle: Circle, every: EveryGroup, found: Seating, effort: { branches: number; tries: number; seed: number }, needs: GroupNeeds): Grouping {
  const { people: { length: people }, size } = circle, one = 1 + Math.floor(people / size) * every.fit.reduce((a, b) => Math.max(a, b), 0);
  const worth = Float64Array.from(every.fit, (fit) => one + fit), number = numberOfGroup(every, size), chosen = found.map((members) => number.get(members.join()) ?? 0);
  const valueOf = (numbers: readonly number[]) => numbers.reduce((sum, g) => sum + worth[g], 0);
  // How many at most, by themselves: then no more rooms than that need be paid for, and prices are near to what can be had.
  const packing = { people, size, rooms: Math.floor(people / size), count: every.count, members: every.members, worth }, most = pack({ ...packing, worth: new Float64Array(every.count).fill(1) }, { chosen, worth: chosen.length }, effort);
  const first = most.chosen.length > chosen.length ? most.chosen : chosen, packed = pack({ ...packing, rooms: most.bound }, { chosen: first, worth: valueOf(first) }, effort);
  const seating = packed.chosen.map((g) => [...every.members.subarray(g * size, (g + 1) * size)]).sort((a, b) => a[0] - b[0]);
  const mostGroups = Math.min(Math.floor(packed.bound / one), most.bound), mostFit = mostGroups === seating.length ? packed.bound - mostGroups * one : null;
  return grouping(circle, seating, every, { proved: packed.proved, mostGroups, mostFit }, needs);
}

function numberOfGroup({ count, members }: EveryGroup, size: number): Map<string, number> {
  const number = new Map<string, number>();
  for (let g = 0; g < count; g++) number.set(members.subarray(g * size, (g + 1) * size).join(), g);
  return number;
}

function grouping(circle: Circle, seating: Seating, every: EveryGroup | undefined, known: Pick<Grouping, 'proved' | 'mostGroups' | 'mostFit'>, needs: GroupNeeds): Grouping {
  const seated = new Set(seating.flat()), possible = new Int32Array(circle.people.length);
  for (const i of every?.members ?? []) possible[i]++;
  return {
    ...known, groups: seating.map((members) => groupOf(circle, members, needs)), fit: seating.reduce((sum, members) => sum + groupFit(circle, members), 0),
    alone: circle.people.flatMap((p, i) => (seated.has(i) ? [] : [{ id: p.id, possibleGroups: every ? possible[i] : null }])),
  };
}

function groupOf(circle: Circle, members: readonly number[], needs: GroupNeeds): Group {
  const people = members.map((i) => circle.people[i]), pairs = (circle.size * (circle.size - 1)) / 2;
  const languages = circle.languages.filter((code) => people.every((p) => !p.languages?.length || p.languages.includes(code)));
  return { members: people.map((p) => p.id), fit: Math.floor(groupFit(circle, members) / pairs), languages, windows: sharedWindows(people, needs) };
}

/** Folds the members' hours together, always in the first one's time. */
function sharedWindows(people: readonly Person[], needs: GroupNeeds): readonly WeeklyWindow[] {
  let common: WeeklyHours | undefined;
  for (const { hours } of people) {
    if (!hours?.windows.length) continue;
    common = common ? { zone: common.zone, windows: timeInCommon(common, hours, needs, needs.weeks).windows } : hours;
  }
  return common?.windows ?? [];
}
