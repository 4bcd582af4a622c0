import type { Inside } from '../../platform/inside.ts';
import type { FactReader } from '../../platform/readers.ts';
import { endSessions, mergeInto, unprovedTwins } from '../people/index.ts';
import { endRole, giveRole, type Role } from '../programmes/index.ts';
import { promisesToSamePerson, withdrawPromise } from '../promises/index.ts';
import { openApplication, waitingRequest } from './begin.ts';
import { passSheet } from './sheets.ts';

/**
 * Somebody who is a member already asked again from a browser where they were not signed in, with the same e-mail address. Once they prove the
 * address by signing in, what they asked for is theirs too. Nobody is told before that there was an account, and nothing tells it afterwards: sessions
 * that only began with a request end at every proof, whether or not there was somebody to merge with. That also ends the session of anybody who
 * wrote down an address that is not theirs.
 */
export const requestsFollowTheirPerson: FactReader = {
  name: 'intake.requests-follow-their-person',
  wants: ['people.signed-in'],
  async read(inside, { subject }) {
    const to = subject.id;
    await endSessions(inside, { person: to, proof: 'begun' });
    for (const from of await unprovedTwins(inside, to)) {
      if (await walksOrWasProposed(inside, from)) continue;
      await passOn(inside, from, to);
    }
  },
};

/** Two people know of them by now: then it is for a person to sort out, not for a machine. */
async function walksOrWasProposed(inside: Inside, person: string): Promise<boolean> {
  const is = (of: 'proposal' | 'relationship' | 'supporter') => {
    const { db, org } = inside;
    if (of === 'supporter') return db.selectFrom('supporter').select('id').where('org_id', '=', org).where('person_id', '=', person).limit(1).executeTakeFirst();
    if (of === 'proposal') return db.selectFrom('proposal').select('id').where('org_id', '=', org).where((e) => e.or([e('seeker_person', '=', person), e('supporter_person', '=', person)])).limit(1).executeTakeFirst();
    return db.selectFrom('relationship').select('id').where('org_id', '=', org).where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)])).limit(1).executeTakeFirst();
  };
  return ((await is('supporter')) ?? (await is('proposal')) ?? (await is('relationship'))) !== undefined;
}

async function passOn(inside: Inside, from: string, to: string): Promise<void> {
  const { db, org } = inside;
  await passRequests(inside, from, to);
  await passApplications(inside, from, to);
  const sheets = await db.selectFrom('sheet').select('id').where('org_id', '=', org).where('person_id', '=', from).execute();
  for (const { id } of sheets) await passSheet(inside, { id, person: from }, to);
  await promisesToSamePerson(inside, { from, to });
  const held = await db.selectFrom('role_held').select(['id', 'programme_id', 'role']).where('org_id', '=', org).where('person_id', '=', from).where('ended_at', 'is', null).execute();
  for (const { id, programme_id, role } of held) {
    await endRole(inside, id);
    await giveRole(inside, { person: to, programme: programme_id, role: role as Role });
  }
  await mergeInto(inside, { from, to });
  // Letters are a higher room's: it hears this fact and seals them anew under the key of the one they now belong to.
  inside.record({ name: 'intake.same-person', subject: { kind: 'person', id: to }, about: { from } });
}

/** One waiting request per person and programme: a second one is closed as asked again, and can still be read. */
async function passRequests(inside: Inside, from: string, to: string): Promise<void> {
  const rows = await inside.db.selectFrom('support_request').select(['id', 'programme_id', 'matched_at', 'withdrawn_at', 'closed_at']).where('org_id', '=', inside.org).where('person_id', '=', from).execute();
  for (const row of rows) {
    const waits = row.matched_at === null && row.withdrawn_at === null && row.closed_at === null;
    const again = waits && (await waitingRequest(inside, row.programme_id, to)) !== undefined;
    if (again) await withdrawPromise(inside, { subjectId: row.id });
    await inside.db
      .updateTable('support_request')
      .set({ person_id: to, ...(again && { closed_at: inside.now, closed_how: 'asked-again' }) })
      .where('org_id', '=', inside.org)
      .where('id', '=', row.id)
      .execute();
  }
}

async function passApplications(inside: Inside, from: string, to: string): Promise<void> {
  const rows = await inside.db.selectFrom('application').select(['id', 'programme_id', 'decided_at', 'withdrawn_at']).where('org_id', '=', inside.org).where('person_id', '=', from).execute();
  for (const row of rows) {
    const again = row.decided_at === null && row.withdrawn_at === null && (await openApplication(inside, row.programme_id, to)) !== undefined;
    if (again) await withdrawPromise(inside, { subjectId: row.id });
    await inside.db
      .updateTable('application')
      .set({ person_id: to, ...(again && { withdrawn_at: inside.now }) })
      .where('org_id', '=', inside.org)
      .where('id', '=', row.id)
      .execute();
  }
}
