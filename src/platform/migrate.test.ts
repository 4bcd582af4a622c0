import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyDatabase } from '../testing/database.ts';
import { testDirectory } from '../testing/directory.ts';
import { migrate, MIGRATIONS, readMigrations } from './migrate.ts';
import { connect, type ServerAddress } from './postgres/address.ts';
import { asRole, ROLES } from './roles.ts';

/** The same as every test database's, because passwords belong to the whole server. */
const secret = await import('node:crypto').then(({ createHash }) => createHash('sha256').update('a secret for tests').digest());
const refusal = (code: string, about = {}) => expect.objectContaining({ name: 'DatabaseRefusal', code, about: expect.objectContaining(about) });

/** A directory with the first real migration and these. */
async function directoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(await testDirectory(), 'migrations');
  await mkdir(directory);
  await cp(join(MIGRATIONS, '2026-11-01-0900-house.sql'), join(directory, '2026-11-01-0900-house.sql'));
  await add(directory, files);
  return directory;
}

async function add(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, `${name}.sql`), text);
}

async function rows(owner: ServerAddress, query: string): Promise<unknown[]> {
  const client = await connect(owner);
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('migrating', () => {
  it('applies every file once, in order of name', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-b': 'alter table a add column b integer;', '2026-11-30-0900-a': 'create table a (org_id uuid);' });
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-11-01-0900-house', '2026-11-30-0900-a', '2026-12-01-0900-b']);
    expect(await migrate({ owner, secret, directory })).toEqual([]);
  });

  it('applies a file that arrives later under an earlier name', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-late': 'create table late (org_id uuid);' });
    await migrate({ owner, secret, directory });
    await add(directory, { '2026-11-20-0900-early': 'create table early (org_id uuid);' });
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-11-20-0900-early']);
  });

  it('leaves alone what a newer version applied', async () => {
    const owner = await emptyDatabase();
    await migrate({ owner, secret, directory: await directoryWith({ '2027-01-01-0900-newer': 'create table newer (org_id uuid);' }) });
    expect(await migrate({ owner, secret, directory: await directoryWith({}) })).toEqual([]);
  });

  it('refuses a file that was edited after it ran, and does not mind other line ends', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-a': 'create table a (\norg_id uuid);\n' });
    await migrate({ owner, secret, directory });
    await add(directory, { '2026-12-01-0900-a': 'create table a (\r\norg_id uuid);\r\n', '2026-12-02-0900-b': 'create table b (org_id uuid);' });
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-12-02-0900-b']);
    await add(directory, { '2026-12-01-0900-a': 'create table a (org_id uuid, more text);' });
    await expect(migrate({ owner, secret, directory })).rejects.toEqual(refusal('migration-edited', { name: '2026-12-01-0900-a' }));
  });

  it('refuses a name that does not tell when', async () => {
    const owner = await emptyDatabase();
    for (const name of ['0002-people', '2026-12-01-people', '2026-12-01-0900-People']) {
      await expect(migrate({ owner, secret, directory: await directoryWith({ [name]: 'select 1' }) })).rejects.toEqual(refusal('migration-name'));
    }
  });

  it('undoes a failing file as a whole, says where, and keeps what went before', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-a': 'create table a (org_id uuid);', '2026-12-02-0900-b': 'create table b (org_id uuid);\ninsert into a\nvalues (missing);' });
    await expect(migrate({ owner, secret, directory })).rejects.toEqual(refusal('migration-failed', { name: '2026-12-02-0900-b', line: 3 }));
    expect(await rows(owner, "select to_regclass('a') is not null, to_regclass('b') is null")).toEqual([true, true]);
    await add(directory, { '2026-12-02-0900-b': 'create table b (org_id uuid);' });
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-12-02-0900-b']);
  });

  it('refuses a file that ends its transaction itself', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-a': 'create table a (org_id uuid); commit; begin;' });
    await expect(migrate({ owner, secret, directory })).rejects.toEqual(refusal('migration-ends-transaction'));
  });

  it('gives way to whoever uses a table, and tries again', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ '2026-12-01-0900-a': 'create table a (org_id uuid);' });
    await migrate({ owner, secret, directory });
    const reader = await connect(owner);
    await reader.query('begin; select * from a');
    setTimeout(() => void reader.query('commit').then(() => reader.end()), 3_300);
    await add(directory, { '2026-12-02-0900-b': 'alter table a add column b integer;' });
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-12-02-0900-b']);
  });
});

describe('a file without a transaction', () => {
  const building = '-- no transaction\n-- found by number; quickly\ncreate unique index concurrently if not exists a_by_number on a (number);\ncreate index concurrently if not exists a_by_word on a (word);\n';
  const table = { '2026-12-01-0900-a': "create table a (org_id uuid, number integer, word text default 'x; y');" };

  it('builds its indexes while the table is used', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({ ...table, '2026-12-02-0900-b': building });
    await migrate({ owner, secret, directory });
    expect(await rows(owner, "select indexrelid::regclass::text from pg_index where indrelid = 'a'::regclass and indisvalid order by 1")).toEqual(['a_by_number', 'a_by_word']);
  });

  it('is not called done when an index failed, and is mended by the next run', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith(table);
    await migrate({ owner, secret, directory });
    await rows(owner, 'insert into a (number) values (1), (1)');
    await add(directory, { '2026-12-02-0900-b': building });
    await expect(migrate({ owner, secret, directory })).rejects.toEqual(refusal('migration-failed'));
    expect(await rows(owner, 'select indexrelid::regclass::text from pg_index where not indisvalid')).toEqual(['a_by_number']);
    await rows(owner, 'delete from a');
    expect(await migrate({ owner, secret, directory })).toEqual(['2026-12-02-0900-b']);
    expect(await rows(owner, 'select count(*)::int from pg_index where not indisvalid')).toEqual([0]);
  });
});

describe('several at once', () => {
  it('in two processes: each file is applied by exactly one, also when indexes are built concurrently', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({
      '2026-12-01-0900-a': 'create table a (org_id uuid, number integer); select pg_sleep(0.3);',
      '2026-12-02-0900-b': '-- no transaction\ncreate index concurrently if not exists a_by_number on a (number);',
      '2026-12-03-0900-c': 'insert into a (number) values (1);',
    });
    const program = `
      const { migrate } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'migrate.ts')).href)});
      const [owner, secret, directory] = JSON.parse(process.argv[1]);
      console.log(JSON.stringify(await migrate({ owner, secret: Buffer.from(secret, 'hex'), directory })));`;
    const run = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program, JSON.stringify([owner, secret.toString('hex'), directory])], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [[said], [code]] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
      return { code, applied: JSON.parse(String(said)) as string[] };
    };
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ applied }) => applied.length).toSorted()).toEqual([0, 4]);
    expect(await rows(owner, 'select count(*)::int from a')).toEqual([1]);
  });

  it('on different databases of one server, whose roles are shared', async () => {
    const directory = await directoryWith({});
    const owners = await Promise.all(Array.from({ length: 4 }, () => emptyDatabase()));
    await Promise.all(owners.map((owner) => migrate({ owner, secret, directory })));
    for (const owner of owners) for (const role of ROLES) expect(await rows(asRole(owner, role, secret), 'select current_user::text')).toEqual([role]);
  });
});

describe('the owner', () => {
  it('must own the database, must not be one of the app’s logins, and is told so in a sentence', async () => {
    const owner = await emptyDatabase();
    const directory = await directoryWith({});
    await migrate({ owner, secret, directory });
    await expect(migrate({ owner: asRole(owner, 'companionway_app', secret), secret, directory })).rejects.toEqual(refusal('owner-is-app-role'));
    await rows(owner, "do $$ begin create role somebody_else login createrole password 'x'; exception when duplicate_object then null; end $$");
    await rows(owner, `grant connect on database ${owner.database} to somebody_else`);
    await expect(migrate({ owner: { ...owner, user: 'somebody_else', password: 'x' }, secret, directory })).rejects.toEqual(refusal('owner-too-weak'));
    await expect(migrate({ owner: { ...owner, password: 'wrong' }, secret, directory })).rejects.toEqual(refusal('wrong-password'));
    await expect(migrate({ owner: { ...owner, host: '/nowhere' }, secret, directory })).rejects.toEqual(refusal('unreachable-server'));
  });

  it('need not be a superuser', async () => {
    const superuser = await emptyDatabase();
    await rows(superuser, "do $$ begin create role modest_owner login createrole password 'x'; exception when duplicate_object then null; end $$");
    await rows(superuser, `alter database ${superuser.database} owner to modest_owner`);
    for (const role of ROLES) await rows(superuser, `grant ${role} to modest_owner with admin option`);
    await rows(superuser, 'select 1');
    const owner = { ...superuser, user: 'modest_owner', password: 'x' };
    const applied = await migrate({ owner, secret });
    expect(applied).toEqual((await readMigrations()).map(({ name }) => name));
  });
});
