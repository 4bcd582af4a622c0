import type { Context } from 'hono';
import type { BrowserEntry } from './page.ts';

/** What the headers of one answer depend on. */
export interface HeaderFacts {
  readonly https: boolean;
  /** The browser entries of the page: some need one named Trusted Types policy. */
  readonly scripts?: readonly BrowserEntry[] | undefined;
  /** Public pages may be found by those who look for support; everything else stays out of search engines. */
  readonly robots?: boolean | undefined;
  /** The origin that "Leave" leads to, when it is not our own. */
  readonly leaveTo?: string | undefined;
}

/** The headers of every answer (ASVS 3.4). Caching is the answer's own affair. */
export function safeHeaders(c: Context, { https, scripts, robots, leaveTo }: HeaderFacts): void {
  const set = (name: string, value: string) => c.header(name, value);
  set('Content-Security-Policy', contentPolicy(scripts ?? [], leaveTo));
  // Scripts without a hash do not run, so a cache or proxy cannot slip one in.
  set('Integrity-Policy', 'blocked-destinations=(script)');
  set('Cross-Origin-Opener-Policy', 'same-origin');
  set('Cross-Origin-Resource-Policy', 'same-origin');
  set('Cross-Origin-Embedder-Policy', 'require-corp');
  set('Permissions-Policy', 'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)');
  set('X-Content-Type-Options', 'nosniff');
  set('X-Frame-Options', 'DENY');
  // Not `no-referrer`: browsers without Sec-Fetch-Site would then send `Origin: null` with forms, and old phones could send none.
  set('Referrer-Policy', 'same-origin');
  c.header('X-Robots-Tag', robots ? undefined : 'noindex');
  if (https) set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
}

/** Only our own files, no inline script or style, nobody may frame us, and text never becomes markup outside a named policy. */
function contentPolicy(scripts: readonly BrowserEntry[], leaveTo?: string): string {
  const policies = (['live-feed', 'offline', 'talk-form'] as const).filter((entry) => scripts.includes(entry));
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    ...(scripts.includes('offline') ? ["worker-src 'self'"] : []),
    leaveTo === undefined ? "form-action 'self'" : `form-action 'self' ${leaveTo}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${policies.length > 0 ? policies.join(' ') : "'none'"}`,
  ].join('; ');
}
