import { type Addressed, foundPages } from './found.ts';
import type { Chrome, MayVisit } from './page.ts';

/** One row of the routing table: what the attack suite tries and the documents print. */
export interface Route {
  readonly address: string;
  readonly method: 'GET' | 'POST';
  readonly kind: 'page' | 'form' | 'live' | 'download';
  readonly may: MayVisit;
  readonly chrome?: Chrome;
  /** The form of a POST, and the act it performs. */
  readonly form?: string;
  readonly act?: string;
}

/** The routing table of the whole site, as the files below `src/pages` make it. */
export function siteRoutes(): readonly Route[] {
  return routesOf(foundPages);
}

/** The routing table of some pages: every address, and every form at it. */
export function routesOf(found: readonly Addressed[]): readonly Route[] {
  return inOrder(found).flatMap((one): Route[] => {
    const row = { address: one.address, method: 'GET', kind: one.kind, may: one.may } as const;
    if (one.kind !== 'page') return [row];
    const forms = Object.entries(one.forms ?? {}).map(([form, { act }]): Route => ({
      address: one.address, method: 'POST', kind: 'form', may: one.may, form, act: act.definition.name,
    }));
    return [{ ...row, chrome: one.chrome }, ...forms];
  });
}

/**
 * Exact words before names: `/groups/new` is asked before `/groups/:group`.
 * @throws when two files claim one address.
 */
export function inOrder(found: readonly Addressed[]): readonly Addressed[] {
  const shapes = new Map<string, string>();
  for (const { address } of found) {
    const shape = address.replaceAll(/:[A-Za-z]+/g, ':');
    const other = shapes.get(shape);
    if (other !== undefined) throw new Error(`Two pages claim one address: ${other} and ${address}`);
    shapes.set(shape, address);
  }
  // A colon sorts after every letter and digit here, so words come first at every place of the path.
  const rank = (address: string) => address.replaceAll(':', '\uffff');
  return [...found].sort((a, b) => (rank(a.address) < rank(b.address) ? -1 : 1));
}
