// node bin/bench.mjs road [--people N] [--messages N]: the benchmarks, one command each. They print ratios and figures, and never judge.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { built, environment, flags, installed, root, runtime, stop } from './ready.mjs';

installed({ dev: true });
built();
if (process.argv[3] === '--inside') {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(root, 'bench', `${process.argv[2]}.ts`));
  await module.run(process.argv.slice(4), flags);
  process.exit(process.exitCode);
}
const name = process.argv[2] ?? '';
if (!existsSync(join(root, 'bench', `${name}.ts`))) stop(`There is no benchmark called ${name}. There are: road, rounds, trail, durability, crypto, and the engine’s own (bench/matching).`);
process.exit(spawnSync(runtime(), ['--expose-gc', import.meta.filename, name, '--inside', ...process.argv.slice(3)], { cwd: root, stdio: 'inherit', env: environment() }).status ?? 1);
