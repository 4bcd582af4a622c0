import { chmod, cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { custodyWarnings, fileCustody } from './custody.ts';
import { frameBytes, readFrames } from './frames.ts';
import { keyIdOf, type KeyPlace, wordsKey } from './place.ts';
import { KeyStore } from './store.ts';
import { replay } from './store-state.ts';
import { cast, everyByteUnder, noon, spareDirectory } from './testing.ts';

let spare: Awaited<ReturnType<typeof spareDirectory>>;
beforeEach(async () => void (spare = await spareDirectory()));
afterEach(() => spare.remove());

const openStore = async (store = 'store', kek = 'kek') => KeyStore.open({ directory: `${spare.path}/${store}`, custody: await fileCustody(`${spare.path}/${kek}`), now: () => noon });
const places = (count: number): KeyPlace[] => Array.from({ length: count }, (_, at) => wordsKey(cast.talk, cast.amina, at + 1));
const [first, second, third] = places(3).map(keyIdOf) as [string, string, string];

async function storeOf(count: number): Promise<KeyStore> {
  const store = await openStore();
  await store.add(places(count));
  return store;
}

describe('the key store', () => {
  it('opens again with the same keys, after adding, destroying and rotating', async () => {
    const store = await storeOf(3);
    const key = store.open(first);
    await store.destroy((id) => id === second);
    await store.rotate();
    await store.add([wordsKey(cast.circle, cast.ben)]);
    await store.close();
    const again = await openStore();
    expect(again.open(first)).toEqual(key);
    expect(again.find(second)).toBe('destroyed');
    expect(again.find(keyIdOf(wordsKey(cast.circle, cast.ben)))).toEqual(wordsKey(cast.circle, cast.ben));
    expect(again.facts()).toMatchObject({ keys: 5, destroyed: 1, kek: expect.stringMatching(/\.2$/), rotationDue: false });
    await again.close();
  });

  it('never makes a destroyed key again', async () => {
    const store = await storeOf(1);
    await store.destroy(() => true);
    await store.add(places(1));
    expect(store.find(first)).toBe('destroyed');
    await store.rotate();
    await store.close();
    const again = await openStore();
    await again.add(places(1));
    expect(again.find(first)).toBe('destroyed');
    await again.close();
  });

  it('leaves nothing of a destroyed key: not its wrap, not the old key-encryption key, not an old file', async () => {
    const store = await storeOf(3);
    const before = await everyByteUnder(spare.path);
    const [wraps, kek] = [before.toString('latin1').match(/"wrap":"[^"]+"/g) ?? [], before.toString('latin1').match(/[0-9a-f]{64} [0-9a-f]{8}/)?.[0] ?? ''];
    expect(wraps).toHaveLength(5);
    expect(kek).not.toBe('');
    await store.destroy((id) => id === second);
    await store.rotate();
    const after = (await everyByteUnder(spare.path)).toString('latin1');
    for (const wrap of wraps) expect(after).not.toContain(wrap);
    expect(after).not.toContain(kek);
    expect(await readdir(`${spare.path}/store`)).toEqual(expect.arrayContaining(['wraps-2']));
    expect(await readdir(`${spare.path}/kek`)).toHaveLength(1);
    await store.close();
  });

  it('makes an old copy of the wraps worthless once it has rotated', async () => {
    const store = await storeOf(3);
    await cp(`${spare.path}/store`, `${spare.path}/stolen`, { recursive: true });
    await rm(`${spare.path}/stolen/lock`);
    await store.destroy((id) => id === second);
    await cp(`${spare.path}/store`, `${spare.path}/stolen-later`, { recursive: true });
    await rm(`${spare.path}/stolen-later/lock`);
    await store.rotate();
    await store.close();
    await expect(openStore('stolen')).rejects.toThrow('was destroyed or is missing');
    await expect(openStore('stolen-later')).rejects.toThrow('was destroyed or is missing');
    const kept = await openStore();
    expect(kept.open(third)).toHaveLength(32);
    expect(() => kept.open(second)).toThrow('no such key');
    await kept.close();
  });

  it('shows that the old copy would have opened before the rotation, so the rotation is what protects', async () => {
    const store = await storeOf(3);
    const key = store.open(second);
    await cp(`${spare.path}/store`, `${spare.path}/stolen`, { recursive: true });
    await rm(`${spare.path}/stolen/lock`);
    await store.destroy((id) => id === second);
    await store.close();
    const thief = await openStore('stolen');
    expect(thief.open(second)).toEqual(key);
    await thief.close();
  });

  it('remembers over a restart that an erasure still waits for its rotation', async () => {
    const store = await storeOf(2);
    await store.destroy((id) => id === first);
    await store.close();
    const again = await openStore();
    expect(again.facts().rotationDue).toBe(true);
    await again.rotate();
    expect(again.facts().rotationDue).toBe(false);
    await again.close();
  });

  it('shares one rotation among those who wait for one', async () => {
    const store = await storeOf(10);
    await Promise.all(places(10).map(async (place) => {
      await store.destroy((id) => id === keyIdOf(place));
      await store.rotate();
    }));
    expect(store.facts()).toMatchObject({ keys: 2, destroyed: 10 });
    expect(Number(store.facts().kek.split('.')[1])).toBeLessThanOrEqual(3);
    await store.close();
  });

  it('goes on opening keys while it rotates', async () => {
    const store = await storeOf(2000);
    const key = store.open(first);
    let rotating = true;
    const rotation = store.rotate().finally(() => (rotating = false));
    let reads = 0;
    for (; rotating; reads += 1) {
      expect(store.open(first)).toEqual(key);
      await new Promise(setImmediate);
    }
    await rotation;
    expect(reads).toBeGreaterThan(5);
    expect(store.open(first)).toEqual(key);
    await store.close();
  });

  it('cuts off a torn tail of any length and keeps everything before', async () => {
    const store = await storeOf(2);
    await store.close();
    const path = `${spare.path}/store/wraps-1`;
    const whole = await readFile(path);
    const more = frameBytes(2, [{ t: 'gone', ids: [first], settled: false }]);
    for (const length of [1, 4, 15, 16, 17, more.length - 1]) {
      await writeFile(path, Buffer.concat([whole, more.subarray(0, length)]));
      const again = await openStore();
      expect(again.open(first)).toHaveLength(32);
      await again.close();
      expect(await readFile(path)).toEqual(whole);
    }
  });

  it('goes on writing after a torn tail', async () => {
    const store = await storeOf(1);
    await store.close();
    const path = `${spare.path}/store/wraps-1`;
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.from('CwK1 torn')]));
    const again = await openStore();
    await again.add(places(2));
    await again.close();
    const last = await openStore();
    expect(last.open(second)).toHaveLength(32);
    await last.close();
  });

  it('refuses damage in the middle rather than lose what follows, whichever byte it is', async () => {
    const store = await storeOf(1);
    await store.add(places(2));
    await store.close();
    const bytes = await readFile(`${spare.path}/store/wraps-1`);
    const { frames } = readFrames(bytes);
    expect(frames).toHaveLength(3);
    const lastAt = bytes.length - frameBytes(2, frames[2] ?? []).length;
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      if (at < lastAt) expect(() => readFrames(changed)).toThrow('damaged in the middle');
      else expect(readFrames(changed)).toMatchObject({ frames: { length: 2 }, end: lastAt });
    }
  });

  it('refuses a file from which a part was taken out of the middle', async () => {
    const frames = [0, 1, 2].map((number) => frameBytes(number, [{ number }]));
    expect(readFrames(Buffer.concat(frames)).frames).toHaveLength(3);
    for (const taken of [0, 1]) expect(() => readFrames(Buffer.concat(frames.filter((_, at) => at !== taken)))).toThrow('damaged in the middle');
  });

  it('does not take back a destroyed key from a line that was put in later', () => {
    const key = { t: 'key', place: wordsKey(cast.talk, cast.amina), wrap: '' };
    const head = { t: 'store', v: 1, store: 'ab', epoch: 1, since: noon };
    expect(replay([head, key]).keys.size).toBe(1);
    expect(replay([head, { t: 'gone', ids: [first], settled: true }, key]).keys.size).toBe(0);
    expect(() => replay([key])).toThrow('no beginning');
    expect(() => replay([head, { t: 'something new' }])).toThrow('newer version');
  });

  it('finishes or undoes a rotation that was stopped at any point', async () => {
    const store = await storeOf(2);
    const key = store.open(first);
    await cp(spare.path, `${spare.path}-before`, { recursive: true });
    await store.rotate();
    await store.close();
    const [before, after] = [`${spare.path}-before`, spare.path];
    await rm(`${before}/store/lock`, { force: true });
    const [newKek = '', oldKek = ''] = [(await readdir(`${after}/kek`))[0], (await readdir(`${before}/kek`))[0]];
    const stops: readonly (() => Promise<unknown>)[] = [
      // the new key was made, nothing else
      () => cp(`${after}/kek/${newKek}`, `${spare.path}/at/kek/${newKek}`),
      // the new file was being written
      () => writeFile(`${spare.path}/at/store/wraps-2.new`, 'half'),
      // the new file had its name; the old key and file were still there
      () => cp(`${after}/store/wraps-2`, `${spare.path}/at/store/wraps-2`),
      // the old key was gone; the old file was still there
      () => rm(`${spare.path}/at/kek/${oldKek}`),
    ];
    for (let stop = 0; stop < stops.length; stop += 1) {
      await cp(before, `${spare.path}/at`, { recursive: true });
      for (const step of stops.slice(0, stop + 1)) await step();
      const again = await openStore('at/store', 'at/kek');
      expect(again.open(first)).toEqual(key);
      expect(again.facts().kek.split('.')[1]).toBe(stop < 2 ? '1' : '2');
      await again.close();
      expect(await readdir(`${spare.path}/at/kek`)).toEqual([stop < 2 ? oldKek : newKek]);
      expect((await readdir(`${spare.path}/at/store`)).sort()).toEqual([stop < 2 ? 'wraps-1' : 'wraps-2']);
      await rm(`${spare.path}/at`, { recursive: true });
    }
    await rm(before, { recursive: true });
  });

  it('refuses a wrap that was moved to another place, and a file that was renamed', async () => {
    const store = await storeOf(2);
    await store.close();
    const path = `${spare.path}/store/wraps-1`;
    const frames = readFrames(await readFile(path)).frames.map((frame) => frame.map((record) => ({ ...(record as { t: string; wrap?: string }) })));
    const [one, two] = frames[1] ?? [];
    if (one?.wrap === undefined || two?.wrap === undefined) return expect.unreachable();
    [one.wrap, two.wrap] = [two.wrap, one.wrap];
    await writeFile(path, Buffer.concat(frames.map((frame, at) => frameBytes(at, frame))));
    const swapped = await openStore();
    expect(() => swapped.open(first)).toThrow('does not open');
    await swapped.close();
    await rename(path, `${spare.path}/store/wraps-9`);
    await expect(openStore()).rejects.toThrow('renamed');
  });

  it('is open for one keyring at a time', async () => {
    const store = await storeOf(1);
    await expect(openStore()).rejects.toThrow('Another keyring has');
    await store.close();
    await writeFile(`${spare.path}/store/lock`, '999999999 1 ab');
    await (await openStore()).close();
    // the same number, but another process: the machine was started anew
    await writeFile(`${spare.path}/store/lock`, `${process.pid} 1 ab`);
    await (await openStore()).close();
  });

  it('says clearly that it is closed', async () => {
    const store = await storeOf(1);
    await store.close();
    await expect(store.add(places(2))).rejects.toMatchObject({ name: 'KeyringUnavailable' });
  });
});

describe('custody of the key-encryption key', () => {
  it('keeps files of mode 0600 in a directory of mode 0700 and refuses a file that others may read', async () => {
    await (await storeOf(1)).close();
    const [name = ''] = await readdir(`${spare.path}/kek`);
    await chmod(`${spare.path}/kek/${name}`, 0o640);
    await expect(openStore()).rejects.toThrow('can be read by others');
  });

  it('notices a damaged key file before anything is tidied away', async () => {
    await (await storeOf(1)).close();
    const [name = ''] = await readdir(`${spare.path}/kek`);
    await writeFile(`${spare.path}/kek/${name}`, `${'ab'.repeat(32)} 00000000\n`);
    await expect(openStore()).rejects.toThrow('damaged');
    expect(await readdir(`${spare.path}/store`)).toEqual(['wraps-1']);
  });

  it('warns when keys or wraps lie inside what the content backup copies', async () => {
    const at = (kek: string, store: string, backups: string[]) => custodyWarnings({ kekDirectory: kek, storeDirectory: store, backupPaths: backups });
    expect(await at('/data/keyring/kek', '/data/keyring/store', ['/data/postgres'])).toEqual([]);
    expect(await at('/data/keyring/kek', '/data/keyring/store', ['/data'])).toEqual(['kek-inside-backup', 'wraps-inside-backup']);
    expect(await at('/etc/keys', '/data/store', ['/data'])).toEqual(['wraps-inside-backup']);
    expect(await at('/data', '/x', ['/data'])).toEqual(['kek-inside-backup']);
    expect(await at('/database', '/data..', ['/data'])).toEqual([]);
  });
});
