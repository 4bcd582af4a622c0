import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ThreadRole } from './thread.ts';

/** Where the thread's program lies: beside this file when run from source, beside the other built programs otherwise. */
export function threadProgram(): URL {
  const here = new URL(import.meta.url);
  const name = here.pathname.endsWith('.ts') ? './thread.ts' : './matching-thread.js';
  return new URL(name, here);
}

/**
 * Starts a thread. It does not keep the process alive by itself. The limit on memory that the program is started with (bin/ready.mjs) is for the thread that
 * serves pages and was settled when that began; a thread asks for it when it begins, so it is lifted before: a round takes what a round needs.
 */
export function startThread(role: ThreadRole): Worker {
  setFlagsFromString('--max-old-space-size=0');
  const worker = new Worker(threadProgram(), { workerData: role, execArgv: [], name: `matching-${role.role}` });
  worker.unref();
  return worker;
}
