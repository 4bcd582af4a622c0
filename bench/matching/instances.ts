import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../packages/matching/src/cli/main.ts';
import { CACHE } from './processes.ts';

/** The benchmark's instances with their proved optima (matched, total), number first. */
export const INSTANCES: Record<string, { made: readonly string[]; lexi?: readonly [number, number] }> = {
  s1k: { made: ['--n', '1000'], lexi: [530, 3_391_714] },
  a1k: { made: ['--n', '1000', '--m', '400'] },
  b1k: { made: ['--n', '1000', '--m', '333'] },
  f1k: { made: ['--n', '1100', '--m', '350', '--seed', '31'] },
  d200: { made: ['--dense', '200'] },
  s10k: { made: ['--n', '10000'], lexi: [5787, 42_724_696] },
  a10k: { made: ['--n', '10000', '--m', '4000'], lexi: [9858, 71_938_065] },
  b10k: { made: ['--n', '10000', '--m', '3333'], lexi: [9629, 67_999_592] },
  q10k: { made: ['--n', '10000', '--quant', '1000'], lexi: [5787, 43_001] },
  qb10k: { made: ['--n', '10000', '--m', '3333', '--quant', '1000'], lexi: [9629, 68_698] },
  d1k: { made: ['--dense', '1000'], lexi: [1000, 7_031_144] },
  // Not used to choose any constant of the solver; the peer's answer is what ours is checked against.
  f7k: { made: ['--n', '7000', '--m', '2100', '--seed', '21'] },
  f9k: { made: ['--n', '9000', '--m', '2850', '--seed', '22'] },
  f8k: { made: ['--n', '8000', '--m', '2000', '--capmin', '0', '--capmax', '8', '--kmin', '2', '--kmax', '15', '--seed', '23'] },
  f6k: { made: ['--n', '6000', '--m', '2050', '--kmin', '2', '--kmax', '15', '--seed', '57'] },
  f12k: { made: ['--n', '12000', '--m', '3000', '--capmin', '0', '--capmax', '8', '--kmin', '2', '--kmax', '12', '--seed', '58'] },
  f10k: { made: ['--n', '10000', '--m', '3333', '--seed', '3'] },
  s100k: { made: ['--n', '100000'], lexi: [59_983, 488_291_762] },
  a100k: { made: ['--n', '100000', '--m', '40000'], lexi: [99_814, 805_680_426] },
  b100k: { made: ['--n', '100000', '--m', '33333'], lexi: [99_765, 785_862_544] },
  d5k: { made: ['--dense', '5000'], lexi: [5000, 37_834_298] },
};

/** Makes an instance where it is not there yet; returns its name without ending. */
export function instanceFile(name: string): string {
  const folder = join(CACHE, 'instances');
  mkdirSync(folder, { recursive: true });
  const prefix = join(folder, name);
  const known = INSTANCES[name];
  if (!known) throw new Error(`no instance ${name}`);
  if (!existsSync(`${prefix}.bin`))
    run(
      ['generate', prefix, ...known.made],
      () => undefined,
      (said) => console.error(said),
    );
  return prefix;
}
