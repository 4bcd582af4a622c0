import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import type { NoticeGiven } from '../../../platform/notices.ts';
import { membersOf } from '../../conversations/index.ts';
import { relationshipOf } from '../../relationships/index.ts';
import { type Hearing, ifThere, tell } from './hear.ts';

/** A message or a change waits this long before it is told: whoever is there sees it meanwhile, and several become one (P12). */
const GATHER_MS = 10 * 60_000;

/** Two people who walk together: agreement, messages, pauses, endings. Whoever did it is not told of it, except that their pause holds. */
export const togetherFacts: Hearing = {
  'agreements.line-proposed': changed,
  'agreements.remarked': changed,
  'agreements.yes-said': changed,
  // A yes that another noted is heard from themselves: this becomes a call, because nothing can be written to them.
  'agreements.yes-noted': (_, fact) => Promise.resolve(tell(fact, 'agreement-changed', fact.about.other)),
  'relationships.agreed': async (_, fact) => [fact.about.seeker, fact.about.supporter].filter((person) => person !== fact.by).flatMap((person) => tell(fact, 'message-waiting', person)),
  'relationships.paused': async (_, fact) => [...tell(fact, 'pause-confirmed', fact.by), ...tell(fact, 'pause-other-side', fact.about.other)],
  // Whoever left for good hears nothing more from us but that it is done.
  'relationships.ended': async (_, fact) => [fact.about.seeker, fact.about.supporter].filter((person) => fact.about.how !== 'left' || person !== fact.about.by).flatMap((person) => tell(fact, 'ending', person)),
  'conversations.message-sent': async (inside, fact) => {
    const seq = Number(fact.about.seq);
    const others = (await membersOf(inside, fact.subject.id)).filter((person) => person !== fact.by);
    const notices: NoticeGiven[] = [];
    for (const person of others) {
      if (!(await firstUnread(inside, fact.subject.id, person, seq))) continue;
      notices.push(...tell(fact, 'message-waiting', person, { fills: { seq }, dueAt: later(fact), once: `${fact.subject.id}/${seq}` }));
    }
    return notices;
  },
};

/**
 * Somebody is told of a conversation once until they have read it: true when nothing was told since their last reading, and remembers that it is told now.
 */
async function firstUnread(inside: Inside, conversation: string, person: string, seq: number): Promise<boolean> {
  const told = await inside.db
    .updateTable('conversation_member')
    .set({ told_seq: seq })
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', conversation)
    .where('person_id', '=', person)
    .where('left_seq', 'is', null)
    .where('read_seq', '<', seq)
    .whereRef('told_seq', '<=', 'read_seq')
    .returning('person_id')
    .executeTakeFirst();
  return told !== undefined;
}

/** One notice for all that changes in an agreement until it goes out. */
async function changed(inside: Inside, fact: Fact): Promise<readonly NoticeGiven[]> {
  const other = fact.about.other;
  if (typeof other !== 'string' || other === fact.by || (await ifThere(relationshipOf(inside, fact.subject.id))) === undefined) return [];
  const waiting = await inside.db
    .selectFrom('notice')
    .select('id')
    .where('org_id', '=', inside.org)
    .where('person_id', '=', other)
    .where('kind', '=', 'agreement-changed')
    .where('about_id', '=', fact.subject.id)
    .where('sent_at', 'is', null)
    .where('dropped_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return waiting === undefined ? tell(fact, 'agreement-changed', other, { about: { kind: 'agreement', id: fact.subject.id }, dueAt: later(fact) }) : [];
}

function later({ at }: Fact): Date {
  return new Date(at.getTime() + GATHER_MS);
}
