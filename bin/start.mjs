// npm start: installs what is missing, builds what changed, then serves. `--demo` serves the demo organisation.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { built, environment, flags, installed, root, runtime } from './ready.mjs';

installed({ dev: false });
built();

const words = process.argv.slice(2);
const child = spawn(runtime(), [...flags, join(root, 'dist', 'server', 'companionway.js'), 'start', ...words], { stdio: 'inherit', env: { ...environment(), COMPANIONWAY_ROOT: root } });
// A key press reaches both; a signal from outside reaches only this process, so it is handed on. The child decides when it is done.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
