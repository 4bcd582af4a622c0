import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sendMessage } from '../src/rooms/conversations/index.ts';
import { siteRoutes } from '../src/web/routes.ts';
import { type CastName, type Town, testTown } from '../src/testing/town.ts';
import { siteOfTown, type TownSite } from '../src/testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../src/testing/walking.ts';
import type { TestBrowser } from '../src/testing/site.ts';

/** Everybody who may come to a door. Nobody stands for somebody not signed in. */
const everybody: readonly (CastName | undefined)[] = [undefined, 'Amina', 'Ben', 'Jun', 'Chidi', 'Esi', 'Hana'];

let town: Town;
let site: TownSite;
let ids: Readonly<Record<string, string>>;
const CANARY = 'CANARY-8812 what only the two of them know';

beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  const { relationship, conversation, proposal } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  value(await sendMessage(await town.as('Ben'), { conversation, words: CANARY, sending: 'the-canary' }));
  const request = await askForSupport(town, 'Jun');
  ids = { programme: town.programme.slug, relationship, conversation, proposal, introduction: proposal, request, person: await town.id('Amina') };
});

/** The address with the town's own ids where a name is known, and a guessed id where not. */
function filled(address: string, known: Readonly<Record<string, string>>): string {
  // `/relationships/:id/agreement`: the word before says what the id is of.
  return address.replaceAll(/(?:([a-z-]+?)s?\/)?:([A-Za-z]+)/g, (whole, before: string | undefined, name: string) => {
    const value = known[name === 'id' ? (before ?? name) : name] ?? known[name.replace(/Id$/, '')] ?? randomUUID();
    return whole.replace(`:${name}`, value);
  });
}

const routes = siteRoutes();
const visits = routes.filter(({ method, kind }) => method === 'GET' && kind !== 'live');

describe('every page, as everybody', () => {
  test('The routing table is read whole', () => {
    expect(visits.length).toBeGreaterThan(40);
  });

  test.each(everybody.map((name) => [name ?? 'a stranger', name] as const))('Nothing falls over and no private word shows for %s', async (_, name) => {
    const browser = await site.browser(name);
    const inTheTalk = name === 'Amina' || name === 'Ben';
    const wrong: string[] = [];
    for (const { address } of visits) {
      for (const path of new Set([filled(address, ids), filled(address, {}), filled(address, { programme: town.programme.slug })])) {
        const answer = await browser.get(path);
        const body = await answer.text();
        if (answer.status >= 500) wrong.push(`${path} answered ${answer.status}`);
        if (!inTheTalk && body.includes(CANARY)) wrong.push(`${path} shows a private message`);
        if (answer.status === 200 && name !== undefined && !/no-store/.test(answer.headers.get('cache-control') ?? '')) wrong.push(`${path} may be kept by a cache`);
        if (!answer.headers.get('content-security-policy')?.includes("default-src 'none'") && (answer.headers.get('content-type') ?? '').includes('html')) wrong.push(`${path} has no policy`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('A guessed id and a forbidden one look the same', async () => {
    const jun = await site.browser('Jun');
    for (const { address } of visits.filter((route) => /:(relationship|conversation|proposal|introduction)\b/.test(route.address))) {
      const [theirs, guessed] = [await jun.get(filled(address, ids)), await jun.get(filled(address, {}))];
      expect([address, theirs.status]).toEqual([address, guessed.status]);
      if (theirs.status === 404) expect(plain(await theirs.text())).toBe(plain(await guessed.text()));
    }
  });

  test('Every form refuses a post without its token, from everybody', async () => {
    const forms = routes.filter(({ method }) => method === 'POST');
    const wrong: string[] = [];
    // The pace would answer for the token after some sixty forms a minute, and how many that are depends on how busy the machine is.
    const patient = siteOfTown(town, { limits: { count: async () => undefined } });
    const before = await actsDone();
    for (const name of ['Chidi', undefined] as const) {
      const browser: TestBrowser = await patient.browser(name);
      for (const { address, form } of forms) {
        const answer = await browser.post(filled(address, ids), { _form: form ?? '', _key: randomUUID() });
        if (answer.status >= 500 || answer.status === 200 || answer.status === 429) wrong.push(`${name ?? 'a stranger'}: ${address} ${form} answered ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect((await actsDone()).slice(before.length)).toEqual([]);
  });
});

/** Acts that the trail holds as done, in order: a refused post adds none. Looks at a record are lines too, and no acts: a page that is shown again leaves one. */
async function actsDone(): Promise<readonly string[]> {
  const rows = await town.db.owner.selectFrom('trail').select(['act', 'request_id']).where('outcome', '=', 'done').orderBy('xid').orderBy('id').execute();
  return rows.map(({ act, request_id }) => `${act} (${request_id})`);
}

/** A page without what differs from one showing to the next: the address itself, keys and tokens. */
function plain(html: string): string {
  return html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(/value="[^"]{16,}"/g, 'value').replaceAll(/\?[^"]*/g, '');
}
