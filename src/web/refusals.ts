import type { Context } from 'hono';
import type { House } from '../platform/house.ts';
import { seenMany, seenRefusal } from './metrics.ts';

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

/** So many noes to one person or one network within a window are an alarm, told once a window. A person who mistypes has ten. */
const MANY = 60;
const WINDOW_MS = 10 * 60_000;
/** Whoever comes from everywhere at once must not fill the memory. */
const MOST_COUNTED = 10_000;

/** Watches over the noes of one site: what a line of the log says of one, and the alarm that counts them. */
export function watchRefusals(house: House): (c: Context) => Readonly<Record<string, unknown>> | undefined {
  const counted = new Map<string, { count: number; since: number }>();
  const count = (kind: 'network' | 'who', mark: string | undefined) => {
    if (mark === undefined) return;
    const now = house.clock.now().getTime();
    if (counted.size > MOST_COUNTED) counted.clear();
    const before = counted.get(`${kind} ${mark}`);
    const one = before === undefined || now - before.since > WINDOW_MS ? { count: 0, since: now } : before;
    one.count += 1;
    counted.set(`${kind} ${mark}`, one);
    if (one.count !== MANY) return;
    seenMany(kind);
    house.log.error({ [kind]: mark, count: one.count, minutes: WINDOW_MS / 60_000 }, 'many refusals');
  };
  return (c) => {
    const no = c.get('why') as { readonly why: Why } | undefined;
    if (no === undefined) return undefined;
    const from = (c.get('from') as (() => From) | undefined)?.();
    seenRefusal(no.why);
    count('network', from?.network);
    count('who', from?.who);
    return { ...no, ...from };
  };
}
