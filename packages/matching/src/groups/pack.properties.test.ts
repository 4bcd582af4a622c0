import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from './pack.ts';
import { type Packing, pricesOf } from './prices.ts';

/** Any possible groups of three among up to eleven people, with worths that nearly tie. */
const anyPacking: fc.Arbitrary<Packing> = fc.integer({ min: 3, max: 11 }).chain((people) => fc.uniqueArray(
  fc.uniqueArray(fc.integer({ min: 0, max: people - 1 }), { minLength: 3, maxLength: 3 }).map((m) => m.sort((a, b) => a - b)), { maxLength: 60, size: 'max', selector: (m) => m.join() },
).chain((groups) => fc.array(fc.integer({ min: 0, max: 12 }), { minLength: groups.length, maxLength: groups.length }).map((more) => ({
  people, size: 3, rooms: Math.floor(people / 3), count: groups.length, members: Int32Array.from(groups.flat()), worth: Float64Array.from(more, (w) => 100 + w),
}))));

function bestByTrying({ count, members, worth }: Packing, from = 0, taken = 0): number {
  let best = 0;
  for (let g = from; g < count; g++) {
    const mask = (1 << members[3 * g]) | (1 << members[3 * g + 1]) | (1 << members[3 * g + 2]);
    if ((taken & mask) === 0) best = Math.max(best, worth[g] + bestByTrying({ count, members, worth } as Packing, g + 1, taken | mask));
  }
  return best;
}

const nothing = { chosen: [], worth: 0 };

test('branching alone finds the best choice and proves it', () => {
  fc.assert(fc.property(anyPacking, (packing) => {
    const best = bestByTrying(packing), found = pack(packing, nothing, { branches: 1e6, tries: 0, seed: 1 });
    expect(found).toMatchObject({ worth: best, bound: best, proved: true });
    expect(found.chosen.reduce((sum, g) => sum + packing.worth[g], 0)).toBe(best);
    expect(new Set(found.chosen.flatMap((g) => [...packing.members.subarray(3 * g, 3 * g + 3)])).size).toBe(3 * found.chosen.length);
  }), { numRuns: 300 });
});

test('prices cover every group however early the method stops, so the bound is never too low', () => {
  fc.assert(fc.property(anyPacking, fc.integer({ min: 0, max: 12 }), (packing, pivots) => {
    const price = pricesOf(packing, pivots), { people, members, worth } = packing;
    expect(price.every((p) => p >= 0)).toBe(true);
    for (let g = 0; g < packing.count; g++) expect(price[people] + price[members[3 * g]] + price[members[3 * g + 1]] + price[members[3 * g + 2]]).toBeGreaterThanOrEqual(worth[g] - 1e-9);
    const { bound, worth: found } = pack(packing, nothing, { branches: 0, tries: 5, seed: 2 });
    expect(bound).toBeGreaterThanOrEqual(bestByTrying(packing));
    expect(found).toBeLessThanOrEqual(bestByTrying(packing));
  }), { numRuns: 300 });
});
