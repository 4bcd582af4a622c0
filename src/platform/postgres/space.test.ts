import { stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { embeddedServer } from '../../testing/embedded.ts';
import { connect, type ServerAddress } from './address.ts';
import { layoutOf } from './layout.ts';
import { watchSpace } from './space.ts';

const MB = 2 ** 20;
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
});
