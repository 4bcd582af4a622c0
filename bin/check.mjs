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
// Says so and goes on where the registry's advisories cannot be asked; fails only for a hole that is past its time.
const advisories = spawnSync(process.execPath, [join(root, 'bin', 'advisories.mjs')], { cwd: root, stdio: 'inherit' });
console.error(advisories.status === 0 ? 'known holes: fine, or not known here' : 'known holes: see above');
process.exit(failed || advisories.status !== 0 ? 1 : 0);
