import type { Fact } from '../../../platform/facts.ts';
import type { Inside } from '../../../platform/inside.ts';
import { promiseFor } from '../../promises/index.ts';
import { type Hearing, tell } from './hear.ts';

/** Concerns: who answers for them is told at once, through quiet hours; who raised one hears that a person has it, and how it ended. */
export const safetyFacts: Hearing = {
  'safety.concern-raised': async (inside, fact) => {
    const concern = await concernOf(inside, fact.subject.id);
    if (concern === undefined) return [];
    const time = await dueOf(inside, fact.subject.id);
    const minutes = Math.max(1, Math.round((time.getTime() - inside.now.getTime()) / 60_000));
    return tell(fact, 'concern-raised', concern.owner_id, { fills: { time: time.toISOString(), minutes }, rings: true, once: fact.subject.id });
  },
  'safety.concern-climbed': passedOn,
  'safety.concern-handed-over': passedOn,
  'safety.danger-call': async (inside, fact) => tell(fact, 'concern-danger-call', fact.about.to, { fills: { time: inside.now.toISOString() }, rings: true }),
  // Neutral words: neither letter says that it is about a concern.
  'safety.contact-asked': async (_, fact) => tell(fact, 'message-waiting', fact.about.to, { rings: true }),
  'safety.contact-confirmed': async (_, fact) => tell(fact, 'message-waiting', fact.about.to, { rings: true }),
  'safety.contact-refused': async (_, fact) => tell(fact, 'message-waiting', fact.about.to, { rings: true }),
  'safety.contact-to-tell': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'safety.contact-told': async (_, fact) => tell(fact, 'message-waiting', fact.about.to, { about: { kind: 'contact-sheet', id: String(fact.about.to) } }),
  'breaches.stepped-aside': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'breaches.decided': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'breaches.appeal-decided': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'breaches.appealed': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'breaches.appeal-due': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'breaches.appeal-late': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'safety.care-due': async (_, fact) => tell(fact, 'care-after', fact.about.to),
  'safety.concern-review-due': async (_, fact) => tell(fact, 'message-waiting', fact.about.to),
  'safety.concern-taken': async (inside, fact) => {
    const concern = await concernOf(inside, fact.subject.id);
    return concern === undefined || concern.raised_by === fact.by ? [] : tell(fact, 'concern-acknowledged', concern.raised_by, { fills: { time: (await dueOf(inside, fact.subject.id)).toISOString() } });
  },
  'safety.concern-closed': async (inside, fact) => {
    const concern = await concernOf(inside, fact.subject.id);
    return concern === undefined || concern.raised_by === fact.by ? [] : tell(fact, 'concern-closed', concern.raised_by);
  },
};

/** Into whose hands a concern came, unless they took it themselves. It rings: nobody who waits for safety waits for a morning. */
async function passedOn(inside: Inside, fact: Fact) {
  return fact.about.to === fact.by ? [] : tell(fact, 'concern-passed-on', fact.about.to, { fills: { time: inside.now.toISOString() }, rings: true });
}

async function concernOf(inside: Inside, id: string) {
  return inside.db.selectFrom('concern').select(['owner_id', 'raised_by']).where('org_id', '=', inside.org).where('id', '=', id).executeTakeFirst();
}

/** By when somebody is promised to look; a day from now when nothing is promised any more. */
async function dueOf(inside: Inside, concern: string): Promise<Date> {
  const promise = await promiseFor(inside, concern, 'concern');
  return promise !== undefined && promise.keptAt === null && promise.dueAt > inside.now ? promise.dueAt : new Date(inside.now.getTime() + 86_400_000);
}
