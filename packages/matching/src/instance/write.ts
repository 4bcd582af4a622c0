import { type Market, placesOf } from './instance.ts';
import { FORMAT } from './read.ts';

/** What is said about how an instance was made. */
export interface Origin {
  seed?: number;
  params?: Record<string, number>;
}

/** A header (to be written as JSON) and, unless the arrays are inline, the bytes of the `.bin` file. */
export interface WrittenInstance {
  header: Record<string, unknown>;
  bytes?: Uint8Array;
}

/**
 * Writes a market as `peer-match-instance/1`, layout `csr`, or `dense` when every pair is allowed and asked for.
 * Inline arrays suit small instances; otherwise arrays go, little-endian, into one block of bytes.
 */
export function writeInstance(market: Market, origin: Origin, how: { inline?: boolean; dense?: boolean } = {}): WrittenInstance {
  const arrays = arraysOf(market, how.dense === true);
  const header: Record<string, unknown> = {
    format: FORMAT,
    layout: how.dense ? 'dense' : 'csr',
    seekers: market.seekers,
    supporters: market.supporters,
    edges: market.col.length,
    places: placesOf(market),
    seed: origin.seed ?? 0,
    params: origin.params ?? {},
  };
  if (how.inline) return { header: { ...header, arrays: Object.fromEntries(arrays.map(([name, values]) => [name, Array.from(values)])) } };
  return { ...inBytes(header, arrays) };
}

type Named = [name: string, values: Int32Array];

function arraysOf(market: Market, dense: boolean): Named[] {
  const arrays: Named[] = [['capacity', market.capacity]];
  if (market.seekerCapacity) arrays.push(['seekerCapacity', market.seekerCapacity]);
  if (!dense) arrays.push(['rowPtr', market.rowPtr], ['col', market.col]);
  arrays.push(['weight', market.weight]);
  if (!dense && market.seekerRank) arrays.push(['seekerRank', market.seekerRank]);
  if (!dense && market.supporterRank) arrays.push(['supporterRank', market.supporterRank]);
  return arrays;
}

function inBytes(header: Record<string, unknown>, arrays: Named[]): WrittenInstance {
  const total = arrays.reduce((sum, [, values]) => sum + 4 * values.length, 0);
  const view = new DataView(new ArrayBuffer(total));
  const places: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, values] of arrays) {
    places[name] = { dtype: 'i32', offset, length: values.length };
    for (let k = 0; k < values.length; k++, offset += 4) view.setInt32(offset, values[k], true);
  }
  return { header: { ...header, arrays: places }, bytes: new Uint8Array(view.buffer) };
}
