import { seeded } from '../lots.ts';

/** How many of everything a generated population knows. 168 hours of a week fit in six words. */
export const LANGUAGES = 20;
const REGIONS = 60;
export const AREAS = 10;
export const CONDITIONS = 8;
export const VARIANTS = 4;
const CULTURES = 12;
export const HOUR_WORDS = 6;

/** One side of a made-up population, as columns. Bit sets where a person has several; all drawn from one seed. */
export interface Population {
  count: number;
  languages: Uint32Array;
  channels: Uint8Array;
  region: Uint8Array;
  /** Leaf of the taxonomy: area, condition and variant in one number. */
  leaf: Uint16Array;
  stage: Uint8Array;
  age: Uint8Array;
  gender: Uint8Array;
  culture: Uint8Array;
  interests: Uint32Array;
  hours: Uint32Array;
  /** A wish about the other's gender: 0 none, 1 + g hoped for, 4 + g needed. */
  wishedGender: Uint8Array;
  youngest: Uint8Array;
  oldest: Uint8Array;
  /** Areas a supporter will take. */
  areas: Uint16Array;
  waited: Uint16Array;
  places: Uint8Array;
}

/** Draws a population; the same seed and side give the same people on every machine. */
export function population(count: number, seed: number, side: 'seeker' | 'supporter', fewestPlaces = 1, mostPlaces = 5): Population {
  const draw = seeded(seed);
  const skewed = skewedDraw(draw);
  const people = empty(count);
  for (let i = 0; i < count; i++) {
    identity(people, i, side, draw, skewed);
    freeHours(people, i, draw);
    wishes(people, i, side, draw);
    people.waited[i] = Math.min(400, Math.floor(-Math.log(1 - draw()) * 30));
    people.places[i] = fewestPlaces + Math.floor(draw() * (mostPlaces - fewestPlaces + 1));
  }
  return people;
}

type Draw = () => number;
type Skewed = (kinds: number, skew: number) => number;

/** Zipf's law: kind k is drawn in proportion to 1 / (k + 1)^skew. */
function skewedDraw(draw: Draw): Skewed {
  const known = new Map<string, Float64Array>();
  return (kinds, skew) => {
    const name = `${kinds}:${skew}`;
    const share = known.get(name) ?? shares(kinds, skew);
    known.set(name, share);
    const at = draw();
    let low = 0;
    let high = kinds - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (share[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function shares(kinds: number, skew: number): Float64Array {
  const share = new Float64Array(kinds);
  let sum = 0;
  for (let k = 0; k < kinds; k++) {
    sum += 1 / Math.pow(k + 1, skew);
    share[k] = sum;
  }
  for (let k = 0; k < kinds; k++) share[k] /= sum;
  return share;
}

function empty(count: number): Population {
  return {
    count,
    languages: new Uint32Array(count),
    channels: new Uint8Array(count),
    region: new Uint8Array(count),
    leaf: new Uint16Array(count),
    stage: new Uint8Array(count),
    age: new Uint8Array(count),
    gender: new Uint8Array(count),
    culture: new Uint8Array(count),
    interests: new Uint32Array(count),
    hours: new Uint32Array(count * HOUR_WORDS),
    wishedGender: new Uint8Array(count),
    youngest: new Uint8Array(count),
    oldest: new Uint8Array(count),
    areas: new Uint16Array(count),
    waited: new Uint16Array(count),
    places: new Uint8Array(count),
  };
}

/** The order of the draws is part of the format: a seed must go on making the same instance. */
function identity(people: Population, i: number, side: 'seeker' | 'supporter', draw: Draw, skewed: Skewed): void {
  people.region[i] = skewed(REGIONS, 0.7);
  let languages = 1 << (draw() < 0.72 ? 0 : 1 + skewed(LANGUAGES - 1, 0.9));
  if (draw() < 0.35) languages |= 1;
  if (draw() < 0.12) languages |= 1 << skewed(LANGUAGES, 0.9);
  people.languages[i] = languages;
  people.channels[i] = (draw() < 0.35 ? 1 : 0) | (draw() < 0.6 ? 2 : 0) | (draw() < 0.7 ? 4 : 0) | (draw() < 0.3 ? 8 : 0) || 2;
  people.leaf[i] = (skewed(AREAS, 0.6) * CONDITIONS + skewed(CONDITIONS, 0.8)) * VARIANTS + skewed(VARIANTS, 0.8);
  people.stage[i] = side === 'seeker' ? skewed(5, 0.7) : Math.min(4, 1 + skewed(4, 0.3));
  people.age[i] = Math.min(95, Math.max(18, Math.round(46 + 16 * (draw() + draw() + draw() + draw() - 2) * 1.7)));
  const gender = draw();
  people.gender[i] = side === 'seeker' ? (gender < 0.62 ? 0 : gender < 0.97 ? 1 : 2) : gender < 0.74 ? 0 : gender < 0.97 ? 1 : 2;
  people.culture[i] = skewed(CULTURES, 1.1);
  let interests = 0;
  for (let k = 0; k < 5; k++) interests |= 1 << Math.floor(draw() * 32);
  people.interests[i] = interests >>> 0;
}

function freeHours(people: Population, i: number, draw: Draw): void {
  const zone = Math.floor(people.region[i] / 10) - 2;
  const blocks = 3 + Math.floor(draw() * 6);
  for (let b = 0; b < blocks; b++) {
    const day = Math.floor(draw() * 7);
    const from = draw() < 0.65 ? 17 + Math.floor(draw() * 4) : 8 + Math.floor(draw() * 9);
    for (let hour = from; hour < from + 2; hour++) {
      const slot = (day * 24 + hour - zone + 168) % 168;
      people.hours[i * HOUR_WORDS + (slot >> 5)] |= 1 << (slot & 31);
    }
  }
}

function wishes(people: Population, i: number, side: 'seeker' | 'supporter', draw: Draw): void {
  const wish = draw();
  people.wishedGender[i] = wish < 0.78 ? 0 : wish < 0.9 ? 1 + people.gender[i] : 4 + people.gender[i];
  if (side === 'seeker') {
    people.youngest[i] = Math.max(18, people.age[i] - 12);
    people.oldest[i] = Math.min(100, people.age[i] + 12);
  } else {
    people.youngest[i] = draw() < 0.8 ? 18 : 18 + Math.floor(draw() * 12);
    people.oldest[i] = draw() < 0.85 ? 100 : 50 + Math.floor(draw() * 30);
  }
  people.areas[i] = 1 << Math.floor(people.leaf[i] / (CONDITIONS * VARIANTS));
  for (let a = 0; a < AREAS; a++) if (draw() < 0.25) people.areas[i] |= 1 << a;
}
