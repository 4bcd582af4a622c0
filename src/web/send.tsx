import { brotliCompressSync, constants } from 'node:zlib';
import type { Around } from './chrome.tsx';
import { notChanged, tagOf } from './conditional.ts';
import type { Desk } from './desk.ts';
import { type Document, htmlOf } from './document.tsx';
import { safeHeaders } from './headers.ts';
import { worksHere } from './navigation.ts';
import type { Chrome, Page } from './page.ts';
import type { Arrival } from './scene-of.ts';
import { NotHere } from './trouble-page.tsx';

/** The statuses a page is sent with. */
export type Status = 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;

/** The one calm page for "not there" and "not yours". */
export function notHere(arrival: Arrival, desk: Desk, chrome: Chrome = 'public'): Response {
  const { t } = arrival.visit;
  return plainPage(arrival, desk, chrome, 404, t('web.not-here.title'), <NotHere t={t} />);
}

/** A page of the hinge's own: a title and a few sentences. */
export function plainPage(arrival: Arrival, desk: Desk, chrome: Chrome, status: Status, title: string, body: Document['body']): Response {
  return send(arrival, htmlOf({ ...documentOf(arrival, desk, chrome), title, body }), status, {});
}

/** What stands around a page, and what its document is made from. */
export function documentOf(arrival: Arrival, desk: Desk, chrome: Chrome): Omit<Document, 'title' | 'body'> {
  const stands = standsAround(arrival, chrome);
  const around: Around = { visit: arrival.visit, orgName: arrival.org.name, chrome: stands, leaveTo: arrival.site.leaveTo, exists: desk.exists };
  return { around, assets: desk.assets, discreet: arrival.discreet && stands === 'member' };
}

/** Which ways stand around a page that is everybody's own: of staff for those who work here. */
export function standsAround({ visit }: Arrival, chrome: Chrome): Around['chrome'] {
  return chrome === 'own' ? (worksHere(visit.actor) ? 'staff' : 'member') : chrome;
}

/** Sends a page. What may be kept is checked each time by its tag; everything else leaves no copy anywhere. */
export function send({ c, site }: Arrival, html: string, status: Status, { scripts, mayKeep, robots }: { scripts?: Page['scripts']; mayKeep?: boolean; robots?: boolean }): Response {
  safeHeaders(c, { https: site.https, scripts, robots, leaveTo: originOf(site.leaveTo) });
  c.header('Content-Type', 'text/html; charset=utf-8');
  c.header('Vary', 'Accept-Encoding, Accept-Language, Cookie');
  if (!mayKeep) {
    c.header('Cache-Control', 'no-store');
    // As bytes: a text would be read once for its length and once more for the line.
    return c.body(Buffer.from(html), status as 200);
  }
  const tag = tagOf(html);
  c.header('Cache-Control', 'no-cache');
  c.header('ETag', tag);
  if (notChanged(c.req.header('if-none-match'), tag)) return c.body(null, 304);
  // Only what every stranger gets is compressed: the length of a private page beside what somebody typed could tell its words.
  if (!/\bbr\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(html, 200);
  c.header('Content-Encoding', 'br');
  return c.body(brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }), 200);
}

/** Only addresses of this site: what an act or a page gives back never sends anybody away. Browsers skip tabs and line ends (`/\t/elsewhere`), so none may be there. */
export function pathOnly(to: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/';
}

/** The origin of an address outside this site; undefined for our own. */
function originOf(address: string): string | undefined {
  return address.startsWith('/') ? undefined : new URL(address).origin;
}
