/**
 * A seeded population for the people half of the engine: a cancer programme with ten soft criteria (the shipped
 * template's weights), nine rules, six time zones, twenty languages, a tree of 320 conditions. One person at a time, so that a
 * million supporters never exist as objects together. Skewed as real lists are: few languages, conditions and evenings carry most people.
 */
import type { CodeFacts, Criterion, Seeker, Supporter, WeeklyWindow, Wish } from '../../packages/matching/src/index.ts';

/** Splitmix32: uniform in [0, 1). */
export function rng(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    let t = a ^ (a >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 4294967296;
  };
}

const codes = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}-${i}`);
const LANGUAGES = codes('lang', 20), ROLES = codes('role', 6), TREATMENTS = codes('treat', 9), TOPICS = codes('help', 15), HARD = codes('hard', 13), FAMILY = codes('family', 8), MANNER = codes('manner', 6);
const HOPES = codes('hope', 7), SUP_HOPES = codes('suphope', 7), AGES = codes('age', 5), PHASES = codes('phase', 9);
const CHANNELS = ['channel-in-person', 'channel-phone', 'channel-messages', 'channel-video'];
const LIKED = [0.35, 0.6, 0.7, 0.3];
const ZONES = ['America/Vancouver', 'America/Edmonton', 'America/Winnipeg', 'America/Toronto', 'America/Halifax', 'America/St_Johns'];
const AREAS = 10, CONDITIONS = 8, VARIANTS = 4, MID_AGE = [22, 33, 47, 62, 76], ORDER = [1, 2, 3, 4, 5, 3, 4, 3, 5];
const TOUCHES: Readonly<Record<number, readonly string[]>> = { 0: ['hard-4'], 4: ['hard-12'], 11: ['hard-11'], 13: ['hard-0', 'hard-2'] };

const facts = (list: readonly string[], of: (i: number) => CodeFacts): Record<string, CodeFacts> => Object.fromEntries(list.map((code, i) => [code, of(i)]));

function tree(): Record<string, CodeFacts> {
  const out: Record<string, CodeFacts> = {};
  for (let a = 0; a < AREAS; a++) {
    out[`c${a}`] = {};
    for (let c = 0; c < CONDITIONS; c++) {
      out[`c${a}.${c}`] = { parent: `c${a}` };
      for (let v = 0; v < VARIANTS; v++) out[`c${a}.${c}.${v}`] = { parent: `c${a}.${c}` };
    }
  }
  return out;
}

/** The cancer template: rules, and soft criteria whose weights add up to 100. */
export const CANCER: readonly Criterion[] = [
  { id: 'free-and-ready', method: 'clear', strength: 'hard', questions: [] },
  { id: 'language', method: 'overlap', strength: 'hard', questions: ['languages'] },
  { id: 'channel', method: 'overlap', strength: 'hard', questions: ['channels'] },
  { id: 'shared-time', method: 'overlap', strength: 'hard', minimumMinutes: 60, questions: ['times'] },
  { id: 'access', method: 'clear', strength: 'hard', questions: ['access-needs'] },
  { id: 'topics-open', method: 'clear', strength: 'hard', closes: 'touches', questions: ['what-would-help', 'sup-not-ready'], codes: facts(TOPICS, (i) => (TOUCHES[i] ? { touches: TOUCHES[i] } : {})) },
  { id: 'kept-apart', method: 'clear', strength: 'hard', questions: ['keep-apart'] },
  { id: 'steady', method: 'nearest', strength: 'hard', minimumMonths: 12, questions: ['sup-time-since'] },
  { id: 'loss-apart', method: 'clear', strength: 'hard', closes: 'bereaved', questions: ['child-phase', 'cancer-phase'], codes: facts(PHASES, (i) => ({ order: ORDER[i] ?? 1, ...(i === 8 && { bereaved: true }) })) },
  { id: 'same-role', method: 'overlap', strength: 'soft', weight: 20, questions: ['cancer-link', 'child-link', 'use-link', 'stay-now'] },
  { id: 'concerns', method: 'overlap', strength: 'soft', weight: 18, questions: ['what-would-help', 'sup-offer'] },
  { id: 'condition', method: 'tree', strength: 'soft', weight: 18, questions: ['cancer-kind', 'child-illness', 'chronic-condition'], codes: tree() },
  { id: 'phase', method: 'ahead', strength: 'soft', weight: 10, questions: ['cancer-phase', 'child-phase', 'chronic-stage'], codes: facts(PHASES, (i) => ({ order: ORDER[i] ?? 1 })) },
  { id: 'treatments', method: 'overlap', strength: 'soft', weight: 10, questions: ['cancer-treatments'] },
  { id: 'hopes', method: 'overlap', strength: 'soft', weight: 8, questions: ['hopes-seeker', 'sup-hopes'], codes: facts(SUP_HOPES, (i) => ({ answers: [HOPES[i] ?? '', HOPES[(i + 1) % 7] ?? ''] })) },
  { id: 'adult-age', method: 'nearest', strength: 'soft', weight: 5, scaleYears: 10, questions: ['age-band'], codes: facts(AGES, (i) => ({ value: MID_AGE[i] ?? 0 })) },
  { id: 'family', method: 'overlap', strength: 'soft', weight: 5, questions: ['family-now'] },
  { id: 'manner', method: 'overlap', strength: 'soft', weight: 4, questions: ['way-of-talking'] },
  { id: 'doors-closed', method: 'overlap', strength: 'soft', weight: 2, questions: ['avoid-topics', 'sup-not-ready'] },
  { id: 'asked-traits', method: 'wish', strength: 'soft', weight: 0, preferWeight: 15, questions: ['trait-wishes', 'sup-traits'] },
];

type Draw = () => number;
const skews = new Map<string, Float64Array>();

/** A number below k, small ones more often (Zipf with exponent s). */
function zipf(r: Draw, k: number, s: number): number {
  const key = `${k}:${s}`;
  let sums = skews.get(key);
  if (!sums) {
    let total = 0;
    sums = Float64Array.from({ length: k }, (_, i) => (total += 1 / (i + 1) ** s)).map((v) => v / total);
    skews.set(key, sums);
  }
  const u = r(), found = sums.findIndex((v) => v >= u);
  return found < 0 ? k - 1 : found;
}

const pick = (r: Draw, list: readonly string[], s: number) => list[zipf(r, list.length, s)] ?? '';
const several = (r: Draw, list: readonly string[], most: number, s = 0.5) => [...new Set(Array.from({ length: 1 + Math.floor(r() * most) }, () => pick(r, list, s)))].sort();

function languages(r: Draw): string[] {
  const own = new Set([LANGUAGES[r() < 0.72 ? 0 : 1 + zipf(r, 19, 0.9)] ?? '']);
  if (r() < 0.35) own.add('lang-0');
  if (r() < 0.12) own.add(pick(r, LANGUAGES, 0.9));
  return [...own];
}

function windows(r: Draw): WeeklyWindow[] {
  return Array.from({ length: 3 + Math.floor(r() * 6) }, () => {
    const from = (r() < 0.65 ? 17 + Math.floor(r() * 4) : 8 + Math.floor(r() * 9)) * 60;
    return { day: 1 + Math.floor(r() * 7), from, to: from + 120 };
  });
}

function both(r: Draw) {
  const gender = r() < 0.7 ? 'woman' : r() < 0.9 ? 'man' : 'other', w = r();
  const wishes: Wish[] = w < 0.78 ? [] : [{ trait: 'gender', wanted: [gender], strength: w < 0.9 ? 'hope' : 'need' }];
  return {
    languages: languages(r), channels: CHANNELS.filter((_, i) => r() < (LIKED[i] ?? 0)), hours: { zone: ZONES[zipf(r, 6, 0.7)] ?? 'UTC', windows: windows(r) },
    ...(wishes.length > 0 && { wishes }), traits: { gender: [gender] },
  };
}

function answers(r: Draw, supporter: boolean) {
  const a = zipf(r, AREAS, 0.6), c = zipf(r, CONDITIONS, 0.8), phase = supporter ? 2 + zipf(r, 7, 0.3) : zipf(r, 9, 0.4);
  return {
    'cancer-kind': [`c${a}.${c}.${zipf(r, VARIANTS, 0.8)}`], 'cancer-link': r() < 0.9 ? [pick(r, ROLES, 0.7)] : several(r, ROLES, 2), 'cancer-phase': [PHASES[phase] ?? ''], 'age-band': [pick(r, AGES, 0.2)],
    ...(r() < 0.8 && { 'cancer-treatments': several(r, TREATMENTS, 4) }), ...(r() < 0.8 && { 'family-now': several(r, FAMILY, 3) }), ...(r() < 0.7 && { 'way-of-talking': several(r, MANNER, 3) }),
  };
}

/** A seeker. */
export function seeker(r: Draw, i: number): Seeker {
  const more = { 'what-would-help': several(r, TOPICS, 4), 'hopes-seeker': several(r, HOPES, 3), ...(r() < 0.4 && { 'avoid-topics': several(r, HARD, 3) }) };
  return { id: `seeker-${i}`, ...both(r), answers: { ...answers(r, false), ...more }, waitingSince: NOW - Math.floor(-Math.log(1 - r()) * 30) * 86_400_000, ...(r() < 0.02 && { accessNeeds: ['captions'] }) };
}

/** A supporter with one to five places, some of them taken. */
export function supporter(r: Draw, i: number): Supporter {
  const more = { 'sup-offer': several(r, TOPICS, 7, 0.3), 'sup-hopes': several(r, SUP_HOPES, 3), 'sup-time-since': Math.floor(r() * 120), ...(r() < 0.5 && { 'sup-not-ready': several(r, HARD, 3) }) };
  const capacity = 1 + Math.floor(r() * 5), load = r() < 0.3 ? Math.floor(r() * (capacity + 1)) : 0;
  return {
    id: `supporter-${i}`, ...both(r), answers: { ...answers(r, true), ...more }, capacity, load, trainingValidUntil: r() < 0.95 ? Infinity : null,
    idleSince: NOW - Math.floor(r() * 200) * 86_400_000, ...(r() < 0.3 && { meetsAccess: ['captions'] }), ...(r() < 0.02 && { paused: true }),
    ...(r() < 0.01 && { keepApart: { people: [`seeker-${Math.floor(r() * 10_000)}`] } }),
  };
}

/** The instant of every run. */
export const NOW = Date.UTC(2026, 9, 5, 12);
