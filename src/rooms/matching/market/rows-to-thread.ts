import { startThread } from '../making/start-thread.ts';
import type { ThreadRole } from '../making/thread.ts';
import type { SupporterRead } from './supporter-now.ts';

/** From so many supporters in the first slice on, a thread works through them: reading the answers of thousands takes seconds, and pages are served meanwhile. */
export const MANY = 500;

/** What `rowsToThread` sends: slices of supporters, then one word that says these were all. */
export type ThreadRows = { readonly rows: readonly SupporterRead[] } | { readonly last: unknown };

/** A thread that is handed rows slice by slice and answers once. Rows only pass through here. */
export function rowsToThread<Made>(role: ThreadRole): { take(rows: readonly SupporterRead[]): void; made(last?: unknown): Promise<Made>; end(): void } {
  const worker = startThread(role);
  const say = (word: ThreadRows) => worker.postMessage(word);
  const made = new Promise<Made>((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The thread ended before it was done.')));
  });
  // A thread that fails while rows are still being read is heard once they are.
  made.catch(() => undefined);
  return {
    take: (rows) => say({ rows }),
    made(last = null) {
      worker.ref();
      say({ last });
      return made;
    },
    end: () => void worker.terminate(),
  };
}
