import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { type EmbeddedOptions, type EmbeddedServer, superviseServer } from '../platform/postgres/supervise.ts';
import { testDirectory } from './directory.ts';
import { openHouses } from './open-houses.ts';

/** An embedded server as the app has it, and what it said; stopped at the end of the test file. */
export interface WatchedServer extends EmbeddedServer {
  readonly data: string;
  readonly progress: string[];
}

/** Starts one on a directory of its own, or on the one given. */
export async function embeddedServer(options: Partial<EmbeddedOptions> = {}): Promise<WatchedServer> {
  const data = options.data ?? (await testDirectory());
  const progress: string[] = [];
  const server = await superviseServer({ space: { ballastBytes: 0 }, ...options, data, onProgress: (code) => void progress.push(code) });
  openHouses.add({ close: () => server.stop() });
  return { ...server, data, progress };
}

/** An app in a process of its own that owns a server and can be killed. */
export interface OtherApp {
  readonly pid: number;
  readonly serverPid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a supervisor in another process; `SIGINT` stops it in order, as the app does on Ctrl-C. */
export async function otherApp(data: string): Promise<OtherApp> {
  const supervise = pathToFileURL(join(import.meta.dirname, '..', 'platform', 'postgres', 'supervise.ts'));
  const program = `
    const { superviseServer } = await import(${JSON.stringify(supervise.href)});
    const server = await superviseServer({ data: process.argv[1], space: { ballastBytes: 0 } });
    process.on('SIGINT', () => server.stop().then(() => process.exit(0)));
    console.log(server.pid());
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  openHouses.add({ close: async () => void child.kill('SIGKILL') });
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`exit ${code}`)))])) as [Buffer];
  return {
    pid: child.pid ?? 0,
    serverPid: Number(said.toString()),
    async kill(signal) {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

/** Waits until something holds. @throws when it does not within the time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (Date.now() > end) throw new Error(`Did not happen within ${withinMs} ms.`);
  }
}
