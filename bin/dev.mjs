#!/usr/bin/env node
// npm run dev: builds on every change (about a second) and starts the program again, with the demo organisation and the specimen page.
// What runs is the same build as in production, headers and all, so that nothing works here and fails there.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { flags, installed, root, runtime, say } from './ready.mjs';

installed({ dev: true });
process.chdir(root);
process.env.NODE_ENV = 'development';
// The next `npm start` makes a build of its own.
rmSync('dist/.built-from', { force: true });

const { build } = await import('vite');
let program;
let ended = Promise.resolve();
let starting = Promise.resolve();

/** Stops the program that runs, waits for its end, and starts the new one. Changes that come meanwhile wait their turn. */
function restart() {
  starting = starting.then(async () => {
    program?.kill('SIGTERM');
    await ended;
    const args = [...flags, join('dist', 'server', 'companionway.js'), 'start', '--demo', ...process.argv.slice(2)];
    program = spawn(runtime(), args, { stdio: 'inherit', env: { ...process.env, COMPANIONWAY_ROOT: root, COMPANIONWAY_DATA: process.env.COMPANIONWAY_DATA ?? '.data/dev' } });
    ended = new Promise((done) => program.once('exit', done));
  });
}

const built = new Set();
const told = (name) => (event) => {
  if (event.code === 'ERROR') say(`${name}: ${event.error.message}`);
  if (event.code === 'BUNDLE_END') {
    event.result?.close();
    built.add(name);
    if (built.size === 2) restart();
  }
};
const watch = { include: ['src/**', 'migrations/**', 'content/**'], buildDelay: 150 };
(await build({ logLevel: 'warn', mode: 'development', build: { watch } })).on('event', told('pages'));
(await build({ logLevel: 'warn', mode: 'development', build: { ssr: true, watch } })).on('event', told('program'));

// Ctrl-C reaches the program by itself (a second signal would end it at once); a signal from outside is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (signal !== 'SIGINT') program?.kill(signal);
    await ended;
    process.exit(0);
  });
}
