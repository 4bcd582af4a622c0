import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import type { NoticeGiven } from '../../../platform/notices.ts';
import { promisesAbout } from '../../promises/index.ts';
import { relationshipOf } from '../../relationships/index.ts';
import { type Hearing, ifThere, tell } from './hear.ts';

/**
 * Check-ins (A9): whoever asked for a person, or told the coordinator something that asks for one, is waited for by somebody who knows it. A reminder goes to
 * both and names neither, so that nobody learns who asked; however often it is asked for, once a day is enough.
 */
export const checkInFacts: Hearing = {
  'checkins.nudge-asked': async (inside, fact) => {
    const pair = await ifThere(relationshipOf(inside, fact.subject.id));
    if (pair === undefined || pair.endedAt !== null) return [];
    const once = `${fact.subject.id}/${fact.at.toISOString().slice(0, 10)}`;
    return [pair.seeker, pair.supporter].flatMap((person) => tell(fact, 'kind-reminder', person, { once }));
  },
  'checkins.call-asked': (inside, fact) => waits(inside, fact),
  // What was only ticked to be shared asks for nobody: it stands on the desk, and no promise was made.
  'checkins.shared': (inside, fact) => waits(inside, fact),
};

async function waits(inside: Inside, fact: Fact): Promise<readonly NoticeGiven[]> {
  const made = (await promisesAbout(inside, fact.subject.id)).filter(({ keptAt, withdrawnAt }) => keptAt === null && withdrawnAt === null);
  return made.flatMap(({ id, owner, dueAt, kind }) => tell(fact, 'somebody-asks', owner, { once: id, fills: { time: dueAt.toISOString() }, ...(kind === 'safety-call' && { rings: true }) }));
}
