import type { Context } from 'hono';

/** Why an answer was a no: what stood in the way of input, rules or pace (ASVS 16.3.3). */
export type Why = 'mistaken' | 'refused' | 'not-here' | 'too-fast' | 'no-token' | 'signed-out' | 'from-elsewhere' | 'too-large' | 'in-the-open' | 'unreadable' | 'no-such-form' | 'harmful-file' | 'not-scanned';

/** From where a request came: marks that only this house can make, and that name nobody. */
export interface From {
  readonly network: string;
  readonly who: string | undefined;
}

/** Notes on a request why its answer is a no. `act` and `code`: what was tried, and the rule that said no. */
export function noteWhy(c: Context, why: Why, act?: string, code?: string): void {
  c.set('why', { why, ...(act !== undefined && { act }), ...(code !== undefined && { code }) });
}

/** Notes from where a request came; worked out only when it is told. */
export function noteFrom(c: Context, from: () => From): void {
  c.set('from', from);
}
