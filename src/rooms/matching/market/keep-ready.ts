import { sql } from 'kysely';
import type { House } from '../../../platform/house.ts';
import { type Inside, insideHouse } from '../../../platform/inside.ts';
import { organisations } from '../../../platform/readers.ts';
import { questionsById } from '../../intake/index.ts';
import { programmeOf } from '../../programmes/index.ts';
import { readOf } from '../people.ts';
import { keptSupporters, MOST_KEPT } from './kept-supporters.ts';
import { MANY } from './rows-to-thread.ts';

/** How often kept supporters are looked at when nobody asks. */
const EVERY_MS = 3_600_000;

/**
 * Reads the supporters of the largest programmes when a node starts, and looks each hour who changed, so that no coordinator is the first to ask. Each node
 * does it for itself. A failure is logged and hurts nobody: whoever asks then waits for the reading.
 */
export function keepSupportersReady(house: House): { stop(): void } {
  let stopped = false;
  const look = async () => {
    for (const org of await organisations(house)) {
      for (const programme of await insideHouse(house, org, 'matching.keep-supporters', largest)) {
        if (!stopped) await insideHouse(house, org, 'matching.keep-supporters', (inside) => readyFor(inside, programme));
      }
    }
  };
  const lookAndLog = () => void look().catch((fault: unknown) => {
    if (!stopped) house.log.warn({ message: fault instanceof Error ? fault.message : '' }, 'supporters could not be kept ready');
  });
  lookAndLog();
  const timer = setInterval(lookAndLog, EVERY_MS);
  timer.unref();
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

/** The programmes with most supporters, as many as are kept. */
async function largest({ db, org }: Inside): Promise<readonly string[]> {
  const rows = await db.selectFrom('supporter').select('programme_id').where('org_id', '=', org).where('ended_at', 'is', null).groupBy('programme_id')
    .having(sql<boolean>`count(*) >= ${MANY}`).orderBy(sql`count(*)`, 'desc').limit(MOST_KEPT).execute();
  return rows.map(({ programme_id }) => programme_id);
}

async function readyFor(inside: Inside, id: string): Promise<void> {
  const { criteria, reads } = await readOf(inside, await programmeOf(inside, id), await questionsById(inside, id));
  // What days without anybody new are worth changes with every moment; no index keeps that.
  if (!criteria.some(({ method }) => method === 'idle')) await keptSupporters(inside, reads, criteria);
}
