// Makes a fresh checkout ready: the right Node, the dependencies, a build. Runs on any Node from 20 on and needs nothing installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');
const windows = process.platform === 'win32';

/** The oldest Node that can run the installer, and the oldest that can run the program when no pinned one is installed. */
const INSTALLER = 20;
const RUNTIME = [24, 11];

/** Says what is wrong and what to do, and ends with exit code 1. */
export function stop(...sentences) {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

/** One line, on the screen of whoever started this. */
export function say(sentence) {
  if (process.env.COMPANIONWAY_QUIET !== '1') console.error(sentence);
}

/** The Node that runs the program: the pinned one from the dependencies, else this one when it is new enough. */
export function runtime() {
  const platform = { linux: 'linux', win32: 'win' }[process.platform];
  const pinned = platform && join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', windows ? 'node.exe' : 'node');
  if (pinned && existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > RUNTIME[0] || (major === RUNTIME[0] && minor >= RUNTIME[1])) return process.execPath;
  return stop(
    `This machine's Node is ${process.versions.node}. Companionway needs Node ${RUNTIME.join('.')} or later here, since no pinned one exists for ${process.platform} ${process.arch}.`,
    'Install it from your system or from nodejs.org, then start again.',
  );
}

/**
 * What the program's Node is told. Left to itself, V8 lets the space for young objects grow to 128 MB on a large machine, and lets four times what is in use pile
 * up before it tidies. The lower its limit, the earlier it does: 1.6 times at 1 GB, which is ten times what pages need and twice what the largest sheet somebody
 * may bring needs. Rounds of matching run in threads that are freed of it (src/rooms/matching/making/start-thread.ts). docs/decisions/2026-11-22-fast-pages.md
 */
export const flags = ['--enable-source-maps', '--max-semi-space-size=8', '--max-old-space-size=1024'];

/** The environment of the program. The C library is to keep two heaps for its threads instead of sixteen, and to give back at once what is free at their ends. */
export function environment() {
  return { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', ...process.env };
}

/**
 * Installs the dependencies when they are missing or when the lock file changed since.
 * @param {{ dev: boolean }} what `dev`: also what tests need.
 */
export function installed({ dev }) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < INSTALLER) stop(`This is Node ${process.versions.node}. Please install Node ${INSTALLER} or later, then start again.`);
  const lock = readFileSync(join(root, 'package-lock.json'));
  const mark = `${createHash('sha256').update(lock).digest('hex').slice(0, 16)} ${dev ? 'all' : 'program'}`;
  const markFile = join(root, 'node_modules', '.companionway-installed');
  const found = existsSync(markFile) ? readFileSync(markFile, 'utf8') : '';
  if (found === mark || found === mark.replace('program', 'all')) return;
  if (found === '' && existsSync(join(root, 'node_modules', '.package-lock.json')) && everythingThere({ dev })) return;

  room(dev ? 1500 : 700, 'to install what it needs');
  say(dev ? 'Installing what the program and its tests need. The first time takes a minute.' : 'Installing what the program needs. The first time takes half a minute.');
  const npm = windows ? 'npm.cmd' : 'npm';
  const asked = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', ...(dev ? ['--include=dev'] : ['--omit=dev'])];
  const run = spawnSync(npm, asked, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: windows, env: { ...process.env, NODE_ENV: '' } });
  if (run.error !== undefined) stop('npm was not found. It comes with Node; please install both, then start again.');
  if (run.status !== 0) stop('The installation did not finish. The reason stands above. Once it is mended, start again: nothing needs cleaning up.');
  writeFileSync(markFile, mark);
}

/** Whether an installation made by hand already has all that the package names. */
function everythingThere({ dev }) {
  const named = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = Object.keys({ ...named.dependencies, ...(dev ? named.devDependencies : {}) });
  return wanted.every((name) => existsSync(join(root, 'node_modules', name, 'package.json')));
}

/** Builds the program when its sources changed since the last build. */
export function built() {
  const mark = sourcesMark();
  const markFile = join(root, 'dist', '.built-from');
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return;
  room(100, 'to build the program');
  say('Building the pages. This takes a few seconds.');
  rmSync(markFile, { force: true });
  const run = spawnSync(runtime(), [join(root, 'bin', 'build.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) stop('The program could not be built. The reason stands above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(markFile, mark);
}

/** A fingerprint of everything the build reads: paths, sizes and times, which is quick, and enough to notice a change. */
function sourcesMark() {
  const hash = createHash('sha256');
  const look = (path) => {
    const here = statSync(path);
    if (here.isDirectory()) for (const name of readdirSync(path).sort()) look(join(path, name));
    else hash.update(`${path.slice(root.length)} ${here.size} ${Math.round(here.mtimeMs)}\n`);
  };
  for (const part of ['src', 'content', 'migrations', 'packages/matching/src', 'package-lock.json', 'vite.config.ts', 'bin/build.mjs']) {
    if (existsSync(join(root, part))) look(join(root, part));
  }
  return hash.digest('hex');
}

/** Stops kindly when the disk has less than so many megabytes left. */
function room(megabytes, why) {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < megabytes) stop(`There are ${free} MB free on this disk and about ${megabytes} MB are needed ${why}. Please make some room, then start again. Nothing was changed.`);
}

export { cache };
