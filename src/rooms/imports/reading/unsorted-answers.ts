import type { Plan } from './plan.ts';
import { fold } from './words.ts';

/** One answer that no option was found for, however often it was given. */
export interface UnsortedAnswer {
  question: string;
  /** under which `PlanOptions.meant` expects it */
  key: string;
  /** as first typed */
  typed: string;
  count: number;
  /** ids of the nearest options, best first; may be empty */
  near: string[];
}

/**
 * The answers of a plan that no option was found for, most frequent first: sixty people who ticked the same sentence of an old form are
 * one decision for a coordinator, not sixty. Sorted by hand once, they go back into `planImport` as `meant`.
 */
export function unsortedAnswers(plan: Plan): UnsortedAnswer[] {
  const found = new Map<string, UnsortedAnswer>();
  for (const { code, values } of plan.problems) {
    if (code !== 'option-unknown') continue;
    const [typed, question] = [String(values.piece), String(values.question)];
    const key = fold(typed);
    const before = found.get(`${question} ${key}`);
    if (before) before.count += 1;
    else found.set(`${question} ${key}`, { question, key, typed, count: 1, near: String(values.near).split(' ').filter((id) => id !== '') });
  }
  return [...found.values()].sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1));
}
