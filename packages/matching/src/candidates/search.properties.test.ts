import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndex } from './build.ts';
import { finder } from './search.ts';
import { anyCriteria, anySeeker, anySupporters } from '../people/anybody.ts';
import { rank } from '../people/rank.ts';

const now = Date.UTC(2026, 2, 6, 12);

test('the index finds exactly the people that ranking everybody finds, in the same order, and removes the same people', () => {
  fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, fc.integer({ min: 0, max: 12 }), fc.constantFrom(1, 3, 48), (seeker, supporters, criteria, k, rowsPerBlock) => {
    const context = { now, provided: ['captions'] }, slow = rank(seeker, supporters, criteria, { now }, { limit: k, provided: ['captions'] });
    const fast = finder(buildIndex(supporters, criteria, context, rowsPerBlock));
    expect(fast.best(seeker, k)).toEqual(slow.chosen.map(({ supporterId, score }) => ({ supporterId, score })));
    expect(fast.removed(seeker)).toEqual(slow.removed);
  }), { numRuns: 600 });
});
