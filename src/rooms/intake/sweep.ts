import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { forget } from './answer-question.ts';

/** How long something half written is kept after it was last touched, in days. The pages say so. */
export const DRAFT_DAYS = 30;

const BATCH = 100;

/** Forgets what was half written and not touched for 30 days, with the person who existed only for it. Gives back how many. Safe on many nodes. */
export async function sweepSheets(house: House, org: string): Promise<number> {
  for (let total = 0; ; ) {
    const found = await insideHouse(house, org, 'half-written', forgetSome);
    total += found;
    if (found < BATCH) return total;
  }
}

async function forgetSome(inside: Inside): Promise<number> {
  const rows = await inside.db
    .selectFrom('sheet')
    .select(['id', 'person_id'])
    .where('org_id', '=', inside.org)
    .where('sent_at', 'is', null)
    .where('changed_at', '<', new Date(inside.now.getTime() - DRAFT_DAYS * 86_400_000))
    .orderBy('changed_at')
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id, person_id } of rows) await forget(inside, { id, person: person_id });
  return rows.length;
}
