/** The matching engine's own benchmark, in a process of its own: node bin/bench.mjs matching [small|large|all]. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs it and prints what it prints. */
export function run(args: readonly string[]): void {
  spawnSync(process.execPath, [join(process.cwd(), 'bench/matching/main.ts'), ...args], { stdio: 'inherit' });
}
