import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/**
 * The cookies of the site. Over https each has the `__Host-` prefix: bound to this very host, never sent over http, no other host can plant it.
 * `session` is the token of a signed-in person, `visitor` marks one browser that was shown a form, `flash` is the sentence of the next page,
 * `lang` the language asked for in this browser session, `kept` what a flow brings back.
 */
export type CookieName = 'session' | 'visitor' | 'flash' | 'lang' | 'kept';

/** Reads one of our cookies. */
export function cookie(c: Context, https: boolean, name: CookieName): string | undefined {
  return getCookie(c, nameOf(https, name)) || undefined;
}

/** Sets one of our cookies, out of reach of scripts. Without `seconds` it lasts until the browser closes. */
export function keepCookie(c: Context, https: boolean, name: CookieName, value: string, seconds?: number): void {
  setCookie(c, nameOf(https, name), value, { ...attributes(https), ...(seconds !== undefined && { maxAge: seconds }) });
}

/** Takes one of our cookies back. */
export function dropCookie(c: Context, https: boolean, name: CookieName): void {
  deleteCookie(c, nameOf(https, name), attributes(https));
}

function nameOf(https: boolean, name: CookieName): string {
  return https ? `__Host-${name}` : name;
}

function attributes(https: boolean) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: https } as const;
}
