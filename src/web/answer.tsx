import { brotliCompressSync, constants } from 'node:zlib';
import type { Context } from 'hono';
import type { Speak } from '../messages/index.ts';
import { Absent, type Mistake } from '../platform/outcome.ts';
import type { FormShown } from '../ui/form-shown.ts';
import type { Assets } from './assets.ts';
import type { Around } from './chrome.tsx';
import { cookie, dropCookie, keepCookie } from './cookies.ts';
import { formToken, tokenHolds } from './csrf.ts';
import { type Document, htmlOf } from './document.tsx';
import { faultForLog, toldOf } from './faults.ts';
import { fieldsOf, type Fields, ownNames, sendingOf } from './fields.ts';
import { leaveFlash, takeFlash } from './flash.ts';
import type { FormDefinition, Then } from './form.ts';
import { formWords, furnitureWords } from './furniture.ts';
import { safeHeaders } from './headers.ts';
import type { Limits } from './limits.ts';
import { mendingsOf } from './mendings.ts';
import { type Chrome, Elsewhere, type Page, type Seen } from './page.ts';
import { seenEnd } from './metrics.ts';
import { notChanged, tagOf } from './conditional.ts';
import { sayFrom } from './say.ts';
import { type Arrival, keepThings } from './scene-of.ts';
import { randomName } from './signing.ts';
import { NotHere, TroublePage } from './trouble-page.tsx';

/** What answering needs besides the arrival itself. */
export interface Desk {
  readonly assets: Assets;
  readonly limits: Limits;
  exists(address: string): boolean;
  /** The mark that stands for the network a request came from. */
  networkOf(c: Context): string;
}

/** A form that was sent and comes back: with what was typed, and what there is to say about it. */
interface Tried {
  readonly form: string;
  readonly what: string | undefined;
  readonly fields: Fields;
  readonly key: string;
  /** The idempotency key of this very sending. */
  readonly once: string;
  readonly definition: FormDefinition;
  readonly mistakes?: readonly Mistake[];
  readonly trouble?: FormShown['trouble'];
}

type Status = 200 | 403 | 409 | 422 | 429 | 500 | 503;

/** Answers a GET: the page, or what stands in its way. */
export async function answerPage(page: Page, arrival: Arrival, desk: Desk): Promise<Response> {
  const way = courtesy(page, arrival, desk);
  if (way !== undefined) return way;
  try {
    return await showPage(page, arrival, desk, 200);
  } catch (end) {
    return answerEnd(end, page, arrival, desk);
  }
}

/** Answers a POST to a page's own address: finds its form, keeps the pace, performs the act, and turns its end into an answer. */
export async function answerForm(page: Page, arrival: Arrival, desk: Desk): Promise<Response> {
  const { c, visit } = arrival;
  const data = await c.req.formData().catch(() => undefined);
  if (data === undefined) return unreadable(arrival, desk, page.chrome);
  const fields = fieldsOf(data);
  const [name = '', what] = fields.text(ownNames.form).split(':', 2);
  const definition = Object.hasOwn(page.forms ?? {}, name) ? page.forms?.[name] : undefined;
  if (definition === undefined) return notHere(arrival, desk, page.chrome);
  const given = fields.text(ownNames.key);
  const key = /^[\w-]{22,64}$/.test(given) ? given : randomName();
  const tried: Tried = { form: name, what, fields, key, once: sendingOf(key, data), definition };
  const { t } = visit;

  if (page.may !== 'anyone' && visit.actor.kind === 'stranger') return signedOut(tried, arrival, desk, page.chrome);
  const wait = await tooFast(definition, arrival, desk);
  if (wait !== undefined) {
    c.header('Retry-After', String(wait));
    return showAgain(page, arrival, desk, 429, tried, t('web.too-fast.title'), t('web.too-fast.words', { wait: waitInWords(t, wait) }));
  }
  if (!tokenHolds(arrival, fields.text(ownNames.csrf))) return showAgain(page, arrival, desk, 403, tried, t('web.stale.title'), t('web.stale.words'), true);
  try {
    return await perform(page, arrival, desk, tried);
  } catch (fault) {
    if (fault instanceof Absent || fault instanceof Elsewhere) return answerEnd(fault, page, arrival, desk);
    const told = toldOf(fault);
    logFault(fault, arrival, page.address);
    seenEnd(definition.act.definition.name, 'fault');
    const number = t('web.trouble.number', { number: visit.requestId });
    return showAgain(page, arrival, desk, told.status, tried, t(told.title), `${t(told.kept)} ${number}`, true);
  }
}

async function perform(page: Page, arrival: Arrival, desk: Desk, tried: Tried): Promise<Response> {
  const { visit } = arrival;
  const { t } = visit;
  const { definition, fields } = tried;
  const outcome = await definition.act(visit, definition.read(fields, visit), { once: tried.once });
  seenEnd(definition.act.definition.name, outcome.kind === 'refused' ? outcome.code : outcome.kind);
  switch (outcome.kind) {
    case 'done':
      return goOn(await definition.then(outcome.value, visit, fields), arrival);
    case 'mistaken':
      return showPage(page, arrival, desk, 422, { ...tried, mistakes: outcome.mistakes });
    case 'refused': {
      const key = definition.refusals[outcome.code];
      const sentence = key === undefined ? t('web.refused.words') : sayFrom(t, key, outcome.about, t('web.refused.words'));
      return showAgain(page, arrival, desk, 409, tried, t('web.refused.title'), sentence);
    }
    case 'absent':
      return notHere(arrival, desk, page.chrome);
  }
}

/** On to the next page (303): with a sentence, a session that begins or ends, and what this browser keeps for a while. */
function goOn(then: Then, arrival: Arrival): Response {
  const { c, site, visit } = arrival;
  if (then.say !== undefined) leaveFlash(arrival, then.say);
  if (then.keep !== undefined) keepThings(c, site, then.keep, visit.now);
  if (then.session === 'ended') forgetBrowser(arrival);
  else if (then.session !== undefined) keepCookie(c, site.https, 'session', then.session.token, then.session.keepSeconds);
  c.header('Cache-Control', 'no-store');
  return c.redirect(pathOnly(then.to), 303);
}

/** Ends everything this browser remembers: the answer that changes the cookie is one of the four measures of confidentiality 3.5. */
export function forgetBrowser({ c, site }: Arrival): void {
  for (const name of ['session', 'visitor', 'flash', 'kept'] as const) {
    if (cookie(c, site.https, name) !== undefined || name === 'session') dropCookie(c, site.https, name);
  }
}

async function showPage(page: Page, arrival: Arrival, desk: Desk, status: Status, tried?: Tried): Promise<Response> {
  const { visit } = arrival;
  const data = await page.load(visit);
  const shown = { forms: 0 };
  const seen = seenOf(page, arrival, data, tried, () => shown.forms++);
  const flash = takeFlash(arrival);
  const html = htmlOf({
    ...documentOf(arrival, desk, page.chrome),
    title: page.title({ t: visit.t, data }),
    description: page.description?.({ t: visit.t, data }),
    wide: page.wide,
    scripts: page.scripts,
    flash,
    body: page.body(seen),
  });
  const mayKeep = status === 200 && page.chrome === 'public' && visit.actor.kind === 'stranger' && flash === undefined && shown.forms === 0;
  return send(arrival, html, status, { scripts: page.scripts, mayKeep, robots: page.chrome === 'public' });
}

function seenOf(page: Page, arrival: Arrival, data: unknown, tried: Tried | undefined, formShown: () => void): Seen {
  const { visit, org } = arrival;
  return {
    data,
    t: visit.t,
    lang: visit.lang,
    actor: visit.actor,
    params: visit.params,
    query: visit.query,
    zone: visit.zone,
    now: visit.now,
    org,
    path: visit.path,
    furniture: furnitureWords(visit.t),
    form(name, what) {
      if (!Object.hasOwn(page.forms ?? {}, name)) throw new Error(`The page ${page.address} has no form ${name}`);
      formShown();
      const again = tried?.form === name && tried.what === what ? tried : undefined;
      return formShownOf(name, what, arrival, again);
    },
  };
}

function formShownOf(name: string, what: string | undefined, arrival: Arrival, tried: Tried | undefined): FormShown {
  const { t, path } = arrival.visit;
  const mendings = tried?.mistakes === undefined ? [] : mendingsOf(t, tried.definition, tried.mistakes, tried.fields.names());
  const secret = tried?.definition.secret ?? [];
  return {
    name,
    id: `form-${what === undefined ? name : `${name}-${what}`}`,
    action: path,
    csrf: formToken(arrival),
    key: tried?.key ?? randomName(),
    tried: tried !== undefined,
    mendings,
    trouble: tried?.trouble,
    typed: (of) => (tried === undefined || secret.includes(of) || !tried.fields.names().includes(of) ? undefined : tried.fields.list(of)),
    words: formWords(t, mendings.length),
  };
}

/** The page again, with everything typed and what there is to say above its form; when it does not load any more, a page that keeps the words. */
async function showAgain(page: Page, arrival: Arrival, desk: Desk, status: Status, tried: Tried, title: string, sentence: string, again = false): Promise<Response> {
  try {
    return await showPage(page, arrival, desk, status, { ...tried, trouble: { title, sentence, again } });
  } catch (fault) {
    if (fault instanceof Absent || fault instanceof Elsewhere) return answerEnd(fault, page, arrival, desk);
    logFault(fault, arrival, page.address);
    const button = arrival.visit.t('web.again');
    return keptPage(tried, arrival, desk, page.chrome, { status: status < 500 ? toldOf(fault).status : status, title, words: sentence, button });
  }
}

function signedOut(tried: Tried, arrival: Arrival, desk: Desk, chrome: Chrome): Response {
  const { t } = arrival.visit;
  return keptPage(tried, arrival, desk, chrome, {
    status: 403, title: t('web.signed-out.title'), words: t('web.signed-out.words'), button: t('web.signed-out.send'),
    signIn: desk.exists('/sign-in') ? '/sign-in' : undefined,
  });
}

function keptPage(tried: Tried, arrival: Arrival, desk: Desk, chrome: Chrome, said: { status: Status; title: string; words: string; button: string; signIn?: string | undefined }): Response {
  const { t, path } = arrival.visit;
  const form = tried.what === undefined ? tried.form : `${tried.form}:${tried.what}`;
  const kept = { action: path, form, csrf: formToken(arrival), key: tried.key, fields: tried.fields, secret: tried.definition.secret ?? [] };
  return plainPage(arrival, desk, chrome, said.status, said.title, <TroublePage {...said} kept={kept} t={t} />);
}

/** The answer to what a page's `load` threw: the way elsewhere, the calm "not here", or the calm fault page. */
export function answerEnd(end: unknown, page: Page | undefined, arrival: Arrival, desk: Desk): Response {
  const { c, visit } = arrival;
  const chrome = page?.chrome ?? 'public';
  if (end instanceof Absent) return notHere(arrival, desk, chrome);
  if (end instanceof Elsewhere) {
    if (end.how.keep !== undefined) keepThings(c, arrival.site, end.how.keep, visit.now);
    c.header('Cache-Control', 'no-store');
    return c.redirect(end.how.outside && /^https?:\/\//.test(end.to) ? end.to : pathOnly(end.to), 303);
  }
  const told = toldOf(end);
  logFault(end, arrival, page?.address);
  const { t } = visit;
  if (told.status === 503) c.header('Retry-After', '20');
  return plainPage(arrival, desk, chrome, told.status, t(told.title), <TroublePage title={t(told.title)} words={t(told.words)} number={visit.requestId} button="" t={t} />);
}

/** What was sent is no form at all: no browser does that. */
function unreadable(arrival: Arrival, desk: Desk, chrome: Chrome): Response {
  const { t } = arrival.visit;
  return plainPage(arrival, desk, chrome, 400, t('web.trouble.title'), <TroublePage title={t('web.refused.title')} words={t('web.trouble.words')} button="" t={t} />);
}

/** The one calm page for "not there" and "not yours". */
export function notHere(arrival: Arrival, desk: Desk, chrome: Chrome = 'public'): Response {
  const { t } = arrival.visit;
  return plainPage(arrival, desk, chrome, 404, t('web.not-here.title'), <NotHere t={t} />);
}

/** A page of the hinge's own: a title and a few sentences. */
export function plainPage(arrival: Arrival, desk: Desk, chrome: Chrome, status: Status | 400 | 404 | 413 | 421, title: string, body: Document['body']): Response {
  return send(arrival, htmlOf({ ...documentOf(arrival, desk, chrome), title, body }), status, {});
}

function documentOf(arrival: Arrival, desk: Desk, chrome: Chrome): Omit<Document, 'title' | 'body'> {
  const around: Around = { visit: arrival.visit, orgName: arrival.org.name, chrome, leaveTo: arrival.site.leaveTo, exists: desk.exists };
  return { around, assets: desk.assets, discreet: arrival.discreet && chrome === 'member' };
}

/** Sends a page. What may be kept is checked each time by its tag; everything else leaves no copy anywhere. */
function send({ c, site }: Arrival, html: string, status: number, { scripts, mayKeep, robots }: { scripts?: Page['scripts']; mayKeep?: boolean; robots?: boolean }): Response {
  safeHeaders(c, { https: site.https, scripts, robots, leaveTo: originOf(site.leaveTo) });
  c.header('Content-Type', 'text/html; charset=utf-8');
  c.header('Vary', 'Accept-Encoding, Accept-Language, Cookie');
  if (!mayKeep) {
    c.header('Cache-Control', 'no-store');
    return c.body(html, status as 200);
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

/** The ways to sign in or to give a second proof. Courtesy: views and acts decide for themselves. */
function courtesy(page: Page, arrival: Arrival, desk: Desk): Response | undefined {
  const { c, visit } = arrival;
  const go = (to: string) => {
    c.header('Cache-Control', 'no-store');
    return c.redirect(`${to}?return=${encodeURIComponent(visit.path)}`, 303);
  };
  if (page.may === 'anyone') return undefined;
  if (visit.actor.kind === 'stranger') return desk.exists('/sign-in') ? go('/sign-in') : notHere(arrival, desk);
  if (page.may === 'staff' && visit.actor.kind === 'person' && visit.actor.secondStepMissing && desk.exists('/second-step')) return go('/second-step');
  return undefined;
}

async function tooFast(definition: FormDefinition, arrival: Arrival, desk: Desk): Promise<number | undefined> {
  const pace = definition.pace ?? 'ordinary';
  const { actor, org } = arrival.visit;
  const who = actor.kind === 'person' ? actor.person : actor.kind === 'stranger' ? actor.visitor : undefined;
  const byNetwork = await desk.limits.count(`${pace}/network`, desk.networkOf(arrival.c));
  const byPerson = who === undefined ? undefined : await desk.limits.count(`${pace}/person`, `${org} ${who}`);
  return byNetwork ?? byPerson;
}

function waitInWords(t: Speak, seconds: number): string {
  return t.lasting(Math.ceil(seconds / 60), 'minute');
}

function logFault(fault: unknown, arrival: Arrival, route: string | undefined): void {
  arrival.site.house.log.error({ requestId: arrival.visit.requestId, route, ...faultForLog(fault) }, 'fault');
}

/** Only addresses of this site: what an act gives back never sends anybody away. */
function pathOnly(to: string): string {
  return /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The origin of an address outside this site; undefined for our own. */
function originOf(address: string): string | undefined {
  return address.startsWith('/') ? undefined : new URL(address).origin;
}
