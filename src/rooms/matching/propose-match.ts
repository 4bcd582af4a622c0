import { type Part, rank } from '@companionway/matching';
import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { answersOn, markReady, requestOf, type Standing, type SupportRequest } from '../intake/index.ts';
import { sealFor } from '../people/index.ts';
import { type Programme, runs } from '../programmes/index.ts';
import { keepPromise } from '../promises/index.ts';
import { conductYesOf } from '../safety/index.ts';
import { marketFor } from './people.ts';
import { liveProposals, proposalOf } from './proposals.ts';
import { placesFor, PROPOSAL_DAYS } from './rules.ts';
import { ENGINE, PROVIDED } from './values.ts';

/**
 * A coordinator proposes a supporter for a seeker. The rules are asked again with fresh values: what was possible when the page was opened may
 * not be any more. The reasons shown are kept with it. Nobody hears of it before it is their turn.
 */
export const proposeMatch = act({
  name: 'matching.propose-match',
  input: z.object({ request: z.uuid(), supporter: z.uuid(), reason: z.string().trim().max(1000, 'matching.mistake.long').default('') }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_live_proposal_per_place: 'already-proposed', one_live_proposal_per_pair: 'already-proposed' },
  subject: ({ request }) => ({ kind: 'support-request', id: request }),

  async perform(inside, { request: requestId, supporter, reason }) {
    const request = await requestOf(inside, requestId, { forUpdate: true });
    if (!runs(inside.actor, request.programme)) return absent();
    if (request.matchedAt !== null || request.withdrawnAt !== null || request.closedAt !== null) return refused('not-waiting');
    if (request.heldAt !== null) return refused('seeker-waits');
    const market = await marketFor(inside, requestId, [supporter]);
    const standing = market.standings.get(supporter) ?? absent();
    // A yes to older words is a yes: they are asked again at their next visit. Somebody who never said it is not proposed (I6).
    if ((await conductYesOf(inside, request.programme, [standing.person])).get(standing.person) === 'none') return refused('conduct-first');
    const ranking = rank(market.asks, market.supporters, market.criteria, { now: inside.now.getTime() }, { provided: PROVIDED });
    const chosen = ranking.chosen.find((one) => one.supporterId === supporter);
    if (chosen === undefined) return refused('not-possible-any-more');
    const live = await liveProposals(inside, requestId);
    const place = [1, 2, 3].slice(0, placesFor(market.programme.whoChooses, request.whoChooses)).find((one) => live.every((proposal) => proposal.place !== one));
    if (place === undefined) return refused('already-proposed');

    const id = await makeProposal(inside, { request, standing, programme: market.programme, place, reason, score: chosen.score, parts: chosen.parts });
    return done({ proposal: id });
  },
});

/** What a proposal is made of: asked of every rule a moment ago. */
interface ProposalToMake {
  readonly request: SupportRequest;
  readonly standing: Pick<Standing, 'id' | 'person' | 'sheet'>;
  readonly programme: Pick<Programme, 'firstToAnswer'>;
  readonly place: number;
  readonly reason: string;
  readonly score: number;
  readonly parts: readonly Part[];
}

/** A step: a proposal with its reasons and both introductions; the first answer is promised no more, the match is. */
export async function makeProposal(inside: Inside, { request, standing, programme, place, reason, score, parts }: ProposalToMake): Promise<string> {
  const id = inside.newId();
  await inside.db
    .insertInto('proposal')
    .values({
      org_id: inside.org, id, programme_id: request.programme, request_id: request.id, supporter_id: standing.id, seeker_person: request.person, supporter_person: standing.person, place,
      proposed_by: inside.person(), reason: reason === '' ? null : await sealFor(inside, request.person, `proposal/reason/${id}`, reason), engine_version: ENGINE,
      reasons: sql<string>`${JSON.stringify({ score, parts })}::jsonb`,
      proposed_at: inside.now, expires_at: new Date(inside.now.getTime() + PROPOSAL_DAYS * 86_400_000),
    })
    .execute();
  await startIntroductions(inside, id, { seeker: { person: request.person, sheet: request.sheet }, supporter: { person: standing.person, sheet: standing.sheet } });
  await markReady(inside, request);
  await keepPromise(inside, { subjectId: request.id, kind: 'first-answer', how: 'proposed' });
  inside.record({
    name: 'matching.proposal-made', subject: { kind: 'proposal', id }, programme: request.programme,
    about: { request: request.id, first: programme.firstToAnswer === 'seeker' ? request.person : standing.person },
  });
  return id;
}

/** Takes a proposal back before both answered. Whoever had read it is told only that we look again. */
export const withdrawProposal = act({
  name: 'matching.withdraw-proposal',
  input: z.object({ proposal: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ proposal }) => ({ kind: 'proposal', id: proposal }),
  async perform(inside, { proposal: id }) {
    const found = await proposalOf(inside, id, { forUpdate: true });
    if (!runs(inside.actor, found.programme)) return absent();
    if (found.endedAt !== null) return refused('already-over');
    await endProposal(inside, found.id, 'withdrawn');
    inside.record({ name: 'matching.proposal-ended', subject: { kind: 'proposal', id }, programme: found.programme, about: { how: 'withdrawn', request: found.request } });
    return done();
  },
});

/** Ends a proposal. */
export async function endProposal(inside: Inside, id: string, how: 'both-yes' | 'declined' | 'expired' | 'withdrawn' | 'overtaken' | 'no-room'): Promise<void> {
  await inside.db.updateTable('proposal').set({ ended_at: inside.now, ended_how: how }).where('org_id', '=', inside.org).where('id', '=', id).where('ended_at', 'is', null).execute();
}

/** Each side's introduction starts from what they wrote for it when they came: the seeker's own words, the supporter's introduction. Both can change theirs first. */
async function startIntroductions(inside: Inside, proposal: string, sides: Record<'seeker' | 'supporter', { person: string; sheet: string }>): Promise<void> {
  const wrote = { seeker: 'own-words', supporter: 'sup-intro' } as const;
  for (const side of ['seeker', 'supporter'] as const) {
    const { person, sheet } = sides[side];
    const words = (await answersOn(inside, sheet)).get(wrote[side])?.written.text;
    if (words !== undefined) await keepIntroduction(inside, proposal, side, person, words);
  }
}

/** Keeps what one side wrote for this. */
export async function keepIntroduction(inside: Inside, proposal: string, side: 'seeker' | 'supporter', author: string, words: string): Promise<void> {
  const sealed = await sealFor(inside, author, `introduction/words/${proposal}/${side}`, words);
  await inside.db
    .insertInto('introduction')
    .values({ org_id: inside.org, proposal_id: proposal, side, author_id: author, words: sealed, changed_at: inside.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'proposal_id', 'side']).doUpdateSet({ words: sealed, changed_at: inside.now }))
    .execute();
}
