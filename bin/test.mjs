// npm test: installs what is missing, builds, then runs every test, browser included. Words after `--` go to the test runner.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, installed, root, runtime } from './ready.mjs';

installed({ dev: true });
built();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(runtime(), [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 1);
