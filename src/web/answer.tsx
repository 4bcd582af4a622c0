import type { Speak } from '../messages/index.ts';
import { Absent } from '../platform/outcome.ts';
import { cookie, dropCookie, keepCookie } from './cookies.ts';
import { tokenHolds } from './csrf.ts';
import type { Desk } from './desk.ts';
import { answerEnd, logFault, showAgain, signedOut, unreadable } from './ends.tsx';
import { toldOf } from './faults.ts';
import { fieldsOf, ownNames, sendingOf } from './fields.ts';
import { leaveFlash } from './flash.ts';
import type { FormDefinition, Then } from './form.ts';
import { seenEnd } from './metrics.ts';
import { Elsewhere, type Page } from './page.ts';
import { sayFrom } from './say.ts';
import { type Arrival, keepMark, keepThings } from './scene-of.ts';
import { notShown } from './not-shown.ts';
import { type Scanned, scanFile } from './scan-files.ts';
import { notHere, pathOnly } from './send.tsx';
import { showPage, type Tried } from './show-page.tsx';
import { randomName } from './signing.ts';
import { noteWhy } from './why.ts';

/** Answers a GET: the page, or what stands in its way. */
export async function answerPage(page: Page, arrival: Arrival, desk: Desk): Promise<Response> {
  const way = courtesy(page, arrival, desk);
  if (way !== undefined) return way;
  try {
    return await showPage(page, arrival, desk, 200);
  } catch (end) {
    if (end instanceof Absent) await notShown(arrival, page.address);
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
  if (definition === undefined) {
    noteWhy(c, 'no-such-form');
    return notHere(arrival, desk, page.chrome);
  }
  const given = fields.text(ownNames.key);
  const key = /^[\w-]{22,64}$/.test(given) ? given : randomName();
  const tried: Tried = { form: name, what, fields, key, once: sendingOf(key, data), definition };
  const { t } = visit;

  if (page.may !== 'anyone' && visit.actor.kind === 'stranger') return signedOut(tried, arrival, desk, page.chrome);
  const wait = await tooFast(definition, arrival, desk);
  if (wait !== undefined) {
    c.header('Retry-After', String(wait));
    noteWhy(c, 'too-fast', definition.act.definition.name);
    return showAgain(page, arrival, desk, 429, tried, t('web.too-fast.title'), t('web.too-fast.words', { wait: waitInWords(t, wait) }));
  }
  if (!tokenHolds(arrival, fields.text(ownNames.csrf))) {
    noteWhy(c, 'no-token', definition.act.definition.name);
    return showAgain(page, arrival, desk, 403, tried, t('web.stale.title'), t('web.stale.words'), true);
  }
  const scanned = await scannedFiles(data, arrival.site.house.config.clamd);
  if (scanned !== 'clean') {
    noteWhy(c, scanned === 'harmful' ? 'harmful-file' : 'not-scanned', definition.act.definition.name);
    return showAgain(page, arrival, desk, scanned === 'harmful' ? 422 : 503, tried, t(`web.${scanned}-file.title`), t(`web.${scanned}-file.words`), scanned === 'silent');
  }
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
  const outcome = await definition.act(visit, await definition.read(fields, visit), { once: tried.once });
  seenEnd(definition.act.definition.name, outcome.kind === 'refused' ? outcome.code : outcome.kind);
  switch (outcome.kind) {
    case 'done':
      return goOn(await definition.then(outcome.value, visit, fields), arrival);
    case 'mistaken':
      noteWhy(arrival.c, 'mistaken', definition.act.definition.name);
      return showPage(page, arrival, desk, 422, { ...tried, mistakes: outcome.mistakes });
    case 'refused': {
      noteWhy(arrival.c, 'refused', definition.act.definition.name, outcome.code);
      const key = definition.refusals[outcome.code];
      const places = definition.refusedAt?.[outcome.code];
      if (key !== undefined && places !== undefined) {
        const path = places.find((name) => fields.names().includes(name)) ?? places[0] ?? '';
        return showPage(page, arrival, desk, 422, { ...tried, mistakes: [{ path, code: outcome.code, message: key, about: outcome.about ?? {} }] });
      }
      const sentence = key === undefined ? t('web.refused.words') : sayFrom(t, key, outcome.about, t('web.refused.words'));
      return showAgain(page, arrival, desk, 409, tried, t('web.refused.title'), sentence);
    }
    case 'absent':
      noteWhy(arrival.c, 'not-here', definition.act.definition.name);
      return notHere(arrival, desk, page.chrome);
  }
}

/** On to the next page (303): with a sentence, a session that begins or ends, and what this browser keeps for a while. */
function goOn(then: Then, arrival: Arrival): Response {
  const { c, site, visit } = arrival;
  if (then.say !== undefined) leaveFlash(arrival, then.say);
  if (then.keep !== undefined) keepThings(c, site, then.keep, visit.now);
  if (then.session === 'ended') forgetBrowser(arrival);
  else if (then.session !== undefined) {
    keepCookie(c, site.https, 'session', then.session.token, then.session.keepSeconds);
    if (then.session.keepSeconds !== undefined) keepMark(arrival);
  }
  c.header('Cache-Control', 'no-store');
  return c.redirect(pathOnly(then.to), 303);
}

/**
 * Ends everything this browser remembers. That "back" shows no private page afterwards takes four things: `no-store`, an answer that changes the cookie (this one), and
 * the page that wipes itself and looks again (src/browser/page.ts). The page's two need JavaScript, and the headers' two fail when a session ends elsewhere.
 */
export function forgetBrowser({ c, site }: Arrival): void {
  for (const name of ['session', 'visitor', 'flash', 'kept'] as const) {
    if (cookie(c, site.https, name) !== undefined || name === 'session') dropCookie(c, site.https, name);
  }
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

/** Every file of a form goes to the scanner before anything reads it, where the settings name one; one that says nothing lets nothing through. */
async function scannedFiles(data: FormData, clamd: string | undefined): Promise<Scanned> {
  if (clamd === undefined) return 'clean';
  for (const value of data.values()) {
    if (typeof value === 'string' || value.size === 0) continue;
    const said = await scanFile(clamd, value);
    if (said !== 'clean') return said;
  }
  return 'clean';
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
