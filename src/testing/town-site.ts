import { doorkeeperOf } from '../opening/door.ts';
import { createSite, type Served, serve, type SiteParts } from '../web/server.tsx';
import { type TestBrowser, testBrowser } from './site.ts';
import type { CastName, Town } from './town.ts';

/** The real site over a town: real pages, sessions and people. */
export interface TownSite {
  /** A browser without windows, of one of the cast or of a stranger. */
  browser(name?: CastName): Promise<TestBrowser>;
  /** Serves it for a real browser, on a free port unless one is named; ends with `close`. */
  open(port?: number): Promise<Served>;
  /** The session token of one of the cast, for the cookie `session` of a real browser. */
  token(name: CastName): Promise<string>;
}

/** Opens the site of a town. `parts` replaces pages, assets or limits. */
export function siteOfTown(town: Town, parts: Partial<SiteParts> = {}): TownSite {
  const orgSeen = { org: town.org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' } as const;
  const app = createSite({ house: town.house, doorkeeper: doorkeeperOf(town.house), doorman: { orgOf: async () => orgSeen }, ...parts });
  const token = async (name: CastName) => (await town.session(await town.id(name))).token;
  return {
    token,
    browser: async (name) => testBrowser(app, town.house.config.publicUrl, name === undefined ? undefined : await token(name)),
    open: (port = 0) => serve(app, { host: '127.0.0.1', port }),
  };
}
