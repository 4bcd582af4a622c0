import type { ComponentChildren } from 'preact';
import { personOf } from '../platform/actor.ts';
import type { Mistake } from '../platform/outcome.ts';
import { openReading } from '../platform/reading.ts';
import type { FormShown } from '../ui/form-shown.ts';
import { formToken } from './csrf.ts';
import type { Desk } from './desk.ts';
import { htmlOf } from './document.tsx';
import type { Fields } from './fields.ts';
import type { First } from './first.ts';
import { takeFlash } from './flash.ts';
import type { FormDefinition } from './form.ts';
import { formWords, furnitureWords } from './furniture.ts';
import { mendingsOf } from './mendings.ts';
import { openAround } from './open-around.ts';
import type { Page, Seen } from './page.ts';
import type { Arrival } from './scene-of.ts';
import { documentOf, send, standsAround, type Status } from './send.tsx';
import { randomName } from './signing.ts';
import type { Visit } from './visit.ts';

/** A form that was sent and comes back: with what was typed, and what there is to say about it. */
export interface Tried {
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

/**
 * Loads a page and sends it; with `tried`, the form that was sent comes back with its words and what there is to say.
 * @throws whatever `load` throws.
 */
export async function showPage(page: Page, arrival: Arrival, desk: Desk, status: Status, tried?: Tried): Promise<Response> {
  const { visit } = arrival;
  const { data, first, scripts } = await loaded(page, arrival, desk);
  const shown = { forms: 0 };
  const seen = seenOf(page, arrival, data, tried, () => shown.forms++);
  const flash = takeFlash(arrival);
  const html = htmlOf({
    ...documentOf(arrival, desk, page.chrome),
    title: page.title({ t: visit.t, data }),
    description: page.description?.({ t: visit.t, data }),
    wide: page.wide,
    scripts,
    later: page.later,
    // A form that came back keeps what was typed: asking again by itself would lose it.
    refresh: status === 200 ? page.refresh?.({ data, query: visit.query }) : undefined,
    flash,
    first,
    body: page.body(seen),
  });
  const mayKeep = status === 200 && page.chrome === 'public' && visit.actor.kind === 'stranger' && flash === undefined && shown.forms === 0;
  return send(arrival, tried === undefined ? html : openAround(html, formIdOf(tried.form, tried.what)), status, { scripts, mayKeep, robots: page.chrome === 'public' });
}

/** What a page shows, what stands first on it, and the scripts of both. Their views share one transaction, which ends with the loading. */
async function loaded(page: Page, arrival: Arrival, desk: Desk): Promise<{ readonly data: unknown; readonly first: ComponentChildren; readonly scripts: Page['scripts'] }> {
  const { visit, site } = arrival;
  const reading = openReading(site.house.db, { org: visit.org, person: personOf(visit.actor) });
  try {
    const together = { ...visit, reading };
    const data = await page.load(together);
    const firsts = standsAround(arrival, page.chrome) === 'staff' ? desk.firsts.filter((one) => one.shows(visit, page.address)) : [];
    const scripts = [...new Set([...(page.scripts ?? []), ...firsts.flatMap((one) => one.scripts ?? [])])];
    return { data, first: await firstOf(together, firsts), scripts };
  } finally {
    reading.end();
  }
}

async function firstOf(visit: Visit, firsts: readonly First[]): Promise<ComponentChildren> {
  const pieces: ComponentChildren[] = [];
  for (const one of firsts) {
    const data = await one.load(visit);
    if (data !== undefined) pieces.push(one.body({ data, t: visit.t, zone: visit.zone, now: visit.now }));
  }
  return pieces;
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

function formIdOf(name: string, what: string | undefined): string {
  return `form-${what === undefined ? name : `${name}-${what}`}`;
}

function formShownOf(name: string, what: string | undefined, arrival: Arrival, tried: Tried | undefined): FormShown {
  const { t, path } = arrival.visit;
  const mendings = tried?.mistakes === undefined ? [] : mendingsOf(t, tried.definition, tried.mistakes, tried.fields.names());
  const secret = tried?.definition.secret ?? [];
  return {
    name,
    id: formIdOf(name, what),
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
