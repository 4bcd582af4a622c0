import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileCustody } from './custody.ts';
import { writtenTable } from './membership-file.ts';
import { openKeyring } from './open.ts';
import { keyIdOf, type KeyPlace, wordsKey } from './place.ts';
import { KeyStore } from './store.ts';
import { cast, keyOrWhy, noon, seat, spareDirectory } from './testing.ts';

let spare: Awaited<ReturnType<typeof spareDirectory>>;
beforeEach(async () => void (spare = await spareDirectory()));
afterEach(() => spare.remove());

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);

async function crashable() {
  const table = writtenTable(`${spare.path}/table.json`);
  seat(table);
  return openKeyring({
    inProcess: false,
    process: {
      directory: `${spare.path}/keyring`,
      membershipModule: fileURLToPath(new URL('./membership-file.ts', import.meta.url)),
      membershipConfig: { file: `${spare.path}/table.json` },
      caps: { keysPerSession: 1_000_000 },
    },
    supervise: { steadyAfter: 0 },
    // No copies are kept, so that every answer comes from the store.
    connect: { patience: 20_000, cache: { most: 0 } },
  });
}

describe('a keyring that is killed', () => {
  it('loses no key it gave out and brings back none it destroyed, whenever it is killed', async () => {
    const keyring = await crashable();
    const [given, destroyed] = [new Map<number, string>(), new Set<number>()];
    const placeOf = (generation: number): KeyPlace => wordsKey(cast.talk, cast.amina, generation);
    const ask = async (generation: number) => keyOrWhy((await keyring.unwrap('s-amina', [placeOf(generation)]))[0]);
    const moments = fc.sample(fc.nat(60), { numRuns: ROUNDS, seed: 20261121 });
    let next = 1;
    for (const moment of moments) {
      const gives = Array.from({ length: 12 }, () => next++).map(async (generation) => void given.set(generation, await ask(generation)));
      const doomed = [...given.keys()].filter((generation) => generation % 5 === 0 && !destroyed.has(generation)).slice(0, 3);
      const ends = doomed.map(async (generation) => {
        const answer = await keyring.destroy(null, { kind: 'keys', ids: [keyIdOf(placeOf(generation))] });
        if (answer.ok && answer.final) destroyed.add(generation);
      });
      await pause(moment);
      const pid = keyring.pid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
      await Promise.all([...gives, ...ends]);
      expect(doomed.filter((generation) => !destroyed.has(generation))).toEqual([]);
    }
    for (const [generation, key] of given) expect(await ask(generation)).toBe(destroyed.has(generation) ? 'destroyed' : key);
    expect(given.size).toBe(12 * ROUNDS);
    expect(destroyed.size).toBeGreaterThan(ROUNDS);
    expect((await keyring.health()).rotationDue).toBe(false);
    await keyring.close();
    expect(await readdir(`${spare.path}/keyring/kek`)).toHaveLength(1);
    expect(await readdir(`${spare.path}/keyring/store`)).toHaveLength(1);
  });
});

/** Runs the little writer below under a limit on the size of files, as a full disk would have it, and hears what it was promised. */
async function writeUntilFull(kilobytes: number): Promise<{ readonly lines: readonly string[]; readonly refused: number }> {
  const writer = fileURLToPath(new URL('./full-disk-writer.ts', import.meta.url));
  const child = spawn('bash', ['-c', `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" "$@"`, process.execPath, writer, spare.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const heard: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => heard.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  const lines = Buffer.concat(heard).toString().trim().split('\n');
  return { lines: lines.filter((line) => !line.startsWith('refused')), refused: lines.filter((line) => line.startsWith('refused')).length };
}

describe.skipIf(process.platform === 'win32')('a keyring on a full disk', () => {
  it('says so, keeps what it promised, and goes on when there is room again', async () => {
    await mkdir(`${spare.path}/store`, { recursive: true });
    for (const kilobytes of [2, 3, 5, 9, 17]) {
      const { lines, refused } = await writeUntilFull(kilobytes);
      expect(refused).toBeGreaterThan(0);
      const store = await KeyStore.open({ directory: `${spare.path}/store`, custody: await fileCustody(`${spare.path}/kek`), now: () => noon });
      for (const line of lines) {
        const [what, generation = '', key] = line.split(' ');
        const id = keyIdOf(wordsKey(cast.talk, cast.amina, Number(generation)));
        if (what === 'given') expect(store.open(id).toString('hex')).toBe(key);
        if (what === 'destroyed') expect(store.find(id)).toBe('destroyed');
      }
      await store.rotate();
      await store.add([wordsKey(cast.circle, cast.ben, kilobytes)]);
      expect(store.open(keyIdOf(wordsKey(cast.circle, cast.ben, kilobytes)))).toHaveLength(32);
      await store.close();
      expect((await readdir(`${spare.path}/store`)).filter((name) => name.startsWith('wraps'))).toHaveLength(1);
      expect((await readFile(`${spare.path}/store/${(await readdir(`${spare.path}/store`))[0]}`)).length).toBeGreaterThan(0);
    }
  });

});
