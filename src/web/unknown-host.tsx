import type { Context } from 'hono';
import { renderToString } from 'preact-render-to-string';
import { langs, speak } from '../messages/index.ts';
import { safeHeaders } from './headers.ts';
import type { Site } from './scene-of.ts';

/** A kind no to a request for an address that is not ours (421): without an organisation there is no page, no cookie and no language to choose. */
export function unknownHost(c: Context, site: Site): Response {
  safeHeaders(c, { https: site.https });
  c.header('Cache-Control', 'no-store');
  const address = site.house.config.publicUrl;
  const html = renderToString(
    <html lang="en">
      <head><meta charset="utf-8" /><title>{speak('en')('web.unknown-host.title')}</title></head>
      <body>{langs.map((lang) => <div key={lang} lang={lang}><h1>{speak(lang)('web.unknown-host.title')}</h1><p>{speak(lang)('web.unknown-host.words', { address })}</p></div>)}</body>
    </html>,
  );
  return c.html(`<!doctype html>${html}`, 421);
}
