import { z } from 'zod';
import { starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { teamOf } from '../programmes/index.ts';
import { makePromise } from '../promises/index.ts';
import { recordShared } from './answer-check-in.ts';
import { askedIn, openAnswers, ownCheckIn } from './looking.ts';

const about = ({ checkIn }: { checkIn: string }) => ({ kind: 'check-in', id: checkIn });

/** “Yes, tell my coordinator”: an answer that asks first is shared only by this. What nobody was to see stays so. */
export const shareAnswer = act({
  name: 'checkins.share-answer',
  input: z.object({ checkIn: z.uuid(), item: z.string().max(60) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { checkIn: id, item: itemId }) {
    const me = inside.person();
    const own = await ownCheckIn(inside, id, me, { forUpdate: true });
    const item = (await askedIn(inside, own)).items.find((one) => one.id === itemId) ?? absent();
    const row = await inside.db.selectFrom('check_in_answer').select(['check_in_id', 'item', 'words', 'shared_at']).where('org_id', '=', inside.org).where('check_in_id', '=', id).where('item', '=', itemId).executeTakeFirst();
    if (row === undefined) return absent();
    if (row.shared_at !== null) return done();
    const [answer] = await openAnswers(inside, me, [row]);
    await inside.db
      .updateTable('check_in_answer')
      .set({ shared_at: inside.now, value: item.scale?.options.find((option) => option.id === answer?.option)?.value ?? null })
      .where('org_id', '=', inside.org)
      .where('check_in_id', '=', id)
      .where('item', '=', itemId)
      .execute();
    recordShared(inside, own, itemId);
    await makePromise(inside, { kind: 'letter-answer', programme: own.programme, subject: { kind: 'check-in', id }, promisedTo: me });
    return done();
  },
});

const calls = { 'ask-coordinator': 'coordinator', 'ask-debrief': 'coordinator', 'ask-safety-lead': 'safety-lead' } as const;

/** “Yes, call me”: somebody of the programme answers by a promised time; the safety lead's within four hours, a talk after something hard within a day. */
export const askForCall = act({
  name: 'checkins.ask-for-call',
  input: z.object({ checkIn: z.uuid(), offer: z.string().max(60) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { checkIn: id, offer: offerId }) {
    const me = inside.person();
    const own = await ownCheckIn(inside, id, me, { forUpdate: true });
    const offer = starter().checkIns.offers.find((one) => one.id === offerId) ?? absent();
    if (offer.action !== 'ask-coordinator' && offer.action !== 'ask-debrief' && offer.action !== 'ask-safety-lead') return absent();
    const who = calls[offer.action];
    const team = await teamOf(inside, own.programme);
    const hours = { 'ask-coordinator': undefined, 'ask-debrief': 24, 'ask-safety-lead': 4 }[offer.action];
    const { dueAt } = await makePromise(inside, {
      kind: who === 'safety-lead' ? 'safety-call' : 'letter-answer', programme: own.programme, subject: { kind: 'check-in', id }, promisedTo: me,
      ...(hours !== undefined && { term: { amount: hours, unit: 'hour', warnAmount: Math.ceil(hours / 4), warnUnit: 'hour', climbAmount: 1, climbUnit: 'hour' } }),
      ...(who === 'safety-lead' && { owner: team.safety ?? team.owner, backup: team.safetyBackup ?? team.lead }),
    });
    inside.record({ name: 'checkins.call-asked', subject: about({ checkIn: id }), programme: own.programme, about: { who, relationship: own.relationship, person: me } });
    return done({ dueAt: dueAt.getTime() });
  },
});

/** “Send us both a kind reminder.” Neither is told who asked. */
export const askForNudge = act({
  name: 'checkins.ask-for-nudge',
  input: z.object({ checkIn: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { checkIn: id }) {
    const own = await ownCheckIn(inside, id, inside.person());
    if (own.relationship === null || own.ended) return refused('nobody-to-remind');
    inside.record({ name: 'checkins.nudge-asked', subject: { kind: 'relationship', id: own.relationship }, programme: own.programme, about: { check: id } });
    return done();
  },
});
