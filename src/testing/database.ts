import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Database, openDatabase } from '../platform/database.ts';
import { openPool, queriesOn } from '../platform/database-pool.ts';
import { connect, type ServerAddress } from '../platform/postgres/address.ts';
import type { Tables } from '../platform/tables.ts';
import { askAt } from './knock.ts';
import { openHouses } from './open-houses.ts';
import type { TestServer } from './server.ts';

/** A database of a test's own: migrated, empty, dropped with the test file. */
export interface TestDatabase extends Database {
  /**
   * The owner's way in, past every wall when the owner is a superuser (as on the embedded server): for looking at what was
   * really stored and for planting what no act would. Never for what the app itself does.
   */
  readonly owner: Kysely<Tables>;
  /** The owner's address of this very database. */
  readonly server: ServerAddress;
  readonly secret: Buffer;
  /** Also drops it. The end of the test file does this by itself. */
  close(): Promise<void>;
}

let running: Promise<Omit<TestServer, 'stop'>> | undefined;

/**
 * A fresh database made from the migrated template (about 40 ms; the first of a run also waits for the server, half a second).
 * Which server: see `startTestServer`. Call it in a test, in beforeAll, or at the top of the file.
 */
export async function testDatabase(): Promise<TestDatabase> {
  running ??= askAt('databaseDoor');
  const { owner, template, secret } = await running;
  const server = { ...owner, database: `test_${randomBytes(6).toString('hex')}` };
  await asOwner(owner, (client) => createFrom(client, server.database, template));

  const key = Buffer.from(secret, 'hex');
  const database = await openDatabase({ server, secret: key, poolSize: 5, allowUnsafe: true });
  const pool = openPool(server, 3, 5_000);
  let closing: Promise<void> | undefined;
  const close = async () => {
    openHouses.delete(house);
    await Promise.all([database.close(), pool.pool.end()]);
    await asOwner(owner, (client) => client.query(`drop database ${server.database} with (force)`));
  };
  const house: TestDatabase = { ...database, owner: queriesOn<Tables>(pool).kysely, server, secret: key, close: () => (closing ??= close()) };
  openHouses.add(house);
  return house;
}

/** A database with nothing in it, not even migrations, dropped at the end of the test file. For tests of what stands below the rooms. */
export async function emptyDatabase(): Promise<ServerAddress> {
  running ??= askAt('databaseDoor');
  const { owner } = await running;
  const server = { ...owner, database: `test_${randomBytes(6).toString('hex')}` };
  await asOwner(owner, (client) => client.query(`create database ${server.database}`));
  openHouses.add({ close: () => asOwner(owner, (client) => client.query(`drop database if exists ${server.database} with (force)`)) });
  return server;
}

type Client = Awaited<ReturnType<typeof connect>>;

async function asOwner(owner: ServerAddress, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = await connect(owner);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Rights on a database itself are not copied with it. */
async function createFrom(client: Client, name: string, template: string): Promise<void> {
  // The default strategy writes every page to the log as well, which nobody will replay here.
  await client.query(`create database ${name} template ${template} strategy file_copy`);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to companionway_app, companionway_member, companionway_keyring`);
}
