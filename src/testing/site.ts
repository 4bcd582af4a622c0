import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pino from 'pino';
import type { Hono } from 'hono';
import { membershipTable } from '../keyring/membership-table.ts';
import { openKeyringHere } from '../keyring/open-here.ts';
import type { Person } from '../platform/actor.ts';
import { movableClock, type MovableClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { localBus } from '../platform/events.ts';
import type { House } from '../platform/house.ts';
import { createSite, type SiteParts } from '../web/server.tsx';
import type { Known } from '../web/scene-of.ts';
import { testDatabase } from './database.ts';
import { testDirectory } from './directory.ts';

/** A site for tests: real pages, forms, acts and database; only who is signed in is decided by the test. */
export interface TestSite {
  readonly app: Hono;
  readonly house: House;
  readonly clock: MovableClock;
  readonly org: string;
  /** What the log wrote, one object a line. */
  readonly lines: Record<string, unknown>[];
  /** Makes a session and gives its token: put it into a browser with `browser(token)`. */
  signIn(person?: Partial<Person>, known?: Partial<Omit<Known, 'actor'>>): string;
  /** Ends a session as if on another device: the browser's cookie stays. */
  endSession(token: string): void;
  /** A browser without windows: keeps cookies, sends forms the way a page does. */
  browser(token?: string): TestBrowser;
}

/** A browser without windows. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Opens a page, fills one of its forms as it stands there, and sends it. */
  send(path: string, form: string, fields: Record<string, string | readonly string[]>, headers?: Record<string, string>): Promise<Response>;
  /** Sends fields as they are. */
  post(path: string, fields: Record<string, string | readonly string[]> | FormData, headers?: Record<string, string>): Promise<Response>;
  /** The hidden fields of a form on a page. */
  hidden(path: string, form: string): Promise<Record<string, string>>;
}

const origin = 'http://127.0.0.1:3000';

/** Opens a site over a fresh database with one organisation. `environment` adds settings; `database` and `org` are those of another such site. */
export async function testSite(parts: Partial<SiteParts> & { environment?: Record<string, string>; database?: Database; org?: string } = {}): Promise<TestSite> {
  const org = parts.org ?? randomUUID();
  const db = parts.database ?? (await withOrganisation(org));
  const lines: Record<string, unknown>[] = [];
  const clock = movableClock(new Date('2026-11-24T09:00:00Z'));
  const house: House = {
    config: readConfig({ ...parts.environment }),
    db,
    clock,
    bus: localBus(),
    keyring: await openKeyringHere({ directory: join(await testDirectory(), 'keyring'), membership: membershipTable(), now: () => clock.now().getTime() }),
    log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    secret: (purpose) => createHash('sha256').update(`test ${purpose}`).digest(),
    ...parts.house,
  };
  const sessions = new Map<string, Known>();
  const app = createSite({
    doorkeeper: {
      actorOf: async (_, token) => sessions.get(token),
      stillIn: async (_, token) => sessions.get(token)?.actor,
      leave: async (_, token) => void sessions.delete(token),
    },
    // A test serves on whatever port is free.
    doorman: { orgOf: async (host) => (host === new URL(house.config.publicUrl).host || /^(127\.0\.0\.1|localhost):\d+$/.test(host) ? { org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' } : undefined) },
    ...parts,
    house,
  });
  return {
    app,
    house,
    clock,
    org,
    lines,
    signIn(person = {}, known = {}) {
      const token = randomUUID();
      const session = randomUUID();
      sessions.set(token, {
        ...known,
        actor: { kind: 'person', person: randomUUID(), session, holds: [], proof: 'link', secondStep: false, secondStepMissing: false, signedInAt: clock.now(), ...person },
      });
      return token;
    },
    endSession: (token) => void sessions.delete(token),
    browser: (token) => testBrowser(app, house.config.publicUrl || origin, token),
  };
}

async function withOrganisation(org: string): Promise<Database> {
  const database = await testDatabase();
  await database.owner.insertInto('organisation').values({ org_id: org, name: 'Walking Alongside' }).execute();
  return database;
}

/** A browser without windows in front of a site; with a token, of somebody signed in. */
export function testBrowser(app: Hono, home: string, token: string | undefined): TestBrowser {
  const prefix = home.startsWith('https:') ? '__Host-' : '';
  const cookies = new Map<string, string>(token === undefined ? [] : [[`${prefix}session`, token]]);
  const ask = async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', new URL(home).host);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await app.request(new Request(home + path, { ...init, headers }));
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const post: TestBrowser['post'] = (path, fields, headers = {}) => {
    const body = fields instanceof FormData ? fields : new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])));
    return ask(path, { method: 'POST', body, headers: { origin: home, 'sec-fetch-site': 'same-origin', ...headers } });
  };
  const hidden: TestBrowser['hidden'] = async (path, form) => hiddenIn(await (await ask(path, {})).text(), form);
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post,
    hidden,
    send: async (path, form, fields, headers) => post(path, { ...(await hidden(path, form)), ...fields }, headers),
  };
}

/** The hidden fields of one form in a page's HTML. */
export function hiddenIn(html: string, form: string): Record<string, string> {
  const forms = html.split('<form').slice(1).map((part) => part.split('</form>')[0] ?? '');
  const own = forms.find((part) => part.includes(`name="_form" value="${form}"`)) ?? '';
  return Object.fromEntries([...own.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
}
