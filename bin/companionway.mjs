#!/usr/bin/env node
// npx companionway <command>: the command line. Installs and builds first when the checkout is fresh.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, flags, installed, root, runtime } from './ready.mjs';

installed({ dev: false });
built();
const run = spawnSync(runtime(), [...flags, join(root, 'dist', 'server', 'companionway.js'), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, COMPANIONWAY_ROOT: root } });
process.exit(run.status ?? 1);
