import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { ROUND_DAYS } from './rules.ts';

/**
 * Rounds older than a year go, with everything in them; and whoever left while a round was being made goes from it. So do lines about changed supporters after a day,
 * by the database's own clock, which wrote them: what is kept of supporters is made anew long before.
 * Safe to run twice, on many nodes.
 */
export async function sweepRounds(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'matching.sweep-rounds', async (inside) => {
    const before = new Date(inside.now.getTime() - ROUND_DAYS * 86_400_000);
    const gone = await inside.db.deleteFrom('matching_round').where('org_id', '=', org).where('asked_at', '<', before).where('state', '<>', 'working').executeTakeFirst();
    await sql`delete from matching_change where org_id = ${org}::uuid and at < now() - interval '1 day'`.execute(inside.db);
    const left = await sql<{ person: string }>`
      select distinct p.person_id as person from matching_round_pair l
      join support_request p on p.org_id = l.org_id and p.id = l.request_id
      join person on person.org_id = p.org_id and person.id = p.person_id
      where l.org_id = ${org}::uuid and person.left_at > ${new Date(inside.now.getTime() - 2 * 86_400_000)}
      union
      select distinct s.person_id from matching_round_pair l
      join supporter s on s.org_id = l.org_id and s.id in (l.supporter_id, l.before_id)
      join person on person.org_id = s.org_id and person.id = s.person_id
      where l.org_id = ${org}::uuid and person.left_at > ${new Date(inside.now.getTime() - 2 * 86_400_000)}`.execute(inside.db);
    for (const { person } of left.rows) await leaveRounds(inside, person);
    return Number(gone.numDeletedRows) + left.rows.length;
  });
}

/**
 * Somebody leaves: their lines go from every round, their standing from everybody else's lines, and the markets they stood in, which hold numbers for them.
 * Those rounds can still be read; what is asked of a market ("what if these two?") is not answered any more.
 */
export async function leaveRounds(inside: Inside, person: string): Promise<void> {
  const { db, org } = inside;
  const requests = db.selectFrom('support_request').select('id').where('org_id', '=', org).where('person_id', '=', person);
  const standings = db.selectFrom('supporter').select('id').where('org_id', '=', org).where('person_id', '=', person);
  const touched = await db
    .selectFrom('matching_round_pair').select('round_id').distinct().where('org_id', '=', org)
    .where((e) => e.or([e('request_id', 'in', requests), e('supporter_id', 'in', standings), e('before_id', 'in', standings)])).execute();
  await db.deleteFrom('matching_round_pair').where('org_id', '=', org).where('request_id', 'in', requests).execute();
  await db.updateTable('matching_round_pair').set({ supporter_id: null, score: null, parts: '[]' }).where('org_id', '=', org).where('supporter_id', 'in', standings).execute();
  await db.updateTable('matching_round_pair').set({ before_id: null }).where('org_id', '=', org).where('before_id', 'in', standings).execute();
  await db.deleteFrom('matching_hold').where('org_id', '=', org).where((e) => e.or([e('request_id', 'in', requests), e('supporter_id', 'in', standings)])).execute();
  if (touched.length === 0) return;
  const rounds = touched.map(({ round_id }) => round_id);
  await db.deleteFrom('matching_round_market').where('org_id', '=', org).where('round_id', 'in', rounds).execute();
  await db.updateTable('matching_round').set({ swaps: null }).where('org_id', '=', org).where('id', 'in', rounds).execute();
}
