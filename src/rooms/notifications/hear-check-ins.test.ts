import { expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import { testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { answerCheckIn, askForCall, askForNudge, checkInsWaiting, sweepCheckIns } from '../checkins/index.ts';
import { noticeLeadsTo, noticesReader } from './index.ts';

test('Whoever asks for a call is waited for by somebody who knows the time; a reminder goes to both, once a day, and names neither', async () => {
  const town = await testTown();
  await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
  const [amina, chidi] = [await town.as('Amina'), await town.as('Chidi')];
  town.clock.moveBy(7 * 86_400_000);
  await sweepCheckIns(town.house, town.org);
  const [waiting] = await checkInsWaiting(amina, {});
  const checkIn = waiting?.id ?? '';
  value(await answerCheckIn(amina, { checkIn, answers: { 'in-touch': { option: 'touch-not' } } }));
  const hear = () => readFacts(town.house, town.org, noticesReader);
  await hear();
  await town.db.owner.deleteFrom('notice').where('kind', '<>', 'somebody-asks').execute();
  const told = async (kind: string) => town.db.owner.selectFrom('notice').select(['id', 'person_id', 'fills', 'secret']).where('kind', '=', kind).orderBy('person_id').execute();

  // “Not in touch” asks for a person already; asking for the call as well is the same promise and the same letter.
  value(await askForCall(amina, { checkIn, offer: 'offer-call' }));
  await hear();
  const calls = await told('somebody-asks');
  expect(calls.map(({ person_id }) => person_id)).toEqual([await town.id('Chidi')]);
  expect(await noticeLeadsTo(chidi, { notice: calls[0]?.id ?? '' })).toBe(`/programmes/${town.programme.slug}/people/${await town.id('Amina')}`);

  for (const _ of [1, 2]) {
    value(await askForNudge(amina, { checkIn }));
    await hear();
  }
  const reminders = await told('kind-reminder');
  expect(reminders.map(({ person_id }) => person_id)).toEqual([await town.id('Amina'), await town.id('Ben')].sort());
  expect(reminders.every(({ fills, secret }) => JSON.stringify(fills) === '{}' && secret === null)).toBe(true);
});
