#!/usr/bin/env node
// npx companionway <command>: the command line. Installs and builds first when the checkout is fresh.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { built, environment, flags, installed, root, runtime } from './ready.mjs';

installed({ dev: false });
built();
const child = spawn(runtime(), [...flags, join(root, 'dist', 'server', 'companionway.js'), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...environment(), COMPANIONWAY_ROOT: root } });
// As in start.mjs: a key press reaches both, a signal from outside is handed on, and the child decides when it is done.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
