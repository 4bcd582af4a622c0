import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import { applicationOf, requestOf, standingOf } from '../../intake/index.ts';
import { promiseFor } from '../../promises/index.ts';
import { type Hear, type Hearing, ifThere, tell } from './hear.ts';

const decided: Hear = async (inside, fact) => {
  const application = await ifThere(applicationOf(inside, fact.subject.id));
  return application === undefined ? [] : tell(fact, 'answer-ready', application.person);
};

/** What happens to requests, applications, letters and standings, for the ones who asked, applied, wrote or rest. */
export const intakeFacts: Hearing = {
  'intake.request-received': received('support-request', 'first-answer', requestOf),
  'intake.application-received': received('application', 'application-answer', applicationOf),
  'intake.applicant-welcomed': decided,
  'intake.applicant-declined': decided,
  'intake.supporter-paused': async (inside, fact) => {
    const standing = await ifThere(standingOf(inside, fact.subject.id));
    return standing === undefined ? [] : tell(fact, 'pause-confirmed', standing.person);
  },
  // A call answers too, but whoever was on the telephone knows.
  'letters.sent': async (_, fact) => tell(fact, 'answer-ready', fact.about.person),
};

/** "We have your note", with the promised time. Whoever came with a spreadsheet wrote no note, and hears from a person first. */
function received(kind: string, promised: string, find: (inside: Inside, id: string) => Promise<{ readonly person: string }>): Hear {
  return async (inside, fact: Fact) => {
    const found = fact.about.source === 'import' ? undefined : await ifThere(find(inside, fact.subject.id));
    const promise = found && (await promiseFor(inside, fact.subject.id, promised));
    if (found === undefined || promise === undefined) return [];
    return tell(fact, 'request-received', found.person, { fills: { time: promise.dueAt.toISOString() }, about: { kind, id: fact.subject.id }, once: fact.subject.id });
  };
}
