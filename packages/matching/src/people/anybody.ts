/** Anybody: random people and programmes for laws. Small pools, so that people do have things in common. */
import fc from 'fast-check';
import type { Criterion } from './criterion.ts';
import type { AgeSpan, Seeker, Supporter, WeeklyHours, Wish } from './person.ts';

const some = (codes: readonly string[], most = 3) => fc.uniqueArray(fc.constantFrom(...codes), { maxLength: most });
/** Told by `told` people in ten. */
const maybe = <T>(arb: fc.Arbitrary<T>, told = 5) => fc.oneof({ arbitrary: arb, weight: told }, { arbitrary: fc.constant(undefined), weight: 10 - told });

const LANGUAGES = ['fr', 'en', 'pl', 'cr'], CHANNELS = ['phone', 'video', 'messages'], MARKS = ['ward-3', 'town'], NEEDS = ['sign', 'captions'];
const ZONES = ['America/Toronto', 'Europe/Paris', 'Asia/Kathmandu', 'America/Phoenix', 'UTC'];
const TREE = { solid: {}, blood: {}, breast: { parent: 'solid' }, lung: { parent: 'solid' }, leukaemia: { parent: 'blood' } };
const PHASES = { p1: { order: 1 }, p2: { order: 2 }, p3: { order: 3 }, grief: { order: 3, bereaved: true }, unsure: { open: true } };
const TOPICS = { care: { touches: ['detail'] }, money: {}, loss: { touches: ['death'] }, none: { open: true } };
const HOPES = { heard: {}, future: {}, listen: { answers: ['heard'] }, use: { answers: ['heard', 'future'] } };

const span: fc.Arbitrary<AgeSpan> = fc.constantFrom({ from: 18, to: 25 }, { from: 26, to: 39 }, { from: 40 }, { to: 30 });
const wish: fc.Arbitrary<Wish> = fc.record({ trait: fc.constantFrom('gender', 'faith'), wanted: some(['a', 'b'], 2), strength: fc.constantFrom('need' as const, 'hope' as const, 'hope' as const) });
const traits = fc.record({ gender: maybe(some(['a', 'b'], 1)), faith: maybe(some(['a', 'b'], 1)) }).map((t) => Object.fromEntries(Object.entries(t).filter(([, v]) => v !== undefined)) as Record<string, string[]>);
const hours: fc.Arbitrary<WeeklyHours> = fc.record({
  zone: fc.constantFrom(...ZONES),
  windows: fc.array(fc.record({ day: fc.integer({ min: 1, max: 7 }), from: fc.integer({ min: 0, max: 95 }).map((q) => q * 15), to: fc.integer({ min: 0, max: 96 }).map((q) => q * 15) }), { maxLength: 4 }),
});

const sharedAnswers = {
  kind: maybe(some(['solid', 'breast', 'lung', 'leukaemia', 'unheard-of'], 2)), phase: maybe(some(Object.keys(PHASES), 1)), child: maybe(some(['p1', 'grief'], 1)),
  years: maybe(fc.integer({ min: 0, max: 30 })), since: maybe(fc.integer({ min: 0, max: 40 }).map((m) => ({ on: Date.UTC(2026, 10 - m, 5) }))), daily: maybe(some(['tired', 'pain', 'work', 'sleep'], 4)),
  line: maybe(some(['north', 'south'], 1)), avoid: maybe(some(['north', 'south'], 1)),
};
const dense = <T extends object>(record: T) => Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)) as T;

const person = {
  languages: maybe(some(LANGUAGES)), channels: maybe(some(CHANNELS)), hours: maybe(hours, 4), age: maybe(span), acceptsAge: maybe(span, 1),
  accessNeeds: maybe(some(NEEDS, 1), 1), meetsAccess: maybe(some(NEEDS, 2)), keepApart: maybe(fc.record({ people: some(['s0', 's1', 'p0', 'p1', 'p2']), marks: some(MARKS, 1) }), 1), marks: maybe(some(MARKS, 1), 1),
  wishes: maybe(fc.array(wish, { maxLength: 2 }), 1), traits: maybe(traits), saidYesTo: maybe(some(['loss-apart', 'path'], 2)),
};

/** Anybody who asks. */
export const anySeeker: fc.Arbitrary<Seeker> = fc.record({
  ...person, importance: maybe(fc.dictionary(fc.constantFrom('condition', 'daily', 'phase'), fc.constantFrom('lot' as const, 'little' as const, 'not' as const))),
  answers: fc.record({ ...sharedAnswers, wants: maybe(some(Object.keys(TOPICS))), hopes: maybe(some(['heard', 'future'], 2)) }).map(dense),
}).map((p) => ({ ...dense(p), id: 's0' }) as Seeker);

/** A few supporters, p0, p1 and so on. */
export const anySupporters: fc.Arbitrary<Supporter[]> = fc.array(fc.record({
  ...person, capacity: fc.integer({ min: 1, max: 4 }), load: fc.integer({ min: 0, max: 1 }), paused: maybe(fc.boolean(), 1), idleSince: maybe(fc.integer({ min: 0, max: 3 })),
  trainingValidUntil: fc.constantFrom(...Array<number>(9).fill(Infinity), null, 5), restUntil: maybe(fc.constantFrom(5, 2 ** 43), 1),
  answers: fc.record({ ...sharedAnswers, offers: maybe(some(Object.keys(TOPICS))), closed: maybe(some(['detail', 'death', 'none'], 2)), hopes2: maybe(some(['listen', 'use'], 2)) }).map(dense),
}), { maxLength: 60, size: 'max' }).map((people) => people.map((p, i) => ({ ...dense(p), id: `p${i}` }) as Supporter));

const ALL: readonly Criterion[] = [
  { id: 'free-and-ready', method: 'clear', strength: 'hard', questions: [] },
  { id: 'shared-time', method: 'overlap', strength: 'hard', minimumMinutes: 45, questions: ['times'] },
  { id: 'topics-open', method: 'clear', strength: 'hard', questions: ['wants', 'closed'], closes: 'touches', codes: TOPICS },
  { id: 'loss-apart', method: 'clear', strength: 'hard', questions: ['child', 'phase'], closes: 'bereaved', codes: PHASES },
  { id: 'path', method: 'clear', strength: 'hard', questions: ['daily'], closes: 'apart' },
  { id: 'lines', method: 'clear', strength: 'soft', weight: 3, questions: ['avoid', 'line'], closes: 'too-close' },
  { id: 'steady', method: 'nearest', strength: 'hard', minimumMonths: 6, questions: ['since'] },
  { id: 'further', method: 'ahead', strength: 'soft', weight: 7, questions: ['since'] },
  { id: 'condition', method: 'tree', strength: 'soft', weight: 22, questions: ['kind'], codes: TREE },
  { id: 'concerns', method: 'overlap', strength: 'soft', weight: 18, questions: ['wants', 'offers'], codes: TOPICS },
  { id: 'hopes', method: 'overlap', strength: 'soft', weight: 8, questions: ['hopes', 'hopes2'], codes: HOPES },
  { id: 'phase', method: 'ahead', strength: 'soft', weight: 10, questions: ['child', 'phase'], codes: PHASES },
  { id: 'daily', method: 'overlap', strength: 'soft', weight: 10, questions: ['daily'] },
  { id: 'near-age', method: 'nearest', strength: 'soft', weight: 5, scaleYears: 4, questions: ['years'] },
  { id: 'same-line', method: 'same', strength: 'soft', weight: 4, questions: ['line'] },
  { id: 'language', method: 'overlap', strength: 'soft', weight: 5, questions: ['languages'] },
  { id: 'room', method: 'load', strength: 'soft', weight: 3, questions: [] },
  { id: 'idle', method: 'idle', strength: 'soft', weight: 2, questions: [] },
  { id: 'evening', method: 'overlap', strength: 'soft', weight: 2, questions: ['times'] },
  { id: 'asked-traits', method: 'wish', strength: 'soft', weight: 0, preferWeight: 15, questions: [] },
];

/** Any programme: some of many criteria, in any order. */
export const anyCriteria: fc.Arbitrary<Criterion[]> = fc.shuffledSubarray([...ALL], { minLength: 0 });
