import type { Context } from 'hono';
import { speak } from '../messages/index.ts';
import type { Addressed } from './found.ts';
import { noteWhy } from './why.ts';

/** Whether a request reached our own proxy without TLS although people come here over https. Only that proxy is believed (TRUST_PROXY), and its last word. */
export function cameInTheOpen(c: Context, { https, trustProxy }: { readonly https: boolean; readonly trustProxy: boolean }): boolean {
  return https && trustProxy && c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'http';
}

/** Whether somebody looks at a page, as people do in the address bar: what may be led to https, unlike everything programs ask for (ASVS 4.1.2). */
export function looksAtPage(pages: readonly Addressed[]): (c: Context) => boolean {
  const shapes = pages.filter(({ kind }) => kind === 'page').map(({ address }) => new RegExp(`^${address.replaceAll(/:[A-Za-z]+/g, '[^/]+')}/?$`));
  return ({ req }) => (req.method === 'GET' || req.method === 'HEAD') && shapes.some((shape) => shape.test(req.path));
}

/** The no to everything else that came in the open: what was sent has been on the network, and whoever sent it must learn that (ASVS 4.1.2). */
export function refusedInTheOpen(c: Context): Response {
  noteWhy(c, 'in-the-open');
  return c.text(`${speak('en')('web.in-the-open')}\n${speak('fr')('web.in-the-open')}\n`, 403, { 'Cache-Control': 'no-store' });
}
