import { Hono } from 'hono';
import { safeHeaders } from './headers.ts';
import { cameInTheOpen } from './plain-http.ts';

/**
 * Lets a mail program stop notices with one press (RFC 8058): it posts `List-Unsubscribe=One-Click` to the address in the letter's header, from no page of
 * ours and without a cookie. The secret in the address is the proof; the answer is the same for every address. Everything else goes on to the site.
 * @param stop tries the secret; its end is not told to the sender.
 * @param https whether people reach this site over https, for the headers of the answer. `trustProxy`: whether our own proxy says what came in the open.
 */
export function withOneClick(site: Hono, stop: (host: string, token: string) => Promise<void>, { https, trustProxy = false }: { readonly https: boolean; readonly trustProxy?: boolean }): Hono {
  const app = new Hono();
  app.post('/notices/stop/:token', async (c) => {
    const told = Number(c.req.header('content-length') ?? 0);
    const small = told > 0 && told < 2000 && c.req.header('sec-fetch-site') === undefined;
    const body = small ? await c.req.raw.clone().formData().catch(() => undefined) : undefined;
    if (body?.get('List-Unsubscribe') !== 'One-Click' || cameInTheOpen(c, { https, trustProxy })) return site.fetch(c.req.raw, c.env);
    await stop(c.req.header('host') ?? new URL(c.req.url).host, c.req.param('token'));
    safeHeaders(c, { https });
    return c.text('OK\n', 200, { 'Cache-Control': 'no-store' });
  });
  app.all('*', (c) => site.fetch(c.req.raw, c.env));
  return app;
}
