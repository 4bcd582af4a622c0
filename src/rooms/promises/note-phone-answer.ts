import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { runs } from '../programmes/index.ts';
import { openPromises } from './promise.ts';
import { keepPromise } from './steps.ts';

/**
 * Somebody on the team answered by phone or in person: the promise is kept by them. For promises whose room has no act of its own for
 * answering; a request's and an application's own acts also write down that they were answered.
 */
export const notePhoneAnswer = act({
  name: 'promises.note-phone-answer',
  input: z.object({ promise: z.uuid(), how: z.enum(['phone', 'in-person']).default('phone') }),
  may: ({ actor }) => actor.kind === 'person',

  async perform(inside, { promise: id, how }) {
    const promise = present(await openPromises(inside).where('id', '=', id).executeTakeFirst());
    present(promise.kind !== 'concern' && runs(inside.actor, promise.programme_id) ? true : undefined);
    const kept = await keepPromise(inside, { subjectId: promise.subject_id, kind: promise.kind, how });
    return kept === undefined ? refused('not-yours-to-keep') : done({ inTime: kept.inTime });
  },
  subject: ({ promise }) => ({ kind: 'promise', id: promise }),
});
