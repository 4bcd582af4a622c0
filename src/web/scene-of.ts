import type { Context } from 'hono';
import { speak } from '../messages/index.ts';
import type { Actor, Person } from '../platform/actor.ts';
import type { House } from '../platform/house.ts';
import { cookie, keepCookie } from './cookies.ts';
import { isTimeZone } from '../platform/time-zones.ts';
import { languageFor } from './language.ts';
import { cursorFrom, cursorText } from './paging.ts';
import { randomName, type Secrets } from './signing.ts';
import type { OrgSeen, Query, Visit } from './visit.ts';

/** Who a session token belongs to, and what that person has chosen. */
export interface Known {
  readonly actor: Person;
  readonly lang?: string | undefined;
  readonly zone?: string | undefined;
  /** The person said that others use this device: then moving about leaves no list of pages in the tab. */
  readonly sharedDevice?: boolean | undefined;
  /** The same, decided apart from the device (somebody whose own phone is looked through). */
  readonly discreet?: boolean | undefined;
}

/** Knows people by their session token. The people room is one. */
export interface Doorkeeper {
  /** The signed-in person behind a token, or undefined when the session ended or never was. */
  actorOf(org: string, token: string, now: Date): Promise<Known | undefined>;
  /** Who is still behind a session, with the roles of this moment, without counting as being there: open streams ask, and must not keep it alive. */
  stillIn?(org: string, token: string, now: Date): Promise<Person | undefined>;
  /** Ends the session of a token at once (the Leave button). Ending one that is not there is no error. */
  leave(org: string, token: string, now: Date): Promise<void>;
}

/** Knows which organisation an address belongs to. */
export interface Doorman {
  /** The organisation served at a `Host` header (name with port), or undefined when that address is not ours. */
  orgOf(host: string): Promise<OrgSeen | undefined>;
}

/** What every request of one site needs. */
export interface Site {
  readonly house: House;
  readonly doorkeeper: Doorkeeper;
  readonly doorman: Doorman;
  readonly secrets: Secrets;
  /** Whether people reach this site over https: decides cookies and headers. */
  readonly https: boolean;
  /** Where "Leave" leads. */
  readonly leaveTo: string;
}

/** A request with everything that was found out about it once. */
export interface Arrival {
  readonly c: Context;
  readonly site: Site;
  readonly org: OrgSeen;
  readonly visit: Visit;
  readonly discreet: boolean;
  /** The visitor mark of this browser; made now, and set as a cookie, when a stranger is about to be shown a form. */
  visitor(): string;
}

/** Resolves the organisation, the person, the language and the place of one request. Undefined: this address is not ours. */
export async function arrivalOf(c: Context, site: Site, params: Readonly<Record<string, string>>): Promise<Arrival | undefined> {
  const org = await site.doorman.orgOf(c.req.header('host') ?? new URL(c.req.url).host);
  if (org === undefined) return undefined;
  const now = site.house.clock.now();
  const token = cookie(c, site.https, 'session');
  const known = token === undefined ? undefined : await site.doorkeeper.actorOf(org.org, token, now);
  const marks = visitorMarks(c, site);
  const asked = c.req.query('lang');
  const lang = languageFor({
    asked,
    remembered: cookie(c, site.https, 'lang'),
    chosen: known?.lang,
    accepted: c.req.header('accept-language'),
    ofOrganisation: org.lang,
  });
  if (asked === lang) keepCookie(c, site.https, 'lang', lang);

  const url = new URL(c.req.url);
  const actor: Actor = known?.actor ?? { kind: 'stranger', ...(marks.present() !== undefined && { visitor: marks.present() ?? '' }) };
  const visit: Visit = {
    house: site.house,
    org: org.org,
    actor,
    ...(known !== undefined && token !== undefined && { sessionToken: token }),
    lang,
    ...(token !== undefined && known !== undefined && { sessionToken: token }),
    requestId: c.get('requestId'),
    params,
    query: queryOf(url.searchParams),
    path: url.pathname + url.search,
    t: speak(lang),
    zone: zoneOr(known?.zone, org.zone),
    now,
    browser: (c.req.header('user-agent') ?? '').slice(0, 400),
    kept: keptOf(c, site, now),
    cursor: (list) => cursorFrom(site.secrets, list, c.req.query(fromParameter)),
    pages: (list, { next, previous }) => ({
      ...(next && { next: pageAt(url, cursorText(site.secrets, list, next)) }),
      ...(previous && { previous: pageAt(url, cursorText(site.secrets, list, previous)) }),
    }),
  };
  return { c, site, org, visit, discreet: known !== undefined && (known.discreet ?? known.sharedDevice ?? true), visitor: marks.visitor };
}

/** A device of one's own that signed in is known again by its mark, so that coming back is not told as something new. */
export function keepMark({ c, site, visit: { actor } }: Arrival): void {
  if (actor.kind === 'stranger' && actor.visitor !== undefined) keepCookie(c, site.https, 'visitor', actor.visitor, 60 * 24 * 60 * 60);
}

/** Things a flow brings back within a quarter of an hour (an OIDC state, a passkey's challenge): signed, dated, HttpOnly. */
export function keepThings(c: Context, site: Site, things: Readonly<Record<string, string>>, now: Date): void {
  const before = readThings(c, site, now);
  const after = Object.fromEntries(Object.entries({ ...before, ...things }).filter(([, value]) => value !== ''));
  const until = now.getTime() + keptSeconds * 1000;
  keepCookie(c, site.https, 'kept', site.secrets.seal('kept', JSON.stringify({ until, things: after })), keptSeconds);
}

/** Where a list goes on, in its page's address. */
const fromParameter = 'from';

/** The same page of the site with the list going on at a cursor; what else was asked (a filter) stays. */
function pageAt(url: URL, cursor: string): string {
  const asked = new URLSearchParams(url.searchParams);
  asked.set(fromParameter, cursor);
  return `${url.pathname}?${asked}`;
}

const keptSeconds = 15 * 60;

function keptOf(c: Context, site: Site, now: Date): (name: string) => string | undefined {
  return (name) => readThings(c, site, now)[name];
}

function readThings(c: Context, site: Site, now: Date): Record<string, string> {
  const words = site.secrets.open('kept', cookie(c, site.https, 'kept') ?? '');
  if (words === undefined) return {};
  const { until, things } = JSON.parse(words) as { until: number; things: Record<string, string> };
  return until > now.getTime() ? things : {};
}

/** The mark of a browser is random and names no one; it is only set where a form is shown, so reading pages leaves nothing behind. */
function visitorMarks(c: Context, site: Site) {
  let mark = [cookie(c, site.https, 'visitor')].find((found) => found !== undefined && /^[\w-]{22}$/.test(found));
  return {
    present: () => mark,
    visitor(): string {
      if (mark === undefined) {
        mark = randomName();
        keepCookie(c, site.https, 'visitor', mark, 7 * 24 * 60 * 60);
      }
      return mark;
    },
  };
}

function queryOf(search: URLSearchParams): Query {
  return { get: (name) => search.get(name) || undefined, all: (name) => search.getAll(name) };
}

function zoneOr(zone: string | undefined, otherwise: string): string {
  return zone !== undefined && isTimeZone(zone) ? zone : otherwise;
}
