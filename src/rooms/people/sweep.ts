import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';

const DAY = 86_400_000;
/** Days for which a session that is over is remembered: long enough to know a browser again, and to answer who was where. */
const SESSION_REMEMBERED_DAYS = 180;

/**
 * Forgets what the door needs no more: challenges, failed tries and links that are long over, and sessions of long ago. Runs each round; finds little.
 * @returns how many rows went.
 */
export function sweepDoor(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'people.sweep-door', async ({ db, now }) => {
    const before = (days: number) => new Date(now.getTime() - days * DAY);
    const gone = await Promise.all([
      db.deleteFrom('challenge').where('org_id', '=', org).where('ends_at', '<', before(1)).executeTakeFirst(),
      db.deleteFrom('attempt').where('org_id', '=', org).where('last_at', '<', before(1)).executeTakeFirst(),
      db.deleteFrom('sign_in_link').where('org_id', '=', org).where('ends_at', '<', before(30)).executeTakeFirst(),
      // The newest of a person stays: the browser they used last is known again when they come back after a long while.
      db
        .deleteFrom('session').where('org_id', '=', org).where('seen_at', '<', before(SESSION_REMEMBERED_DAYS))
        .where(({ exists, selectFrom }) => exists(selectFrom('session as newer').select('newer.id')
          .whereRef('newer.org_id', '=', 'session.org_id').whereRef('newer.person_id', '=', 'session.person_id').whereRef('newer.id', '>', 'session.id')))
        .executeTakeFirst(),
    ]);
    return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
  });
}
