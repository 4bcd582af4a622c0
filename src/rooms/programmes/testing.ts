import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pino from 'pino';
import { openKeyringHere } from '../../keyring/open-here.ts';
import { membershipTable } from '../../keyring/membership-table.ts';
import type { Holding } from '../../platform/actor.ts';
import { movableClock, type MovableClock } from '../../platform/clock.ts';
import { readConfig } from '../../platform/config.ts';
import { localBus } from '../../platform/events.ts';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { asHouse, type Scene } from '../../platform/scene.ts';
import { view } from '../../platform/view.ts';
import type { Looking } from '../../platform/view.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { testDirectory } from '../../testing/directory.ts';
import { addPerson } from '../people/index.ts';
import { z } from 'zod';
import { beginProgramme } from './begin-programme.ts';
import { giveRole, type Duty, type Role } from './team.ts';

/** The people of these rooms' tests (docs/people.md). */
const cast = ['amina', 'ben', 'chidi', 'dalia', 'esi', 'hana'] as const;
/** One of them. */
export type Name = (typeof cast)[number];

/** A house with one organisation, for the tests of programmes and promises: lower than the whole town, which stands on these rooms. */
export interface SmallHouse {
  readonly house: House;
  readonly db: TestDatabase;
  readonly clock: MovableClock;
  readonly org: string;
  stranger(): Scene;
  /** Runs steps as the house itself, in one transaction. */
  inside<T>(work: (inside: Inside) => Promise<T>): Promise<T>;
  /** Looks as the house itself. */
  look<T>(work: (looking: Looking) => Promise<T>): Promise<T>;
}

/** The same with a programme for caregivers, begun and not yet open, and a team. */
export interface SmallTown extends SmallHouse {
  readonly programme: string;
  readonly slug: string;
  id(name: Name): string;
  as(name: Name): Scene;
  /** What facts were recorded, by name, oldest first. */
  facts(prefix: string): Promise<readonly { name: string; about: Record<string, unknown> }[]>;
}

const noon = new Date('2026-12-01T15:00:00-05:00');

/** Opens a house over a fresh database, with an organisation that nobody has set up yet. Tuesday afternoon in Montréal. */
export async function smallHouse(): Promise<SmallHouse> {
  const [db, directory] = [await testDatabase(), await testDirectory()];
  const clock = movableClock(noon);
  const org = randomUUID();
  const house: House = {
    config: readConfig({ COMPANIONWAY_DATA: directory }),
    db,
    clock,
    bus: localBus(),
    keyring: await openKeyringHere({ directory: `${directory}/keyring`, membership: membershipTable(), now: () => clock.now().getTime() }),
    log: pino({ level: 'silent' }),
    secret: (purpose) => createHash('sha256').update(`test ${purpose}`).digest(),
  };
  await db.within({ org }, (within) => sql`select found_organisation(${org}::uuid, '')`.execute(within));
  const look = view({ name: 'testing.look', input: z.custom<(looking: Looking) => Promise<unknown>>(), may: () => true, load: async (looking, work) => ({ found: await work(looking) }) });
  return {
    house, db, clock, org,
    stranger: () => ({ house, org, actor: { kind: 'stranger', visitor: 'a-browser' }, lang: 'en', requestId: 'test' }),
    inside: (work) => insideHouse(house, org, 'test', work),
    look: async <T>(work: (looking: Looking) => Promise<T>) => (await look(asHouse(house, org, 'test'), work)).found as T,
  };
}

/** Chidi coordinates, Dalia steps in, Esi is the safety lead, Hana administers; Amina asks and Ben supports. */
export async function smallTown(): Promise<SmallTown> {
  const small = await smallHouse();
  const { house, org, db } = small;
  const given: [Name, Role, Duty | null, 'here' | 'everywhere'][] = [
    ['chidi', 'coordinator', 'owner', 'here'],
    ['dalia', 'coordinator', 'backup', 'here'],
    ['esi', 'safety-lead', 'safety', 'here'],
    ['hana', 'administrator', null, 'everywhere'],
    ['amina', 'seeker', null, 'here'],
    ['ben', 'supporter', null, 'here'],
  ];
  const town = await small.inside(async (inside) => {
    const { id: programme, slug } = await beginProgramme(inside, { template: 'child-caregivers', zone: 'America/Toronto', lang: 'en' });
    const ids = new Map<Name, string>();
    for (const name of cast) ids.set(name, await addPerson(inside, { name: name[0]?.toUpperCase() + name.slice(1), lang: 'en' }));
    for (const [name, role, duty, where] of given) {
      await giveRole(inside, { person: ids.get(name) ?? '', programme: where === 'here' ? programme : null, role, duty });
    }
    return { programme, slug, ids };
  });
  const id = (name: Name) => town.ids.get(name) ?? '';
  const holdings = (name: Name): Holding[] =>
    given.filter(([who]) => who === name).map(([, role, , where]) => ({ role, programme: where === 'here' ? town.programme : null }));
  return {
    ...small,
    programme: town.programme,
    slug: town.slug,
    id,
    as: (name) => ({
      house, org, lang: 'en', requestId: 'test',
      actor: {
        kind: 'person', person: id(name), session: randomUUID(), holds: holdings(name), proof: 'passkey', secondStep: true, signedInAt: small.clock.now(), secondStepMissing: false,
      },
    }),
    facts: async (prefix) => {
      const rows = await db.owner.selectFrom('fact').select(['name', 'about']).where('name', 'like', `${prefix}%`).orderBy('at').orderBy('id').execute();
      return rows.map(({ name, about }) => ({ name, about: about as Record<string, unknown> }));
    },
  };
}
