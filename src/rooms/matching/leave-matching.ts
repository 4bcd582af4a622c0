import type { Inside } from '../../platform/inside.ts';
import { endProposal } from './propose-match.ts';
import { leaveRounds } from './sweep-rounds.ts';

/** A step for leaving: every proposal that this person is part of ends; the other side is told only that we look again. */
export async function leaveMatching(inside: Inside, person: string): Promise<void> {
  const live = await inside.db
    .selectFrom('proposal')
    .innerJoin('support_request', (join) => join.onRef('support_request.org_id', '=', 'proposal.org_id').onRef('support_request.id', '=', 'proposal.request_id'))
    .innerJoin('supporter', (join) => join.onRef('supporter.org_id', '=', 'proposal.org_id').onRef('supporter.id', '=', 'proposal.supporter_id'))
    .select(['proposal.id', 'proposal.programme_id', 'proposal.request_id'])
    .where('proposal.org_id', '=', inside.org)
    .where('proposal.ended_at', 'is', null)
    .where((e) => e.or([e('support_request.person_id', '=', person), e('supporter.person_id', '=', person)]))
    .execute();
  for (const { id, programme_id, request_id } of live) {
    await endProposal(inside, id, 'withdrawn');
    inside.record({ name: 'matching.proposal-ended', subject: { kind: 'proposal', id }, programme: programme_id, about: { how: 'withdrawn', request: request_id } });
  }
  await leaveRounds(inside, person);
}
