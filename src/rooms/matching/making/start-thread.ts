import { Worker } from 'node:worker_threads';
import type { ThreadRole } from './thread.ts';

/** Where the thread's program lies: beside this file when run from source, beside the other built programs otherwise. */
export function threadProgram(): URL {
  const here = new URL(import.meta.url);
  const name = here.pathname.endsWith('.ts') ? './thread.ts' : './matching-thread.js';
  return new URL(name, here);
}

/** Starts a thread. It does not keep the process alive by itself. */
export function startThread(role: ThreadRole): Worker {
  const worker = new Worker(threadProgram(), { workerData: role, execArgv: [], name: `matching-${role.role}` });
  worker.unref();
  return worker;
}
