import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { keepArchive, refuseForeignArchive } from '../backup/index.ts';
import { connectKeyring } from '../keyring/client.ts';
import { openKeyring } from '../keyring/open.ts';
import { settingsFrom } from '../keyring/process-settings.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { type Clock, houseClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { ledgerPlace } from '../platform/erasure-ledger.ts';
import { type EventBus, localBus } from '../platform/events.ts';
import { busAcrossNodes } from '../platform/events-across-nodes.ts';
import type { House } from '../platform/house.ts';
import { makePlace } from '../platform/place.ts';
import { bringUpDatabase, type Raised } from '../platform/postgres/bring-up.ts';
import type { OnProgress } from '../platform/postgres/refusal.ts';
import { asRole, KEYRING } from '../platform/roles.ts';
import { databaseMembership } from './membership.ts';
import { houseLog } from './house-log.ts';
import { custodyOf, refuseKeysInBackups } from './custody.ts';

/** A house that is open, with the way to close it. */
export interface OpenHouse {
  readonly house: House;
  readonly raised: Raised;
  close(): Promise<void>;
}

/** What a house is opened with. */
export interface OpenOptions {
  readonly config: Config;
  readonly onProgress?: OnProgress;
  /** Another clock: the demo's and the tests'. */
  readonly clock?: Clock;
  /** The built programs of the keyring's own process and of its membership check. Without them the keyring lives in this process. */
  readonly keyringProcess?: { readonly entry: string; readonly membershipModule: string };
}

/**
 * Opens everything one process owns, in the order it is needed: database, keyring, bus. What was opened is closed again when a later part cannot be.
 * @throws NoPlace, DatabaseRefusal or a keyring's refusal, each with a sentence for the person who runs the server.
 */
export async function openHouse({ config, onProgress, clock, keyringProcess }: OpenOptions): Promise<OpenHouse> {
  if (config.keyringFile === undefined) await refuseKeysInBackups(config, join(config.data, 'keyring-kek'));
  if (config.archive !== undefined) await refuseForeignArchive({ data: config.data, archive: config.archive.directory });
  // Before anything else is made: every part keeps something there, also where database and keyring are elsewhere.
  await makePlace(config.data);
  const raised = await bringUpDatabase({
    data: config.data,
    databaseUrl: config.databaseUrl,
    pgBin: process.env.PG_BIN,
    archive: config.archive !== undefined,
    ...(onProgress && { onProgress }),
  });
  const { log, close: closeLog } = houseLog(config);
  const closers: (() => Promise<void>)[] = [closeLog, () => raised.stop()];
  try {
    await openItsArchive(config, raised, log, closers);
    const time = clock ?? (await databaseClock(raised));
    const keyring = await openItsKeyring(config, raised, time, keyringProcess, closers);
    const bus: EventBus = await busAcrossNodes(raised.database, localBus());
    closers.push(() => bus.close());
    const house: House = {
      config,
      db: raised.database,
      clock: time,
      bus,
      keyring,
      log,
      secret: (purpose) => createHmac('sha256', raised.secret).update(`companionway.${purpose}`).digest(),
    };
    return { house, raised, close: () => closeAll(closers) };
  } catch (fault) {
    await closeAll(closers);
    throw fault;
  }
}

/** How far the database's clock is ahead, asked once at start: deadlines follow the database, since machines drift. */
async function databaseClock(raised: Raised): Promise<Clock> {
  const before = Date.now();
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(raised.database.app);
  const middle = (before + Date.now()) / 2;
  const ahead = (rows[0]?.now.getTime() ?? middle) - middle;
  return houseClock(() => (Math.abs(ahead) < 5 ? 0 : ahead));
}

/** Looks last at a database that works, and once more when it rests: what its server closed at its end is in the archive then. */
async function openItsArchive({ data, archive }: Config, { owner }: Raised, log: Logger, closers: (() => Promise<void>)[]): Promise<void> {
  if (archive === undefined) return;
  const kept = await keepArchive({ data, archive: archive.directory, days: archive.days, owner, said: log });
  closers.unshift(() => kept.finish());
  closers.push(() => kept.pause());
}

async function openItsKeyring(
  config: Config,
  raised: Raised,
  clock: Clock,
  own: OpenOptions['keyringProcess'],
  closers: (() => Promise<void>)[],
): Promise<Keyring> {
  if (config.keyringFile !== undefined) {
    const { address, token } = await settingsFrom(config.keyringFile);
    const keyring = connectKeyring({ address, token });
    closers.push(() => keyring.close());
    return keyring;
  }
  const server = asRole(raised.owner, KEYRING, raised.secret);
  const directory = join(config.data, 'keyring');
  const kekDirectory = join(config.data, 'keyring-kek');
  const custody = await custodyOf(config);
  const backups = { directory: config.keyringBackups, also: { 'operator.key': join(config.data, 'secrets', 'operator.key'), 'erasures/ledger.jsonl': ledgerPlace(config.data).file } };
  if (own !== undefined) {
    const keyring = await openKeyring({
      inProcess: false,
      process: { directory, kekDirectory, custody, backups, membershipModule: own.membershipModule, membershipConfig: { server } },
      supervise: { entry: own.entry },
    });
    closers.push(() => keyring.close());
    return keyring;
  }
  const membership = databaseMembership({ server }, () => clock.now());
  const keyring = await openKeyring({ inProcess: true, directory, kekDirectory, custody, backups, membership, now: () => clock.now().getTime() });
  closers.push(() => keyring.close().then(() => membership.close()));
  return keyring;
}

async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close().catch(() => undefined);
}
