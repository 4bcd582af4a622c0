import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createHmac } from 'node:crypto';
import { afterAll } from 'vitest';
import type { TemplateId } from '../content/index.ts';
import { openKeyring } from '../keyring/open.ts';
import { databaseMembership } from '../opening/membership.ts';
import { movableClock, type MovableClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { localBus } from '../platform/events.ts';
import { busAcrossNodes } from '../platform/events-across-nodes.ts';
import type { House } from '../platform/house.ts';
import { newId } from '../platform/ids.ts';
import { type Inside, insideHouse } from '../platform/inside.ts';
import { asRole, KEYRING } from '../platform/roles.ts';
import { asHouse, type Lang, type Scene } from '../platform/scene.ts';
import { actorOf, addPerson, beginSession } from '../rooms/people/index.ts';
import { beginProgramme, giveRole } from '../rooms/programmes/index.ts';
import { testDatabase, type TestDatabase } from './database.ts';

/** The cast of docs/people.md. Whoever is not named by a test is not there: people come in when first asked for. */
export type CastName = 'Amina' | 'Ben' | 'Chidi' | 'Dalia' | 'Esi' | 'Farid' | 'Grace' | 'Hana' | 'Ivo' | 'Jun' | 'Kit' | 'Maryam';

/** A small organisation with one programme, for tests: real database, real keyring, a clock that stands still until moved. */
export interface Town {
  readonly house: House;
  readonly db: TestDatabase;
  readonly org: string;
  readonly programme: { readonly id: string; readonly slug: string };
  readonly clock: MovableClock;
  /** A signed-in scene of one of the cast, made at the first call. Staff have given their second step. */
  as(name: CastName): Promise<Scene>;
  /** The id of one of the cast. */
  id(name: CastName): Promise<string>;
  /** Somebody not signed in. The same mark is the same browser. */
  stranger(visitor?: string, lang?: Lang): Scene;
  asHouse(because?: string): Scene;
  /** Work inside one transaction of the house: for setting a scene up with steps. */
  inside<T>(work: (inside: Inside) => Promise<T>): Promise<T>;
  /** A second organisation's scene builder, to try to cross the wall. */
  session(person: string): Promise<{ token: string; scene: Scene }>;
}

const STAFF: Partial<Record<CastName, { role: 'coordinator' | 'lead' | 'safety-lead' | 'administrator'; duty: 'owner' | 'backup' | 'lead' | 'safety' | null }>> = {
  Chidi: { role: 'coordinator', duty: 'owner' },
  Dalia: { role: 'coordinator', duty: 'backup' },
  Esi: { role: 'safety-lead', duty: 'safety' },
  Hana: { role: 'administrator', duty: null },
};

/** Who has no e-mail, and who reads French. */
const PHONE_ONLY: ReadonlySet<CastName> = new Set(['Farid']);
const FRENCH: ReadonlySet<CastName> = new Set(['Amina']);

/** A fresh town. Staff (Chidi, Dalia, Esi, Hana) are there from the start, and the programme is open. Closed at the end of the test file. */
export async function testTown(given: { template?: TemplateId; at?: Date; config?: Record<string, string> } = {}): Promise<Town> {
  const db = await testDatabase();
  const clock = movableClock(given.at ?? new Date('2026-11-23T15:00:00Z'));
  const data = await mkdtemp(join(tmpdir(), 'companionway-town-'));
  const membership = databaseMembership({ server: asRole(db.server, KEYRING, db.secret) }, () => clock.now());
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'kek'), membership, now: () => clock.now().getTime() });
  const bus = await busAcrossNodes(db, localBus());
  const house: House = {
    config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent', ...given.config }),
    db,
    clock,
    bus,
    keyring,
    log: pino({ level: 'silent' }),
    secret: (purpose) => createHmac('sha256', db.secret).update(purpose).digest(),
  };
  afterAll(async () => {
    await keyring.close();
    await membership.close();
    await bus.close();
    await rm(data, { recursive: true, force: true });
  });

  const org = newId();
  await sql`select found_organisation(${org}::uuid, 'Walking Alongside')`.execute(db.app);
  const people = new Map<CastName, Promise<string>>();
  const scenes = new Map<CastName, Promise<Scene>>();
  const inside: Town['inside'] = (work) => insideHouse(house, org, 'test', work);
  const programme = await inside(async (inside) => {
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, zone: 'America/Vancouver', country: 'CA' }).where('org_id', '=', org).execute();
    const begun = await beginProgramme(inside, { template: given.template ?? 'child-caregivers', zone: 'America/Vancouver', lang: 'en' });
    await inside.db.updateTable('programme').set({ opened_at: inside.now }).where('org_id', '=', org).where('id', '=', begun.id).execute();
    return begun;
  });

  const arrive = (name: CastName): Promise<string> =>
    inside(async (inside) => {
      const id = await addPerson(inside, {
        name,
        lang: FRENCH.has(name) ? 'fr' : 'en',
        contacts: [
          PHONE_ONLY.has(name)
            ? { kind: 'phone', value: '+1 604 555 0123' }
            : { kind: 'email', value: `${name.toLowerCase()}@example.org`, confirmed: true },
        ],
      });
      const staff = STAFF[name];
      if (staff !== undefined) {
        const where = staff.role === 'administrator' ? null : programme.id;
        await giveRole(inside, { person: id, programme: where, role: staff.role, duty: staff.duty });
      }
      return id;
    });
  const id = (name: CastName): Promise<string> => {
    const known = people.get(name) ?? arrive(name);
    people.set(name, known);
    return known;
  };
  const session = async (person: string): Promise<{ token: string; scene: Scene }> => {
    const { token } = await inside((inside) => beginSession(inside, { person, proof: 'link', secondStep: true }));
    const known = await actorOf(house, org, token);
    if (known === undefined) throw new Error('A session that just began is not known.');
    return { token, scene: { house, org, actor: known.actor, lang: known.lang, requestId: 'test', sessionToken: token } };
  };
  for (const name of Object.keys(STAFF) as CastName[]) await id(name);

  return {
    house, db, org, programme, clock, id, inside, session,
    /** Roles change as a story goes on, so the scene is looked up anew each time; the session stays. */
    async as(name) {
      const first = scenes.get(name) ?? id(name).then((person) => session(person)).then(({ scene }) => scene);
      scenes.set(name, first);
      const scene = await first;
      const known = await actorOf(house, org, scene.sessionToken ?? '');
      return known === undefined ? scene : { ...scene, actor: known.actor };
    },
    stranger: (visitor = 'a-browser', lang = 'en') => ({ house, org, actor: { kind: 'stranger', visitor }, lang, requestId: 'test' }),
    asHouse: (because = 'test') => asHouse(house, org, because),
  };
}
