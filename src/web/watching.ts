import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { House } from '../platform/house.ts';
import { seenRequest } from './metrics.ts';
import { watchRefusals } from './refusals.ts';

/**
 * Notes each request: its number, method, route template, status and time. Never the path (it may hold ids), the query or a name. Of a no also why, and marks of
 * the network and the person, which only this house can make; the trail has the same number.
 */
export function watchRequests(house: House) {
  const refusalOf = watchRefusals(house);
  return async (c: Context, next: () => Promise<void>) => {
    const begun = performance.now();
    await next();
    const seconds = (performance.now() - begun) / 1000;
    // What stands before every route has a pattern with a star; when nothing else matched, no route answered.
    const route = matchedRoutes(c).map(({ path }) => path).filter((path) => !path.includes('*')).at(-1) ?? 'none';
    seenRequest({ route, method: c.req.method, status: c.res.status, seconds });
    if (route === '/healthz' || route === '/readyz' || route === '/assets/:name' || route === '/sw.js') return;
    const no = refusalOf(c);
    house.log[no === undefined ? 'info' : 'warn']({ requestId: c.get('requestId'), method: c.req.method, route, status: c.res.status, ms: Math.round(seconds * 1000), ...no }, 'request');
  };
}
