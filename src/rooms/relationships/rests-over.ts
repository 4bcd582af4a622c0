import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import type { Round } from '../../platform/jobs.ts';

/** Ends the rests whose day has come, each once on however many nodes. From that moment their silence counts again. */
export async function sweepRests(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'relationships.rests', async (inside) => {
    const over = await inside.db
      .selectFrom('relationship')
      .select(['id', 'programme_id', 'paused_until'])
      .where('org_id', '=', org)
      .where('ended_at', 'is', null)
      .where('paused_until', '<=', inside.now)
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { id, programme_id: programme, paused_until: back } of over) {
      await inside.db
        .updateTable('relationship')
        .set({ paused_at: null, paused_by: null, paused_until: null, back_at: back })
        .where('org_id', '=', org)
        .where('id', '=', id)
        .execute();
      inside.record({ name: 'relationships.rest-over', subject: { kind: 'relationship', id }, programme });
    }
    return over.length;
  });
}

/** Rests that are over, for the house's rounds. */
export const restsOver: Round = { name: 'rests-over', run: sweepRests };
