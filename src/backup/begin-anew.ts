import type { LedgerLine } from '../platform/erasure-ledger.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';
import { connectPastWalls, setTriggers } from './content.ts';
import { eraseAgain } from './erase-again.ts';
import { goOnReading } from './go-on-reading.ts';
import { goOnSealing } from './go-on-sealing.ts';
import { passBy } from './put-back-content.ts';

/**
 * What a database needs that was brought back as a whole, by our archive or by other tools, before anybody is served: everybody signs in anew, facts and trail go
 * on where they stood (the trail under a new name, since the keyring signs no second history of the old one), and what was erased is erased again at the next start.
 * @returns how many erasures wait.
 */
export async function beginAnew(owner: ServerAddress, erased: readonly LedgerLine[]): Promise<number> {
  const connection = await connectPastWalls(owner);
  try {
    await connection.query('begin');
    await setTriggers(connection, 'disable');
    const [read, sealed] = [await goOnReading(connection), await goOnSealing(connection, true)];
    await connection.query('update session set ended_at = now() where ended_at is null');
    await setTriggers(connection, 'enable');
    await connection.query('commit');
    await passBy(connection, read > sealed ? read : sealed);
  } finally {
    await connection.end();
  }
  return eraseAgain(owner, erased);
}
