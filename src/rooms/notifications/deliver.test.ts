import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askThrough } from '../../doctor/ask.ts';
import { lookAtLetters } from '../../doctor/look-at-letters.ts';
import { type Mailbox, mailbox } from '../../mail/mailbox.fixture.ts';
import { smtpPostman } from '../../mail/index.ts';
import { type NoticeGiven, writeNotice } from '../../platform/notices.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { askForLink } from '../people/index.ts';
import { callsToMake, changeNotices, deliverNotices, noteCallMade } from './index.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
let town: Town;
let box: Mailbox;
beforeAll(async () => {
  town = await testTown({ config: { PUBLIC_URL: 'https://walk.example.org' } });
  box = await mailbox();
});
afterAll(async () => box.close());
beforeEach(async () => {
  await town.db.owner.deleteFrom('notice').execute();
  box.letters.length = 0;
  box.answerRecipient = () => undefined;
});

let count = 0;
async function notice(person: CastName, more: Partial<NoticeGiven> = {}): Promise<void> {
  const id = await town.id(person);
  count += 1;
  await town.inside((inside) => writeNotice(inside, { kind: 'answer-ready', effect: `test/${count}`, person: id, programme: town.programme.id, ...more }));
}
const deliver = async (url = box.url) => {
  const postman = smtpPostman({ url, from: 'walk@example.org', patienceMs: 2_000 });
  try {
    return await deliverNotices(town.house, town.org, postman);
  } finally {
    await postman.close();
  }
};
const rows = () => town.db.owner.selectFrom('notice').select(['kind', 'channel', 'sent_at', 'dropped_why', 'trouble', 'tries', 'secret', 'to_address', 'next_try_at', 'due_at']).orderBy('id').execute();
const toOf = () => box.letters.map(({ to }) => to[0]?.address);

describe('letters', () => {
  test('A letter names nobody, in the reader’s language, with one link, and can be stopped with one press', async () => {
    await notice('Amina');
    expect(await deliver()).toBe(1);
    const [letter] = box.letters;
    expect([letter?.subject, letter?.from?.address, letter?.from?.name]).toEqual(['Vous avez une réponse', 'walk@example.org', 'Companionway']);
    expect(letter?.text).toContain('Une personne vous a répondu. À lire ici : https://walk.example.org/n/');
    expect(letter?.html).toContain('Une personne vous a répondu');
    expect(letter?.html).not.toMatch(/<img|<script|<link|src=/);
    const header = (name: string) => letter?.headers.find(({ key }) => key === name)?.value ?? '';
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/walk\.example\.org\/notices\/stop\/[\w-]+>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(letter?.text).toContain('https://walk.example.org/notices/stop/');
    // Nobody named a mailbox that a person reads, so none is promised.
    expect(letter?.text).not.toContain('Une personne lit les réponses');
    for (const told of ['Amina', 'Chidi', 'caregiver', 'Walking Alongside', town.programme.slug]) expect(`${letter?.subject}${letter?.text}${letter?.html}`).not.toContain(told);
    expect(await deliver()).toBe(0);
  });

  test('A notice of a colleague who did not answer names no colleague', async () => {
    await notice('Dalia', { kind: 'answer-overdue-backup' });
    await deliver();
    expect(box.letters[0]?.text).toContain('A colleague could not answer in time. You are the back-up.');
  });

  test('A sign-in link goes at night, to the address that was typed, with its code; and its secret is wiped', async () => {
    await changeNotices(await town.as('Ben'), { notices: 'off', digest: true, quietFrom: '00:00', quietUntil: '23:59' });
    await askForLink(town.stranger(), { email: 'ben@example.org' });
    expect(await deliver()).toBe(1);
    expect(box.letters[0]?.text).toMatch(/https:\/\/walk\.example\.org\/sign-in\/[\w-]{40,}/);
    expect(box.letters[0]?.text).toMatch(/type this code on the device where you began: \d{4} \d{4}/);
    expect(await rows()).toMatchObject([{ secret: null, to_address: null, trouble: null }]);
    await changeNotices(await town.as('Ben'), { notices: 'email', quietFrom: '', quietUntil: '' });
  });

  test('Quiet hours hold until the reader’s morning, and the notice goes once then', async () => {
    await changeNotices(await town.as('Ben'), { notices: 'email', quietFrom: '06:00', quietUntil: '10:30' });
    await notice('Ben'); // It is 8 in the morning in Vancouver.
    expect(await deliver()).toBe(0);
    town.clock.moveBy(149 * MINUTE);
    expect(await deliver()).toBe(0);
    town.clock.moveBy(2 * MINUTE);
    expect(await deliver()).toBe(1);
    await changeNotices(await town.as('Ben'), { notices: 'email', quietFrom: '', quietUntil: '' });
  });

  test('Who wants one letter a day gets one, in the morning, with all that could wait', async () => {
    await changeNotices(await town.as('Ben'), { notices: 'email', digest: true, quietFrom: '', quietUntil: '' });
    await notice('Ben');
    await notice('Ben', { kind: 'pause-other-side' });
    expect(await deliver()).toBe(0);
    town.clock.moveBy(DAY);
    expect(await deliver()).toBe(1);
    expect(box.letters[0]?.subject).toBe('Something is waiting for you');
    expect(box.letters[0]?.text).toMatch(/A person wrote back to you[\s\S]*There is a pause for now/);
    expect((await rows()).every(({ sent_at }) => sent_at !== null)).toBe(true);
    await changeNotices(await town.as('Ben'), { notices: 'email', quietFrom: '', quietUntil: '' });
  });

  test('Stopped notices are not sent, except to those who answer for people', async () => {
    await changeNotices(await town.as('Ben'), { notices: 'off' });
    await changeNotices(await town.as('Dalia'), { notices: 'off' });
    await notice('Ben');
    await notice('Dalia', { kind: 'answer-overdue-backup' });
    await deliver();
    expect(toOf()).toEqual(['dalia@example.org']);
    expect((await rows()).map(({ dropped_why }) => dropped_why)).toEqual(['not-wanted', null]);
    await changeNotices(await town.as('Ben'), { notices: 'email' });
    await changeNotices(await town.as('Dalia'), { notices: 'email' });
  });

  test('Who has no e-mail becomes a call for the coordinators, once, until somebody phoned', async () => {
    await notice('Farid');
    await deliver();
    await deliver();
    expect(box.letters).toEqual([]);
    const chidi = await town.as('Chidi');
    const calls = await callsToMake(chidi, { programme: town.programme.id });
    expect(calls).toMatchObject([{ name: 'Farid', kind: 'answer-ready', phones: [{ value: '+16045550123' }] }]);
    await noteCallMade(chidi, { programme: town.programme.id, notice: calls[0]?.id });
    expect(await callsToMake(chidi, { programme: town.programme.id })).toEqual([]);
    await expect(callsToMake(await town.as('Ben'), { programme: town.programme.id })).rejects.toThrow('absent');
  });
});

describe('a mail server with troubles', () => {
  /** What doctor and the page of how the house is say of it. */
  const found = (server = true) => town.inside(({ db, now }) => lookAtLetters(askThrough(db), { server, now }));

  test('A server that is away delays and loses nothing: every notice goes when it is back, in order', async () => {
    await notice('Amina');
    await notice('Ben');
    const away = 'smtp://127.0.0.1:1';
    expect(await deliver(away)).toBe(0);
    expect(await rows()).toMatchObject([{ trouble: 'server-away', tries: 1 }, { trouble: 'server-away', tries: 0 }]);
    expect(await found()).toEqual([{ what: 'letters-waiting', state: 'look', about: { count: 2, hours: 0, trouble: 'server_away' } }]);
    expect(await deliver()).toBe(0);
    town.clock.moveBy(2 * MINUTE);
    expect(await deliver()).toBe(2);
    expect(toOf()).toEqual(['amina@example.org', 'ben@example.org']);
  });

  test('After five days of silence it is given up, and a person is asked to phone', async () => {
    await notice('Amina');
    for (let tries = 0; tries < 60 && (await rows())[0]?.dropped_why === null; tries += 1) {
      await deliver('smtp://127.0.0.1:1');
      town.clock.moveBy(4 * 3_600_000);
    }
    const [row, call] = await rows();
    expect(row).toMatchObject({ dropped_why: 'gave-up', secret: null });
    expect(call).toMatchObject({ channel: 'call' });
    expect((await town.db.owner.selectFrom('notice').select('tries').where('channel', '=', 'email').executeTakeFirstOrThrow()).tries).toBeGreaterThan(20);
  });

  test('Greylisting puts off that one letter; the others go', async () => {
    box.answerRecipient = (address) => (address.startsWith('amina') ? '451 Try again later' : undefined);
    await notice('Amina');
    await notice('Ben');
    expect(await deliver()).toBe(1);
    expect((await rows())[0]).toMatchObject({ trouble: 'server-says-later', sent_at: null });
    box.answerRecipient = () => undefined;
    town.clock.moveBy(5 * MINUTE);
    expect(await deliver()).toBe(1);
    expect(toOf()).toEqual(['ben@example.org', 'amina@example.org']);
  });

  test('An address the server will never take is marked, and the coordinators are told', async () => {
    box.answerRecipient = (address) => (address.startsWith('amina') ? '550 No such person' : undefined);
    await notice('Amina', { kind: 'both-said-yes' });
    await notice('Ben');
    expect(await deliver()).toBe(1);
    expect((await rows())[0]).toMatchObject({ dropped_why: 'refused', trouble: 'address-refused', to_address: null });
    expect(await found()).toMatchObject([{ what: 'letters', state: 'fine' }, { what: 'letters-lost', state: 'look', about: { count: 1, days: 0 } }]);
    expect(await callsToMake(await town.as('Chidi'), { programme: town.programme.id })).toMatchObject([{ name: 'Amina', kind: 'both-said-yes' }]);
  });

  test('Without a mail server notices wait, and the house says so', async () => {
    await notice('Amina');
    expect(await deliverNotices(town.house, town.org)).toBe(0);
    expect(await found(false)).toEqual([{ what: 'letters-waiting', state: 'look', about: { count: 1, hours: 0, trouble: 'no_server' } }]);
    town.clock.moveBy(90 * MINUTE);
    expect(await found(false)).toMatchObject([{ state: 'wrong', about: { hours: 1 } }]);
    expect((await rows())[0]).toMatchObject({ tries: 0, sent_at: null });
  });

  test('Two nodes at once hand each letter over once', async () => {
    for (let each = 0; each < 25; each += 1) await notice(each % 2 === 0 ? 'Amina' : 'Ben');
    const handed = await Promise.all([deliver(), deliver(), deliver()]);
    expect(handed.reduce((sum, one) => sum + one, 0)).toBe(25);
    expect(box.letters).toHaveLength(25);
    expect(new Set(box.letters.map(({ messageId }) => messageId)).size).toBe(25);
  });

  /** A node that is killed when it has a letter in hand: before or after the yes to its last byte. */
  const killedAt = async (moment: 'before' | 'after') => {
    const dead = Promise.withResolvers<void>();
    const hand = async (_: unknown, mayGo: () => Promise<boolean>): Promise<never> => {
      if (moment === 'after') expect(await mayGo()).toBe(true);
      dead.resolve();
      return new Promise(() => undefined);
    };
    void deliverNotices(town.house, town.org, { hand, close: async () => undefined });
    await dead.promise;
  };

  test('Killed before its last byte went, a letter goes when the lease is over, once', async () => {
    await notice('Amina');
    await killedAt('before');
    expect(await deliver()).toBe(0);
    town.clock.moveBy(6 * MINUTE);
    expect([await deliver(), await deliver()]).toEqual([1, 0]);
  });

  test('Killed after its last byte went, a letter goes no more, and may have arrived', async () => {
    await notice('Amina', { rings: true });
    await notice('Ben');
    await killedAt('after');
    town.clock.moveBy(6 * MINUTE);
    expect(await deliver()).toBe(1);
    expect((await found())[1]).toMatchObject({ what: 'letters-in-hand', state: 'look', about: { count: 1, minutes: 6 } });
    town.clock.moveBy(10 * MINUTE);
    expect(await deliver()).toBe(0);
    expect((await found())[1]).toMatchObject({ what: 'letters-may-have-arrived', state: 'look', about: { count: 1, days: 0 } });
    expect(toOf()).toEqual(['ben@example.org']);
    expect(await rows()).toMatchObject([{ trouble: 'may-have-arrived', sent_at: expect.any(Date), to_address: null }, { trouble: null, sent_at: expect.any(Date) }]);
    town.clock.moveBy(5 * DAY);
    expect(await deliver()).toBe(0);
  });

  test('A node whose lease is over, or whose notice was dropped meanwhile, gets no yes to the last byte', async () => {
    for (const meanwhile of [{ tries: 7 }, { dropped_at: town.clock.now(), dropped_why: 'left' }]) {
      await town.db.owner.deleteFrom('notice').execute();
      await notice('Amina');
      const answers: boolean[] = [];
      const hand = async (_: unknown, mayGo: () => Promise<boolean>) => {
        await town.db.owner.updateTable('notice').set(meanwhile).execute();
        answers.push(await mayGo());
        return { kind: 'kept' as const };
      };
      expect(await deliverNotices(town.house, town.org, { hand, close: async () => undefined })).toBe(0);
      expect(answers).toEqual([false]);
    }
  });

  test('A server that breaks the line instead of answering gets the letter once more, and then never again', async () => {
    await notice('Amina');
    box.taken = async () => box.hangUp();
    for (let minutes = 0; minutes < 3 * 1440; minutes += 30) {
      await deliver();
      town.clock.moveBy(30 * MINUTE);
    }
    box.taken = async () => undefined;
    expect(box.letters).toHaveLength(2);
    expect(box.letters[0]?.messageId).toBe(box.letters[1]?.messageId);
    expect(await rows()).toMatchObject([{ trouble: 'may-have-arrived', sent_at: expect.any(Date) }]);
  });

  test('A server that says “not now” after the whole letter gets it later', async () => {
    const says = ['451 Later', undefined];
    box.taken = async () => says.shift();
    await notice('Amina');
    expect(await deliver()).toBe(0);
    town.clock.moveBy(2 * MINUTE);
    expect(await deliver()).toBe(1);
    box.taken = async () => undefined;
    expect(await rows()).toMatchObject([{ trouble: null, tries: 2 }]);
  });

  test('While the database does not take the note of how it fared, it is noted again, and the letter goes once', async () => {
    await notice('Amina');
    let refusals = 2;
    const within: typeof town.house.db.within = (wall, work) => (box.letters.length > 0 && refusals-- > 0 ? Promise.reject(new Error('away')) : town.house.db.within(wall, work));
    const postman = smtpPostman({ url: box.url, from: 'walk@example.org' });
    expect(await deliverNotices({ ...town.house, db: { ...town.house.db, within } }, town.org, postman)).toBe(1);
    await postman.close();
    expect(await rows()).toMatchObject([{ trouble: null, sent_at: expect.any(Date) }]);
    town.clock.moveBy(DAY);
    expect(await deliver()).toBe(0);
    expect(box.letters).toHaveLength(1);
  });
});
