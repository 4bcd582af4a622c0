import { randomUUID } from 'node:crypto';
import { actorOf } from '../rooms/people/index.ts';
import { type TestSite, testSite } from '../testing/site.ts';
import type { Town } from '../testing/town.ts';
import type { Assets } from '../web/assets.ts';

/** The whole site over a town: real pages, acts and sessions. A browser of somebody signed in: `site.browser((await town.session(id)).token)`. */
export function townSite(town: Town, { assets, port }: { assets?: Assets; port?: number } = {}): Promise<TestSite> {
  return testSite({
    ...(assets !== undefined && { assets }),
    ...(port !== undefined && { environment: { PORT: String(port) } }),
    database: town.db,
    house: town.house,
    doorkeeper: {
      actorOf: (org, token) => actorOf(town.house, org, token),
      leave: async () => undefined,
    },
    doorman: { orgOf: async () => ({ org: town.org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' }) },
  });
}

/** The words of a page, without its markup, one blank between them. */
export function wordsIn(html: string): string {
  return html.replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]+>/g, ' ').replaceAll('&#39;', '’').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ').trim();
}

/** An address with ids in the places of its names: `/requests/:id` by the word before it (`requests`), `:programme` by its own; what is not known is guessed. */
export function filledWith(ids: Readonly<Record<string, string>>, address: string): string {
  return address.replaceAll(/([\w-]+)\/:(\w+)/g, (_, before: string, name: string) => `${before}/${(name === 'id' ? ids[before] : ids[name] ?? ids[`${name}s`]) ?? randomUUID()}`);
}
