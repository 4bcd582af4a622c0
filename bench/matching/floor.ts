/** What the machine itself can do, measured in the same run: how fast one core reads memory. */

/** Bytes a second that one core of this process reads from memory, best of several passes over 256 MB. */
export function readSpeed(): number {
  const numbers = new Float64Array(32 << 20).fill(1);
  let best = 0;
  for (let pass = 0; pass < 5; pass++) {
    const start = performance.now();
    let a = 0, b = 0, c = 0, d = 0;
    for (let i = 0; i < numbers.length; i += 4) {
      a += numbers[i] ?? 0;
      b += numbers[i + 1] ?? 0;
      c += numbers[i + 2] ?? 0;
      d += numbers[i + 3] ?? 0;
    }
    if (a + b + c + d > 0) best = Math.max(best, numbers.byteLength / ((performance.now() - start) / 1000));
  }
  return best;
}

/** Middle and 99th percentile of durations in milliseconds. */
export function spread(ms: readonly number[]): { p50: number; p99: number; mean: number } {
  const sorted = [...ms].sort((a, b) => a - b), at = (q: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), mean: round(sorted.reduce((s, v) => s + v, 0) / sorted.length) };
}

/** Three figures after the point. */
export function round(n: number): number {
  return Math.round(n * 1000) / 1000;
}

/** The value below which a share of these lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
