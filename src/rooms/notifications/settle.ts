import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { askForCall } from './calls.ts';
import type { Taken } from './claim.ts';
import { IN_HAND_MS, isGivenUp, waitAfter } from './rules.ts';

/** Secrets and addresses are wiped as soon as a notice is over. */
const wiped = { secret: null, to_address: null };
/** What a letter has noted whose last byte went, and of which nobody can say whether it arrived. */
export const MAY_HAVE_ARRIVED = 'may-have-arrived';

/**
 * Writes down that the end of a letter goes now, and says whether it may: only if all its notices still stand, in this very try. Committed before the end goes,
 * so that a process killed afterwards leaves a letter that nobody sends again.
 */
export async function noteGoing(house: House, org: string, taken: Taken): Promise<boolean> {
  return house.db.within({ org }, async (db) => {
    const { rows } = await sql<{ all: boolean }>`
      with standing as (
        select id from notice where org_id = ${org} and id = any(${[...taken.notices]}::uuid[]) and tries = ${taken.tries} and sent_at is null and dropped_at is null and handing_over_at is null for update
      ), going as (
        update notice set handing_over_at = ${house.clock.now()} where org_id = ${org} and id = any(${[...taken.notices]}::uuid[]) and (select count(*) from standing) = ${taken.notices.length} returning id
      )
      select count(*) = ${taken.notices.length} as all from going`.execute(db);
    return rows[0]?.all === true;
  });
}

/** What went out of a process that was killed before it could say how it fared: it may have arrived, and is not sent again. */
export async function noteSilent(inside: Inside): Promise<void> {
  const { numUpdatedRows } = await inside.db
    .updateTable('notice')
    .set((e) => ({ ...wiped, sent_at: e.ref('handing_over_at'), trouble: MAY_HAVE_ARRIVED }))
    .where('org_id', '=', inside.org)
    .where('sent_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('handing_over_at', '<=', new Date(inside.now.getTime() - IN_HAND_MS))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) inside.scene.house.log.warn({ notices: Number(numUpdatedRows) }, 'letters may have arrived');
}

/** Waits between tries to write down how a letter fared, in milliseconds: a database that was killed is back by then. */
const NOTED_AGAIN_AFTER = [100, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 40_000] as const;

/** Notes how a letter fared, for as long as a database needs to come back: what is known must not become "may have arrived". */
export async function noteSurely(note: () => Promise<void>): Promise<void> {
  for (const wait of NOTED_AGAIN_AFTER) {
    try {
      return await note();
    } catch {
      await sleep(wait);
    }
  }
  await note();
}

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
    await ofThisTry(inside, taken).set({ trouble, handing_over_at: null, next_try_at: last ? inside.now : new Date(inside.now.getTime() + waitAfter(taken.tries)) }).execute();
  });
}

/**
 * The server was given the end of it and the line went dead before it answered: taken as "not now" (RFC 5321, 3.8) once. The second time it may have arrived,
 * and goes no more: a server that always breaks there would otherwise get the same letter for days (RFC 1047).
 */
export async function noteUnanswered(house: House, org: string, taken: Taken, trouble: string): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    await ofThisTry(inside, taken).where('unanswered_at', 'is not', null).set({ ...wiped, sent_at: inside.now, trouble: MAY_HAVE_ARRIVED }).execute();
    await ofThisTry(inside, taken).set({ trouble, unanswered_at: inside.now, handing_over_at: null, next_try_at: new Date(inside.now.getTime() + waitAfter(taken.tries)) }).execute();
  });
}

/** It was not even tried, because no letter could go, or it may not go any more: it waits like the one that was, and this does not count as a try. */
export async function noteUntried(house: House, org: string, taken: Taken, trouble?: string): Promise<void> {
  await insideHouse(house, org, 'notices', async (inside) => {
    await ofThisTry(inside, taken).set({ ...(trouble !== undefined && { trouble }), handing_over_at: null, tries: taken.tries - 1, next_try_at: new Date(inside.now.getTime() + waitAfter(taken.tries)) }).execute();
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
