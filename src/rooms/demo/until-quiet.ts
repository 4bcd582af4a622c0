import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import type { DemoDrive } from './drive.ts';

/** How often to look again, and how long at most to wait, in milliseconds: a visitor watches. */
const AGAIN_MS = 150;
const MOST_MS = 20_000;

/**
 * Runs the rounds until nothing is left to do: what happened is then all there to see. Once is not enough, because the house's own rounds may be
 * in the middle of the same work on another connection, and whoever finds a row taken leaves it.
 */
export async function runUntilQuiet(house: House, org: string, { runRounds }: DemoDrive): Promise<void> {
  for (let waited = 0; waited <= MOST_MS; waited += AGAIN_MS) {
    await runRounds();
    if (await isQuiet(house, org)) return;
    await sleep(AGAIN_MS);
  }
}

/** Whether every fact was heard and every letter that is due has gone. */
async function isQuiet(house: House, org: string): Promise<boolean> {
  return house.db.within({ org, readOnly: true }, async (db) => {
    const unheard = await db
      .selectFrom('fact')
      .select('fact.id')
      .where('fact.org_id', '=', org)
      .where(sql<boolean>`(fact.xid, fact.id) > (select r.xid, r.id from fact_reader r where r.org_id = ${org}::uuid and r.reader = 'notifications')`)
      .limit(1)
      .executeTakeFirst();
    const unsent = await db
      .selectFrom('notice')
      .select('id')
      .where('org_id', '=', org)
      .where('sent_at', 'is', null)
      .where('dropped_at', 'is', null)
      .where('channel', '<>', 'call')
      .where('next_try_at', '<=', house.clock.now())
      .limit(1)
      .executeTakeFirst();
    return unheard === undefined && unsent === undefined;
  });
}
