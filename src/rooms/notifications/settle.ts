import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { askForCall } from './calls.ts';
import type { Taken } from './claim.ts';
import { isGivenUp, waitAfter } from './rules.ts';

/** Secrets and addresses are wiped as soon as a notice is over. */
const wiped = { secret: null, to_address: null };

/** It was handed over: what only the letter should carry is wiped here. */
export async function noteHanded(house: House, org: string, taken: Taken): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    await ofThisTry(inside, taken).set({ ...wiped, sent_at: inside.now, trouble: null }).execute();
  });
}

/** It could not be handed over now: tried again after a while that grows. Nothing is lost by a mail server that is away. */
export async function noteLater(house: House, org: string, taken: Taken, trouble: string): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    const last = isGivenUp(taken.dueAt, inside.now);
    await ofThisTry(inside, taken).set({ trouble, next_try_at: last ? inside.now : new Date(inside.now.getTime() + waitAfter(taken.tries)) }).execute();
  });
}

/** It was not even tried, because no letter could go: it waits like the one that was, and this does not count as a try. */
export async function noteUntried(house: House, org: string, taken: Taken, trouble: string): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    await ofThisTry(inside, taken).set({ trouble, tries: taken.tries - 1, next_try_at: new Date(inside.now.getTime() + waitAfter(taken.tries)) }).execute();
  });
}

/** The address will never take it: marked, and the programme's coordinators are told, whatever it was about. */
export async function noteRefused(house: House, org: string, taken: Taken, trouble: string): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    const refused = await ofThisTry(inside, taken)
      .set({ ...wiped, trouble, dropped_at: inside.now, dropped_why: 'refused' })
      .returning(['id', 'person_id', 'programme_id', 'kind', 'about_kind', 'about_id', 'fills'])
      .execute();
    for (const row of refused) await askForCall(inside, row);
  });
}

/** Ends notices that need not go any more. */
export async function drop(inside: Inside, ids: readonly string[], why: string): Promise<Record<never, never>> {
  await inside.db.updateTable('notice').set({ ...wiped, dropped_at: inside.now, dropped_why: why }).where('org_id', '=', inside.org).where('id', 'in', [...ids]).execute();
  return {};
}

/** Only the try that took them may say how it went: a slow node whose lease is over says nothing. */
function ofThisTry(inside: Inside, { notices, tries }: Taken) {
  return inside.db
    .updateTable('notice')
    .where('org_id', '=', inside.org)
    .where('id', 'in', [...notices])
    .where('tries', '=', tries)
    .where('sent_at', 'is', null)
    .where('dropped_at', 'is', null);
}
