import { createHash } from 'node:crypto';

/** One mark of four bytes for each password, sorted. */
const MARK = 4;
let marks: Promise<Uint8Array> | undefined;

/**
 * Whether a password of 12 signs or more stands in a known breach (ASVS 6.2.12), whatever its capitals: looked up among the 44,000 of that length in the million
 * most used (breached-passwords.txt; docs/decisions/2026-11-22-breached-passwords.md). The list is read when the first password is set, and nobody outside is asked.
 */
export async function isBreached(password: string): Promise<boolean> {
  marks ??= import('./breached-passwords.txt?raw').then(({ default: text }) => Buffer.from(text, 'base64'));
  const all = await marks;
  const mark = createHash('sha256').update(`breached\n${password.toLowerCase()}`).digest().subarray(0, MARK);
  let [low, high] = [0, all.length / MARK];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = Buffer.compare(all.subarray(middle * MARK, (middle + 1) * MARK), mark);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
