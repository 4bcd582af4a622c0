/** Rows as bits: 32 people to a word. Arrays live on shared memory where there is any, so that workers read one copy. */

/** Memory that workers can share when the runtime allows it. */
export function sharedBytes(bytes: number): ArrayBuffer | SharedArrayBuffer {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** An array of 32-bit words on shared memory. */
export function sharedWords(length: number): Uint32Array {
  return new Uint32Array(sharedBytes(length * 4));
}

/** Words needed for so many rows. */
export function wordsFor(rows: number): number {
  return (rows + 31) >>> 5;
}

/** Sets the bit of a row. */
export function mark(bits: Uint32Array, row: number): void {
  bits[row >>> 5] |= 1 << (row & 31);
}

/** Clears the bit of a row. */
export function unmark(bits: Uint32Array, row: number): void {
  bits[row >>> 5] &= ~(1 << (row & 31));
}

/** Whether a row's bit is set. */
export function isMarked(bits: Uint32Array, row: number): boolean {
  return ((bits[row >>> 5] >>> (row & 31)) & 1) === 1;
}
