import { Absent } from '../platform/outcome.ts';
import { formToken } from './csrf.ts';
import type { Desk } from './desk.ts';
import { faultForLog, toldOf } from './faults.ts';
import { type Chrome, Elsewhere, type Page } from './page.ts';
import { type Arrival, keepThings } from './scene-of.ts';
import { notHere, pathOnly, plainPage, type Status } from './send.tsx';
import { showPage, type Tried } from './show-page.tsx';
import { TroublePage, wordsTyped } from './trouble-page.tsx';
import { noteWhy } from './why.ts';

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

/** The page again, with everything typed and what there is to say above its form; when it does not load any more, a page that keeps the words. */
export async function showAgain(page: Page, arrival: Arrival, desk: Desk, status: Status, tried: Tried, title: string, sentence: string, again = false): Promise<Response> {
  try {
    return await showPage(page, arrival, desk, status, { ...tried, trouble: { title, sentence, again } });
  } catch (fault) {
    if (fault instanceof Absent || fault instanceof Elsewhere) return forgotten(tried, arrival, desk, page, fault) ?? answerEnd(fault, page, arrival, desk);
    logFault(fault, arrival, page.address);
    const button = arrival.visit.t('web.again');
    return keptPage(tried, arrival, desk, page.chrome, { status: status < 500 ? toldOf(fault).status : status, title, words: sentence, button });
  }
}

/**
 * A stranger whose browser no longer brings the mark it began with (its cookies were cleared, or the post went to another window): what they began is not
 * found any more, but what they just wrote is shown to them, never lost. Undefined when there is nothing to keep.
 */
function forgotten(tried: Tried, arrival: Arrival, desk: Desk, page: Page, end: Absent | Elsewhere): Response | undefined {
  const { t, actor } = arrival.visit;
  if (actor.kind !== 'stranger' || wordsTyped(tried.fields, tried.definition.secret ?? []).length === 0) return undefined;
  return keptPage(tried, arrival, desk, page.chrome, {
    status: 409, title: t('web.forgotten.title'), words: t('web.forgotten.words'), button: '', begin: end instanceof Elsewhere && !end.how.outside ? pathOnly(end.to) : pathOnly(arrival.visit.path),
  });
}

/** A form of somebody who was signed out meanwhile: the words are kept, with a way to sign in beside them. */
export function signedOut(tried: Tried, arrival: Arrival, desk: Desk, chrome: Chrome): Response {
  const { t } = arrival.visit;
  noteWhy(arrival.c, 'signed-out', tried.definition.act.definition.name);
  return keptPage(tried, arrival, desk, chrome, {
    status: 403, title: t('web.signed-out.title'), words: t('web.signed-out.words'), button: t('web.signed-out.send'),
    signIn: desk.exists('/sign-in') ? '/sign-in' : undefined,
  });
}

/** What was sent is no form at all: no browser does that. */
export function unreadable(arrival: Arrival, desk: Desk, chrome: Chrome): Response {
  const { t } = arrival.visit;
  noteWhy(arrival.c, 'unreadable');
  return plainPage(arrival, desk, chrome, 400, t('web.trouble.title'), <TroublePage title={t('web.refused.title')} words={t('web.trouble.words')} button="" t={t} />);
}

function keptPage(tried: Tried, arrival: Arrival, desk: Desk, chrome: Chrome, said: { status: Status; title: string; words: string; button: string; signIn?: string | undefined; begin?: string }): Response {
  const { t, path } = arrival.visit;
  const form = tried.what === undefined ? tried.form : `${tried.form}:${tried.what}`;
  const kept = { action: path, form, csrf: formToken(arrival), key: tried.key, fields: tried.fields, secret: tried.definition.secret ?? [] };
  return plainPage(arrival, desk, chrome, said.status, said.title, <TroublePage {...said} kept={kept} t={t} />);
}

/** Writes a fault to the log: its number, route, kind and place, never its words. */
export function logFault(fault: unknown, arrival: Arrival, route: string | undefined): void {
  arrival.site.house.log.error({ requestId: arrival.visit.requestId, route, ...faultForLog(fault) }, 'fault');
}
