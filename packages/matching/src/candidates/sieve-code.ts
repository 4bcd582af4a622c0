/**
 * The two inner loops of the sieve (sieve.ts) in WebAssembly, sixteen rows at a time: JavaScript has no vectors, and these loops are
 * nothing but table look-ups and additions of bytes. Absent where the runtime has no WebAssembly vectors; the search then does without.
 */
import { again, assemble, body, bytes, get, i32, number, set, tee, when } from './assembly.ts';

/** Rows that are looked at together. */
export const STRIDE = 64;

/** The compiled loops, over one memory. All arguments are places in that memory in bytes, or rows, which are multiples of STRIDE. */
export interface SieveLoops {
  /**
   * For each row from `first` to `last`: 1 plus the sum over facets of `tables[16 * facet + level]`, at most 255, where the level is the byte at
   * `pointers[facet] + row`; 0 for rows whose bit in `eligible` is not set. Writes them to `out`, and the highest of each STRIDE as 16 bytes to `peaks`.
   */
  readonly bounds: (first: number, last: number, facets: number, pointers: number, tables: number, eligible: number, out: number, peaks: number) => void;
  /** Writes the rows from 0 to `last` whose byte in `from` lies between `low` and `high`, both included, to `out` as 32-bit words. Returns how many. */
  readonly collect: (last: number, low: number, high: number, from: number, peaks: number, out: number) => number;
}

const PARTS = [0, 1, 2, 3] as const;
const BIT_OF_LANE = Array.from({ length: 16 }, (_, lane) => 1 << (lane & 7)), BYTE_OF_LANE = Array.from({ length: 16 }, (_, lane) => lane >> 3), ONES = Array<number>(16).fill(1);

function boundsCode() {
  const row = 0, last = 1, facets = 2, pointers = 3, tables = 4, eligible = 5, out = 6, peaks = 7, facet = 8, at = 9, bits = 10, sum = [11, 12, 13, 14], table = 15;
  const oneFacet = body(
    get(pointers), get(facet), number(2), i32.shl, i32.add, i32.load, get(row), i32.add, set(at),
    get(tables), get(facet), number(4), i32.shl, i32.add, bytes.load(), set(table),
    ...PARTS.map((p) => body(get(sum[p]), get(table), get(at), bytes.load(16 * p), bytes.lookUp, bytes.addUpTo255, set(sum[p]))),
    get(facet), number(1), i32.add, tee(facet), get(facets), i32.lessUnsigned,
  );
  /** Sixteen bits become sixteen bytes of 255 or 0. */
  const open = (p: number) => body(get(bits), bytes.splat16At(2 * p), bytes.constant(BYTE_OF_LANE), bytes.lookUp, bytes.constant(BIT_OF_LANE), bytes.and, bytes.constant(BIT_OF_LANE), bytes.equal);
  const strip = body(
    ...PARTS.map((p) => body(bytes.constant(ONES), set(sum[p]))),
    number(0), set(facet), again(oneFacet),
    get(eligible), get(row), number(3), i32.shr, i32.add, set(bits),
    ...PARTS.map((p) => body(get(sum[p]), open(p), bytes.and, set(sum[p]))),
    get(out), get(row), i32.add, set(at),
    ...PARTS.map((p) => body(get(at), get(sum[p]), bytes.store(16 * p))),
    get(peaks), get(row), number(2), i32.shr, i32.add, get(sum[0]), get(sum[1]), bytes.greater, get(sum[2]), bytes.greater, get(sum[3]), bytes.greater, bytes.store(),
    get(row), number(STRIDE), i32.add, tee(row), get(last), i32.lessUnsigned,
  );
  return { name: 'bounds', takes: 8, returns: false, numbers: 3, vectors: 5, code: body(get(row), get(last), i32.lessUnsigned, when(again(strip))) };
}

function collectCode() {
  const last = 0, low = 1, high = 2, from = 3, peaks = 4, out = 5, row = 6, found = 7, some = 8, at = 9, lowest = 10, highest = 11, here = 12;
  const writeRow = body(
    get(out), get(found), number(2), i32.shl, i32.add, get(at), get(some), i32.ctz, i32.add, i32.store,
    get(found), number(1), i32.add, set(found), get(some), get(some), number(1), i32.sub, i32.and, tee(some),
  );
  const part = (p: number) => body(
    get(from), get(row), i32.add, bytes.load(16 * p), tee(here), get(lowest), bytes.atLeast, get(here), get(highest), bytes.atMost, bytes.and, bytes.mask, tee(some),
    when(body(get(row), number(16 * p), i32.add, set(at), again(writeRow))),
  );
  const strip = body(
    get(peaks), get(row), number(2), i32.shr, i32.add, bytes.load(), get(lowest), bytes.atLeast, bytes.anyTrue, when(body(...PARTS.map(part))),
    get(row), number(STRIDE), i32.add, tee(row), get(last), i32.lessUnsigned,
  );
  return {
    name: 'collect', takes: 6, returns: true, numbers: 4, vectors: 3,
    code: body(get(low), bytes.splat, set(lowest), get(high), bytes.splat, set(highest), get(row), get(last), i32.lessUnsigned, when(again(strip)), get(found)),
  };
}

/** The part of WebAssembly's JavaScript interface that is needed here; the package is checked without a browser's types. */
interface WebAssemblyHere {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (code: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

let compiled: object | null | undefined;

/** A memory of at least so many bytes with the loops over it; undefined where there are no WebAssembly vectors, or no such memory. */
export function sieveLoops(size: number): { readonly loops: SieveLoops; readonly buffer: ArrayBuffer } | undefined {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyHere };
  if (!wasm || compiled === null) return undefined;
  try {
    compiled ??= new wasm.Module(assemble([boundsCode(), collectCode()]));
    const memory = new wasm.Memory({ initial: Math.ceil(size / 65_536) });
    return { loops: new wasm.Instance(compiled, { env: { memory } }).exports as SieveLoops, buffer: memory.buffer };
  } catch {
    // A runtime or a page's policy that allows no compiling here: remembered, so that it is asked once.
    compiled ??= null;
    return undefined;
  }
}
