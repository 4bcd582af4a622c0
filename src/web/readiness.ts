import type { Context } from 'hono';
import type { House } from '../platform/house.ts';

/** Whether this node can serve: 200 when its database answers, 503 while it does not. Says nothing about why. */
export async function answerReadiness(c: Context, house: House): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  try {
    const { ok: ready } = await house.db.health();
    return c.text(ready ? 'ready\n' : 'not ready\n', ready ? 200 : 503);
  } catch {
    return c.text('not ready\n', 503);
  }
}
