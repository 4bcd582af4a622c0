import { CONDITIONS, HOUR_WORDS, type Population, VARIANTS } from './population.ts';

/** The area of a leaf of the taxonomy. */
export function areaOf(leaf: number): number {
  return Math.floor(leaf / (CONDITIONS * VARIANTS));
}

/** Hours of the week that seeker i and supporter j have in common. */
function sharedHours(seekers: Population, i: number, supporters: Population, j: number): number {
  let shared = 0;
  for (let k = 0; k < HOUR_WORDS; k++) shared += bits(seekers.hours[i * HOUR_WORDS + k] & supporters.hours[j * HOUR_WORDS + k]);
  return shared;
}

/** Whether a pair passes every hard rule of the generated population. */
export function possible(seekers: Population, i: number, supporters: Population, j: number, seed: number): boolean {
  if ((seekers.languages[i] & supporters.languages[j]) === 0) return false;
  const channels = seekers.channels[i] & supporters.channels[j];
  if (channels === 0 || (channels === 1 && seekers.region[i] !== supporters.region[j])) return false;
  if (((supporters.areas[j] >>> areaOf(seekers.leaf[i])) & 1) === 0) return false;
  if (seekers.age[i] < supporters.youngest[j] || seekers.age[i] > supporters.oldest[j]) return false;
  if (seekers.wishedGender[i] >= 4 && supporters.gender[j] !== seekers.wishedGender[i] - 4) return false;
  if (supporters.wishedGender[j] >= 4 && seekers.gender[i] !== supporters.wishedGender[j] - 4) return false;
  if (sharedHours(seekers, i, supporters, j) < 2) return false;
  return !keptApart(i, j, seed);
}

/** Scores of a pair, 0 .. 10,000: what the seeker hopes for, then what the supporter hopes for. */
export function pairScores(seekers: Population, i: number, supporters: Population, j: number, out: Int32Array): void {
  const near = nearness(seekers.leaf[i], supporters.leaf[j]);
  const ahead = supporters.stage[j] - seekers.stage[i];
  const stage = ahead > 0 ? 100 : ahead === 0 ? 70 : 30;
  const gender = seekers.wishedGender[i] === 0 || supporters.gender[j] === (seekers.wishedGender[i] - 1) % 3 ? 100 : 20;
  const theirGender = supporters.wishedGender[j] === 0 || seekers.gender[i] === (supporters.wishedGender[j] - 1) % 3 ? 100 : 20;
  const culture = seekers.culture[i] === supporters.culture[j] ? 100 : 40;
  const interests = Math.min(100, 25 * bits(seekers.interests[i] & supporters.interests[j]));
  const hours = Math.min(100, 12 * sharedHours(seekers, i, supporters, j));
  const region = seekers.region[i] === supporters.region[j] ? 100 : 50;
  const closeAge = Math.max(0, 100 - 3 * Math.abs(supporters.age[j] - seekers.age[i]));
  out[0] =
    40 * near +
    15 * stage +
    10 * ageFit(seekers, i, supporters.age[j]) +
    10 * gender +
    8 * culture +
    7 * interests +
    5 * hours +
    5 * region;
  out[1] = 35 * near + 10 * interests + 20 * hours + 10 * closeAge + 10 * theirGender + 10 * culture + 5 * region;
}

/** A small difference that no criterion models, 0 .. 99 points. */
export function unmodelled(i: number, j: number): number {
  return (Math.imul(Math.imul(i + 7, 0x9e3779b1) ^ Math.imul(j + 3, 0xc2b2ae35), 0x165667b1) >>> 0) % 100;
}

/** One pair in a thousand asked not to be matched. */
function keptApart(i: number, j: number, seed: number): boolean {
  return (Math.imul(Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(j + 1, 0x85ebca6b) ^ seed, 0x27d4eb2f) >>> 0) % 1000 === 0;
}

function nearness(a: number, b: number): number {
  if (a === b) return 100;
  if (Math.floor(a / VARIANTS) === Math.floor(b / VARIANTS)) return 80;
  return areaOf(a) === areaOf(b) ? 40 : 5;
}

function ageFit(seekers: Population, i: number, age: number): number {
  if (age >= seekers.youngest[i] && age <= seekers.oldest[i]) return 100;
  return Math.max(0, 80 - 4 * Math.min(Math.abs(age - seekers.youngest[i]), Math.abs(age - seekers.oldest[i])));
}

function bits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
