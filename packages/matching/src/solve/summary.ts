import type { Assignment, Market } from '../instance/instance.ts';

/** Number, total and worst score of an answer, counted from the market alone. */
export interface Summary {
  matched: number;
  total: number;
  /** The lowest score of a matched pair; `undefined` when nobody is matched. */
  worst: number | undefined;
  /** What is wrong with the answer, in words; empty when it is possible. */
  mistakes: string[];
}

/** Counts an answer, and says what is impossible in it. */
export function summaryOf(market: Market, match: Assignment): Summary {
  const { seekers, supporters, rowPtr, col, weight, capacity } = market;
  const summary: Summary = { matched: 0, total: 0, worst: undefined, mistakes: [] };
  if (match.length !== seekers) summary.mistakes.push(`the answer has ${match.length} entries for ${seekers} seekers`);
  const taken = new Int32Array(supporters);
  for (let i = 0; i < Math.min(seekers, match.length); i++) {
    const j = match[i];
    if (j < 0) continue;
    let score = -1;
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) if (col[e] === j && weight[e] > score) score = weight[e];
    if (score < 0) {
      summary.mistakes.push(`seeker ${i} and supporter ${j} are not a possible pair`);
      continue;
    }
    taken[j]++;
    summary.matched++;
    summary.total += score;
    if (summary.worst === undefined || score < summary.worst) summary.worst = score;
  }
  for (let j = 0; j < supporters; j++)
    if (taken[j] > capacity[j]) summary.mistakes.push(`supporter ${j} has ${taken[j]} people in ${capacity[j]} places`);
  return summary;
}
