import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRecoveryShares, isSealedToShares, openWithShares, recoveryKeyIn, sealToShares } from './recovery.ts';
import { joinShares, setName, splitIntoShares } from './shares.ts';
import { noon, spareDirectory } from './testing.ts';

describe('paper shares', () => {
  it('give the secret back from any two of three, in any order, also as somebody types them', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom([0, 1], [1, 2], [2, 0], [0, 1, 2]), async (secret, which) => {
      const shares = await splitIntoShares(secret, Buffer.from([1, 2, 3, 4]));
      const typed = which.map((at) => `On this paper: ${(shares[at] ?? '').toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`);
      expect((await joinShares(typed)).secret).toEqual(Buffer.from(secret));
    }), { numRuns: 200 });
  });

  it('say nothing alone: for any other secret there is a second share that fits the first', async () => {
    const secret = randomBytes(32);
    const [one = ''] = await splitIntoShares(secret, randomBytes(4));
    await expect(joinShares([one])).rejects.toThrow('Two different');
    await expect(joinShares([one, one])).rejects.toThrow('Two different');
    expect(one.replaceAll('-', '')).not.toContain(secret.toString('hex').toUpperCase());
    // The numbers of one share are as good as dice: over many splittings of one secret each byte takes many values.
    const firsts = await Promise.all(Array.from({ length: 200 }, async () => (await splitIntoShares(secret, Buffer.alloc(4)))[0]?.slice(10, 14)));
    expect(new Set(firsts).size).toBeGreaterThan(190);
  });

  it('printed before a library did the arithmetic open as ever', async () => {
    const papers = ['043G-E1R7-Q5DD-G00Z-BDRG-4PN7-XHD8-NBQD-R0SB-0F7Y-ME69-T4YV-W8NV-57YB-9QC0-GMB4', '083G-E1R7-JM63-VBWH-TSSA-E97T-AMGP-ZXKB-ZFWC-7NW7-YYWB-FCSH-QZXD-SBGR-Z8D0-RGXM', '0C3G-E1R7-F0Z9-FJQB-NNSW-83HR-SC4C-ADZ0-3EZ1-Q3JS-69EN-HMWY-FPTG-YJ50-JYPK-MYFT'];
    for (const two of [[0, 1], [1, 2], [2, 0], [0, 1, 2]]) expect((await joinShares(two.map((at) => papers[at] ?? ''))).secret.toString()).toBe('Three papers of the first days o');
  });

  it('of another set, or with a letter mistyped, are refused and not mixed', async () => {
    const [a, b] = [await splitIntoShares(randomBytes(32), Buffer.from([1, 1, 1, 1])), await splitIntoShares(randomBytes(32), Buffer.from([2, 2, 2, 2]))];
    await expect(joinShares([a[0] ?? '', b[1] ?? ''])).rejects.toThrow('belong together');
    for (const at of [0, 7, 30, 60, 77]) {
      const letter = a[0]?.[at] ?? '';
      const wrong = `${a[0]?.slice(0, at)}${letter === '-' ? 'A' : letter === '7' ? '8' : '7'}${a[0]?.slice(at + 1)}`;
      await expect(joinShares([wrong, a[1] ?? ''])).rejects.toThrow('mistyped');
    }
    expect(setName(Buffer.from([1, 1, 1, 1]))).not.toBe(setName(Buffer.from([2, 2, 2, 2])));
  });
});

describe('what is encrypted to the shares', () => {
  it('opens with two of them, and with nothing on this machine', async () => {
    const spare = await spareDirectory();
    const { shares } = await makeRecoveryShares(spare.path, noon);
    const recovery = await recoveryKeyIn(spare.path);
    expect(recovery?.made).toBe(noon);
    const files = new Map([['store/wraps-1', randomBytes(5000)], ['kek/a', Buffer.from('a key')]]);
    const sealed = await sealToShares(recovery?.publicKey ?? Buffer.alloc(32), files);
    expect(isSealedToShares(sealed)).toBe(true);
    expect(sealed.includes('a key')).toBe(false);
    for (const two of [[0, 1], [0, 2], [1, 2]]) expect(await openWithShares(sealed, two.map((at) => shares[at] ?? ''))).toEqual(files);
    const changed = Buffer.from(sealed);
    changed[sealed.length - 3] = (changed[sealed.length - 3] ?? 0) ^ 1;
    await expect(openWithShares(changed, [...shares])).rejects.toThrow('changed');
    const later = await makeRecoveryShares(spare.path, noon);
    await expect(openWithShares(sealed, [...later.shares])).rejects.toThrow('other shares');
    await spare.remove();
  });
});
