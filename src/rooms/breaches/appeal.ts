import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { sealFor } from '../people/index.ts';
import { addWorkingTime, giveRole, hoursOf, staffOf, takeWorkingTime } from '../programmes/index.ts';
import { endSupporterRole } from './decide.ts';
import { appealOf, breachForStaff } from './look-up.ts';
import { APPEAL_ANSWER_DAYS, APPEAL_REMINDER_DAYS, apartFrom, breachOutcomes, mayAppeal, whoLooksAgain } from './rules.ts';

const words = z.string().trim().min(1, 'breaches.mistake.empty').max(8000, 'breaches.mistake.long');
const signedIn = ({ actor }: { actor: { kind: string } }) => actor.kind === 'person';
const subject = ({ breach }: { breach: string }) => ({ kind: 'breach', id: breach });

/** “I ask another person to look again.” By the person it concerns, within 30 days, once. It goes to somebody who had no part in the decision. */
export const appealBreach = act({
  name: 'breaches.appeal-breach',
  input: z.object({ breach: z.uuid(), words }),
  may: signedIn,
  guards: { one_appeal_per_decision: 'already-appealed' },
  subject,
  async perform(inside, { breach: id, words: why }) {
    const found = await inside.db.selectFrom('breach').selectAll().where('org_id', '=', inside.org).where('id', '=', id).forUpdate().executeTakeFirst();
    if (found === undefined || found.person_id !== inside.person() || found.decided_at === null) return absent();
    const before = await appealOf(inside, id);
    if (before !== undefined) return refused('already-appealed');
    if (!mayAppeal(found.decided_at, false, inside.now)) return refused('too-late');
    const to = whoLooksAgain(await staffOf(inside, found.programme_id), apartFrom(found));
    const { hours, closedDays, zone } = await hoursOf(inside, found.programme_id);
    const appeal = inside.newId();
    const promisedAt = addWorkingTime(inside.now, APPEAL_ANSWER_DAYS, 'working-day', hours, closedDays, zone);
    const warnAt = takeWorkingTime(promisedAt, APPEAL_REMINDER_DAYS, 'working-day', hours, closedDays, zone);
    await inside.db
      .insertInto('breach_appeal')
      .values({ org_id: inside.org, id: appeal, breach_id: id, words: await sealFor(inside, id, `breach_appeal/words/${appeal}`, why), asked_at: inside.now, answered_by_id: to ?? null, promised_at: promisedAt, warn_at: warnAt })
      .execute();
    inside.record({ name: 'breaches.appealed', subject: { kind: 'breach', id }, programme: found.programme_id, about: { to: to ?? null } });
    return done({ promisedAt });
  },
});

/** Another person looked again: it stands, is changed, or is taken back, with a reason in writing. Never somebody who recorded or decided it. */
export const decideAppeal = act({
  name: 'breaches.decide-appeal',
  input: z.object({
    breach: z.uuid(), ending: z.enum(['stands', 'changed', 'taken-back'], 'breaches.mistake.ending'), outcome: z.union([z.literal('').transform(() => undefined), z.enum(breachOutcomes)]).optional(),
    until: z.union([z.literal('').transform(() => null), z.iso.date('breaches.mistake.day')]).default(null), reason: words,
  }),
  may: signedIn,
  subject,
  async perform(inside, { breach: id, ending, outcome, until, reason }) {
    const found = await breachForStaff(inside, id, { forUpdate: true });
    const appeal = (await appealOf(inside, id)) ?? absent();
    if (appeal.decided_at !== null) return refused('already-decided');
    const me = inside.person();
    if (me === found.recorded_by || me === found.decided_by) return refused('had-a-part');
    if (ending === 'changed' && outcome === undefined) return refused('say-what-instead');
    const now = ending === 'changed' ? (outcome ?? null) : null;
    await inside.db
      .updateTable('breach_appeal')
      .set({
        decided_at: inside.now, decided_by: me, answered_by_id: me, ending, outcome: now, pause_until: now === 'pause' ? until : null, reason: await sealFor(inside, id, `breach_appeal/reason/${appeal.id}`, reason),
      })
      .where('org_id', '=', inside.org).where('id', '=', appeal.id).execute();
    // A role that was ended and should not have been is given back; one that should be, ends.
    if (found.outcome === 'end' && ending !== 'stands' && now !== 'end' && (await supportsStill(inside, found.programme_id, found.person_id))) await giveRole(inside, { person: found.person_id, programme: found.programme_id, role: 'supporter' });
    if (now === 'end') await endSupporterRole(inside, found.programme_id, found.person_id);
    inside.record({ name: 'breaches.appeal-decided', subject: { kind: 'my-breach', id }, programme: found.programme_id, about: { to: found.person_id, ending } });
    return done();
  },
});

/** Whether somebody still has their standing as a supporter: only then is there a role to give back. */
async function supportsStill({ db, org }: Parameters<typeof appealOf>[0], programme: string, person: string): Promise<boolean> {
  const row = await db.selectFrom('supporter').select('id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person).where('ended_at', 'is', null).executeTakeFirst();
  return row !== undefined;
}
