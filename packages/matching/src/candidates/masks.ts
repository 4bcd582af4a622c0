/**
 * Shares in common by counting bits. The same answers as the plain comparison (people/compare.ts), for facets with
 * so many classes that asking it about each of them would cost more than the search.
 */
import type { Facet } from './facets.ts';
import type { Levels } from './levels.ts';
import { codesOf, NEUTRAL } from '../people/compare.ts';
import type { Criterion } from '../people/criterion.ts';
import { popcount } from '../people/hours.ts';
import { answerOf, type Person, type Seeker, type Supporter } from '../people/person.ts';
import type { Ratio } from '../people/taxonomy.ts';

/** Levels of every class for one seeker; undefined when this seeker's answers need the plain comparison. Good until the next call. */
export type FastLevels = (seeker: Seeker) => Levels | undefined;

/** A fast way to judge a criterion of shares in common, of at most 32 codes in all. */
export function fastLevels(facet: Facet, examples: readonly Supporter[]): FastLevels | undefined {
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

function sharedCounts(facet: Facet, examples: readonly Supporter[]): FastLevels | undefined {
  const { criterion } = facet, masks = criterion && masksOf(criterion, examples);
  if (!masks || !criterion) return undefined;
  const level = new Uint16Array(examples.length);
  return (seeker) => {
    const pair = soleQuestions(facet.questions, seeker, masks);
    if (!pair) return undefined;
    const asked = codesOf(answerOf(seeker, pair.asked), criterion), ratios: Ratio[] = [NEUTRAL];
    if (asked.length === 0) level.fill(0);
    else countShared(level, masks.bits[pair.offered], maskOf(asked, masks));
    for (let n = 0; n <= asked.length && asked.length > 0; n++) ratios.push({ num: n, den: asked.length });
    return { level, ratios };
  };
}

/** Level 0: said nothing. Level 1: nothing in common, and so on. */
function countShared(level: Uint16Array, theirs: Uint32Array, mine: number): void {
  for (let c = 0; c < level.length; c++) level[c] = theirs[c] === 0 ? 0 : 1 + popcount(theirs[c] & mine);
}

/** The one pair of questions that can be compared for this seeker, when there is only one whatever the class. */
function soleQuestions(questions: readonly string[], seeker: Person, { anyone }: Masks): { asked: string; offered: number } | undefined {
  let pairs = 0, offered = 0, asked = '';
  const found = (question: string, of: number) => { pairs++; asked = question; offered = of; };
  for (let i = 0; i < questions.length; i++) if (anyone[i] && answerOf(seeker, questions[i]) !== undefined) found(questions[i], i);
  if (questions.length === 2 && anyone[1] && answerOf(seeker, questions[0]) !== undefined) found(questions[0], 1);
  return pairs === 1 ? { asked, offered } : undefined;
}
