import type { Market } from '../../instance/instance.ts';

/** One list of pairs for each seeker: supporter and score. */
type Rows = [supporter: number, score: number][][];

/** Markets of the shapes that solvers stumble over, by name. `long`: how many pairs an ordinary list has at most. */
export function hardShapes(seekers: number, supporters: number, long: number, draw: () => number): ReadonlyArray<readonly [name: string, market: Market]> {
  const upTo = (most: number): number => Math.floor(draw() * (most + 1)), wide = (): number => upTo(12_000);
  const list = (pairs: number, score: () => number): Rows[number] => {
    const who = Array.from({ length: supporters }, (_, j) => j).sort(() => draw() - 0.5).slice(0, pairs);
    return who.sort((a, b) => a - b).map((j) => [j, score()]);
  };
  const lists = (score: () => number, pairs = (): number => upTo(long)): Rows => Array.from({ length: seekers }, () => list(pairs(), score));
  const places = (of: (j: number) => number): Int32Array => Int32Array.from({ length: supporters }, (_, j) => of(j));
  const few = places(() => upTo(2)), one = places(() => 1), even = places(() => Math.max(1, Math.round(seekers / supporters)));
  const twins = lists(wide), doubled = lists(wide).map((row) => row.flatMap(([j, score]) => [[j - (j % 2), score], [Math.min(j - (j % 2) + 1, supporters - 1), score]] as Rows[number]));
  const ring = twins.map((_, i): Rows[number] => [[i % supporters, wide()], [(i + 1) % supporters, wide()]]);
  const chain = twins.map((_, i): Rows[number] => [[Math.min(i, supporters - 1), 1], ...(i > 0 ? [[Math.min(i - 1, supporters - 1), 9] as [number, number]] : [])]);
  const island = (i: number): number => 2 * (i % Math.max(1, supporters >> 1));
  const shapes: [string, Rows, Int32Array][] = [
    ['very long rows', lists(wide, () => supporters), one], ['one long row among short ones', lists(wide, () => 1).map((row, i) => (i === 0 ? list(supporters, wide) : row)), few],
    ['empty lists', lists(wide, () => (draw() < 0.7 ? 0 : long)), few], ['nothing but empty lists', lists(wide, () => 0), few],
    ['the same seeker again and again', twins.map((_, i) => twins[i % 2]), few], ['the same supporter twice', doubled, even], ['pairs named twice', twins.map((row) => [...row, ...row.map(([j]) => [j, wide()] as [number, number])]), few],
    ['near-ties at the top of the range', lists(() => 2 ** 31 - 2 + upTo(1)), few], ['near-ties, balanced', lists(() => 10_000 + upTo(2)), even],
    ['mass ties', lists(() => 7), even], ['mass ties of nothing', lists(() => 0), few],
    ['no places', lists(wide), places(() => 0)], ['hardly any places', lists(wide), places((j) => (j % 4 === 0 ? 2 : 0))], ['more places than people', lists(wide), places(() => 2 ** 24)],
    ['one giant ring', ring, one], ['one chain in which the last moves everybody', chain, one],
    ['many tiny markets', twins.map((_, i) => [[island(i), wide()], [Math.min(island(i) + 1, supporters - 1), wide()]]), one],
  ];
  return shapes.map(([name, rows, capacity]) => [name, marketFrom(rows, capacity)]);
}

function marketFrom(rows: Rows, capacity: Int32Array): Market {
  const rowPtr = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) rowPtr[i + 1] = rowPtr[i] + row.length;
  return { seekers: rows.length, supporters: capacity.length, capacity, rowPtr, col: Int32Array.from(rows.flat(), ([j]) => j), weight: Int32Array.from(rows.flat(), ([, score]) => score) };
}
