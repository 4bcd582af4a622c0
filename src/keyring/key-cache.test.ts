import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyCache } from './key-cache.ts';

const clock = { at: 0 };
const cacheOf = (most: number, keepFor = 1000): KeyCache => new KeyCache({ most, keepFor }, () => clock.at);
const key = (id: string) => ({ id, bytes: Buffer.alloc(32, id) });

it('hands out copies, so that wiping never reaches a key in use', () => {
  const cache = cacheOf(2);
  cache.put('s', key('a'));
  const copy = cache.get('s', 'a');
  cache.wipeWhere(() => true);
  expect(copy?.bytes).toEqual(Buffer.alloc(32, 'a'));
  expect(cache.get('s', 'a')).toBeNull();
});

it('overwrites with zeros what it puts away', () => {
  const cache = cacheOf(1);
  const kept: Uint8Array[] = [];
  const { alloc } = Buffer;
  Buffer.alloc = (...told: Parameters<typeof alloc>) => {
    const made = alloc(...told);
    kept.push(made);
    return made;
  };
  const given = key('a');
  kept.length = 0;
  cache.put('s', given);
  Buffer.alloc = alloc;
  expect(kept.map((bytes) => bytes[0])).toEqual(['a'.charCodeAt(0)]);
  cache.put('s', key('b'));
  expect(kept.map((bytes) => [...bytes].every((byte) => byte === 0))).toEqual([true]);
});

it('keeps nothing alive beside a key: each has memory of its own', () => {
  const cache = cacheOf(10);
  cache.put('s', { id: 'a', bytes: Buffer.allocUnsafe(32).fill(7) });
  expect(cache.get('s', 'a')?.bytes.buffer.byteLength).toBe(32);
});

it('keeps sessions apart, and the house apart from every session', () => {
  const cache = cacheOf(10);
  cache.put('one', key('a'));
  cache.put(null, key('b'));
  expect([cache.get('two', 'a'), cache.get(null, 'a'), cache.get('one', 'b'), cache.get('', 'b')]).toEqual([null, null, null, null]);
});

it('keeps a key for its time from when it was opened, however often it is used', () => {
  const cache = cacheOf(10, 100);
  cache.put('s', key('a'));
  clock.at += 60;
  expect(cache.get('s', 'a')).not.toBeNull();
  clock.at += 60;
  expect(cache.get('s', 'a')).toBeNull();
  cache.put('s', key('b'));
  clock.at += 100;
  cache.wipeOld();
  expect(cache.size).toBe(0);
});

it('never keeps more than its limit, and puts away the least used first', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('put', 'get'), fc.constantFrom('a', 'b', 'c', 'd', 'e'))), (steps) => {
    const [cache, used] = [cacheOf(3), [] as string[]];
    for (const [step, id] of steps) {
      const at = used.indexOf(id);
      if (step === 'put' || at >= 0) used.push(...(at >= 0 ? used.splice(at, 1) : [id]));
      if (step === 'put') cache.put('s', key(id));
      else expect(cache.get('s', id) !== null).toBe(at >= 0);
      if (used.length > 3) used.shift();
      expect(cache.size).toBe(used.length);
    }
  }));
});
