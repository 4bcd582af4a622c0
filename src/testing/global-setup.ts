import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { TestServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's database server is asked for. */
    databaseDoor: string;
  }
}

/**
 * Opens a door and nothing else: the first test that knocks starts the run's one database server, so a run of pure tests
 * never waits for PostgreSQL. It lives in this process, which outlives all workers and stops it at the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'companionway-door-'));
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\companionway-${process.pid}` : join(directory, 'door');
  let server: Promise<TestServer> | undefined;

  const door = createServer((knock) => {
    // Loaded only now: a run of pure tests need not even read the driver.
    server ??= import('./server.ts').then(({ startTestServer }) => startTestServer());
    knock.on('error', () => undefined);
    server.then(
      ({ owner, template, secret }) => knock.end(JSON.stringify({ owner, template, secret })),
      (fault: Error) => knock.end(JSON.stringify({ fault: fault.stack ?? fault.message })),
    );
  });
  await new Promise<void>((resolve) => door.listen(path, resolve));
  project.provide('databaseDoor', path);
  return async () => {
    door.close();
    await server?.then((running) => running.stop(), () => undefined);
    await rm(directory, { recursive: true, force: true });
  };
}
