import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { requestOf, standingOf } from '../intake/index.ts';
import { namesOf, openAll, sealFor } from '../people/index.ts';
import { runs } from '../programmes/index.ts';
import { keptApart } from '../safety/index.ts';
import { peopleOf, seekersOf } from './round-of.ts';
import type { HoldSeen } from './round-types.ts';

/**
 * A coordinator holds two people together or apart in every round, until it is released. Together is still asked of every hard rule: a hold never forces what is not
 * possible, it is shown as held in vain. Why is sealed under the seeker's own key, since it is about them.
 */
export const holdPair = act({
  name: 'matching.hold-pair',
  input: z.object({ request: z.uuid(), supporter: z.uuid(), kind: z.enum(['together', 'apart'], 'matching.mistake.hold'), reason: z.string().trim().max(1000, 'matching.mistake.long').default('') }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_hold_per_pair: 'already-held', one_together_per_request: 'held-with-another' },
  subject: ({ request }) => ({ kind: 'support-request', id: request }),

  async perform(inside, { request: requestId, supporter, kind, reason }) {
    const request = await requestOf(inside, requestId);
    const standing = await standingOf(inside, supporter);
    if (!runs(inside.actor, request.programme) || standing.programme !== request.programme) return absent();
    if (request.matchedAt !== null || request.withdrawnAt !== null || request.closedAt !== null) return refused('not-waiting');
    if (kind === 'together' && (request.person === standing.person || (await keptApart(inside, request.person, standing.person)))) return refused('kept-apart');
    const hold = inside.newId();
    await inside.db
      .insertInto('matching_hold')
      .values({
        org_id: inside.org, id: hold, programme_id: request.programme, request_id: requestId, supporter_id: supporter, kind, set_by: inside.person(), set_at: inside.now,
        reason: reason === '' ? null : await sealFor(inside, request.person, `matching_hold/reason/${hold}`, reason),
      })
      .execute();
    inside.record({ name: 'matching.pair-held', subject: { kind: 'support-request', id: requestId }, programme: request.programme, about: { kind, hold } });
    return done({ hold });
  },
});

/** Lets a pair go again: from the next round on it counts like any other. */
export const releasePair = act({
  name: 'matching.release-pair',
  input: z.object({ hold: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ hold }) => ({ kind: 'matching-hold', id: hold }),
  async perform(inside, { hold }) {
    const row = await inside.db.selectFrom('matching_hold').select(['programme_id', 'released_at']).where('org_id', '=', inside.org).where('id', '=', hold).forUpdate().executeTakeFirst();
    if (row === undefined || !runs(inside.actor, row.programme_id)) return absent();
    if (row.released_at !== null) return refused('already-released');
    await inside.db.updateTable('matching_hold').set({ released_at: inside.now, released_by: inside.person() }).where('org_id', '=', inside.org).where('id', '=', hold).execute();
    inside.record({ name: 'matching.pair-released', subject: { kind: 'matching-hold', id: hold }, programme: row.programme_id });
    return done();
  },
});

/** What coordinators hold in a programme now, the latest first. */
export const holdsOf = view({
  name: 'matching.holds-of',
  input: z.object({ programme: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme }): Promise<{ readonly programme: string; readonly holds: readonly HoldSeen[] }> {
    const rows = await looking.db
      .selectFrom('matching_hold')
      .innerJoin('support_request', (join) => join.onRef('support_request.org_id', '=', 'matching_hold.org_id').onRef('support_request.id', '=', 'matching_hold.request_id'))
      .selectAll('matching_hold')
      .where('matching_hold.org_id', '=', looking.org)
      .where('matching_hold.programme_id', '=', programme)
      .where('released_at', 'is', null)
      .where('support_request.matched_at', 'is', null)
      .where('support_request.withdrawn_at', 'is', null)
      .where('support_request.closed_at', 'is', null)
      .orderBy('matching_hold.id', 'desc')
      .limit(500)
      .execute();
    const seekers = await seekersOf(looking, rows.map((row) => row.request_id));
    const people = await peopleOf(looking, rows.map((row) => row.supporter_id));
    const names = await namesOf(looking, [...seekers.values(), ...people.values(), ...rows.map((row) => row.set_by)]);
    const reasons = await openAll(looking, rows.map((row) => ({ person: seekers.get(row.request_id) ?? '', where: `matching_hold/reason/${row.id}`, sealed: row.reason })));
    return {
      programme,
      holds: rows.map((row, at) => ({
        id: row.id, request: row.request_id, seeker: names.get(seekers.get(row.request_id) ?? ''), supporter: row.supporter_id, supporterName: names.get(people.get(row.supporter_id) ?? ''),
        kind: row.kind === 'apart' ? 'apart' : 'together', reason: reasons[at] ?? '', by: names.get(row.set_by), at: row.set_at,
      })),
    };
  },
});
