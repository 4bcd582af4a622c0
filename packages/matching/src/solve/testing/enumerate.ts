import type { Market } from '../../instance/instance.ts';

/** Calls `visit` for every possible answer of a small market with one supporter per seeker at most. */
export function everyAnswer(market: Market, visit: (match: readonly number[]) => void): void {
  const match = Array.from({ length: market.seekers }, () => -1);
  const free = Array.from(market.capacity);
  const choose = (i: number): void => {
    if (i === market.seekers) return visit(match);
    match[i] = -1;
    choose(i + 1);
    for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++) {
      const j = market.col[e];
      if (free[j] === 0) continue;
      free[j]--;
      match[i] = j;
      choose(i + 1);
      free[j]++;
    }
    match[i] = -1;
  };
  choose(0);
}

/** The value an order of aims gives to an answer: compared from the first number on, more is better. */
export type Value = readonly number[];

/** The best value of any answer. */
export function bestValue(market: Market, valueOf: (match: readonly number[]) => Value): Value {
  let best: Value | undefined;
  everyAnswer(market, (match) => {
    const value = valueOf(match);
    if (!best || better(value, best)) best = value;
  });
  return best ?? [];
}

/** Whether the first value comes before the second. */
export function better(a: Value, b: Value): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return (a[k] ?? 0) > (b[k] ?? 0);
  return false;
}

/** Score of a pair, or -1. */
function scoreIn(market: Market, i: number, j: number): number {
  for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++) if (market.col[e] === j) return market.weight[e];
  return -1;
}

/** Number, worst score and total of an answer. */
export function summaryOf(market: Market, match: ArrayLike<number>): { matched: number; worst: number; total: number } {
  let matched = 0;
  let worst = Infinity;
  let total = 0;
  for (let i = 0; i < match.length; i++) {
    if (match[i] < 0) continue;
    const score = scoreIn(market, i, match[i]);
    matched++;
    total += score;
    worst = Math.min(worst, score);
  }
  return { matched, worst, total };
}
