import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import type { Outcome } from '../../platform/outcome.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { keepsToConduct } from '../../testing/walking.ts';
import { sayYesToAll } from '../agreements/index.ts';
import { markRead, sendMessage } from '../conversations/index.ts';
import { addSupporter, beginSheet, keepAnswer, receive, recordTraining } from '../intake/index.ts';
import { writeLetter } from '../letters/index.ts';
import { answerProposal, proposeMatch, sweepProposals } from '../matching/index.ts';
import { giveRole, programmeOf } from '../programmes/index.ts';
import { sweepPromises } from '../promises/index.ts';
import { myRelationships, pauseRelationship } from '../relationships/index.ts';
import { lookAhead, noticesReader } from './index.ts';

const HOUR = 3_600_000;
const evenings = [{ day: 1, from: 17 * 60, to: 21 * 60 }];
let town: Town;
beforeAll(async () => {
  town = await testTown();
});
beforeEach(async () => {
  await hear();
  await town.db.owner.deleteFrom('notice').execute();
});

function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}
const hear = () => readFacts(town.house, town.org, noticesReader);
/** Who was told what since the last look, as `kind to name`. */
async function told(): Promise<string[]> {
  await hear();
  const rows = await town.db.owner.selectFrom('notice').select(['id', 'kind', 'person_id']).orderBy('kind').orderBy('id').execute();
  await town.db.owner.deleteFrom('notice').execute();
  const names = new Map<string, string>();
  for (const name of ['Amina', 'Ben', 'Chidi', 'Dalia', 'Esi', 'Farid', 'Hana', 'Kit'] as CastName[]) names.set(await town.id(name), name);
  return rows.map(({ kind, person_id }) => `${kind} to ${names.get(person_id ?? '') ?? 'nobody'}`).sort();
}
async function asks(name: CastName): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: ['en'] }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}
async function supports(name: CastName, expiresOn: string): Promise<string> {
  const person = await town.id(name);
  const standing = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: ['en'] }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    await giveRole(inside, { person, programme: town.programme.id, role: 'supporter' });
    return addSupporter(inside, { programme: town.programme.id, person, sheet, capacity: 2 });
  });
  await keepsToConduct(town, 'Amina', 'Ben');
  const { settings } = await town.inside((inside) => programmeOf(inside, town.programme.id));
  for (const course of settings.courses.beforeMatch) value(await recordTraining(await town.as('Chidi'), { programme: town.programme.id, person, course, completedOn: '2026-10-01', expiresOn }));
  return standing;
}

describe('what becomes of facts', () => {
  let request: string;
  let standing: string;

  test('A request is acknowledged once; past its time the back-up, the owner and the one who waits are told, then it climbs', async () => {
    request = await asks('Amina');
    expect(await told()).toEqual(['request-received to Amina']);
    for (const _ of [1, 2]) {
      town.clock.moveBy(30 * 24 * HOUR);
      await sweepPromises(town.house, town.org);
      await hear();
    }
    const rows = await told();
    expect(rows).toContain('answer-overdue-backup to Dalia');
    expect(rows).toContain('answer-overdue-owner to Chidi');
    expect(rows).toContain('promise-moved to Amina');
    expect(rows.filter((row) => row.startsWith('answer-overdue-climbs'))).toHaveLength(1);
  });

  test('A whole list that falls due at once is one letter to each who answers, and one to each who waits', async () => {
    const before = town;
    town = await testTown();
    for (const name of ['Amina', 'Kit', 'Jun'] as const) await asks(name);
    await told();
    town.clock.moveBy(30 * 24 * HOUR);
    await sweepPromises(town.house, town.org);
    await hear();
    const sent = await town.db.owner.selectFrom('notice').select(['kind', 'dropped_why']).orderBy('kind').execute();
    const count = (kind: string, why: string | null) => sent.filter((one) => one.kind === kind && one.dropped_why === why).length;
    expect([count('answer-overdue-backup', null), count('answer-overdue-backup', 'gathered'), count('promise-moved', null)]).toEqual([1, 2, 3]);
    town = before;
  });

  test('Whoever waits for two things that take longer on one day gets one letter, and another only when it names a later day', async () => {
    const before = town;
    town = await testTown();
    await asks('Kit');
    value(await writeLetter(await town.as('Kit'), { programme: town.programme.id, words: 'And where do I find the building?' }));
    const kit = await town.id('Kit');
    const late = async (hours: number) => {
      const at = (more: number) => new Date(town.clock.now().getTime() + more * HOUR);
      await town.db.owner.updateTable('promise').set({ warn_at: at(-1.5), due_at: at(-1), climb_at: at(hours), handed_over_at: null }).where('promised_to', '=', kit).execute();
      await sweepPromises(town.house, town.org);
      await hear();
    };
    const letters = async () => (await town.db.owner.selectFrom('notice').select('dropped_why').where('kind', '=', 'promise-moved').orderBy('id').execute()).map(({ dropped_why }) => dropped_why);
    // Nine in the morning where they are.
    town.clock.moveBy(2 * HOUR);
    await late(4);
    expect(await letters()).toEqual([null, 'gathered']);
    town.clock.moveBy(2 * HOUR);
    await late(2);
    expect(await letters(), 'later on that day').toEqual([null, 'gathered', 'gathered', 'gathered']);
    await late(48);
    expect((await letters()).slice(4), 'a later day').toEqual([null, 'gathered']);
    town.clock.moveBy(24 * HOUR);
    await late(2);
    expect((await letters()).slice(6), 'the day after').toEqual([null, 'gathered']);
    town = before;
  });

  test('A letter of the programme is an answer; somebody’s own letter tells nobody but the desk', async () => {
    value(await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'Is anybody there?' }));
    expect(await told()).toEqual([]);
    value(await writeLetter(await town.as('Chidi'), { programme: town.programme.id, person: await town.id('Amina'), words: 'I am, and I am sorry.' }));
    expect(await told()).toEqual(['answer-ready to Amina']);
  });

  test('An introduction is told to each in turn, a yes to the other, a no to nobody', async () => {
    standing = await supports('Ben', '2028-10-01');
    await hear();
    await town.db.owner.deleteFrom('notice').execute();
    const chidi = await town.as('Chidi');
    const first = value(await proposeMatch(chidi, { request, supporter: standing })).proposal;
    expect(await told()).toEqual(['introduction-waiting to Ben']);
    value(await answerProposal(await town.as('Ben'), { proposal: first, answer: 'no' }));
    expect(await told()).toEqual([]);

    const second = value(await proposeMatch(chidi, { request, supporter: standing })).proposal;
    value(await answerProposal(await town.as('Ben'), { proposal: second, answer: 'yes' }));
    value(await answerProposal(await town.as('Amina'), { proposal: second, answer: 'no' }));
    // His turn and hers came and went before anybody read the facts: what is over is not announced any more.
    expect(await told()).toEqual(['we-look-again to Ben']);
  });

  test('Whoever lets an introduction rest is reminded once, then both hear kindly that we look again', async () => {
    const third = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing })).proposal;
    await told();
    value(await answerProposal(await town.as('Ben'), { proposal: third, answer: 'yes' }));
    expect(await told()).toEqual(['introduction-waiting to Amina']);
    town.clock.moveBy(4 * 24 * HOUR);
    await sweepProposals(town.house, town.org);
    expect(await told()).toEqual(['introduction-reminder to Amina']);
    town.clock.moveBy(4 * 24 * HOUR);
    await sweepProposals(town.house, town.org);
    expect(await told()).toEqual(['we-look-again to Amina', 'we-look-again to Ben']);
  });

  test('Two yeses, an agreement, and messages: told once until they are read', async () => {
    const fourth = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing })).proposal;
    value(await answerProposal(await town.as('Ben'), { proposal: fourth, answer: 'yes' }));
    const { relationship } = value(await answerProposal(await town.as('Amina'), { proposal: fourth, answer: 'yes' }));
    expect(await told()).toEqual(['both-said-yes to Amina', 'both-said-yes to Ben']);
    value(await sayYesToAll(await town.as('Amina'), { relationship }));
    expect(await told()).toEqual(['agreement-changed to Ben']);
    value(await sayYesToAll(await town.as('Ben'), { relationship }));
    expect(await told()).toEqual(['message-waiting to Amina']);

    const talk = (await myRelationships(await town.as('Amina'), {}))[0]?.conversation ?? '';
    const say = async (name: CastName, words: string) => value(await sendMessage(await town.as(name), { conversation: talk, words, sending: `sending-${words}` })).seq;
    await say('Amina', 'One');
    await say('Amina', 'Two');
    expect(await told()).toEqual(['message-waiting to Ben']);
    const three = await say('Amina', 'Three');
    expect(await told()).toEqual([]);
    value(await markRead(await town.as('Ben'), { conversation: talk, seq: three }));
    await say('Amina', 'Four');
    expect(await told()).toEqual(['message-waiting to Ben']);

    value(await pauseRelationship(await town.as('Ben'), { relationship, until: '' }));
    expect(await told()).toEqual(['pause-confirmed to Ben', 'pause-other-side to Amina']);
  });

  test('A training that ends is told ninety, sixty, thirty and seven days before, each once', async () => {
    town = await testTown();
    await supports('Ben', '2026-12-15');
    const days: number[] = [];
    const count = async () => (await town.db.owner.selectFrom('notice').select('id').where('kind', '=', 'certificate-expiring').execute()).length;
    for (let day = 0; day < 24; day += 1) {
      const before = await count();
      await lookAhead(town.house, town.org);
      await lookAhead(town.house, town.org);
      if ((await count()) > before) days.push(day);
      town.clock.moveBy(24 * HOUR);
    }
    // Ended on 15 December; it is 23 November: within thirty days at once, within seven on the sixteenth day.
    expect(days).toEqual([0, 15]);
  });

  test('No notice holds a name, a word somebody wrote, or a number of people', async () => {
    const fills = await town.db.owner.selectFrom('notice').select('fills').execute();
    for (const { fills: one } of fills) expect(Object.keys(one as object).every((key) => ['time', 'new_time', 'minutes', 'seq'].includes(key))).toBe(true);
  });
});
