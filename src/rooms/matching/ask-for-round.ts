import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { activeSupporters, questionsById } from '../intake/index.ts';
import { programmeOf, runs } from '../programmes/index.ts';
import { ROUND_ASKED } from './making/work-rounds.ts';
import { criteriaOf } from './people.ts';
import { latestRound, waitingIn } from './rounds.ts';
import { ENGINE } from './values.ts';

const weight = z.union([z.literal('').transform(() => undefined), z.coerce.number('matching.mistake.weight').min(0, 'matching.mistake.weight').max(100, 'matching.mistake.weight')]).optional();

/**
 * Asks for a round for the whole programme. The row is there at once; the work is done by whichever node takes it, and goes on after a restart. Other weights
 * than the programme's make it a trial: to look at, never to decide from, and the programme's own stay as they are. One round of a programme at a time.
 */
export const askForRound = act({
  name: 'matching.ask-for-round',
  input: z.object({ programme: z.uuid(), weights: z.record(z.string().max(100), weight).default({}) }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  guards: { one_working_round: 'already-working' },
  subject: ({ programme }) => ({ kind: 'programme', id: programme }),

  async perform(inside, { programme: id, weights: tried }) {
    const programme = await programmeOf(inside, id);
    const soft = (await criteriaOf(inside, programme, await questionsById(inside, id))).filter(({ strength }) => strength === 'soft');
    if (Object.keys(tried).some((name) => soft.every((one) => one.id !== name))) return absent();
    const weights = Object.fromEntries(soft.map((one) => [one.id, tried[one.id] ?? one.weight ?? 0]));
    if (Object.values(weights).every((one) => one === 0)) return refused('no-points');
    const working = await inside.db.selectFrom('matching_round').select('id').where('org_id', '=', inside.org).where('programme_id', '=', id).where('state', '=', 'working').executeTakeFirst();
    if (working !== undefined) return refused('already-working');
    if ((await waitingIn(inside, id)) === 0) return refused('nobody-waits');
    if ((await activeSupporters(inside, id)).length === 0) return refused('no-supporters');

    const round = inside.newId();
    await inside.db
      .insertInto('matching_round')
      .values({
        org_id: inside.org, id: round, programme_id: id, asked_by: inside.person(), asked_at: inside.now, told_at: inside.now, engine_version: ENGINE,
        trial: soft.some((one) => weights[one.id] !== (one.weight ?? 0)),
        weights: sql<string>`${JSON.stringify(weights)}::jsonb`, against_id: (await latestRound(inside, id)) ?? null,
      })
      .execute();
    inside.record({ name: 'matching.round-asked', subject: { kind: 'matching-round', id: round }, programme: id });
    inside.announce(ROUND_ASKED);
    return done({ round });
  },
});
