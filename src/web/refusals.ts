import type { Context } from 'hono';
import type { House } from '../platform/house.ts';
import { seenMany, seenRefusal } from './metrics.ts';
import type { From, Why } from './why.ts';

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
