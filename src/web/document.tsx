import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Assets } from './assets.ts';
import { type Around, Band, DemoNote, Foot, Ways } from './chrome.tsx';
import type { BrowserEntry } from './page.ts';

/** A whole page, before it is words. */
export interface Document {
  readonly around: Around;
  readonly assets: Assets;
  readonly title: string;
  readonly description?: string | undefined;
  readonly wide?: boolean | undefined;
  readonly scripts?: readonly BrowserEntry[] | undefined;
  readonly later?: readonly BrowserEntry[] | undefined;
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly refresh?: number | undefined;
  /** A sentence about what was just done. */
  readonly flash?: string | undefined;
  /** Whether moving about leaves no list of pages in this tab. */
  readonly discreet?: boolean | undefined;
  /** What must be seen before anything else on this page. */
  readonly first?: ComponentChildren;
  readonly body: ComponentChildren;
}

/** The HTML of a page. Everything in it is escaped by the renderer; there is no inline script and no inline style. */
export function htmlOf(document: Document): string {
  const { around: { visit, orgName, chrome }, title, assets } = document;
  const scripts = chrome === 'bare' ? [] : (['page', ...(document.scripts ?? [])] as const);
  const html = (
    <html lang={visit.lang} {...(document.discreet && { 'data-discreet': '' })} {...(visit.actor.kind === 'person' && { 'data-private': '' })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>{title === orgName ? title : `${title} · ${orgName}`}</title>
        {document.description !== undefined && <meta name="description" content={document.description} />}
        {document.refresh !== undefined && <noscript><meta http-equiv="refresh" content={String(document.refresh)} /></noscript>}
        {assets.css && <link rel="stylesheet" href={assets.css.href} integrity={assets.css.integrity} />}
        {assets.fonts.map(({ href }) => <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="anonymous" />)}
        {/* A neutral page shows no mark of ours; without this line a browser would ask for one. */}
        {chrome === 'bare' && <link rel="icon" href="data:," />}
        {chrome !== 'bare' && assets.icon && <link rel="icon" href={assets.icon.href} type="image/svg+xml" />}
        {document.later?.map((entry) => {
          const script = assets.script(entry);
          return script && <meta key={entry} name={entry} content={script.href} data-integrity={script.integrity} />;
        })}
        {scripts.map((entry) => {
          const script = assets.script(entry);
          return script && <script key={entry} type="module" src={script.href} integrity={script.integrity} />;
        })}
      </head>
      <body class={chrome}>{chrome === 'bare' ? <main class="page stack">{document.body}</main> : <Whole {...document} />}</body>
    </html>
  );
  return `<!doctype html>${renderToString(html)}`;
}

function Whole({ around, wide, flash, first, body }: Document) {
  return (
    <>
      <a class="skip" href="#page">{around.visit.t('web.skip')}</a>
      <Band around={around} />
      <DemoNote around={around} />
      {around.chrome === 'staff' && <Ways around={around} />}
      <main id="page" class={wide ? 'page wide stack' : 'page stack'} tabIndex={-1}>
        {first}
        {flash !== undefined && <p class="card wash flash" role="status">{flash}</p>}
        {body}
      </main>
      <Foot around={around} />
      {around.chrome === 'member' && <Ways around={around} />}
    </>
  );
}
