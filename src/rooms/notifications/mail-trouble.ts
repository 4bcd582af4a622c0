import type { House } from '../../platform/house.ts';
import { MAY_HAVE_ARRIVED } from './settle.ts';

/** How many letters of one organisation were in hand when something was killed in the last week: they may have arrived, and are not sent again. */
export async function lettersUnsure(house: House, org: string): Promise<number> {
  const since = new Date(house.clock.now().getTime() - 7 * 86_400_000);
  const row = await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('notice').select((e) => e.fn.countAll<string>().as('count')).where('org_id', '=', org).where('trouble', '=', MAY_HAVE_ARRIVED).where('sent_at', '>', since).executeTakeFirst(),
  );
  return Number(row?.count ?? 0);
}
