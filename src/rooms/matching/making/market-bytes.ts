import { promisify } from 'node:util';
import { deflateSync, inflate } from 'node:zlib';
import type { Assignment, Market } from '@companionway/matching';

/** A solved market with the ids of its people, as it is kept with its round. */
export interface SolvedMarket {
  readonly market: Market;
  readonly match: Assignment;
  /** Points for waiting in every weight of a seeker. */
  readonly bonus: Int32Array;
  /** Waiting class of each seeker; empty when there was one class only. */
  readonly priority: Int32Array;
  /** 1: further supporters were possible and left out. */
  readonly truncated: Uint8Array;
  /** Requests, by number. */
  readonly requests: readonly string[];
  /** Standings, by number. */
  readonly supporters: readonly string[];
}

/** The arrays in the order in which they are kept. */
const ARRAYS = ['capacity', 'rowPtr', 'col', 'weight', 'match', 'bonus', 'priority'] as const;

/** Packs a solved market: a length, a JSON head, arrays of 32-bit whole numbers, flags; deflated. */
export function packed(solved: SolvedMarket): Uint8Array {
  const { market } = solved;
  const arrays = { capacity: market.capacity, rowPtr: market.rowPtr, col: market.col, weight: market.weight, match: solved.match, bonus: solved.bonus, priority: solved.priority };
  const head = Buffer.from(JSON.stringify({ requests: solved.requests, supporters: solved.supporters, lengths: ARRAYS.map((name) => arrays[name].length), truncated: solved.truncated.length }));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const numbers = ARRAYS.map((name) => {
    const array = arrays[name];
    return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  });
  return deflateSync(Buffer.concat([size, head, ...numbers, Buffer.from(solved.truncated)]), { level: 1 });
}

const inflated = promisify<Uint8Array, Buffer>(inflate);

/** Opens what `packed` made, inflating it beside. Arrays are on shared memory, so that a thread is handed them and not a copy. */
export async function opened(bytes: Uint8Array): Promise<SolvedMarket> {
  const whole = await inflated(bytes);
  const length = whole.readUInt32LE(0);
  const head = JSON.parse(whole.subarray(4, 4 + length).toString()) as { requests: string[]; supporters: string[]; lengths: number[]; truncated: number };
  let from = 4 + length;
  const next = (count: number): Int32Array => {
    const array = new Int32Array(new SharedArrayBuffer(count * 4));
    new Uint8Array(array.buffer).set(whole.subarray(from, from + count * 4));
    from += count * 4;
    return array;
  };
  const [capacity, rowPtr, col, weight, match, bonus, priority] = ARRAYS.map((_, at) => next(head.lengths[at] ?? 0)) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  return {
    market: { seekers: head.requests.length, supporters: head.supporters.length, capacity, rowPtr, col, weight, sorted: true },
    match, bonus, priority, truncated: Uint8Array.from(whole.subarray(from, from + head.truncated)), requests: head.requests, supporters: head.supporters,
  };
}
