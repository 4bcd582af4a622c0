import { checked } from './check.ts';
import type { Market } from './instance.ts';
import { MOST_PLACES } from './limits.ts';
import { refuse } from './refused.ts';

/** A market read from hospital-residents lists, with the names people have in the file. */
export interface NamedMarket {
  market: Market;
  /** Name of each seeker (resident). */
  seekerNames: string[];
  /** Name of each supporter (hospital). */
  supporterNames: string[];
  /** Entries left out: named twice, unknown, or not named by the other side. */
  leftOut: { repeated: number; unknown: number; notMutual: number };
}

/** Whether a parsed file looks like hospital-residents lists. */
export function isHospitalResidents(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'residents' in value && 'hospitals' in value;
}

/**
 * Reads hospital-residents lists: `residents` and `hospitals` map names to preference lists, best first; a list inside
 * a list is a tie. `capacities` (or `capacity`) maps hospitals to places; without it every hospital has
 * `placesEach`. Only pairs that both sides name are kept. Residents become seekers, hospitals supporters. The score
 * of a pair is the points it has on both lists (length of the longest list minus rank), since such files have none.
 * @throws InstanceRefused when the file is not of this form.
 */
export function readHospitalResidents(value: unknown, placesEach = 1): NamedMarket {
  const file = lists(value, 'the file');
  const leftOut = { repeated: 0, unknown: 0, notMutual: 0 };
  const residents = lists(file.residents, 'residents');
  const hospitals = lists(file.hospitals, 'hospitals');
  const seekerNames = Object.keys(residents);
  const supporterNames = Object.keys(hospitals);
  const wanted = ranks(residents, supporterNames, 'residents', leftOut);
  const offered = ranks(hospitals, seekerNames, 'hospitals', leftOut);
  const capacity = capacities(file.capacities ?? file.capacity, supporterNames, placesEach);
  const rowPtr = new Int32Array(seekerNames.length + 1);
  const kept: { col: number; mine: number; theirs: number }[] = [];
  for (const [i, list] of wanted.entries()) {
    for (const [col, mine] of [...list].sort((a, b) => a[0] - b[0])) {
      const theirs = offered[col]?.get(i);
      if (theirs === undefined) leftOut.notMutual++;
      else kept.push({ col, mine, theirs });
    }
    rowPtr[i + 1] = kept.length;
  }
  for (const [j, list] of offered.entries()) for (const i of list.keys()) if (!wanted[i]?.has(j)) leftOut.notMutual++;
  return { market: checked(marketFrom(seekerNames.length, capacity, rowPtr, kept)), seekerNames, supporterNames, leftOut };
}

function marketFrom(
  seekers: number,
  capacity: Int32Array,
  rowPtr: Int32Array,
  kept: { col: number; mine: number; theirs: number }[],
): Market {
  let mine = 0;
  let theirs = 0;
  for (const pair of kept) {
    mine = Math.max(mine, pair.mine);
    theirs = Math.max(theirs, pair.theirs);
  }
  return {
    seekers,
    supporters: capacity.length,
    capacity,
    rowPtr,
    col: Int32Array.from(kept, (pair) => pair.col),
    weight: Int32Array.from(kept, (pair) => mine - pair.mine + (theirs - pair.theirs)),
    seekerRank: Int32Array.from(kept, (pair) => pair.mine),
    supporterRank: Int32Array.from(kept, (pair) => pair.theirs),
  };
}

function lists(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('not-an-instance', `${name} is missing or not an object`);
  return value as Record<string, unknown>;
}

/** Rank of each person named, by position in the other side's names. */
function ranks(of: Record<string, unknown>, others: string[], side: string, leftOut: NamedMarket['leftOut']): Map<number, number>[] {
  const place = new Map(others.map((name, at) => [name, at]));
  return Object.entries(of).map(([name, list]) => {
    if (!Array.isArray(list)) refuse('not-an-instance', `the list of ${side} ${name} is not an array`);
    const found = new Map<number, number>();
    for (const [rank, entry] of list.entries()) {
      for (const other of Array.isArray(entry) ? entry : [entry]) {
        if (typeof other !== 'string' && typeof other !== 'number') refuse('not-an-instance', `the list of ${side} ${name} holds ${JSON.stringify(other)}, which is no name`);
        const at = place.get(String(other));
        if (at === undefined) leftOut.unknown++;
        else if (found.has(at)) leftOut.repeated++;
        else found.set(at, rank);
      }
    }
    return found;
  });
}

function capacities(value: unknown, names: string[], each: number): Int32Array {
  if (each > MOST_PLACES) refuse('too-large', `${each} places each; at most ${MOST_PLACES} are supported`);
  if (value === undefined) return new Int32Array(names.length).fill(each);
  const given = lists(value, 'capacities');
  const known = new Set(names);
  for (const name of Object.keys(given))
    if (!known.has(name)) refuse('capacity-mismatch', `capacities names ${name}, which is not among the hospitals`);
  return Int32Array.from(names, (name) => {
    const places = given[name];
    if (typeof places !== 'number' || !Number.isInteger(places))
      refuse('capacity-mismatch', `hospital ${name} has no whole number of places`);
    if (places < 0) refuse('negative', `hospital ${name} has ${places} places`);
    if (places > MOST_PLACES) refuse('too-large', `hospital ${name} has ${places} places; at most ${MOST_PLACES} are supported`);
    return places;
  });
}
