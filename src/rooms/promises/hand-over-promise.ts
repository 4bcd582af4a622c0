import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { answeringFor, runs } from '../programmes/index.ts';
import { openPromises } from './promise.ts';
import { handOver } from './steps.ts';

/** “I cannot do this one”: the promise goes to the back-up, before its time and without a reason. */
export const handOverPromise = act({
  name: 'promises.hand-over',
  input: z.object({ promise: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',

  async perform(inside, { promise: id }) {
    const promise = present(await openPromises(inside).where('id', '=', id).executeTakeFirst());
    present(promise.kind !== 'concern' && runs(inside.actor, promise.programme_id) ? true : undefined);
    const others = (await answeringFor(inside, promise.programme_id)).filter((person) => person !== promise.owner_id && person !== promise.promised_to);
    const to = others.find((person) => person === promise.backup_id) ?? others[0];
    if (to === undefined) return refused('nobody-else');
    await handOver(inside, id, to);
    return done({ to });
  },
  subject: ({ promise }) => ({ kind: 'promise', id: promise }),
});
