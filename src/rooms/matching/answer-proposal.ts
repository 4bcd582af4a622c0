import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { openAgreement } from '../agreements/index.ts';
import { markMatched } from '../intake/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { keepPromise } from '../promises/index.ts';
import { beginRelationship } from '../relationships/index.ts';
import { liveProposals, type Proposal, proposalOf } from './proposals.ts';
import { endProposal, keepIntroduction } from './propose-match.ts';
import { turnOf } from './rules.ts';

const about = ({ proposal }: { proposal: string }) => ({ kind: 'proposal', id: proposal });

/** Writes, or rewrites, what the other will read of oneself, before answering. */
export const writeIntroduction = act({
  name: 'matching.write-introduction',
  input: z.object({ proposal: z.uuid(), words: z.string().trim().min(1, 'matching.mistake.introduction').max(2000, 'matching.mistake.long') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { proposal: id, words }) {
    const { found, side } = await mine(inside, id);
    if (found.endedAt !== null) return refused('already-over');
    await keepIntroduction(inside, id, side, inside.person(), words);
    return done();
  },
});

/**
 * Yes or no, in the programme's order. A no needs no reason and is never told to the other. The second yes opens the relationship, its conversation
 * and the agreement in one transaction; capacity is enforced in there, and the other proposals of the request end (A6).
 */
export const answerProposal = act({
  name: 'matching.answer-proposal',
  input: z.object({ proposal: z.uuid(), answer: z.enum(['yes', 'no'], 'matching.mistake.answer') }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { proposal: id, answer }) {
    const { found, side } = await mine(inside, id);
    if (found.endedAt !== null) return refused('already-over');
    if ((await sideToAnswer(inside, found)) !== side) return absent();
    return answered(inside, found, side, answer);
  },
});

/** Whose answer a living proposal waits for, in its programme's order. */
export async function sideToAnswer(inside: Inside, found: Proposal): Promise<'seeker' | 'supporter' | undefined> {
  return turnOf(found, (await programmeOf(inside, found.programme)).firstToAnswer);
}

/** What follows from one side's answer, whoever wrote it down. The caller has seen that it is their turn. */
export async function answered(inside: Inside, found: Proposal, side: 'seeker' | 'supporter', answer: 'yes' | 'no', spokenTo: string | null = null) {
  await inside.db
    .updateTable('proposal')
    .set({ ...(side === 'seeker' ? { seeker_said: answer, seeker_said_at: inside.now } : { supporter_said: answer, supporter_said_at: inside.now }), ...(spokenTo !== null && { spoken_to: spokenTo }) })
    .where('org_id', '=', inside.org)
    .where('id', '=', found.id)
    .execute();
  if (answer === 'no') return done(await declined(inside, found));

  const other = side === 'seeker' ? found.supporterSaid : found.seekerSaid;
  if (other !== 'yes') {
    inside.record({
      name: 'matching.first-yes-said', subject: about({ proposal: found.id }), programme: found.programme,
      about: { request: found.request, next: side === 'seeker' ? found.supporter : found.seeker },
    });
    return done({ relationship: undefined, next: 'other-answers' as const });
  }
  return bothYes(inside, found);
}

async function declined(inside: Inside, found: Proposal) {
  await endProposal(inside, found.id, 'declined');
  inside.record({ name: 'matching.proposal-ended', subject: about({ proposal: found.id }), programme: found.programme, about: { how: 'declined', request: found.request } });
  return { relationship: undefined, next: 'said-no' as const };
}

/** Both said yes and the last place was taken meanwhile: it ends kindly, and the search goes on. */
async function noRoom(inside: Inside, found: Proposal) {
  await endProposal(inside, found.id, 'no-room');
  inside.record({ name: 'matching.proposal-ended', subject: about({ proposal: found.id }), programme: found.programme, about: { how: 'no-room', request: found.request } });
  return done({ relationship: undefined as string | undefined, next: 'we-look-again' as const });
}

async function bothYes(inside: Inside, found: Proposal) {
  const begun = await beginRelationship(inside, {
    programme: found.programme, seeker: found.seeker, supporter: found.supporter, standing: found.standing, request: found.request, proposal: found.id,
  });
  if ('kind' in begun) return noRoom(inside, found);
  await openAgreement(inside, { relationship: begun.id, conversation: begun.conversation, programme: found.programme });
  for (const rest of await liveProposals(inside, found.request)) {
    await endProposal(inside, rest.id, rest.id === found.id ? 'both-yes' : 'overtaken');
    if (rest.id !== found.id) inside.record({ name: 'matching.proposal-ended', subject: about({ proposal: rest.id }), programme: found.programme, about: { how: 'overtaken', request: found.request } });
  }
  await markMatched(inside, found.request);
  // The promise of a match was kept by whoever proposed it; nobody keeps a promise made to themselves, and the seeker's yes often comes last.
  const { proposed_by: by } = await inside.db.selectFrom('proposal').select('proposed_by').where('org_id', '=', inside.org).where('id', '=', found.id).executeTakeFirstOrThrow();
  await keepPromise(inside, { subjectId: found.request, kind: 'match', how: 'matched', by });
  inside.record({
    name: 'matching.both-said-yes', subject: about({ proposal: found.id }), programme: found.programme,
    about: { request: found.request, relationship: begun.id, seeker: found.seeker, supporter: found.supporter },
  });
  return done({ relationship: begun.id as string | undefined, next: 'write-together' as const });
}

async function mine(inside: Inside, id: string): Promise<{ found: Proposal; side: 'seeker' | 'supporter' }> {
  const found = await proposalOf(inside, id, { forUpdate: true });
  const me = inside.person();
  if (me === found.seeker) return { found, side: 'seeker' };
  return me === found.supporter ? { found, side: 'supporter' } : absent();
}
