import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import type { Tables } from '../../platform/tables.ts';
import { requestOf } from '../intake/index.ts';
import { sealFor } from '../people/index.ts';
import { type FreshLook, freshLook } from './fresh-pairs.ts';
import { roundTopic } from './making/work-rounds.ts';
import { liveProposals } from './proposals.ts';
import { makeProposal } from './propose-match.ts';
import type { FellWhy } from './round-types.ts';
import { roundRow } from './rounds.ts';

/** Pairs decided at once: each is asked again and gets two introductions, so this bounds how long the rows are held. */
const AT_ONCE = 200;
const why = z.string().trim().min(1, 'matching.mistake.why').max(1000, 'matching.mistake.long');
const about = ({ round }: { round: string }) => ({ kind: 'matching-round', id: round });

/**
 * A person decides which pairs of a round are proposed, and says why. Each pair is asked of every hard rule again with the values of now, places included:
 * what no longer holds is told one by one, the others go through. Nothing is ever proposed by the engine.
 */
export const decideRound = act({
  name: 'matching.decide-round',
  input: z.object({
    round: z.uuid(),
    requests: z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(z.uuid(), 'matching.mistake.choose').min(1, 'matching.mistake.choose').max(AT_ONCE, 'matching.mistake.many')),
    why,
  }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_live_proposal_per_place: 'already-proposed', one_live_proposal_per_pair: 'already-proposed' },
  subject: about,

  async perform(inside, { round: id, requests, why: words }) {
    const round = await roundRow(inside, id, { forUpdate: true });
    if (round.trial) return refused('only-a-trial');
    if (round.state !== 'ready') return refused('not-ready');
    const lines = await openLines(inside, id, requests);
    if (lines.length === 0) return refused('nothing-chosen');

    const supporters = [...new Set(lines.map(({ supporter }) => supporter))].sort();
    // Whoever else would fill a place of theirs waits here; the others' requests are locked afterwards, in the order in which a second yes locks them.
    await sql`select id from supporter where org_id = ${inside.org}::uuid and id = any(${supporters}::uuid[]) order by id for no key update`.execute(inside.db);
    await sql`select id from support_request where org_id = ${inside.org}::uuid and id = any(${lines.map(({ request }) => request)}::uuid[]) order by id for update`.execute(inside.db);
    const look = await freshLook(inside, round.programme_id, supporters);
    const made: { request: string; proposal: string }[] = [];
    const fell: { request: string; supporter: string; why: FellWhy }[] = [];
    for (const line of lines) {
      const end = await proposed(inside, look, line);
      if ('proposal' in end) made.push({ request: line.request, proposal: end.proposal });
      else fell.push({ request: line.request, supporter: line.supporter, why: end.why });
      await inside.db.updateTable('matching_round_pair').set('proposal' in end ? { proposal_id: end.proposal } : { fell_why: end.why }).where('org_id', '=', inside.org).where('round_id', '=', id).where('position', '=', line.position).execute();
    }
    await keepDecision(inside, { round: id, kind: 'proposed', made: made.length, fell: fell.length, words });
    inside.record({ name: 'matching.round-decided', subject: about({ round: id }), programme: round.programme_id, about: { made: made.length, fell: fell.length } });
    inside.announce(roundTopic(id));
    return done({ made, fell });
  },
});

/** Nothing more is proposed from this round; one that is still being made is stopped. Proposals already made from it go on. */
export const setRoundAside = act({
  name: 'matching.set-round-aside',
  input: z.object({ round: z.uuid(), why }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { round: id, why: words }) {
    const round = await roundRow(inside, id, { forUpdate: true });
    if (round.state === 'set-aside') return refused('already-over');
    await inside.db.updateTable('matching_round').set({ state: 'set-aside', taken_until: null }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    await keepDecision(inside, { round: id, kind: 'set-aside', made: 0, fell: 0, words });
    inside.record({ name: 'matching.round-set-aside', subject: about({ round: id }), programme: round.programme_id });
    inside.announce(roundTopic(id));
    return done();
  },
});

interface OpenLine {
  readonly position: number;
  readonly request: string;
  readonly supporter: string;
  readonly held: boolean;
}

/** Lines that a person chose and may choose, who has waited longest first. */
async function openLines(inside: Inside, round: string, requests: readonly string[]): Promise<readonly OpenLine[]> {
  const rows: Pick<Selectable<Tables['matching_round_pair']>, 'position' | 'request_id' | 'supporter_id' | 'kind'>[] = await inside.db
    .selectFrom('matching_round_pair').select(['position', 'request_id', 'supporter_id', 'kind']).where('org_id', '=', inside.org).where('round_id', '=', round)
    .where('request_id', 'in', [...requests]).where('kind', 'in', ['chosen', 'held']).where('proposal_id', 'is', null).where('fell_why', 'is', null).orderBy('position').execute();
  return rows.flatMap((row) => (row.supporter_id === null ? [] : [{ position: row.position, request: row.request_id, supporter: row.supporter_id, held: row.kind === 'held' }]));
}

/** One pair, asked again; proposed, or why not. */
async function proposed(inside: Inside, look: FreshLook, { request: requestId, supporter, held }: OpenLine): Promise<{ proposal: string } | { why: FellWhy }> {
  const request = await requestOf(inside, requestId);
  if (request.matchedAt !== null || request.withdrawnAt !== null || request.closedAt !== null) return { why: 'not-waiting' };
  if (request.heldAt !== null) return { why: 'seeker-waits' };
  if ((await liveProposals(inside, requestId)).length > 0) return { why: 'already-proposed' };
  const pair = await look.pair(request, supporter, held);
  if (pair === undefined) return { why: 'gone' };
  if (pair.heldApart) return { why: 'held-apart' };
  if (pair.refusal !== undefined) return { why: pair.refusal.rule };
  look.take(supporter);
  return { proposal: await makeProposal(inside, { request, standing: pair.standing, programme: look.programme, place: 1, reason: '', score: pair.score, parts: pair.parts }) };
}

/** Who decided what, when and why. The words are sealed under the key of whoever decided. */
async function keepDecision(inside: Inside, given: { round: string; kind: 'proposed' | 'set-aside'; made: number; fell: number; words: string }): Promise<void> {
  const id = inside.newId();
  await inside.db
    .insertInto('matching_round_decision')
    .values({
      org_id: inside.org, id, round_id: given.round, decided_by: inside.person(), decided_at: inside.now, kind: given.kind, made: given.made, fell: given.fell,
      why: await sealFor(inside, inside.person(), `matching_round_decision/why/${id}`, given.words),
    })
    .execute();
}
