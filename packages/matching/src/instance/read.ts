import { checked } from './check.ts';
import type { Market } from './instance.ts';
import { MOST_PAIRS, MOST_PEOPLE, MOST_WEIGHT } from './limits.ts';
import { refuse } from './refused.ts';
import { withoutRepeats } from './repeats.ts';

/** The name that every header of this format carries. */
export const FORMAT = 'peer-match-instance/1';

/** What reading an instance gives. */
export interface ReadInstance {
  market: Market;
  /** Pairs that were written more than once in a row; the best of each was kept. */
  repeated: number;
}

/**
 * Reads `peer-match-instance/1`: a header (the parsed JSON) and, unless its arrays are inline, the bytes of
 * the `.bin` file beside it (little-endian Int32). Both layouts, `csr` and `dense`, become a sparse market.
 * @throws InstanceRefused when anything in it is malformed, contradictory, truncated or too large.
 */
export function readInstance(header: unknown, bytes?: Uint8Array): ReadInstance {
  const head = record(header, 'the header');
  if (head.format !== FORMAT) refuse('not-an-instance', `format is ${JSON.stringify(head.format)}, not "${FORMAT}"`);
  if (head.layout !== 'csr' && head.layout !== 'dense')
    refuse('not-an-instance', `layout is ${JSON.stringify(head.layout)}, neither "csr" nor "dense"`);
  const seekers = count(head, 'seekers', MOST_PEOPLE);
  const supporters = count(head, 'supporters', MOST_PEOPLE);
  const arrays = record(head.arrays, 'arrays');
  const read = (name: string, length: number): Int32Array => numbers(arrays[name], name, length, bytes);
  const shared = { seekers, supporters, capacity: read('capacity', supporters), ...seekerCapacity(arrays, read, seekers) };
  const market = head.layout === 'dense' ? denseMarket(shared, read) : csrMarket(shared, arrays, head, read);
  checkTotals(head, market);
  return withoutRepeats(checked(market));
}

type Reader = (name: string, length: number) => Int32Array;
type Sides = Pick<Market, 'seekers' | 'supporters' | 'capacity' | 'seekerCapacity'>;

function seekerCapacity(arrays: Record<string, unknown>, read: Reader, seekers: number): { seekerCapacity?: Int32Array } {
  return arrays.seekerCapacity === undefined ? {} : { seekerCapacity: read('seekerCapacity', seekers) };
}

function csrMarket(sides: Sides, arrays: Record<string, unknown>, head: Record<string, unknown>, read: Reader): Market {
  const pairs = head.edges === undefined ? lengthOf(arrays.col, 'col') : count(head, 'edges', MOST_PAIRS);
  const market: Market = { ...sides, rowPtr: read('rowPtr', sides.seekers + 1), col: read('col', pairs), weight: read('weight', pairs) };
  if (arrays.seekerRank !== undefined) market.seekerRank = read('seekerRank', pairs);
  if (arrays.supporterRank !== undefined) market.supporterRank = read('supporterRank', pairs);
  return market;
}

function denseMarket(sides: Sides, read: Reader): Market {
  const { seekers, supporters } = sides;
  const pairs = seekers * supporters;
  if (pairs > MOST_PAIRS) refuse('too-large', `${seekers} x ${supporters} pairs; at most ${MOST_PAIRS} are supported`);
  const rowPtr = Int32Array.from({ length: seekers + 1 }, (_, i) => i * supporters);
  const col = new Int32Array(pairs);
  for (let e = 0, j = 0; e < pairs; e++) {
    col[e] = j;
    j = j + 1 === supporters ? 0 : j + 1;
  }
  return { ...sides, rowPtr, col, weight: read('weight', pairs) };
}

/** The header repeats the sizes, so that a file put together wrongly is noticed. */
function checkTotals(head: Record<string, unknown>, market: Market): void {
  if (head.edges !== undefined && head.edges !== market.col.length)
    refuse('wrong-size', `the header says ${String(head.edges)} edges; there are ${market.col.length}`);
  if (head.places === undefined) return;
  let places = 0;
  for (const open of market.capacity) places += open;
  if (head.places !== places) refuse('capacity-mismatch', `the header says ${String(head.places)} places; capacity adds up to ${places}`);
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('not-an-instance', `${name} is missing or not an object`);
  return value as Record<string, unknown>;
}

function count(head: Record<string, unknown>, name: string, most: number): number {
  const value = head[name];
  if (typeof value !== 'number' || !Number.isInteger(value))
    refuse('not-an-integer', `${name} is ${JSON.stringify(value)}, not a whole number`);
  if (value < 0) refuse('negative', `${name} is ${value}`);
  if (value > most) refuse('too-large', `${name} is ${value}; at most ${most} are supported`);
  return value;
}

function lengthOf(array: unknown, name: string): number {
  if (Array.isArray(array)) return array.length;
  return count(record(array, `array ${name}`), 'length', MOST_PAIRS);
}

/** One array, inline or from the bytes. Every number must be a whole number of 32 bits. */
function numbers(array: unknown, name: string, length: number, bytes: Uint8Array | undefined): Int32Array {
  if (Array.isArray(array)) return inline(array, name, length);
  const place = record(array, `array ${name}`);
  if (place.dtype !== 'i32') refuse('not-an-instance', `array ${name} has dtype ${JSON.stringify(place.dtype)}; only "i32" is known`);
  const offset = count(place, 'offset', Number.MAX_SAFE_INTEGER);
  const written = count(place, 'length', MOST_PAIRS);
  checkLength(name, written, length);
  if (!bytes) refuse('truncated', `array ${name} is in a .bin file that is not there`);
  const end = offset + 4 * length;
  if (end > bytes.byteLength) refuse('truncated', `array ${name} needs bytes ${offset} to ${end}; the .bin file has ${bytes.byteLength}`);
  return fromBytes(bytes, offset, length);
}

function inline(array: unknown[], name: string, length: number): Int32Array {
  checkLength(name, array.length, length);
  const numbers = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    const value = array[k];
    if (typeof value !== 'number' || !Number.isInteger(value))
      refuse('not-an-integer', `${name}[${k}] is ${typeof value === 'number' ? value : JSON.stringify(value)}, not a whole number`);
    if (value < 0) refuse('negative', `${name}[${k}] is ${value}`);
    if (value > MOST_WEIGHT) refuse('too-large', `${name}[${k}] is ${value}; at most ${MOST_WEIGHT} can be kept exact`);
    numbers[k] = value;
  }
  return numbers;
}

function checkLength(name: string, written: number, needed: number): void {
  if (written === needed) return;
  refuse(name === 'capacity' ? 'capacity-mismatch' : 'wrong-size', `array ${name} has ${written} entries; it needs ${needed}`);
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function fromBytes(bytes: Uint8Array, offset: number, length: number): Int32Array {
  const from = bytes.byteOffset + offset;
  if (littleEndian) return new Int32Array(bytes.buffer.slice(from, from + 4 * length) as ArrayBuffer);
  const view = new DataView(bytes.buffer, from, 4 * length);
  return Int32Array.from({ length }, (_, k) => view.getInt32(4 * k, true));
}
