import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { House } from '../platform/house.ts';
import { readFacts as readOnce, type FactReader } from '../platform/readers.ts';
import { sealTrail as sealOnce } from '../rooms/witness/index.ts';

const PATIENCE_MS = 20_000;

/**
 * Waits until everything committed so far may be read in order, and stays so. Tests share a server, and a neighbour's transaction that was begun before
 * holds readers back for the instant in which it ends (`settled_before()` then cannot know whose it was): the house comes again a moment later, a test
 * reads once. So this waits until every older transaction of the whole server is over; after twenty seconds it lets the test see for itself.
 */
export async function settled(house: Pick<House, 'db'>): Promise<void> {
  const { rows } = await sql<{ mine: string }>`select pg_current_xact_id()::text as mine`.execute(house.db.app);
  const mine = rows[0]?.mine ?? '0';
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(5)) {
    const { rows: [now] } = await sql<{ over: boolean }>`select pg_snapshot_xmin(pg_current_snapshot()) > ${mine}::xid8 as over`.execute(house.db.app);
    if (now?.over === true) return;
  }
}

/** What the house's round does with a reader, after everything committed so far has settled. */
export async function readFacts(house: House, org: string, reader: FactReader): Promise<number> {
  await settled(house);
  return readOnce(house, org, reader);
}

/** What the house's round does with the trail, after everything committed so far has settled. */
export async function sealTrail(house: House, org: string): Promise<number> {
  await settled(house);
  return sealOnce(house, org);
}
