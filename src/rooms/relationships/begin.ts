import type { Inside } from '../../platform/inside.ts';
import { refused, type Refused } from '../../platform/outcome.ts';
import { openConversation } from '../conversations/index.ts';
import { standingOf } from '../intake/index.ts';
import { loadOf } from './relationships.ts';
import { whyNoRoom } from './rules.ts';

/**
 * A step for matching: two yeses open the relationship and its conversation, in one transaction. Words wait until both agree how they want to walk.
 * Capacity is enforced here, under the lock of the supporter's row: of two acceptances at once for a last place, one is refused.
 */
export async function beginRelationship(
  inside: Inside,
  given: { programme: string; seeker: string; supporter: string; standing: string; request: string; proposal: string },
): Promise<{ id: string; conversation: string } | Refused<'no-room'>> {
  const standing = await standingOf({ ...inside, actor: { kind: 'house', because: 'relationships.begin' } }, given.standing, { forUpdate: true });
  const load = (await loadOf(inside, [given.standing])).get(given.standing);
  if (whyNoRoom(standing, load?.running ?? 0, load?.lastEndedAt ?? null, inside.now) !== undefined) return refused('no-room');

  const id = inside.newId();
  const conversation = await openConversation(inside, { programme: given.programme, kind: 'one-to-one', members: [given.seeker, given.supporter] });
  await inside.db
    .insertInto('relationship')
    .values({
      org_id: inside.org, id, programme_id: given.programme, seeker_id: given.seeker, supporter_id: given.supporter, standing_id: given.standing,
      request_id: given.request, proposal_id: given.proposal, conversation_id: conversation, begun_at: inside.now,
    })
    .execute();
  inside.record({ name: 'relationships.begun', subject: { kind: 'relationship', id }, programme: given.programme, about: { seeker: given.seeker, supporter: given.supporter } });
  return { id, conversation };
}
