// npm run check: types, lint, dead code. Installs what is missing first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed, root, runtime } from './ready.mjs';

installed({ dev: true });

const steps = [
  ['types', ['typescript', 'bin/tsc'], ['-b', '.']],
  ['types of the browser’s code', ['typescript', 'bin/tsc'], ['-p', 'src/browser']],
  ['lint', ['oxlint', 'bin/oxlint'], ['--deny-warnings', 'src', 'packages', 'guards', 'journeys', 'seed', 'bench']],
  ['dead code', ['knip', 'bin/knip.js'], ['--include=files,dependencies,unlisted,unresolved']],
];
let failed = false;
for (const [what, [name, file], words] of steps) {
  const here = words.filter((word) => word.startsWith('-') || word === '.' || existsSync(join(root, word)));
  const run = spawnSync(runtime(), [join(root, 'node_modules', name, file), ...here], { cwd: root, stdio: 'inherit' });
  console.error(run.status === 0 ? `${what}: fine` : `${what}: see above`);
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
