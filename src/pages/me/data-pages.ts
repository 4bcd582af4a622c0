import type { BareKey } from '../../messages/index.ts';
import { type Entry, sectionNames, type Value } from '../../rooms/mydata/index.ts';
import type { Visit } from '../../web/visit.ts';

// Pages that somebody opens from their own disk: nothing is fetched from anywhere, and they read well without us.

const LOOK = `:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem}dl{border:1px solid #8886;border-radius:.6rem;padding:.8rem 1rem;margin:1rem 0}dt{font-size:.9rem;opacity:.8}dd{margin:0 0 .5rem;white-space:pre-wrap}`;

/** The beginning of a page. */
export function pageStart({ lang, t }: Visit, heading: string): string {
  return `<!doctype html>\n<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe(t('mydata.pages.title'))}</title><style>${LOOK}</style></head><body><main><h1>${safe(heading)}</h1>\n`;
}

/** Its end; `back` leads to the list of all parts. */
export function pageEnd({ t }: Visit, back: boolean): string {
  return `${back ? `<p><a href="index.html">${safe(t('mydata.pages.all'))}</a></p>` : ''}</main></body></html>\n`;
}

/** The first page: what this is, and the ways to every part. */
export function indexPage(visit: Visit): string {
  const { t, now, zone } = visit;
  const parts = sectionNames.map((name) => `<li><a href="${name}.html">${safe(t(`mydata.part.${name}`))}</a></li>`).join('\n');
  return `${pageStart(visit, t('mydata.pages.title'))}<p>${safe(t('mydata.pages.words', { day: t.date(now, zone), organisation: new URL(visit.house.config.publicUrl).host }))}</p><p>${safe(t('mydata.not-in-it'))}</p>\n<ul>${parts}</ul>\n${pageEnd(visit, false)}`;
}

/** One entry: its fields by their names, what is empty left out. */
export function entryInHtml(visit: Visit, entry: Entry): string {
  const rows = Object.entries(entry).flatMap(([field, value]) => {
    const words = inWords(visit, value);
    return words === '' ? [] : [`<dt>${safe(visit.t(`mydata.field.${field.replaceAll('_', '-')}` as BareKey))}</dt><dd>${field === 'picture' ? `<a href="${safe(words)}">${safe(words)}</a>` : safe(words)}</dd>`];
  });
  return rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>\n`;
}

function inWords(visit: Visit, value: Value): string {
  const { t, zone, now } = visit;
  if (value === null) return '';
  if (value instanceof Date) return t.moment(value, zone, now);
  if (typeof value === 'boolean') return t(value ? 'mydata.pages.yes' : 'mydata.pages.no');
  if (typeof value === 'number') return t.number(value);
  if (typeof value === 'string') return value;
  return value.map((one) => inWords(visit, one)).filter((one) => one !== '').join('\n');
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Somebody's words are words here, whatever signs are in them. */
function safe(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}
