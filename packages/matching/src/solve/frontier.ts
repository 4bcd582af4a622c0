import { checked } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { optimise, serveWhatIsFree } from './optimise.ts';
import { serveMost } from './serve-most.ts';
import { newTransport } from './transport.ts';

/** The best total that can be had with a number of people. */
export interface FrontierPoint {
  matched: number;
  total: number;
}

/**
 * The frontier between number and fit: from the best total of all, one more person at a time, to the greatest number.
 * Each point is the best total for its number; the steps never get smaller, so a programme can see what the last
 * people cost. Time: one solve and one path search per step.
 */
export function frontier(market: Market): FrontierPoint[] {
  const t = newTransport(checked(market));
  optimise(t);
  serveWhatIsFree(t);
  const points = [pointOf(market, t.match)];
  for (const loss of serveMost(t)) {
    const last = points[points.length - 1];
    points.push({ matched: last.matched + 1, total: last.total - loss });
  }
  return points;
}

function pointOf(market: Market, match: Int32Array): FrontierPoint {
  const point = { matched: 0, total: 0 };
  for (let i = 0; i < market.seekers; i++) {
    if (match[i] < 0) continue;
    let best = 0;
    for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++)
      if (market.col[e] === match[i] && market.weight[e] > best) best = market.weight[e];
    point.matched++;
    point.total += best;
  }
  return point;
}
