/**
 * Shares in common by counting bits. The same answers as the plain comparison (people/compare.ts), for facets with
 * so many classes that asking it about each of them would cost more than the search.
 */
import { CLOSED, type Facet } from './facets.ts';
import { codesOf } from '../people/compare.ts';
import { popcount } from '../people/hours.ts';
import { answerOf, type Person, type Seeker, type Supporter } from '../people/person.ts';
import { pointsFor } from '../people/points.ts';

/** Points of every class for one seeker; undefined when this seeker's answers need the plain comparison. */
export type FastPoints = (seeker: Seeker, most: number) => Int16Array | undefined;

/** A fast way to judge a facet, if there is one: a plain overlap, or topics that close a door, of at most 32 codes in all. */
export function fastPoints(facet: Facet, examples: readonly Supporter[]): FastPoints | undefined {
  const { criterion, rule, questions } = facet;
  if (rule?.name === 'topic' && questions.length === 2) return closedTopics(facet, examples);
  const counted = criterion && !rule && criterion.method === 'overlap' && !criterion.questions.includes('times');
  return counted && !Object.values(criterion.codes ?? {}).some((c) => c.answers) ? sharedCounts(facet, examples) : undefined;
}

interface Masks {
  readonly bit: ReadonlyMap<string, number>;
  /** The chosen codes of each class, one array for each question. Zero: said nothing, or nothing that commits. */
  readonly bits: readonly Uint32Array[];
  readonly anyone: readonly boolean[];
}

function masksOf({ criterion, questions }: Facet, examples: readonly Supporter[]): Masks | undefined {
  const bit = new Map<string, number>(), judged = criterion ?? { id: '', method: 'overlap', strength: 'soft', questions } as const;
  const bits = questions.map((question) => Uint32Array.from(examples, (person) => {
    let mask = 0;
    for (const code of codesOf(answerOf(person, question), judged)) {
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
  const masks = masksOf(facet, examples), { criterion } = facet;
  if (!masks || !criterion) return undefined;
  const counts = new Uint8Array(examples.length);
  let counted: Seeker | undefined;
  return (seeker, most) => {
    const pair = soleQuestions(facet.questions, seeker, masks);
    if (!pair) return undefined;
    const asked = codesOf(answerOf(seeker, pair.asked), criterion), neutral = pointsFor(most, { num: 1, den: 2 });
    if (counted !== seeker) countShared(counts, masks.bits[pair.offered] ?? new Uint32Array(), maskOf(asked, masks));
    counted = seeker;
    const worth = Int16Array.from({ length: SILENT + 1 }, (_, n) =>
      n === SILENT || asked.length === 0 ? neutral : pointsFor(most, { num: Math.min(n, asked.length), den: asked.length }));
    const points = new Int16Array(examples.length);
    for (let c = 0; c < points.length; c++) points[c] = worth[counts[c]];
    return points;
  };
}

/** Stands for a class that said nothing. */
const SILENT = 33;

function countShared(counts: Uint8Array, theirs: Uint32Array, mine: number): void {
  for (let c = 0; c < counts.length; c++) {
    const bits = theirs[c];
    counts[c] = bits === 0 ? SILENT : popcount(bits & mine);
  }
}

/** The one pair of questions that can be compared for this seeker, when there is only one whatever the class. */
function soleQuestions(questions: readonly string[], seeker: Person, { anyone }: Masks): { asked: string; offered: number } | undefined {
  const told = questions.map((q) => answerOf(seeker, q) !== undefined);
  const pairs = questions.flatMap((q, i) => (told[i] && anyone[i] ? [{ asked: q, offered: i }] : []));
  const [asked] = questions;
  if (questions.length === 2 && asked !== undefined && told[0] && anyone[1]) pairs.push({ asked, offered: 1 });
  return pairs.length === 1 ? pairs[0] : undefined;
}

function closedTopics(facet: Facet, examples: readonly Supporter[]): FastPoints | undefined {
  const masks = masksOf(facet, examples), [brings = ''] = facet.questions, notReady = masks?.bits[1];
  if (!masks || !notReady) return undefined;
  const codes = facet.criterion?.codes;
  return (seeker) => {
    const judged = facet.criterion ?? { id: '', method: 'clear', strength: 'hard', questions: facet.questions } as const;
    const brought = codesOf(answerOf(seeker, brings), judged).flatMap((code) => [code, ...(codes?.[code]?.touches ?? [])]), mine = maskOf(brought, masks);
    const points = new Int16Array(examples.length);
    for (let c = 0; c < points.length; c++) points[c] = (notReady[c] & mine) !== 0 ? CLOSED : 0;
    return points;
  };
}
