import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { runs } from '../programmes/index.ts';
import { openPromises } from './promise.ts';
import { handOver, mayHold } from './steps.ts';

/** Somebody on the team puts a promise into another's hands. The promised time stays. */
export const changeOwner = act({
  name: 'promises.change-owner',
  input: z.object({ promise: z.uuid(), to: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',

  async perform(inside, { promise: id, to }) {
    const promise = present(await openPromises(inside).where('id', '=', id).executeTakeFirst());
    present(promise.kind !== 'concern' && runs(inside.actor, promise.programme_id) ? true : undefined);
    if (!(await mayHold(inside, promise, to))) return refused('not-on-the-team');
    await handOver(inside, id, to);
    return done();
  },
  subject: ({ promise }) => ({ kind: 'promise', id: promise }),
});
