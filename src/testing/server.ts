import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate, readMigrations } from '../platform/migrate.ts';
import { connect, readAddress, type ServerAddress } from '../platform/postgres/address.ts';
import { type EmbeddedServer, superviseServer } from '../platform/postgres/supervise.ts';
import { scratchDirectory, sweep } from './directory.ts';

/** A server for tests, with a migrated database to copy. Everything in it goes with it. */
export interface TestServer {
  readonly owner: ServerAddress;
  /** The database that new ones are made from. */
  readonly template: string;
  /** Hex. The same for all test servers, so that a prepared directory can be used by all. */
  readonly secret: string;
  stop(): Promise<void>;
}

const CACHE = join(import.meta.dirname, '..', '..', '.cache');
const TEMPLATE = 'companionway_template';
const SECRET = createHash('sha256').update('a secret for tests').digest();

/** Durability off, and nothing else: a test's data need not outlive it. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off', max_connections: '200', shared_buffers: '64MB', wal_level: 'minimal', max_wal_senders: '0' };

/**
 * A server with a migrated template. `TEST_DATABASE_URL` names one that runs; otherwise a private one is started in a directory
 * of its own: the embedded PostgreSQL 18, or with `TEST_POSTGRES=15` (or 16, 17) Debian's from /usr/lib/postgresql.
 * Directories already created and migrated are kept in `.cache` and copied, so that a start takes a fraction of a second.
 */
export async function startTestServer(environment: NodeJS.ProcessEnv = process.env): Promise<TestServer> {
  const { TEST_DATABASE_URL: url, TEST_POSTGRES: major } = environment;
  return url === undefined || url === '' ? startPrivate(major) : useRunning(readAddress(url));
}

async function startPrivate(major: string | undefined): Promise<TestServer> {
  await sweep();
  const data = await scratchDirectory();
  const cache = join(CACHE, `postgres-template-${major ?? 'embedded'}-${await fingerprint()}`);
  const server = await prepared(cache, data, major, (owner) => makeTemplate(owner));
  return {
    owner: server.address,
    template: TEMPLATE,
    secret: SECRET.toString('hex'),
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function useRunning(owner: ServerAddress): Promise<TestServer> {
  await makeTemplate(owner);
  return { owner, template: TEMPLATE, secret: SECRET.toString('hex'), stop: () => drop(owner, TEMPLATE) };
}

/** Made anew: what is there may come from other migrations. */
async function makeTemplate(owner: ServerAddress): Promise<void> {
  await drop(owner, TEMPLATE);
  const client = await connect(owner);
  try {
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  await migrate({ owner: { ...owner, database: TEMPLATE }, secret: SECRET });
}

async function drop(owner: ServerAddress, database: string): Promise<void> {
  const client = await connect(owner);
  try {
    await client.query(`drop database if exists ${database} with (force)`);
  } finally {
    await client.end();
  }
}

/** Starts from a copy of a kept directory; the first time makes it: started, filled, stopped in order, kept. */
async function prepared(cache: string, data: string, major: string | undefined, fill: (owner: ServerAddress) => Promise<void>): Promise<EmbeddedServer> {
  const start = () => superviseServer({ data, pgBin: binOf(major), settings: SETTINGS, space: { ballastBytes: 0, floorBytes: 0 } });
  if (!(await stat(cache).catch(() => undefined))) {
    const server = await start();
    await fill(server.address);
    await server.stop();
    await keep(data, cache);
  } else {
    await copy(cache, data);
  }
  return start();
}

function binOf(major: string | undefined): string | undefined {
  return major === undefined || major === '' ? process.env.PG_BIN : `/usr/lib/postgresql/${major}/bin`;
}

/** Several runs may prepare the same thing; the first to rename wins and the others' copies go. */
async function keep(data: string, cache: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const fresh = `${cache}.${process.pid}`;
  await copy(data, fresh);
  await rename(fresh, cache).catch(() => rm(fresh, { recursive: true, force: true }));
  const dayAgo = Date.now() - 86_400_000;
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name);
    const old = await stat(path).then((found) => found.mtimeMs < dayAgo, () => false);
    if (old && /^postgres-template-.*-[0-9a-f]{16}/.test(name)) await rm(path, { recursive: true, force: true });
  }
}

/** With owners and times kept, and by reference where the file system can. */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const reference = process.platform === 'linux' ? ['--reflink=auto'] : [];
  await promisify(execFile)('cp', ['-a', ...reference, join(from, 'postgres'), `${to}/`]);
}

/** What the template is made of: the migrations, and the code that runs them. */
async function fingerprint(): Promise<string> {
  const code = ['migrate.ts', 'roles.ts', 'postgres/create.ts'].map((file) => readFile(join(import.meta.dirname, '..', 'platform', file)));
  const hash = createHash('sha256');
  for (const text of await Promise.all(code)) hash.update(text);
  for (const { name, checksum } of await readMigrations()) hash.update(`${name} ${checksum}\n`);
  return hash.digest('hex').slice(0, 16);
}
