import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The benchmark's own folder for instances, compiled peers and npm packages; never committed. */
export const CACHE = fileURLToPath(new URL('../../.cache/matching-bench/', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What one solver reported about one instance. */
export interface Measured {
  peer: string;
  /** CPU time of the solve, best of the repeats, in milliseconds. */
  cpu_ms: number;
  matched: number;
  total: number;
  /** Peak memory of the whole process, in megabytes. */
  rss_mb: number;
}

/** Runs a program and reads the JSON on its last line; `undefined` when it fails or takes longer than allowed. */
export function measure<T = Measured>(command: string, args: readonly string[], seconds: number): T | undefined {
  const { status, stdout } = spawnSync(command, args, {
    cwd: CACHE,
    timeout: seconds * 1000,
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = stdout?.trim().split('\n').at(-1) ?? '';
  return status === 0 && line.startsWith('{') ? (JSON.parse(line) as T) : undefined;
}

/** Runs one of the benchmark's own scripts in a process of its own. */
export function script<T = Measured>(name: string, args: readonly string[], seconds: number): T | undefined {
  return measure<T>(process.execPath, ['--max-old-space-size=8000', join(HERE, name), ...args], seconds);
}

/** Compiles a C++ peer when its source is newer; `undefined` where there is no compiler or the library is missing. */
export function compiled(name: string): string | undefined {
  mkdirSync(CACHE, { recursive: true });
  const program = join(CACHE, name);
  const source = join(HERE, 'peers', `${name}.cpp`);
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  const built = ['-lemon', ''].some(
    (library) =>
      spawnSync('g++', ['-O3', '-march=native', '-std=c++17', '-o', program, source, ...(library ? [library] : [])], { stdio: 'ignore' })
        .status === 0,
  );
  return built ? program : undefined;
}

/** Installs npm peers into the cache folder once. False where that is not possible. */
export function npmPeers(names: readonly string[]): boolean {
  mkdirSync(CACHE, { recursive: true });
  if (names.every((name) => existsSync(join(CACHE, 'node_modules', name.replace(/@[^@]+$/, ''))))) return true;
  spawnSync('npm', ['init', '-y'], { cwd: CACHE, stdio: 'ignore' });
  return spawnSync('npm', ['install', '--no-audit', '--no-fund', ...names], { cwd: CACHE, stdio: 'ignore' }).status === 0;
}

/** Whether Python with SciPy is there. */
export function scipyIsThere(): boolean {
  return spawnSync('python3', ['-c', 'import scipy'], { stdio: 'ignore' }).status === 0;
}

/** A peer's source file. */
export function peerFile(name: string): string {
  return join(HERE, 'peers', name);
}
