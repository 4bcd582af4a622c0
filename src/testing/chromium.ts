import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:/Program Files/Google/Chrome/Application/chrome.exe'];

/** Where a whole Chromium is, with its windows: `CHROMIUM`, or a usual place of this system; where there is none, the one of the development dependencies. @throws when there is none at all. */
export async function chromiumPath(): Promise<string> {
  return there(systemChromium() ?? (await packedChromium()));
}

/**
 * The browser of tests: `CHROMIUM`, else the one of the development dependencies where it runs (Linux on x64), else this system's. The one of the dependencies
 * is the same for everybody, and Chromium without windows: the same pages take less than half the processor time (21 looks: 8.5 s instead of 29 s).
 * @throws when there is none.
 */
export async function chromiumForTests(): Promise<string> {
  return there(named() ?? (await packedChromium()) ?? systemChromium());
}

const named = () => [process.env.CHROMIUM ?? ''].find((place) => place !== '' && existsSync(place));
const systemChromium = () => named() ?? places.find((place) => existsSync(place));

function there(found: string | undefined): string {
  if (found === undefined) throw new Error('No Chromium was found. Install one, or name its program in CHROMIUM.');
  return found;
}

/** Unpacks the development dependency's Chromium into `.cache` (two seconds, once). Undefined where it is not there or does not run. */
async function packedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const dependency = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..');
  const { version } = JSON.parse(await readFile(join(dependency, 'package.json'), 'utf8')) as { version: string };
  const directory = join(import.meta.dirname, '..', '..', '.cache', `chromium-${version}`);
  const path = join(directory, 'headless-shell');
  if (!existsSync(path)) {
    await mkdir(directory, { recursive: true });
    // Two runs may unpack at once: each its own file, and whole before it has the name.
    const fresh = `${path}.${randomUUID()}`;
    await pipeline(createReadStream(join(dependency, 'bin', 'chromium.br')), createBrotliDecompress({ chunkSize: 2 ** 21 }), createWriteStream(fresh, { mode: 0o755 }));
    if (spawnSync(fresh, ['--version'], { timeout: 20_000 }).status === 0) await rename(fresh, path);
    else await rm(fresh, { force: true });
  }
  return existsSync(path) ? path : undefined;
}
