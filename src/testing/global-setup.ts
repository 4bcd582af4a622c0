import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { TestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's database server is asked for. */
    databaseDoor: string;
    /** Where the browser that tests use is asked for. */
    chromiumDoor: string;
  }
}

/**
 * Opens two doors and nothing else. The first test that knocks at one starts the run's one database server, so a run of pure tests
 * never waits for PostgreSQL; it lives in this process, which outlives all workers and stops it at the end. Behind the other the
 * browser is unpacked, once for all workers.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'companionway-door-'));
  const place = (name: string) => (process.platform === 'win32' ? `\\\\.\\pipe\\${basename(directory)}-${name}` : join(directory, name));
  let server: Promise<TestServer> | undefined;
  // Loaded only when somebody knocks: a run of pure tests need not even read the driver.
  const database = async () => {
    const { owner, template, secret } = await (server ??= import('./server.ts').then(({ startTestServer }) => startTestServer()));
    return { owner, template, secret };
  };
  const chromium = async () => ({ path: await (await import('./chromium.ts')).chromiumForTests() });
  const doors = [await openDoor(place('database'), database), await openDoor(place('chromium'), chromium)];
  project.provide('databaseDoor', place('database'));
  project.provide('chromiumDoor', place('chromium'));
  return async () => {
    for (const door of doors) door.close();
    await server?.then((running) => running.stop(), () => undefined);
    await rm(directory, { recursive: true, force: true });
  };
}

/** Answers whoever knocks with what the work gives, which is done once, or with why it could not. */
async function openDoor(path: string, work: () => Promise<object>): Promise<Server> {
  let answer: Promise<object> | undefined;
  const door = createServer((knock) => {
    knock.on('error', () => undefined);
    (answer ??= work()).then(
      (found) => knock.end(JSON.stringify(found)),
      (fault: Error) => knock.end(JSON.stringify({ fault: fault.stack ?? fault.message })),
    );
  });
  await new Promise<void>((resolve) => door.listen(path, resolve));
  return door;
}
