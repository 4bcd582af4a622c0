/**
 * Shares in common by counting bits. The same answers as the plain comparison (people/compare.ts), for facets with
 * so many classes that asking it about each of them would cost more than the search.
 */
import type { Facet } from './facets.ts';
import { codesOf } from '../people/compare.ts';
import type { Criterion } from '../people/criterion.ts';
import { popcount } from '../people/hours.ts';
import { answerOf, type Person, type Seeker, type Supporter } from '../people/person.ts';
import { pointsFor } from '../people/points.ts';

/** Writes the points of every class for one seeker and returns the best of them; -1 when this seeker's answers need the plain comparison. */
export type FastPoints = (seeker: Seeker, most: number, points: Int16Array) => number;

/** A fast way to judge a criterion of shares in common, of at most 32 codes in all. */
export function fastPoints(facet: Facet, examples: readonly Supporter[]): FastPoints | undefined {
  const { criterion, rule } = facet, counted = criterion && !rule && criterion.method === 'overlap' && !criterion.questions.includes('times');
  return counted && !Object.values(criterion.codes ?? {}).some((c) => c.answers) ? sharedCounts(facet, examples) : undefined;
}

interface Masks {
  readonly bit: ReadonlyMap<string, number>;
  /** The chosen codes of each class, one array for each question. Zero: said nothing, or nothing that commits. */
  readonly bits: readonly Uint32Array[];
  readonly anyone: readonly boolean[];
}

function masksOf(criterion: Criterion, examples: readonly Supporter[]): Masks | undefined {
  const bit = new Map<string, number>(), { questions } = criterion;
  const bits = questions.map((question) => Uint32Array.from(examples, (person) => {
    let mask = 0;
    for (const code of codesOf(answerOf(person, question), criterion)) {
      const at = bit.get(code) ?? bit.size;
      bit.set(code, at);
      mask |= 1 << (at & 31);
    }
    return mask;
  }));
  return bit.size > 32 ? undefined : { bit, bits, anyone: questions.map((q) => examples.some((p) => answerOf(p, q) !== undefined)) };
}

const maskOf = (codes: readonly string[], { bit }: Masks): number =>
  codes.reduce((mask, code) => mask | (bit.has(code) ? 1 << (bit.get(code) ?? 0) : 0), 0);

function sharedCounts(facet: Facet, examples: readonly Supporter[]): FastPoints | undefined {
  const { criterion } = facet, masks = criterion && masksOf(criterion, examples);
  if (!masks || !criterion) return undefined;
  const counts = new Uint8Array(examples.length), worth = new Int16Array(SILENT + 1);
  let counted: Seeker | undefined;
  return (seeker, most, points) => {
    const pair = soleQuestions(facet.questions, seeker, masks);
    if (!pair) return -1;
    const asked = codesOf(answerOf(seeker, pair.asked), criterion), neutral = pointsFor(most, { num: 1, den: 2 });
    if (counted !== seeker) countShared(counts, masks.bits[pair.offered], maskOf(asked, masks));
    counted = seeker;
    worth.fill(neutral);
    for (let n = 0; n <= asked.length && asked.length > 0; n++) worth[n] = pointsFor(most, { num: n, den: asked.length });
    return look(points, counts, worth);
  };
}

function look(points: Int16Array, counts: Uint8Array, worth: Int16Array): number {
  let best = 0;
  for (let c = 0; c < points.length; c++) {
    const here = worth[counts[c]];
    points[c] = here;
    if (here > best) best = here;
  }
  return best;
}

/** Stands for a class that said nothing. */
const SILENT = 33;

function countShared(counts: Uint8Array, theirs: Uint32Array, mine: number): void {
  for (let c = 0; c < counts.length; c++) counts[c] = theirs[c] === 0 ? SILENT : popcount(theirs[c] & mine);
}

/** The one pair of questions that can be compared for this seeker, when there is only one whatever the class. */
function soleQuestions(questions: readonly string[], seeker: Person, { anyone }: Masks): { asked: string; offered: number } | undefined {
  const told = questions.map((q) => answerOf(seeker, q) !== undefined);
  const pairs = questions.flatMap((q, i) => (told[i] && anyone[i] ? [{ asked: q, offered: i }] : []));
  const [asked] = questions;
  if (questions.length === 2 && asked !== undefined && told[0] && anyone[1]) pairs.push({ asked, offered: 1 });
  return pairs.length === 1 ? pairs[0] : undefined;
}
