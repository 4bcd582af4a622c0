import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDirectory } from '../../testing/directory.ts';
import { until } from '../../testing/embedded.ts';
import { isAlive, takeLock } from './lock.ts';

const place = async () => join(await testDirectory(), 'owner.lock');
const inUse = expect.objectContaining({ name: 'DatabaseRefusal', code: 'in-use' });

describe('the lock of an owner', () => {
  it('is had by one, given back, and had again', async () => {
    const path = await place();
    const first = await takeLock(path);
    await expect(takeLock(path)).rejects.toEqual(inUse);
    await first.release();
    await (await takeLock(path)).release();
  });

  it('is taken from a dead process, and from one whose number now belongs to another', async () => {
    const path = await place();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await (await takeLock(path)).release();
    for (const holder of [{ pid: child.pid, began: '' }, { pid: process.pid, began: '1' }]) {
      await writeFile(path, JSON.stringify({ ...holder, host: hostname(), token: 'x' }));
      await (await takeLock(path)).release();
    }
  });

  it('is had by exactly one of ten who find a dead holder at almost the same moment', async () => {
    const path = await place();
    for (let round = 0; round < 20; round++) {
      await writeFile(path, JSON.stringify({ pid: 2 ** 22 + 1, began: '1', host: hostname(), token: 'x' }));
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, async (_, place) => {
          for (let pauses = place * 2; pauses > 0; pauses--) await new Promise((resolve) => setImmediate(resolve));
          return takeLock(path);
        }),
      );
      const taken = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0]?.release();
    }
  });

  it('of another host holds while it beats, and no longer when it has been silent for half a minute', async () => {
    const path = await place();
    await writeFile(path, JSON.stringify({ pid: 1, began: '', host: 'another-host', token: 'x' }));
    await expect(takeLock(path)).rejects.toEqual(inUse);
    const silent = new Date(Date.now() - 40_000);
    await utimes(path, silent, silent);
    await (await takeLock(path)).release();
  });

  it('torn by a power cut stops nobody, once it is older than a moment', async () => {
    const path = await place();
    await writeFile(path, '{"pid":');
    const before = new Date(Date.now() - 5_000);
    await utimes(path, before, before);
    await (await takeLock(path)).release();
  });

  it('is left alone by a former holder when somebody else has it now', async () => {
    const path = await place();
    const first = await takeLock(path);
    await writeFile(path, JSON.stringify({ pid: process.pid, began: '', host: 'another-host', token: 'theirs' }));
    await first.release();
    expect(await readFile(path, 'utf8')).toContain('theirs');
  });
});

describe('a process', () => {
  it.runIf(process.platform === 'linux')('that ended but was not taken note of counts as ended', async () => {
    // The shell's child ends once the shell, replaced by sleep, will never ask for it.
    const ends = 'until read -r name < /proc/$PPID/comm && [ "$name" = sleep ]; do sleep 0.01; done';
    const shell = spawn('sh', ['-c', 'sh -c "$0" & echo $!; exec sleep 300', ends], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [said] = (await once(shell.stdout, 'data')) as [Buffer];
    // Its entry among the processes stays for good: that it counts as ended is only a matter of its end.
    await until(async () => !(await isAlive(Number(said.toString()))));
    expect(await readFile(`/proc/${said.toString().trim()}/stat`, 'utf8')).toContain(' Z ');
    expect(await isAlive(shell.pid ?? 0)).toBe(true);
    shell.kill('SIGKILL');
  });
});
