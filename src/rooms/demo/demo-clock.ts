import type { House } from '../../platform/house.ts';
import type { Inside } from '../../platform/inside.ts';

/** Remembers that the demo's clock went further ahead, so that a restart goes on from there. */
export async function keepAhead(inside: Inside, further: number): Promise<void> {
  await inside.db
    .insertInto('demo_clock')
    .values({ org_id: inside.org, ahead_ms: further })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet((e) => ({ ahead_ms: e('demo_clock.ahead_ms', '+', e.ref('excluded.ahead_ms')) })))
    .execute();
}

/** How far ahead of the real time the demo's clock was left, in milliseconds. */
export async function aheadOf(house: House, org: string): Promise<number> {
  const row = await house.db.within({ org, readOnly: true }, (db) => db.selectFrom('demo_clock').select('ahead_ms').where('org_id', '=', org).executeTakeFirst());
  return Number(row?.ahead_ms ?? 0);
}
