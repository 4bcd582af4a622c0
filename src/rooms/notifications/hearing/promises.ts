import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import { promisesAbout, type PromiseMade } from '../../promises/index.ts';
import { type Hearing, tell } from './hear.ts';

/**
 * The clocks of promises (P6): the owner before the time, the back-up, the owner and whoever waits once it passed, the lead when even that brought
 * no answer. A promise kept meanwhile rings nobody. Concerns ring through quiet hours, for those on duty only.
 */
export const promiseFacts: Hearing = {
  'promises.warned': async (inside, fact) => {
    const promise = await running(inside, fact);
    return promise === undefined ? [] : tell(fact, 'answer-due-soon', fact.about.owner, { fills: { time: promise.dueAt.toISOString() } });
  },
  'promises.moved': newHands,
  'promises.owner-replaced': newHands,
  'promises.handed-over': async (inside, fact) => {
    const promise = await running(inside, fact);
    if (promise === undefined) return [];
    const fills = { time: promise.dueAt.toISOString() };
    if (promise.kind === 'concern') return tell(fact, 'concern-passed-on', fact.about.to, { fills, rings: true });
    return [
      ...tell(fact, 'answer-overdue-backup', fact.about.to),
      ...tell(fact, 'answer-overdue-owner', fact.about.from),
      ...tell(fact, 'promise-moved', promise.promisedTo, { fills: { ...fills, new_time: promise.climbAt.toISOString() }, about: promise.subject }),
    ];
  },
  'promises.climbed': async (inside, fact) => {
    const promise = await running(inside, fact);
    return promise === undefined || promise.kind === 'concern' ? [] : tell(fact, 'answer-overdue-climbs', fact.about.to, { fills: { time: promise.dueAt.toISOString() } });
  },
};

/** Into whose hands a promise came, unless they took it themselves. */
async function newHands(inside: Inside, fact: Fact) {
  const promise = await running(inside, fact);
  if (promise === undefined || promise.kind === 'concern' || fact.about.to === fact.by) return [];
  const late = promise.dueAt <= inside.now;
  return late ? tell(fact, 'answer-overdue-backup', fact.about.to) : tell(fact, 'answer-due-soon', fact.about.to, { fills: { time: promise.dueAt.toISOString() } });
}

async function running(inside: Inside, fact: Fact): Promise<PromiseMade | undefined> {
  const promise = (await promisesAbout(inside, fact.subject.id)).find(({ id }) => id === fact.about.promise);
  return promise === undefined || promise.keptAt !== null || promise.withdrawnAt !== null ? undefined : promise;
}
