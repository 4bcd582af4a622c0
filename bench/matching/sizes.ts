/** What is run at each size of the benchmark. */
export interface Size {
  /** Instances with as few places as seekers' six tenths, with more, and with as many. */
  readonly scarce: readonly string[];
  readonly ample: readonly string[];
  readonly balanced: readonly string[];
  /** Rounds against every peer. */
  readonly rounds: readonly string[];
  /** Instances that no constant of the solver was chosen on, and f8k, on which one was. */
  readonly fresh: readonly string[];
  /** Supporters for the best 20. */
  readonly topk: readonly number[];
  /** Seekers, supporters, workers, runs. */
  readonly candidates: readonly (readonly [seekers: number, supporters: number, workers: number, runs: number])[];
  /** Seekers of the cohort whose pairs are forced, people in the largest circle of groups. */
  readonly explained: number;
  readonly circle: number;
}

const SMALL: Size = {
  scarce: ['s10k'], ample: ['a10k'], balanced: ['b10k'], rounds: ['s1k', 'd1k', 's10k', 'a10k', 'b10k', 'q10k', 'qb10k'], fresh: ['f7k', 'f9k', 'f10k', 'f6k', 'f12k', 'f8k'],
  topk: [100_000], candidates: [[10_000, 2_000, 0, 5], [10_000, 2_000, 2, 5]], explained: 3000, circle: 40,
};
const LARGE: Size = {
  scarce: ['s100k'], ample: ['a100k'], balanced: ['b100k'], rounds: ['s100k', 'a100k', 'b100k', 'd5k'], fresh: [],
  topk: [1_000_000], candidates: [[100_000, 20_000, 2, 2]], explained: 3000, circle: 40,
};
const SIZES: Readonly<Record<string, Size>> = {
  tiny: {
    scarce: ['s1k'], ample: ['a1k'], balanced: ['b1k'], rounds: ['s1k', 'a1k', 'b1k', 'd200'], fresh: ['f1k'],
    topk: [20_000], candidates: [[1000, 200, 0, 2], [1000, 200, 2, 2]], explained: 300, circle: 32,
  },
  small: SMALL,
  large: LARGE,
  all: {
    scarce: [...SMALL.scarce, ...LARGE.scarce], ample: [...SMALL.ample, ...LARGE.ample], balanced: [...SMALL.balanced, ...LARGE.balanced], rounds: [...SMALL.rounds, ...LARGE.rounds], fresh: SMALL.fresh,
    topk: [...SMALL.topk, ...LARGE.topk], candidates: [...SMALL.candidates, ...LARGE.candidates], explained: 3000, circle: 40,
  },
};

/** A size by its name. */
export function sizeNamed(name: string): Size | undefined {
  return SIZES[name];
}

/** Whether an instance is one of a hundred thousand, or the large dense one: fewer repeats, more patience. */
export function isLarge(name: string): boolean {
  return name.endsWith('100k') || name === 'd5k';
}
