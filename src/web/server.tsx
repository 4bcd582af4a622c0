import { Hono, type Context } from 'hono';
import type { House } from '../platform/house.ts';
import { answerAsset } from './answer-asset.ts';
import { answerDownload } from './answer-download.ts';
import { answerLive } from './answer-live.ts';
import { answerForm, answerPage, forgetBrowser } from './answer.tsx';
import { type Assets, noAssets } from './assets.ts';
import { cookie } from './cookies.ts';
import type { Desk } from './desk.ts';
import { answerEnd } from './ends.tsx';
import { fromOurPages } from './csrf.ts';
import { type Addressed, foundFirsts, foundPages } from './found.ts';
import { safeHeaders } from './headers.ts';
import { type Limits, limits } from './limits.ts';
import { networkOfAddress } from './network.ts';
import { answerReadiness } from './readiness.ts';
import { cameInTheOpen, looksAtPage, refusedInTheOpen } from './plain-http.ts';
import { inOrder } from './routes.ts';
import { type Arrival, arrivalOf, type Doorkeeper, type Doorman, type Site } from './scene-of.ts';
import { notHere, plainPage } from './send.tsx';
import { randomName, type Secrets, secretsFrom } from './signing.ts';
import { specimen } from './specimen.tsx';
import { TroublePage } from './trouble-page.tsx';
import { unknownHost } from './unknown-host.tsx';
import { watchRequests } from './watching.ts';
import { answerSecurityContact } from './well-known.ts';
import { noteFrom, noteWhy } from './why.ts';

export { PortTaken, serve, type Served } from './serve.ts';

/** What a site is made from. */
export interface SiteParts {
  readonly house: House;
  readonly doorkeeper: Doorkeeper;
  readonly doorman: Doorman;
  /** What forms, flashes and cursors are signed with; made from the house's secret unless given. */
  readonly secrets?: Secrets;
  readonly assets?: Assets;
  /** The pages; those found below `src/pages` unless a test brings its own. */
  readonly pages?: readonly Addressed[];
  readonly limits?: Limits;
  /** Where "Leave" leads: an address of this site, or one outside (a weather page people know). */
  readonly leaveTo?: string;
}

const mostBytes = 1024 * 1024;

/**
 * The whole site as one function from request to answer.
 * @throws when two pages claim one address.
 */
export function createSite(parts: SiteParts): Hono {
  const { house } = parts;
  const pages = inOrder(parts.pages ?? (import.meta.env.DEV ? [...foundPages, specimen] : foundPages));
  const addresses = new Set(pages.filter((one) => one.kind === 'page').map((one) => one.address));
  const https = house.config.publicUrl.startsWith('https:');
  const secrets = parts.secrets ?? secretsFrom(house.secret('web'));
  const site: Site = { house, doorkeeper: parts.doorkeeper, doorman: parts.doorman, secrets, https, leaveTo: parts.leaveTo ?? '/away' };
  const desk: Desk = {
    assets: parts.assets ?? noAssets(),
    limits: parts.limits ?? limits(),
    firsts: parts.pages === undefined ? foundFirsts : [],
    exists: (address) => address === '/' || addresses.has(address),
    networkOf: (c) => secrets.mark('network', addressOf(c, house.config.trustProxy)),
  };

  const app = new Hono();
  app.use(requestNumber);
  app.use(watchRequests(house));
  // Every answer carries them: redirections, probes and built files too (ASVS 3.4). A page or a file sets its own afterwards.
  app.use(async (c, next) => {
    safeHeaders(c, { https });
    await next();
  });
  const isPage = looksAtPage(pages);
  app.use(async (c, next) => {
    if (!cameInTheOpen(c, { https, trustProxy: house.config.trustProxy })) return next();
    return isPage(c) ? withArrival(c, site, desk, ({ visit }) => c.redirect(`https://${c.req.header('host') ?? new URL(c.req.url).host}${visit.path}`, 308)) : refusedInTheOpen(c);
  });
  app.get('/healthz', (c) => c.text('alive\n', 200, { 'Cache-Control': 'no-store' }));
  app.get('/readyz', (c) => answerReadiness(c, house));
  app.get('/.well-known/security.txt', (c) => answerSecurityContact(c, house));
  app.get('/assets/:name', (c) => answerAsset(c, desk.assets));
  app.get('/sw.js', (c) => answerAsset(c, desk.assets, 'offline-worker'));
  app.use(onlyOurPages(house, desk, site));

  app.post('/leave', (c) => leave(c, site, desk));
  if (!addresses.has('/away')) app.get('/away', (c) => withArrival(c, site, desk, (arrival) => away(arrival, desk)));
  for (const one of pages) {
    app.get(one.address, (c) => withArrival(c, site, desk, (arrival) => {
      if (one.kind === 'live') return answerLive(one, arrival, desk);
      if (one.kind === 'download') return answerDownload(one, arrival, desk);
      return answerPage(one, arrival, desk);
    }));
    if (one.kind === 'page' && one.forms !== undefined) {
      const most = Math.max(mostBytes, ...Object.values(one.forms).map((form) => form.mostBytes ?? 0));
      app.post(one.address, (c) => withArrival(c, site, desk, async (arrival) => (await tooLarge(c, most)) ? largePage(arrival, desk) : answerForm(one, arrival, desk)));
    }
  }
  app.notFound((c) => withArrival(c, site, desk, (arrival) => withoutSlash(arrival) ?? notHere(arrival, desk)));
  app.onError((fault, c) => withArrival(c, site, desk, (arrival) => answerEnd(fault, undefined, arrival, desk)).catch(() => c.text(lastWords, 500)));
  return app;
}

/** Said when nothing else works any more. */
const lastWords = 'Something went wrong on our side. Please try again in a moment.\nQuelque chose s’est mal passé de notre côté. Réessayez dans un moment.\n';

async function requestNumber(c: Context, next: () => Promise<void>): Promise<void> {
  const number = randomName().slice(0, 12);
  c.set('requestId', number);
  c.header('X-Request-Id', number);
  await next();
}

/** Finds out who came where. An address that is not ours gets a kind no; a fault on the way gets bilingual plain words. */
async function withArrival(c: Context, site: Site, desk: Desk, answer: (arrival: Arrival) => Response | Promise<Response>): Promise<Response> {
  const arrival = await arrivalOf(c, site, c.req.param() as Record<string, string>);
  if (arrival === undefined) return unknownHost(c, site);
  noteFrom(c, () => ({ network: desk.networkOf(c), who: arrival.visit.actor.kind === 'person' ? site.secrets.mark('who', arrival.visit.actor.person) : undefined }));
  // Forms have a pace of their own; asking only for the headers costs what the page costs.
  const wait = c.req.method === 'GET' || c.req.method === 'HEAD' ? await desk.limits.count('pages', desk.networkOf(c)) : undefined;
  if (wait !== undefined) return tooManyPages(arrival, desk, wait);
  // No address of ours holds a NUL, and no database would take one.
  if (c.req.url.includes('%00')) return notHere(arrival, desk);
  return answer(arrival);
}

function tooManyPages(arrival: Arrival, desk: Desk, wait: number): Response {
  noteWhy(arrival.c, 'too-fast');
  const { t } = arrival.visit;
  arrival.c.header('Retry-After', String(wait));
  const title = t('web.too-fast.title');
  return plainPage(arrival, desk, 'public', 429, title, <TroublePage title={title} words={t('web.too-fast.pages', { wait: t.lasting(Math.ceil(wait / 60), 'minute') })} button="" t={t} />);
}

/** Changing requests must come from our own pages (the first of the two walls against forged ones). */
function onlyOurPages(house: House, desk: Desk, site: Site) {
  return async (c: Context, next: () => Promise<void>) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    if (c.req.method !== 'POST') return withArrival(c, site, desk, (arrival) => notHere(arrival, desk));
    const scheme = site.https ? 'https' : 'http';
    if (fromOurPages(c.req.raw.headers, [house.config.publicUrl, `${scheme}://${c.req.header('host') ?? ''}`])) return next();
    return withArrival(c, site, desk, (arrival) => {
      const { t } = arrival.visit;
      noteWhy(c, 'from-elsewhere');
      return plainPage(arrival, desk, 'public', 403, t('web.elsewhere.title'), <TroublePage title={t('web.elsewhere.title')} words={t('web.elsewhere.words')} button="" t={t} />);
    });
  };
}

/** The Leave button: ends the session, forgets this browser, and leads to a neutral page. It asks for no token: leaving must always work. */
async function leave(c: Context, site: Site, desk: Desk): Promise<Response> {
  return withArrival(c, site, desk, async (arrival) => {
    const token = cookie(c, site.https, 'session');
    forgetBrowser(arrival);
    c.header('Cache-Control', 'no-store');
    // A browser is let go even when the records cannot be reached; the session then ends by its own clock.
    if (token !== undefined) await site.doorkeeper.leave(arrival.org.org, token, arrival.visit.now).catch(() => undefined);
    if (c.req.header('sec-fetch-dest') !== 'empty') return c.redirect(site.leaveTo, 303);
    // A beacon needs no page, and can wait while the browser clears its memory (which may take seconds: too long before a page).
    c.header('Clear-Site-Data', '"cache"');
    return c.body(null, 204);
  });
}

/** The neutral page that "Leave" leads to where none was chosen: nothing on it names this site. */
function away(arrival: Arrival, desk: Desk): Response {
  const { t } = arrival.visit;
  return plainPage(arrival, desk, 'bare', 200, t('web.away-page.title'), <><h1>{t('web.away-page.title')}</h1><p>{t('web.away-page.words')}</p></>);
}

function largePage(arrival: Arrival, desk: Desk): Response {
  noteWhy(arrival.c, 'too-large');
  const { t } = arrival.visit;
  return plainPage(arrival, desk, 'public', 413, t('web.too-large.title'), <TroublePage title={t('web.too-large.title')} words={t('web.too-large.words')} button="" t={t} />);
}

/** Whether a body is larger than allowed. Says so before reading where the length is told; else counts while reading and then hands the body on. */
async function tooLarge(c: Context, most: number): Promise<boolean> {
  const told = c.req.header('content-length');
  if (told !== undefined) return Number(told) > most;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return true;
    chunks.push(chunk);
  }
  c.req.raw = new Request(c.req.raw.url, { method: 'POST', headers: c.req.raw.headers, body: Buffer.concat(chunks) });
  return false;
}

function withoutSlash({ c, visit }: Arrival): Response | undefined {
  const url = new URL(visit.path, 'http://here');
  if (c.req.method !== 'GET' || url.pathname === '/' || !url.pathname.endsWith('/')) return undefined;
  return c.redirect(`/${url.pathname.replaceAll(/^\/+|\/+$/g, '')}${url.search}`, 308);
}

/** The network a request came from. A proxy in front says it last; without one in front nobody is believed. */
function addressOf(c: Context, trustProxy: boolean): string {
  const told = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket?.remoteAddress;
  return networkOfAddress(told ?? socket ?? 'unknown');
}
