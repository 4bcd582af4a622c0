import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import type { NoticeGiven } from '../../../platform/notices.ts';
import { type Proposal, proposalOf } from '../../matching/index.ts';
import { programmeOf } from '../../programmes/index.ts';
import { promiseFor } from '../../promises/index.ts';
import { type Hearing, ifThere, tell } from './hear.ts';

/** When nothing else was promised, an introduction that came to nothing is followed by word within this many days. */
const LOOK_AGAIN_DAYS = 7;

/** Introductions: each side hears when it is their turn, and never of a no (A6). */
export const matchingFacts: Hearing = {
  'matching.proposal-made': (inside, fact) => waits(inside, fact, 'introduction-waiting', fact.about.first),
  'matching.first-yes-said': (inside, fact) => waits(inside, fact, 'introduction-waiting', fact.about.next),
  'matching.proposal-waits': async (inside, fact) => {
    const found = await ifThere(proposalOf(inside, fact.subject.id));
    if (found === undefined || found.endedAt !== null) return [];
    const [first] = await inOrder(inside, found);
    return waits(inside, fact, 'introduction-reminder', first?.said === null ? first.person : found.seekerSaid === null ? found.seeker : found.supporter);
  },
  'matching.proposal-ended': async (inside, fact) => {
    const found = await ifThere(proposalOf(inside, fact.subject.id));
    if (found === undefined || found.endedHow === 'both-yes') return [];
    const time = await nextWord(inside, found);
    return (await whoHadRead(inside, found)).flatMap((person) =>
      tell(fact, 'we-look-again', person, { fills: { time: time.toISOString() }, about: person === found.seeker ? { kind: 'support-request', id: found.request } : { kind: 'supporting', id: found.standing } }),
    );
  },
  'matching.both-said-yes': async (_, fact) => {
    const about = typeof fact.about.relationship === 'string' ? { kind: 'agreement', id: fact.about.relationship } : fact.subject;
    return [...tell(fact, 'both-said-yes', fact.about.seeker, { about }), ...tell(fact, 'both-said-yes', fact.about.supporter, { about })];
  },
};

async function waits(inside: Inside, fact: Fact, kind: string, person: unknown): Promise<NoticeGiven[]> {
  const found = await ifThere(proposalOf(inside, fact.subject.id));
  if (found === undefined || found.endedAt !== null) return [];
  return tell(fact, kind, person, { fills: { time: found.expiresAt.toISOString() } });
}

/** Both sides in the order in which they are asked, with what they said. */
async function inOrder(inside: Inside, found: Proposal) {
  const { firstToAnswer } = await programmeOf(inside, found.programme);
  const sides = [{ person: found.supporter, said: found.supporterSaid }, { person: found.seeker, said: found.seekerSaid }] as const;
  return firstToAnswer === 'supporter' ? sides : [sides[1], sides[0]];
}

/** Those who had something to read and did not say no themselves: the second side only once the first had said yes. */
async function whoHadRead(inside: Inside, found: Proposal): Promise<readonly string[]> {
  const [first, second] = await inOrder(inside, found);
  const read = first?.said === 'yes' ? [first, second] : [first];
  return read.flatMap((side) => (side === undefined || side.said === 'no' ? [] : [side.person]));
}

async function nextWord(inside: Inside, found: Proposal): Promise<Date> {
  const promised = await promiseFor(inside, found.request, 'match');
  const open = promised !== undefined && promised.keptAt === null && promised.withdrawnAt === null && promised.dueAt > inside.now;
  return open ? promised.dueAt : new Date(inside.now.getTime() + LOOK_AGAIN_DAYS * 86_400_000);
}
