// Groups that share a language and an hour. usage: node bench/matching/groups.ts [PEOPLE of the larger circles]
// Up to thirty people: how many are proved. Above: how near to the best bound, and the same answer for the same seed.
import { groups, type GroupNeeds } from '../../packages/matching/src/index.ts';
import { CANCER, NOW, rng, seeker } from './population.ts';

const [most = 40] = process.argv.slice(2).map(Number);
const people = (seed: number, count: number) => {
  const draw = rng(seed);
  return Array.from({ length: count }, (_, i) => seeker(draw, i));
};
const needs = (size: number): GroupNeeds => ({ now: NOW, size });

function timed<T>(work: () => T): { made: T; ms: number } {
  const from = process.cpuUsage(), made = work(), { user, system } = process.cpuUsage(from);
  return { made, ms: Math.round((user + system) / 1000) };
}

const upToThirty = { asked: 0, proved: 0, slowest_ms: 0 };
for (let seed = 1; seed <= 4; seed++) for (const [count, size] of [[18, 3], [24, 4], [30, 3], [30, 5]] as const) {
  const { made, ms } = timed(() => groups(people(seed, count), CANCER, needs(size)));
  upToThirty.asked++;
  if (made.proved) upToThirty.proved++;
  upToThirty.slowest_ms = Math.max(upToThirty.slowest_ms, ms);
}

const larger = ([[most, 4], [most, 5], [Math.round(1.5 * most), 5]] as const).map(([count, size]) => {
  const { made, ms } = timed(() => groups(people(77, count), CANCER, needs(size)));
  return { people: count, size, groups: made.groups.length, mostGroups: made.mostGroups, gap: made.mostFit === null || made.mostFit === 0 ? null : (100 * (made.mostFit - made.fit)) / made.mostFit, ms };
});
const effort = { swaps: 100_000, seed: 9 }, [once, again] = [1, 2].map(() => JSON.stringify(groups(people(78, most), CANCER, needs(4), effort)));
console.log(JSON.stringify({ upToThirty, larger, same: once === again }));
