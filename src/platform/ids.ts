import { randomBytes } from 'node:crypto';

/** A clock that steps back by no more than this is absorbed; a bigger step is a demo's or a seed's own time, and is followed. */
const ABSORBED_MS = 60_000;

let last = { ms: -1, count: 0 };
let pool = Buffer.alloc(0);
let used = 0;

/**
 * A new id for a row: a UUIDv7 (RFC 9562, method 1: 48 bits of time, a 12-bit counter, 62 random bits).
 * Every id of one process is greater than the one before it, also inside one millisecond and when the clock steps back a little.
 * Shows its creation time, so it never stands in a public link, and never decides order between processes.
 * @param now the instant the id carries; the system's clock when absent.
 */
export function newId(now?: Date): string {
  const ms = now?.getTime() ?? Date.now();
  last = ms > last.ms || ms < last.ms - ABSORBED_MS ? { ms, count: startCount() } : after(last);
  const bytes = random(8);
  const time = last.ms.toString(16).padStart(12, '0');
  const count = last.count.toString(16).padStart(3, '0');
  bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
  const tail = bytes.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** Whether a text is a UUID in its canonical form, of any version and either case. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** The lower half only, so that a burst has room to count upwards before it must borrow from the next millisecond. */
function startCount(): number {
  return random(2).readUInt16BE() & 0x7ff;
}

function after({ ms, count }: { ms: number; count: number }): { ms: number; count: number } {
  return count < 0xfff ? { ms, count: count + 1 } : { ms: ms + 1, count: startCount() };
}

/** Random bytes are drawn in blocks: one system call per 500 ids instead of one each. */
function random(size: number): Buffer {
  if (used + size > pool.length) {
    pool = randomBytes(4096);
    used = 0;
  }
  used += size;
  return pool.subarray(used - size, used);
}
