import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isHospitalResidents, type NamedMarket, readHospitalResidents } from '../instance/hospital.ts';
import type { Market } from '../instance/instance.ts';
import { readInstance } from '../instance/read.ts';
import { refuse } from '../instance/refused.ts';
import { onlyPairs } from '../instance/repeats.ts';
import type { Pair } from '../instance/restrict.ts';
import type { WrittenInstance } from '../instance/write.ts';

/** An instance from a file, with names where the file has them and notes on what was cleaned up. */
export interface Opened {
  market: Market;
  names: Pick<NamedMarket, 'seekerNames' | 'supporterNames'> | undefined;
  notes: Record<string, number>;
}

/** Opens an instance: `peer-match-instance/1` with its `.bin` beside it, or hospital-residents lists. */
export function openInstance(path: string, placesEach: number): Opened {
  const file = existsSync(path) || path.endsWith('.json') ? path : `${path}.json`;
  const parsed = parse(file);
  if (isHospitalResidents(parsed)) {
    const { market, seekerNames, supporterNames, leftOut } = readHospitalResidents(parsed, placesEach);
    return {
      market,
      names: { seekerNames, supporterNames },
      notes: nonZero({ repeated: leftOut.repeated, unknown: leftOut.unknown, not_mutual: leftOut.notMutual }),
    };
  }
  const bytes = file.replace(/\.json$/, '') + '.bin';
  const { market, repeated } = readInstance(parsed, existsSync(bytes) ? readFileSync(bytes) : undefined);
  return { market: withOnePlaceEach(market), names: undefined, notes: nonZero({ repeated }) };
}

/** A market whose seekers have one place each or none is an ordinary one, with empty rows for those who have none. */
function withOnePlaceEach(market: Market): Market {
  const { seekerCapacity, seekers, rowPtr, col } = market;
  if (!seekerCapacity || seekerCapacity.some((places) => places > 1)) return market;
  const flags = new Uint8Array(col.length);
  for (let i = 0; i < seekers; i++) flags.fill(seekerCapacity[i], rowPtr[i], rowPtr[i + 1]);
  const { seekerCapacity: _one, ...plain } = onlyPairs(market, flags);
  return plain;
}

/** Writes PREFIX.json and, unless arrays are inline, PREFIX.bin. */
export function saveInstance(prefix: string, { header, bytes }: WrittenInstance): void {
  writeFileSync(`${prefix}.json`, `${JSON.stringify(header)}\n`);
  if (bytes) writeFileSync(`${prefix}.bin`, bytes);
}

/** Writes an answer: `.bin` as little-endian Int32, one per seeker; anything else as JSON. */
export function saveAnswer(path: string, match: Int32Array, about: Record<string, unknown>): void {
  if (!path.endsWith('.bin'))
    return writeFileSync(path, `${JSON.stringify({ format: 'peer-match-answer/1', ...about, match: Array.from(match) })}\n`);
  const view = new DataView(new ArrayBuffer(4 * match.length));
  for (const [i, j] of match.entries()) view.setInt32(4 * i, j, true);
  writeFileSync(path, new Uint8Array(view.buffer));
}

/** Writes an answer in which a seeker may have several supporters: pairs of numbers, as JSON. */
export function savePairs(path: string, pairs: readonly Pair[], about: Record<string, unknown>): void {
  if (path.endsWith('.bin')) refuse('contradiction', `${path}: an answer with several supporters for a seeker is written as JSON; name a .json file`);
  writeFileSync(path, `${JSON.stringify({ format: 'peer-match-answer/1', ...about, chosen: pairs.map(({ seeker, supporter }) => [seeker, supporter]) })}\n`);
}

/** Reads such an answer, or a plain JSON array of pairs. */
export function openPairs(path: string): Pair[] {
  const parsed = parse(path), list = Array.isArray(parsed) ? parsed : (parsed as { chosen?: unknown } | null)?.chosen;
  if (!Array.isArray(list) || !list.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0)))
    refuse('not-an-instance', `${path} holds no answer for seekers with several places: a list of [seeker, supporter]`);
  return (list as [number, number][]).map(([seeker, supporter]) => ({ seeker, supporter }));
}

/** Reads an answer in either form, or a plain JSON array. */
export function openAnswer(path: string): Int32Array {
  if (!existsSync(path)) refuse('not-an-instance', `${path} does not exist`);
  if (path.endsWith('.bin')) {
    const bytes = readFileSync(path);
    if (bytes.byteLength % 4 !== 0) refuse('truncated', `${path} does not hold whole 32-bit numbers`);
    return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.readInt32LE(4 * i));
  }
  const parsed = parse(path);
  const list = Array.isArray(parsed) ? parsed : (parsed as { match?: unknown } | null)?.match;
  if (!Array.isArray(list) || !list.every((j) => Number.isInteger(j) && j >= -1 && j < 2 ** 31))
    refuse('not-an-instance', `${path} holds no answer: one whole number per seeker, -1 for nobody`);
  return Int32Array.from(list as number[]);
}

function parse(path: string): unknown {
  if (!existsSync(path)) refuse('not-an-instance', `${path} does not exist`);
  const text = textOf(path);
  try {
    // Some editors begin a file with a mark of its byte order; it is no part of the JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (mistake) {
    return refuse('truncated', `${path} is not whole JSON: ${(mistake as Error).message}`);
  }
}

/** What went wrong in reading says which file it was; the file system does not always. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (mistake) {
    return refuse('not-an-instance', `${path} cannot be read: ${(mistake as Error).message}`);
  }
}

function nonZero(notes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(notes).filter(([, count]) => count > 0));
}
