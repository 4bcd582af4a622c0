import { z } from 'zod';
import type { CheckInItem } from '../../content/index.ts';
import { starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { sealFor } from '../people/index.ts';
import { makePromise, type PromiseTerm } from '../promises/index.ts';
import { answerPlace, askedIn, type OwnCheckIn, ownCheckIn } from './looking.ts';
import { asksForSomebody, type Given, isOpen, isShared, itemsFor, type OfferRule, rulesFor } from './rules.ts';

const one = z.object({
  option: z.string().max(60).default(''),
  words: z.string().trim().max(2000, 'checkins.mistake.long').default(''),
  share: z.boolean().default(false),
});

/**
 * Somebody answers what they like of a check-in, or nothing. Words are sealed under their own key, and so is every answer that nobody is to see or count.
 * The coordinator is told only what the content says is told, or what was ticked; an answer that asks for a person makes a promise (P6).
 */
export const answerCheckIn = act({
  name: 'checkins.answer-check-in',
  input: z.object({ checkIn: z.uuid(), answers: z.record(z.string().max(60), one) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ checkIn }) => ({ kind: 'check-in', id: checkIn }),

  async perform(inside, { checkIn: id, answers }) {
    const me = inside.person();
    const own = await ownCheckIn(inside, id, me, { forUpdate: true });
    if (own.answeredAt !== null) return refused('answered-already');
    const given = itemsFor(await askedIn(inside, own), own.side).flatMap((item) => {
      const answer = givenTo(item, answers[item.id]);
      return answer === undefined ? [] : [{ item, answer }];
    });
    for (const { item, answer } of given) await keepAnswer(inside, own, item, answer);
    await inside.db
      .updateTable('check_in')
      .set(given.length === 0 ? { skipped_at: inside.now } : { answered_at: inside.now, skipped_at: null })
      .where('org_id', '=', inside.org)
      .where('id', '=', id)
      .execute();
    if (given.length === 0) return done({ skipped: true });
    inside.record({ name: 'checkins.answered', subject: { kind: 'check-in', id }, programme: own.programme, about: { relationship: own.relationship, kind: own.kind } });
    const shared = given.filter(({ item, answer }) => isShared(item.share.id, answer.ticked));
    for (const { item } of shared) recordShared(inside, own, item.id);
    const asks = shared.flatMap(({ item, answer }) => asksIn(item, answer));
    if (asks.length > 0) {
      await makePromise(inside, { kind: 'letter-answer', programme: own.programme, subject: { kind: 'check-in', id }, promisedTo: me, ...soonest(asks) });
    }
    return done({ skipped: false });
  },
});

/** Lets a check-in go unanswered. Nothing follows from it. */
export const skipCheckIn = act({
  name: 'checkins.skip-check-in',
  input: z.object({ checkIn: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ checkIn }) => ({ kind: 'check-in', id: checkIn }),
  async perform(inside, { checkIn: id }) {
    const own = await ownCheckIn(inside, id, inside.person(), { forUpdate: true });
    if (own.answeredAt !== null) return refused('answered-already');
    await inside.db.updateTable('check_in').set({ skipped_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    return done();
  },
});

/** Tells that an answer was shared: which one, never what it says. */
export function recordShared(inside: Inside, own: OwnCheckIn, item: string): void {
  inside.record({ name: 'checkins.shared', subject: { kind: 'check-in', id: own.id }, programme: own.programme, about: { item, relationship: own.relationship, person: inside.person() } });
}

function givenTo(item: CheckInItem, answer: z.output<typeof one> | undefined): Given | undefined {
  if (answer === undefined) return undefined;
  if (item.scale === undefined) return answer.words === '' ? undefined : { item: item.id, words: answer.words, ticked: answer.share };
  const option = item.scale.options.find(({ id }) => id === answer.option);
  return option === undefined ? undefined : { item: item.id, option: option.id, ticked: answer.share };
}

/** What in an answer asks for a person: words to the coordinator, and rules that tell one; each with its own clock, if it has one. */
function asksIn(item: CheckInItem, answer: Given): readonly Pick<OfferRule, 'clock'>[] {
  if (answer.words !== undefined) return item.share.id === 'coordinator-told' ? [{}] : [];
  return rulesFor(starter().checkIns.rules, { item: item.id, option: answer.option, before: undefined }).filter(asksForSomebody);
}

/** The shortest clock the content sets (“I need to talk”: within a day), instead of the programme's own term. Warned a quarter of it before. */
function soonest(asks: readonly Pick<OfferRule, 'clock'>[]): { term?: PromiseTerm } {
  const [clock] = asks.flatMap((ask) => ask.clock ?? []).filter(({ unit }) => unit === 'hour').toSorted((a, b) => a.amount - b.amount);
  return clock === undefined ? {} : { term: { ...clock, warnAmount: Math.ceil(clock.amount / 4), warnUnit: 'hour', climbAmount: 1, climbUnit: 'hour' } };
}

async function keepAnswer(inside: Inside, own: OwnCheckIn, item: CheckInItem, { option, words, ticked }: Given): Promise<void> {
  const value = item.scale?.options.find(({ id }) => id === option)?.value;
  const sealed = await sealFor(inside, inside.person(), answerPlace(own.id, item.id), JSON.stringify({ option, words }));
  await inside.db
    .insertInto('check_in_answer')
    .values({
      org_id: inside.org, check_in_id: own.id, item: item.id, value: isOpen(item.share.id, ticked) ? (value ?? null) : null, words: sealed,
      shared_at: isShared(item.share.id, ticked) ? inside.now : null, answered_at: inside.now,
    })
    .execute();
}
