import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { starter } from '../../content/index.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { endRelationship, logContact, pauseRelationship, resumeRelationship } from '../relationships/index.ts';
import { answerCheckIn, skipCheckIn } from './answer-check-in.ts';
import { checkIn, checkInsWaiting } from './check-in.ts';
import { sharedAnswers } from './shared.ts';
import { sweepCheckIns } from './sweep.ts';
import { askForCall, askForNudge, shareAnswer } from './take-offer.ts';

const DAY = 86_400_000;
let town: Town;
let relationship: string;
let amina: Scene;
let ben: Scene;
let chidi: Scene;
beforeAll(async () => {
  town = await testTown();
  ({ relationship } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  // The template asks nothing at the very start; this programme does.
  const body = starter().checkIns.checkIns.find(({ id }) => id === 'start');
  await sql`insert into programme_content (org_id, programme_id, kind, id, position, version, changed_at, body)
    select org_id, programme_id, kind, 'start', 0, 1, changed_at, ${JSON.stringify(body)}::jsonb from programme_content where kind = 'check-in' limit 1`.execute(town.db.owner);
  [amina, ben, chidi] = [await town.as('Amina'), await town.as('Ben'), await town.as('Chidi')];
});

const sweep = () => sweepCheckIns(town.house, town.org);
const kinds = async (scene: Scene) => (await checkInsWaiting(scene, {})).map(({ kind }) => kind).sort();
const named = async (scene: Scene, kind: string) => (await checkInsWaiting(scene, {})).find((one) => one.kind === kind)?.id ?? '';
const facts = async (name: string) => (await town.db.owner.selectFrom('fact').select(['about', 'subject_id']).where('name', '=', name).execute());

describe('the road of check-ins', () => {
  test('The seeker is asked at the start, both after a week; each once, however many nodes look', async () => {
    await Promise.all([sweep(), sweep(), sweep()]);
    expect([await kinds(amina), await kinds(ben)]).toEqual([['start'], []]);
    town.clock.moveBy(6 * DAY);
    await sweep();
    expect(await kinds(ben)).toEqual([]);
    town.clock.moveBy(DAY);
    await Promise.all([sweep(), sweep()]);
    expect([await kinds(amina), await kinds(ben)]).toEqual([['first-steps', 'start'], ['first-steps']]);
    expect(await facts('checkins.due')).toHaveLength(3);
  });

  test('Only its person sees it; the other, the coordinator and a stranger find nothing', async () => {
    const id = await named(amina, 'start');
    expect((await checkIn(amina, { checkIn: id })).items.map(({ id: item, share }) => [item, share])).toEqual([['turn-to', 'counted'], ['lonely', 'counted']]);
    for (const scene of [ben, chidi, town.stranger()]) await expect(checkIn(scene, { checkIn: id })).rejects.toThrow('absent');
    expect(await answerCheckIn(ben, { checkIn: id, answers: {} })).toEqual({ kind: 'absent' });
  });

  test('An answer that asks first tells nobody before a yes; after it the coordinator reads it and has a promised time', async () => {
    const id = await named(amina, 'start');
    value(await answerCheckIn(amina, { checkIn: id, answers: { 'turn-to': { option: 'true-no' }, made_up: { option: 'true-no' } } }));
    const seen = await checkIn(amina, { checkIn: id });
    expect(seen.offers).toMatchObject([{ item: 'turn-to', tells: 'asks-first', shared: false }]);
    expect(await sharedAnswers(chidi, { programme: town.programme.id })).toEqual([]);
    expect([await facts('checkins.shared'), seen.promisedBy]).toEqual([[], undefined]);

    value(await shareAnswer(amina, { checkIn: id, item: 'turn-to' }));
    expect((await sharedAnswers(chidi, { programme: town.programme.id })).map(({ name, answer }) => [name, answer])).toEqual([['Amina', 'No']]);
    expect((await checkIn(amina, { checkIn: id })).promisedBy).toBeInstanceOf(Date);
    expect(await answerCheckIn(amina, { checkIn: id, answers: {} })).toMatchObject({ kind: 'refused', code: 'answered-already' });
    await expect(sharedAnswers(ben, { programme: town.programme.id })).rejects.toThrow('absent');
  });

  test('What is told is told, what is not ticked stays, words to the coordinator ask for an answer', async () => {
    const id = await named(ben, 'first-steps');
    value(await answerCheckIn(ben, {
      checkIn: id, answers: { 'in-touch': { option: 'touch-not' }, 'easy-to-talk': { option: 'true-no' }, 'tell-coordinator': { words: 'CANARY-31 I am a little lost.' } },
    }));
    const read = await sharedAnswers(chidi, { programme: town.programme.id, person: await town.id('Ben') });
    expect(read.map(({ answer }) => answer).sort()).toEqual(['CANARY-31 I am a little lost.', 'Not yet']);
    expect((await checkIn(ben, { checkIn: id })).promisedBy).toBeInstanceOf(Date);
    const rows = await town.db.owner.selectFrom('check_in_answer').selectAll().where('check_in_id', '=', id).execute();
    expect(rows.find(({ item }) => item === 'easy-to-talk')?.value).toBeNull();
    expect(Buffer.concat(rows.map(({ words }) => words ?? Buffer.alloc(0))).toString('latin1')).not.toMatch(/CANARY-31|true-no/);
    value(await askForNudge(ben, { checkIn: id }));
    expect(await facts('checkins.nudge-asked')).toMatchObject([{ subject_id: relationship }]);
  });

  test('Nothing ticked and nothing written is skipping, and skipping has no consequence', async () => {
    const id = await named(amina, 'first-steps');
    expect(value(await answerCheckIn(amina, { checkIn: id, answers: { 'go-on': { option: '' }, 'tell-coordinator': { words: '  ' } } }))).toEqual({ skipped: true });
    expect((await checkIn(amina, { checkIn: id })).state).toBe('let-go');
    value(await skipCheckIn(amina, { checkIn: id }));
    expect(await kinds(amina)).toEqual([]);
  });

  test('While they rest nobody is asked; afterwards the month’s look comes, and somebody who is not safe is shown help first', async () => {
    town.clock.moveBy(23 * DAY);
    value(await pauseRelationship(amina, { relationship }));
    await sweep();
    expect(await kinds(amina)).toEqual([]);
    value(await resumeRelationship(ben, { relationship }));
    await sweep();
    expect(await kinds(amina)).toEqual(['one-month']);
    expect(await kinds(ben)).toEqual(['one-month', 'supporter-monthly']);
    const id = await named(amina, 'one-month');
    value(await answerCheckIn(amina, { checkIn: id, answers: { 'safe-now': { option: 'safe-no' } } }));
    expect((await checkIn(amina, { checkIn: id })).helpFirst).toBe(true);
    value(await askForCall(amina, { checkIn: id, offer: 'offer-safety-call' }));
    const [promise] = await town.db.owner.selectFrom('promise').selectAll().where('subject_id', '=', id).where('kind', '=', 'safety-call').execute();
    expect([promise?.owner_id, (promise?.due_at.getTime() ?? 0) - town.clock.now().getTime()]).toEqual([await town.id('Esi'), 4 * 3_600_000]);
  });

  test('A supporter’s low energy twice in a row offers more than once', async () => {
    const first = await named(ben, 'supporter-monthly');
    value(await answerCheckIn(ben, { checkIn: first, answers: { energy: { option: 'level-low' } } }));
    expect((await checkIn(ben, { checkIn: first })).offers.flatMap(({ offers }) => offers.map(({ id }) => id))).toEqual(['offer-rest', 'offer-pause', 'offer-debrief']);
    town.clock.moveBy(30 * DAY);
    await sweep();
    const second = (await checkInsWaiting(ben, {})).find(({ kind, id }) => kind === 'supporter-monthly' && id !== first)?.id ?? '';
    value(await answerCheckIn(ben, { checkIn: second, answers: { energy: { option: 'level-very-low' } } }));
    expect((await checkIn(ben, { checkIn: second })).offers.flatMap(({ offers }) => offers.map(({ id }) => id))).toEqual(['offer-pause', 'offer-debrief', 'offer-self-check']);
  });

  test('After a logged contact the supporter gets one tap; after the end both get their last questions', async () => {
    const has = async (kind: string) => (await town.db.owner.selectFrom('check_in').select('id').where('kind', '=', kind).execute()).length;
    value(await logContact(amina, { relationship, on: town.clock.now().toISOString().slice(0, 10), channel: 'phone' }));
    await sweep();
    const tap = await named(ben, 'after-contact');
    value(await answerCheckIn(ben, { checkIn: tap, answers: { tap: { option: 'tap-talk', share: true } } }));
    // “I need to talk” has a clock of its own: within a day.
    expect((await checkIn(ben, { checkIn: tap })).promisedBy?.getTime()).toBe(town.clock.now().getTime() + DAY);
    town.clock.moveBy(60_000);
    value(await logContact(amina, { relationship, on: town.clock.now().toISOString().slice(0, 10), channel: 'phone' }));
    town.clock.moveBy(60_000);
    await sweep();
    const asked = (await checkInsWaiting(ben, {})).map(({ id, kind }) => ({ id, kind }));
    expect(asked.map(({ kind }) => kind)).toContain('after-contact');
    value(await endRelationship(ben, { relationship, how: 'complete' }));
    await sweep();
    await sweep();
    // What was asked on the way is no question any more; what the ending asks is.
    const left = (await checkInsWaiting(ben, {})).map(({ kind }) => kind);
    expect(left).toContain('ending-supporter');
    expect(left).not.toContain('after-contact');
    expect((await checkIn(ben, { checkIn: asked.find(({ kind }) => kind === 'after-contact')?.id ?? '' })).state).toBe('let-go');
    expect([await has('after-contact'), await has('ending-seeker'), await has('ending-supporter')]).toEqual([2, 1, 1]);
    town.clock.moveBy(60 * DAY);
    await sweep();
    expect(await has('one-month')).toBe(4);
  });
});
