import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connect, type ServerAddress } from './postgres/address.ts';
import { DatabaseRefusal, type OnProgress } from './postgres/refusal.ts';
import { APP, ensurePasswords, ensureRoles, KEYRING, MEMBER, ROLES } from './roles.ts';

/** One file of `migrations/`, read. */
export interface Migration {
  /** The file's name without `.sql`: `YYYY-MM-DD-HHMM-name`. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text with Unix line ends, hex. */
  readonly checksum: string;
}

/** Which database is brought up to which files. */
export interface MigrateOptions {
  /** A direct connection (not through a pooler) of the database's owner, who may create roles. */
  readonly owner: ServerAddress;
  readonly secret: Buffer;
  readonly directory?: string;
  readonly onProgress?: OnProgress;
}

/** `migrations/` beside `src/`. */
export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

/** Held by the one node that migrates. Any number will do; this one spells "cway". */
const LOCK = 0x63776179;
const LOCK_WAIT_MS = 300_000;
const NAME = /^\d{4}-\d{2}-\d{2}-\d{4}-[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Brings a database to the state of the migration files: roles, then every file not yet applied, in order of name,
 * each in one transaction together with its line in `house.migration`.
 *
 * A file may arrive later than one with a later name (two rooms were written at once): it is applied when it comes, and need
 * not sort last. A file that was applied may never change. Applied files that are absent here are left alone: an older
 * version of the app may still be running beside a newer one.
 *
 * A file whose first line is `-- no transaction` (for `create index concurrently`) runs statement by statement; each ends with
 * a semicolon at the end of a line and can be repeated (`if not exists`), because a cut may leave it half done.
 *
 * Several nodes may call this at once: one works, the others wait.
 * @returns the names applied by this call.
 * @throws DatabaseRefusal. Whatever was applied before the failing file stays applied.
 */
export async function migrate({ owner, secret, directory = MIGRATIONS, onProgress = () => undefined }: MigrateOptions): Promise<string[]> {
  const files = await readMigrations(directory);
  const client = await connectAsOwner(owner);
  try {
    await checkOwner(client, owner);
    await takeTurn(client, onProgress);
    await ensureRoles(client, secret);
    await prepare(client);
    const applied: string[] = [];
    for (const file of await outstanding(client, files)) {
      onProgress('migrating', { name: file.name });
      await (file.text.startsWith('-- no transaction') ? applyInSteps(client, file) : applyAtOnce(client, file));
      applied.push(file.name);
    }
    await ensurePasswords(client, owner, secret);
    return applied;
  } finally {
    // The lock of a session ends with it.
    await client.end();
  }
}

/** Reads the files in order. @throws DatabaseRefusal `migration-name`. */
export async function readMigrations(directory = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).toSorted();
  return Promise.all(
    names.map(async (file) => {
      const name = file.replace(/\.sql$/, '');
      if (name === file || !NAME.test(name)) throw new DatabaseRefusal('migration-name', { file });
      const text = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** A connection of the owner. @throws DatabaseRefusal `wrong-password`, `unreachable-server`. */
export async function connectAsOwner(owner: ServerAddress, name = 'companionway migrate'): Promise<pg.Client> {
  try {
    return await connect(owner, { name });
  } catch (fault) {
    const { code, message } = fault as { code?: string; message: string };
    if (code === '28P01' || code === '28000') throw new DatabaseRefusal('wrong-password', { login: owner.user }, fault);
    throw new DatabaseRefusal('unreachable-server', { host: owner.host, port: owner.port, detail: message }, fault);
  }
}

async function checkOwner(client: pg.Client, owner: ServerAddress): Promise<void> {
  const { rows } = await client.query<{ version: number; owns: boolean; roles: boolean; have: number }>(
    `select current_setting('server_version_num')::int / 10000 as version, pg_has_role(d.datdba, 'usage') as owns,
       r.rolsuper or r.rolcreaterole as roles, (select count(*)::int from pg_roles where rolname = any($1)) as have
     from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user`,
    [ROLES],
  );
  const found = rows[0];
  if (found === undefined || found.version < 15 || found.version > 18) throw new DatabaseRefusal('server-version', { found: found?.version ?? 0 });
  if ((ROLES as readonly string[]).includes(owner.user)) throw new DatabaseRefusal('owner-is-app-role', { login: owner.user });
  if (!found.owns || !(found.roles || found.have === ROLES.length)) throw new DatabaseRefusal('owner-too-weak', { login: owner.user, database: owner.database });
}

/**
 * Asks again and again instead of waiting inside one statement: a waiting statement holds a snapshot, and
 * `create index concurrently` in the node that has the lock would wait for that snapshot for ever.
 */
async function takeTurn(client: pg.Client, onProgress: OnProgress): Promise<void> {
  await client.query("set statement_timeout = 0; set lock_timeout = '3s'; set idle_in_transaction_session_timeout = 0");
  for (const until = Date.now() + LOCK_WAIT_MS; ; await sleep(50)) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
    if (rows[0]?.mine) return;
    onProgress('waiting-for-node');
    if (Date.now() > until) throw new DatabaseRefusal('migration-lock', { minutes: LOCK_WAIT_MS / 60_000 });
  }
}

async function prepare(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select where to_regclass('house.migration') is not null");
  if (rowCount === 1) return;
  await client.query(`
    do $$ begin
      execute format('revoke all on database %I from public', current_database());
      execute format('grant connect on database %I to ${APP}, ${MEMBER}, ${KEYRING}', current_database());
    end $$;
    create schema house;
    revoke all on schema house from public;
    create table house.migration (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now(),
      took_ms integer not null
    )`);
}

async function outstanding(client: pg.Client, files: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from house.migration');
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const edited = files.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited !== undefined) throw new DatabaseRefusal('migration-edited', { name: edited.name });
  return files.filter(({ name }) => !applied.has(name));
}

/** One transaction. Finding a table in use is no reason to hold up everybody behind us: give way, and try again a little later. */
async function applyAtOnce(client: pg.Client, file: Migration): Promise<void> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      await client.query('begin');
      await client.query("select set_config('house.applying', $1, true)", [file.name]);
      await client.query(file.text);
      const { rows } = await client.query<{ still: string }>("select current_setting('house.applying', true) as still");
      if (rows[0]?.still !== file.name) throw new DatabaseRefusal('migration-ends-transaction', { name: file.name });
      await remember(client, file, began);
      await client.query('commit');
      return;
    } catch (fault) {
      await client.query('rollback').catch(() => undefined);
      if ((fault as { code?: string }).code === '55P03' && tries < 10) await sleep(100 * tries);
      else throw failed(file, fault);
    }
  }
}

async function applyInSteps(client: pg.Client, file: Migration): Promise<void> {
  const began = performance.now();
  try {
    // What a cut left half built is in the way of "if not exists" and would then count as built.
    for (const index of await unfinishedIndexes(client)) await client.query(`drop index concurrently if exists ${index}`);
    for (const statement of file.text.split(/;[ \t]*(?:\n|$)/)) {
      if (statement.replace(/--.*$/gm, '').trim() !== '') await client.query(statement);
    }
  } catch (fault) {
    throw failed(file, fault);
  }
  const [index] = await unfinishedIndexes(client);
  if (index !== undefined) throw new DatabaseRefusal('migration-left-index', { name: file.name, index });
  await remember(client, file, began);
}

async function unfinishedIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select indexrelid::regclass::text as name from pg_index where not indisvalid');
  return rows.map(({ name }) => name);
}

async function remember(client: pg.Client, { name, checksum }: Migration, began: number): Promise<void> {
  await client.query('insert into house.migration (name, checksum, took_ms) values ($1, $2, $3)', [name, checksum, Math.round(performance.now() - began)]);
}

function failed(file: Migration, fault: unknown): DatabaseRefusal {
  if (fault instanceof DatabaseRefusal) return fault;
  const { message, position } = fault as { message: string; position?: string };
  const line = position === undefined ? 0 : file.text.slice(0, Number(position)).split('\n').length;
  return new DatabaseRefusal('migration-failed', { name: file.name, line, detail: message }, fault);
}
