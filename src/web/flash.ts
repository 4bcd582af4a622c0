import type { PlainKey } from '../messages/index.ts';
import { cookie, dropCookie, keepCookie } from './cookies.ts';
import type { Say } from './form.ts';
import { type About, sayFrom } from './say.ts';
import type { Arrival } from './scene-of.ts';

const seconds = 60;

/** Leaves a sentence for the next page: a signed cookie of one minute that holds a key and what fills it, never anybody's words. */
export function leaveFlash(arrival: Arrival, say: Say): void {
  const { c, site, visit } = arrival;
  const [key, about] = typeof say === 'string' ? [say, {}] : [say.key, say.about];
  const words = JSON.stringify({ key, about, until: visit.now.getTime() + seconds * 1000 });
  keepCookie(c, site.https, 'flash', site.secrets.seal('flash', words), seconds);
}

/** The sentence left for this page, said in its language, and forgets it. A changed or old cookie says nothing. */
export function takeFlash(arrival: Arrival): string | undefined {
  const { c, site, visit } = arrival;
  const sealed = cookie(c, site.https, 'flash');
  if (sealed === undefined) return undefined;
  dropCookie(c, site.https, 'flash');
  const words = site.secrets.open('flash', sealed);
  if (words === undefined) return undefined;
  const left = JSON.parse(words) as { key: PlainKey; about: About; until: number };
  return left.until > visit.now.getTime() ? sayFrom(visit.t, left.key, left.about, '') || undefined : undefined;
}
