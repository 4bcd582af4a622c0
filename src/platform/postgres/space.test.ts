import { execFileSync } from 'node:child_process';
import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { testDirectory } from '../../testing/directory.ts';
import { embeddedServer, until } from '../../testing/embedded.ts';
import { openHouses } from '../../testing/open-houses.ts';
import { connect, type ServerAddress } from './address.ts';
import { layoutOf } from './layout.ts';
import { watchSpace } from './space.ts';

// Real servers, on machines that are busy with other tests.
vi.setConfig({ testTimeout: 90_000 });

const MB = 2 ** 20;
/** A disk of its own that can be filled to the last byte. Only root can mount one, and not in every container. */
function smallDisk(path: string, size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=711`, 'tmpfs', path], { stdio: 'ignore' });
    openHouses.add({ close: async () => void execFileSync('umount', [path]) });
    return true;
  } catch {
    return false;
  }
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(MB);
  while (await file.write(block).then(() => true, () => false));
  await file.close();
}

const sizeOf = (path: string) => stat(path).then((found) => found.size, () => undefined);

async function write(address: ServerAddress): Promise<string> {
  const client = await connect(address);
  try {
    await client.query('insert into words values (1)');
    return 'written';
  } catch (fault) {
    return (fault as { code: string }).code;
  } finally {
    await client.end();
  }
}

describe('free space', () => {
  it('below the floor makes the whole server read-only, and writing goes on when there is half as much again', async () => {
    let free = 10_000 * MB;
    const server = await embeddedServer({ space: { free: async () => free, floorBytes: 100 * MB, ballastBytes: 0, everyMs: 3_600_000 } });
    const guest = await connect(server.address);
    await guest.query('create table words (word integer)');

    free = 99 * MB;
    await server.checkSpace();
    expect(await write(server.address)).toBe('25006');
    expect((await guest.query('select count(*)::int as words from words')).rows).toEqual([{ words: 0 }]);
    free = 120 * MB;
    await server.checkSpace();
    expect(await write(server.address)).toBe('25006');
    free = 151 * MB;
    await server.checkSpace();
    expect(await write(server.address)).toBe('written');
    expect(server.progress.slice(-2)).toEqual(['space-low', 'space-enough']);
    await guest.end();
  });

  it('is looked at on the next start too, so that a server stopped while full writes again once there is room', async () => {
    let free = 1 * MB;
    const space = { free: async () => free, floorBytes: 100 * MB, ballastBytes: 0 };
    const full = await embeddedServer({ space });
    await full.stop();
    free = 10_000 * MB;
    const roomy = await embeddedServer({ data: full.data, space });
    const client = await connect(roomy.address);
    await client.query('create table words (word integer)');
    await client.end();
  });

  it('is kept in a ballast that is given up once, to start on a full disk', async () => {
    const server = await embeddedServer({ space: { ballastBytes: 3 * MB, floorBytes: 0 } });
    const layout = await layoutOf(server.data);
    expect(await sizeOf(layout.ballast)).toBe(3 * MB);
    const said: string[] = [];
    const watch = watchSpace({ layout, address: () => server.address, onProgress: (code) => said.push(code), ballastBytes: 3 * MB, floorBytes: 0, everyMs: 3_600_000 });
    expect(await watch.giveBallast()).toBe(true);
    expect(await sizeOf(layout.ballast)).toBeUndefined();
    expect(await watch.giveBallast()).toBe(false);
    await writeFile(`${layout.ballast}.new`, 'half');
    await watch.check();
    expect(await sizeOf(layout.ballast)).toBe(3 * MB);
    expect(said).toEqual(['space-made']);
    watch.stop();
  });

  it.runIf(process.getuid?.() === 0 && process.platform === 'linux')('that truly runs out stops the server hard; with the ballast it comes back read-only, and nothing acknowledged is lost', async (test) => {
    const disk = join(await testDirectory(), 'disk');
    await mkdir(disk, { mode: 0o711 });
    if (!smallDisk(disk, '420m')) return test.skip('this container may not mount');
    const server = await embeddedServer({ data: join(disk, 'data'), space: { floorBytes: 100 * MB, everyMs: 3_600_000 } });
    await until(async () => (await sizeOf((await layoutOf(server.data)).ballast)) === 64 * MB);
    const writer = await connect(server.address);
    await writer.query('create table words as select 0 as word');
    await fill(join(disk, 'filler'));

    let acknowledged = 0;
    const writing = async () => {
      for (;;) {
        await writer.query('insert into words values ($1)', [acknowledged + 1]);
        acknowledged++;
        await writer.query("select pg_logical_emit_message(false, 'x', repeat('y', 500000))");
      }
    };
    await expect(writing()).rejects.toThrow();
    await until(() => server.progress.includes('space-low'));
    expect(server.progress).toContain('space-made');
    expect(await write(server.address)).toBe('25006');
    const reader = await connect(server.address);
    expect((await reader.query('select max(word) as most from words')).rows[0].most).toBeGreaterThanOrEqual(acknowledged);
    await reader.end();

    await rm(join(disk, 'filler'));
    await server.checkSpace();
    expect(await write(server.address)).toBe('written');
    await server.stop();
  });
});
