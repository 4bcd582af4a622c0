import type { Market } from '../instance.ts';
import { seeded } from '../lots.ts';
import { areaOf, pairScores, possible, unmodelled } from './pair-scores.ts';
import { AREAS, LANGUAGES, type Population, population } from './population.ts';

/** What to make. Sizes are people; `coarse` divides scores so that mass ties arise. */
export interface Recipe {
  seekers: number;
  supporters: number;
  fewestCandidates: number;
  mostCandidates: number;
  fewestPlaces: number;
  mostPlaces: number;
  seed: number;
  /** 0 for scores as they are. */
  coarse: number;
}

/** The usual recipe: one supporter for five seekers, 20 to 100 candidates each, 1 to 5 places. */
export const USUAL: Recipe = {
  seekers: 1000,
  supporters: 200,
  fewestCandidates: 20,
  mostCandidates: 100,
  fewestPlaces: 1,
  mostPlaces: 5,
  seed: 1,
  coarse: 0,
};

/** Makes a sparse market from a seeded population: languages, channels, areas, ages, wishes, hours, exclusions. */
export function generate(recipe: Recipe): Market {
  const { seekers: n, supporters: m, seed } = recipe;
  const seekers = population(n, seed * 7919 + 11, 'seeker');
  const supporters = population(m, seed * 104729 + 29, 'supporter', recipe.fewestPlaces, recipe.mostPlaces);
  const draw = seeded(seed * 31 + 7);
  const bitmaps = bitmapsOf(supporters);
  const rows = newRows(n, recipe.mostCandidates);
  const row = newRow(m);
  for (let i = 0; i < n; i++) {
    candidatesOf(seekers, i, supporters, bitmaps, seed, row);
    const picked = pick(row, recipe, draw);
    for (const x of picked) addPair(rows, recipe, seekers, i, row, x);
    rows.rowPtr[i + 1] = rows.count;
  }
  return finish(n, m, Int32Array.from(supporters.places), rows);
}

/** Makes a square market in which every pair is allowed and everybody has one place. */
export function generateDense(size: number, seed: number): Market {
  const seekers = population(size, seed * 7919 + 11, 'seeker');
  const supporters = population(size, seed * 104729 + 29, 'supporter', 1, 1);
  const scores = new Int32Array(2);
  const weight = new Int32Array(size * size);
  const col = new Int32Array(size * size);
  for (let i = 0, e = 0; i < size; i++) {
    for (let j = 0; j < size; j++, e++) {
      pairScores(seekers, i, supporters, j, scores);
      col[e] = j;
      weight[e] = ((scores[0] + scores[1]) >> 1) + unmodelled(i, j);
    }
  }
  const rowPtr = Int32Array.from({ length: size + 1 }, (_, i) => i * size);
  return { seekers: size, supporters: size, capacity: Int32Array.from(supporters.places), rowPtr, col, weight };
}

interface Bitmaps {
  words: number;
  language: Uint32Array[];
  area: Uint32Array[];
}

function bitmapsOf(supporters: Population): Bitmaps {
  const words = (supporters.count + 31) >> 5;
  const of = (kinds: number, sets: Uint32Array | Uint16Array): Uint32Array[] =>
    Array.from({ length: kinds }, (_, kind) => {
      const map = new Uint32Array(words);
      for (let j = 0; j < supporters.count; j++) if ((sets[j] >>> kind) & 1) map[j >> 5] |= 1 << (j & 31);
      return map;
    });
  return { words, language: of(LANGUAGES, supporters.languages), area: of(AREAS, supporters.areas) };
}

interface Row {
  count: number;
  supporter: Int32Array;
  seekerScore: Int32Array;
  supporterScore: Int32Array;
  /** Sum of the scores and place in the row, in one number to sort by. */
  key: Float64Array;
  scores: Int32Array;
}

function newRow(supporters: number): Row {
  return {
    count: 0,
    supporter: new Int32Array(supporters),
    seekerScore: new Int32Array(supporters),
    supporterScore: new Int32Array(supporters),
    key: new Float64Array(supporters),
    scores: new Int32Array(2),
  };
}

const IN_ROW = 4194304;

function candidatesOf(
  seekers: Population,
  i: number,
  supporters: Population,
  { words, language, area }: Bitmaps,
  seed: number,
  row: Row,
): void {
  const inArea = area[areaOf(seekers.leaf[i])];
  row.count = 0;
  for (let x = 0; x < words; x++) {
    let bits = 0;
    for (let left = seekers.languages[i]; left; left &= left - 1) bits |= language[31 - Math.clz32(left & -left)][x];
    bits &= inArea[x];
    for (; bits; bits &= bits - 1) {
      const j = (x << 5) + 31 - Math.clz32(bits & -bits);
      if (!possible(seekers, i, supporters, j, seed)) continue;
      pairScores(seekers, i, supporters, j, row.scores);
      const at = row.count++;
      row.supporter[at] = j;
      row.seekerScore[at] = row.scores[0];
      row.supporterScore[at] = row.scores[1];
      row.key[at] = (row.scores[0] + row.scores[1]) * IN_ROW + at;
    }
  }
}

/** The best half by score, the other half drawn from the rest: variety, as a coordinator would want. */
function pick({ count, key, supporter }: Row, { fewestCandidates, mostCandidates }: Recipe, draw: () => number): number[] {
  const wanted = Math.min(count, fewestCandidates + Math.floor(draw() * (mostCandidates - fewestCandidates + 1)));
  const sorted = key.slice(0, count).sort();
  const half = (wanted + 1) >> 1;
  const rest = count - half;
  const picked: number[] = [];
  for (let x = 0; x < half; x++) picked.push(sorted[count - 1 - x] % IN_ROW);
  for (let x = 0; x < wanted - half; x++) {
    const other = x + Math.floor(draw() * (rest - x));
    const kept = sorted[x];
    sorted[x] = sorted[other];
    sorted[other] = kept;
    picked.push(sorted[x] % IN_ROW);
  }
  return picked.sort((a, b) => supporter[a] - supporter[b]);
}

interface Rows {
  count: number;
  rowPtr: Int32Array;
  col: Int32Array;
  weight: Int32Array;
  seekerScore: Int32Array;
  supporterScore: Int32Array;
}

function newRows(seekers: number, most: number): Rows {
  const numbers = (): Int32Array => new Int32Array(seekers * most);
  return {
    count: 0,
    rowPtr: new Int32Array(seekers + 1),
    col: numbers(),
    weight: numbers(),
    seekerScore: numbers(),
    supporterScore: numbers(),
  };
}

function addPair(rows: Rows, { coarse }: Recipe, seekers: Population, i: number, row: Row, x: number): void {
  const e = rows.count++;
  const waiting = Math.min(2000, seekers.waited[i] * 10);
  const score = ((row.seekerScore[x] + row.supporterScore[x]) >> 1) + unmodelled(i, row.supporter[x]) + waiting;
  rows.col[e] = row.supporter[x];
  rows.weight[e] = coarse ? Math.max(1, Math.round(score / coarse)) : score;
  rows.seekerScore[e] = row.seekerScore[x];
  rows.supporterScore[e] = row.supporterScore[x];
}

function finish(seekers: number, supporters: number, capacity: Int32Array, rows: Rows): Market {
  const { count, rowPtr } = rows;
  const col = rows.col.slice(0, count);
  const start = new Int32Array(supporters + 1);
  for (let e = 0; e < count; e++) start[col[e] + 1]++;
  for (let j = 0; j < supporters; j++) start[j + 1] += start[j];
  const next = start.slice();
  const bySupporter = new Int32Array(count);
  for (let e = 0; e < count; e++) bySupporter[next[col[e]]++] = e;
  return {
    seekers,
    supporters,
    capacity,
    rowPtr,
    col,
    weight: rows.weight.slice(0, count),
    seekerRank: bandedRanks(rowPtr, Int32Array.from(col.keys()), rows.seekerScore),
    supporterRank: bandedRanks(start, bySupporter, rows.supporterScore),
  };
}

/** Ranks within each list, 0 = best; scores within the same hundred count as equally good, so that ties are real. */
function bandedRanks(start: Int32Array, pairs: Int32Array, score: Int32Array): Int32Array {
  const rank = new Int32Array(pairs.length);
  for (let r = 0; r + 1 < start.length; r++) {
    const list = Array.from(pairs.subarray(start[r], start[r + 1])).sort((a, b) => score[b] - score[a] || a - b);
    let current = -1;
    let band = -1;
    for (const e of list) {
      if (Math.floor(score[e] / 100) !== band) {
        current++;
        band = Math.floor(score[e] / 100);
      }
      rank[e] = current;
    }
  }
  return rank;
}
