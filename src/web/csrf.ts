import type { Arrival } from './scene-of.ts';

/**
 * The token of a form: only this site can make it, and only for this session (or, for a stranger, this browser).
 * It is the second of two walls: `fromOurPages` is the first. Making it for a stranger sets the visitor cookie.
 */
export function formToken(arrival: Arrival): string {
  return arrival.site.secrets.mark('form', boundTo(arrival));
}

/** Whether a form's token was made for this session or browser. */
export function tokenHolds(arrival: Arrival, token: string): boolean {
  return arrival.site.secrets.holds('form', boundTo(arrival), token);
}

/**
 * Whether a changing request was sent by a page of this very site.
 * Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; one that says neither (no browser since 2020) is not believed.
 * @param ours the site's own origins: the public address, and the one the request was sent to.
 */
export function fromOurPages(headers: Headers, ours: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null && site !== 'same-origin') return false;
  if (origin !== null && origin !== 'null') return ours.includes(origin);
  return site === 'same-origin';
}

function boundTo(arrival: Arrival): string {
  const { actor, org } = arrival.visit;
  return actor.kind === 'person' ? `${org}\nsession ${actor.session}` : `${org}\nvisitor ${arrival.visitor()}`;
}
