import { coverOf } from './cover.ts';
import { extend } from './extend.ts';
import { extendFromSeekers } from './extend-from-seekers.ts';
import { serveAtOnce } from './serve-at-once.ts';
import type { Transport } from './transport.ts';

/**
 * From the best total to the greatest number at the best total. Returns the loss of fit of each further person, in
 * order and never falling: the frontier between number and fit. The state must be optimal, without place costs.
 */
export function serveMost(t: Transport): number[] {
  const losses: number[] = [];
  let loss = 0;
  for (const step = nextStep(t); ; ) {
    const more = step();
    if (more === Infinity) return losses;
    loss += more;
    losses.push(loss);
  }
}

/** People who are served one more at a time, at one search from everybody each, before the rest is served at once. */
const ONE_BY_ONE = 24;

/** The same without the losses, also where thousands more can be served. */
export function reachMost(t: Transport): void {
  const step = nextStep(t);
  for (let served = 0; served < ONE_BY_ONE; served++) if (step() === Infinity) return;
  serveAtOnce(t);
}

/**
 * Where places are plenty, hardly anybody more can be served: prove it first, then search from those few seekers.
 * Otherwise the supporters' lists are there, and few of their places are free: search from those.
 */
function nextStep(t: Transport): () => number {
  if (t.supporterSide) return () => extend(t);
  if (coverOf(t.market, t.match, undefined, t.cutBelow)) return () => Infinity;
  return () => extendFromSeekers(t);
}
