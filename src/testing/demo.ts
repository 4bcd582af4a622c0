import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import { seedDemo } from '../../seed/index.ts';
import { openKeyring } from '../keyring/open.ts';
import { databaseMembership } from '../opening/membership.ts';
import { rounds } from '../opening/rounds.ts';
import { movableClock, type MovableClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { localBus } from '../platform/events.ts';
import { busAcrossNodes } from '../platform/events-across-nodes.ts';
import type { House } from '../platform/house.ts';
import { type Round, runAll } from '../platform/jobs.ts';
import { asRole, KEYRING } from '../platform/roles.ts';
import type { Lang, Scene } from '../platform/scene.ts';
import { attachDemo, castOf, type CastId } from '../rooms/demo/index.ts';
import { actorOf, beginSession } from '../rooms/people/index.ts';
import { insideHouse } from '../platform/inside.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { settled } from './settled.ts';

/** The demo's own organisation, its story told, in a database of a test's own. */
export interface DemoTown {
  readonly house: House;
  readonly org: string;
  readonly db: TestDatabase;
  readonly clock: MovableClock;
  readonly cast: ReadonlyMap<CastId, string>;
  as(who: CastId): Promise<Scene>;
  stranger(lang?: Lang): Scene;
  runRounds(): Promise<void>;
}

/** A round that reads facts, once those committed so far may be read. */
function whenSettled(round: Round): Round {
  if (round.wakesOn?.includes('facts') !== true) return round;
  return { ...round, run: (house, org) => settled(house).then(() => round.run(house, org)) };
}

/** Opens a demo and tells its story. Takes some seconds: one for a test file. `sheets` brings the sign-up sheets of a directory in too. */
export async function demoTown({ at = new Date('2026-11-25T18:00:00Z'), sheets }: { at?: Date; sheets?: string } = {}): Promise<DemoTown> {
  const db = await testDatabase();
  const clock = movableClock(at);
  const data = await mkdtemp(join(tmpdir(), 'companionway-demo-'));
  const membership = databaseMembership({ server: asRole(db.server, KEYRING, db.secret) }, () => clock.now());
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'kek'), membership, now: () => clock.now().getTime() });
  const bus = await busAcrossNodes(db, localBus());
  const house: House = {
    config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent' }, { demo: true }), db, clock, bus, keyring, log: pino({ level: 'silent' }),
    secret: (purpose) => createHmac('sha256', db.secret).update(purpose).digest(),
  };
  afterAll(async () => {
    await keyring.close();
    await membership.close();
    await bus.close();
    await rm(data, { recursive: true, force: true });
  });
  const runRounds = () => runAll(house, rounds.map(whenSettled));
  attachDemo(house, { clock, runRounds });
  const { org } = await seedDemo({ house, clock, runRounds, ...(sheets !== undefined && { sheets }) });
  const cast = await house.db.within({ org, readOnly: true }, (inside) => castOf({ db: inside, org }));
  return {
    house, org, db, clock, cast, runRounds,
    async as(who) {
      const { token } = await insideHouse(house, org, 'test', (inside) => beginSession(inside, { person: cast.get(who) ?? '', proof: 'demo', secondStep: true }));
      const known = await actorOf(house, org, token);
      if (known === undefined) throw new Error('A session that just began is not known.');
      return { house, org, actor: known.actor, lang: known.lang, requestId: 'test', sessionToken: token };
    },
    stranger: (lang = 'en') => ({ house, org, actor: { kind: 'stranger', visitor: 'a-browser' }, lang, requestId: 'test' }),
  };
}
