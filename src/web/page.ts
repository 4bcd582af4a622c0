import type { ComponentChildren } from 'preact';
import type { Speak } from '../messages/index.ts';
import type { Actor } from '../platform/actor.ts';
import type { FormShown } from '../ui/form-shown.ts';
import type { FurnitureWords } from '../ui/words.ts';
import type { FormDefinition } from './form.ts';
import type { OrgSeen, ParamsOf, Query, Visit } from './visit.ts';

/** Whom a page greets. It is courtesy only (a way to sign in, a second step): what may be seen or done is decided by views and acts. */
export type MayVisit = 'anyone' | 'signed-in' | 'staff';

/** What stands around a page. The band is always there, except on `bare` pages. `own`: the ways of staff for those who work here, of members for everybody else. */
export type Chrome = 'public' | 'member' | 'staff' | 'own' | 'bare';

/** What a page's body is made from. */
export interface Seen<A extends string = string, D = unknown> {
  readonly data: D;
  readonly t: Speak;
  readonly lang: Speak['lang'];
  readonly actor: Actor;
  readonly params: Visit<A>['params'];
  readonly query: Query;
  readonly zone: string;
  readonly now: Date;
  readonly org: OrgSeen;
  /** The path of this page with its query. */
  readonly path: string;
  /** One of the page's forms, ready for `<Form>`. A page may show the same form several times: `what` tells them apart (an id). */
  form(name: string, what?: string): FormShown;
  /** The furniture's own words in this language (`<Pager>`, `<Talk>`…). */
  readonly furniture: FurnitureWords;
}

/** A page of the site: one address. */
export interface PageDefinition<A extends string = string, D = unknown> {
  readonly address: A;
  readonly may: MayVisit;
  /** Calls views and gives plain values. What ends as absent becomes the one calm "not here" page; `elsewhere(to)` sends the reader on. */
  load(visit: Visit<A>): Promise<D> | D;
  /** The page's name in tabs and history. Neutral: no condition, no name of a person (it stays in the history of a shared computer). */
  title(seen: { readonly t: Speak; readonly data: D }): string;
  /** One sentence for search engines, on public pages. */
  description?(seen: { readonly t: Speak; readonly data: D }): string;
  readonly forms?: Readonly<Record<string, FormDefinition>>;
  readonly chrome: Chrome;
  /** Tables and lists of staff may take the width of a desk. */
  readonly wide?: boolean;
  /** Seconds after which a browser without scripts asks for the page again, while there is something to wait for. Offer a way to stop it. */
  refresh?(seen: { readonly data: D; readonly query: Query }): number | undefined;
  /** Further browser entries of `src/browser` that this page needs. */
  readonly scripts?: readonly BrowserEntry[];
  /** Entries that a script of this page fetches only when somebody needs them: the page names them and loads nothing. */
  readonly later?: readonly BrowserEntry[];
  body(seen: Seen<A, D>): ComponentChildren;
}

/** The browser code a page may ask for, besides what every page has. */
export type BrowserEntry = 'live-feed' | 'offline' | 'passkey' | 'shrink-picture' | 'talk-form';

/** A page of whatever data: what a table of pages holds. */
export type Page = PageDefinition & { readonly kind: 'page' };

/**
 * Makes a page. Write `load` before `title`, `forms` and `body`: TypeScript learns the type of `data` from the first that needs it.
 * @example export default page({ address: '/p/:programme', may: 'anyone', chrome: 'public', load: (visit) => programmeSeen(visit, { slug: visit.params.programme }), title: ({ data }) => data.name, body: ({ data }) => <h1>{data.name}</h1> })
 */
export function page<const A extends string, D>(definition: PageDefinition<A, D>): Page {
  // The data of a page only ever meets its own title and body, so the table need not know its type.
  return { ...(definition as unknown as PageDefinition), kind: 'page' };
}

/** Thrown by `elsewhere`: the reader belongs on another page. */
export class Elsewhere extends Error {
  readonly to: string;
  readonly how: HowElsewhere;
  constructor(to: string, how: HowElsewhere) {
    super('elsewhere');
    this.name = 'Elsewhere';
    this.to = to;
    this.how = how;
  }
}

/** Sending on with more than an address. */
export interface HowElsewhere {
  /** Small things this browser brings back for a quarter of an hour (`visit.kept(name)`). */
  readonly keep?: Readonly<Record<string, string>>;
  /** The address is another site's, chosen by this site's own settings (single sign-on), never by what somebody sent. */
  readonly outside?: boolean;
}

/** Ends a `load` by sending the reader to another address of this site; with `outside`, to a site that our settings name. */
export function elsewhere(to: string, how: HowElsewhere = {}): never {
  throw new Elsewhere(to, how);
}

/**
 * An address with its names filled in and its values escaped.
 * @example address('/p/:programme/ask/:step', { programme: 'caregivers', step: 'hours' }, { from: 'home' })
 */
export function address<const A extends string>(
  template: A,
  ...[params, query]: unknown extends ParamsOf<A>
    ? [params?: Record<never, never>, query?: AddressQuery]
    : [params: ParamsOf<A>, query?: AddressQuery]
): string {
  const values = (params ?? {}) as Readonly<Record<string, string>>;
  const path = piecesOf(template).map((piece, at) => (at % 2 === 0 ? piece : encodeURIComponent(values[piece] ?? ''))).join('');
  if (query === undefined) return path;
  const asked = new URLSearchParams(Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return asked.size > 0 ? `${path}?${asked}` : path;
}

/** What stands around the names of a template, and the names, in turn. Kept: a page has a hundred addresses, and templates are written in the code. */
function piecesOf(template: string): readonly string[] {
  const known = pieces.get(template) ?? template.split(/:([A-Za-z]+)/);
  pieces.set(template, known);
  return known;
}

const pieces = new Map<string, readonly string[]>();

type AddressQuery = Readonly<Record<string, string | undefined>>;
