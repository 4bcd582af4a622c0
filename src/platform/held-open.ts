import { sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Well below the ten seconds after which the server ends a transaction that says nothing (roles.ts). */
const EVERY_MS = 3_000;

/**
 * Waits for something that is worked out elsewhere (a thread, say) and keeps the transaction alive meanwhile: on a busy machine the wait may be longer than
 * the server lets a silent transaction stand, and whoever waited would be told that the database is away.
 */
export async function heldOpen<T>(db: Transaction<Tables>, wait: Promise<T>, everyMs = EVERY_MS): Promise<T> {
  // A transaction that is gone all the same is noticed by what is asked of it next.
  const sign = setInterval(() => void sql`select 1`.execute(db).catch(() => undefined), everyMs);
  try {
    return await wait;
  } finally {
    clearInterval(sign);
  }
}
