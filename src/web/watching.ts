import type { Context } from 'hono';
import { routePath } from 'hono/route';
import type { House } from '../platform/house.ts';
import { seenRequest } from './metrics.ts';

/** Notes each request: its number, method, route template, status and time. Never the path (it may hold ids), the query or a name. */
export function watchRequests(house: House) {
  return async (c: Context, next: () => Promise<void>) => {
    const begun = performance.now();
    await next();
    const seconds = (performance.now() - begun) / 1000;
    // A middleware's pattern means that no route answered.
    const found = routePath(c, -1);
    const route = found.includes('*') ? 'none' : found;
    seenRequest({ route, method: c.req.method, status: c.res.status, seconds });
    if (route === '/healthz' || route === '/readyz' || route === '/assets/:name') return;
    house.log.info({ requestId: c.get('requestId'), method: c.req.method, route, status: c.res.status, ms: Math.round(seconds * 1000) }, 'request');
  };
}
