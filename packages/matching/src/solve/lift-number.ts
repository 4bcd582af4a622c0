import { coverOf } from './cover.ts';
import { refreshRoom, type Transport } from './transport.ts';

/**
 * From "the best total for this number" to "number before everything": nobody more can be served, so everybody who
 * could be reached from those without a place can be priced as far away as we like, and nothing else changes.
 */
export function liftNumber(t: Transport, value: number): void {
  const lowered = t.floor;
  for (let i = 0; i < t.profit.length; i++) {
    t.profit[i] += lowered;
    t.outside[i] += lowered;
  }
  for (let j = 0; j < t.price.length; j++) t.price[j] -= lowered;
  t.floor = 0;
  const cover = coverOf(t.market, t.match, undefined, t.cutBelow);
  if (!cover) throw new Error('liftNumber needs a state in which nobody more can be served');
  for (let i = 0; i < t.profit.length; i++) {
    const by = value + t.outside[i];
    if (cover.seekers[i] === 0) t.profit[i] -= by;
    t.outside[i] -= by;
  }
  const by = value + t.leastOutside + lowered;
  for (let j = 0; j < t.price.length; j++) if (cover.supporters[j] === 1) t.price[j] += by;
  t.leastOutside = -value;
  for (let j = 0; j < t.price.length; j++) refreshRoom(t, j);
}
