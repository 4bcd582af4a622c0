import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { endProposal } from './propose-match.ts';
import { REMIND_DAYS } from './rules.ts';

/** Proposals nobody answered end with a kind word; those that wait are brought to mind once. Each exactly once, on however many nodes. */
export async function sweepProposals(house: House, org: string): Promise<number> {
  return insideHouse(house, org, 'matching.sweep', async (inside) => {
    const over = await inside.db
      .selectFrom('proposal')
      .select(['id', 'programme_id', 'request_id'])
      .where('org_id', '=', org)
      .where('ended_at', 'is', null)
      .where('expires_at', '<=', inside.now)
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of over) {
      await endProposal(inside, row.id, 'expired');
      inside.record({ name: 'matching.proposal-ended', subject: { kind: 'proposal', id: row.id }, programme: row.programme_id, about: { how: 'expired', request: row.request_id } });
    }
    const waiting = await inside.db
      .selectFrom('proposal')
      .select(['id', 'programme_id', 'request_id'])
      .where('org_id', '=', org)
      .where('ended_at', 'is', null)
      .where('reminded_at', 'is', null)
      .where('proposed_at', '<=', new Date(inside.now.getTime() - REMIND_DAYS * 86_400_000))
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of waiting) {
      await inside.db.updateTable('proposal').set({ reminded_at: inside.now }).where('org_id', '=', org).where('id', '=', row.id).execute();
      inside.record({ name: 'matching.proposal-waits', subject: { kind: 'proposal', id: row.id }, programme: row.programme_id, about: { request: row.request_id } });
    }
    return over.length + waiting.length;
  });
}
