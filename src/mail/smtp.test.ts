import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { htmlOf } from './html.tsx';
import type { Letter } from './letter.ts';
import { type Mailbox, mailbox } from './mailbox.fixture.ts';
import { mailOf, type SmtpGiven, mustBeSecret, smtpPostman } from './smtp.ts';

const letter: Letter = { sender: 'Companionway', to: 'amina@example.org', subject: 'You have a new message', body: ['Hello'], foot: [], lang: 'en', messageId: 'a@example.org', at: new Date() };

test('Only a mail server on this machine, or one whose address says so, is given letters in the open', () => {
  for (const url of ['smtp://mail.example.org:587', 'smtp://10.0.0.5', 'smtps://mail.example.org', 'smtp://localhost.example.org']) expect([url, mustBeSecret(url)]).toEqual([url, true]);
  for (const url of ['smtp://127.0.0.1:25', 'smtp://localhost', 'smtp://[::1]:25', 'smtp://relay.internal?requireTLS=false']) expect([url, mustBeSecret(url)]).toEqual([url, false]);
});

test('An address in a letter’s HTML ends before the full stop, so that the way to stop letters works when it is pressed', () => {
  const html = htmlOf({ lang: 'en', subject: 'Hello', body: ['Read it here: https://example.org/n/1'], foot: ['Change or stop: https://example.org/notices/stop/aB-c_9. Help right now? https://example.org/help'] });
  expect([...html.matchAll(/href="([^"]*)">([^<]*)</g)].map(([, to, words]) => [to, words])).toEqual(['https://example.org/n/1', 'https://example.org/notices/stop/aB-c_9', 'https://example.org/help'].map((one) => [one, one]));
});

test('A letter’s HTML keeps the lines of its words, and a long address does not make it wider than a telephone', () => {
  const html = htmlOf({ lang: 'en', subject: 'A note', body: ['One seal\nAnother <seal>'], foot: [] });
  expect(html).toContain('One seal<br/>Another &lt;seal>');
  expect(html).toContain('overflow-wrap:anywhere');
});

test('A reply goes where a person reads it, and nowhere else is named', () => {
  expect(mailOf(letter, 'no-reply@example.org', 'hello@example.org')).toMatchObject({ from: { address: 'no-reply@example.org' }, replyTo: 'hello@example.org' });
  expect(mailOf(letter, 'no-reply@example.org')).not.toHaveProperty('replyTo');
});

test('No name, subject or address adds a line to the head of a letter, or somebody who gets it', async () => {
  const box = await mailbox();
  const told: string[] = [];
  box.answerRecipient = (address) => void told.push(address);
  const postman = smtpPostman({ url: box.url, from: 'walk@example.org', patienceMs: 2_000 });
  const evil = '\r\nBcc: eve@example.net\r\n\r\nWords of Eve';
  const fared = await postman.hand({ ...letter, sender: `Walking${evil}`, subject: `Hello${evil}`, messageId: `a@example.org>${evil}`, stopAddress: `https://example.org/stop>${evil}` }, async () => true);
  expect(fared.kind).toBe('handed');
  expect(told).toEqual(['amina@example.org']);
  expect(box.letters[0]).toMatchObject({ from: { address: 'walk@example.org' }, to: [{ address: 'amina@example.org' }] });
  expect(box.letters[0]?.bcc ?? []).toEqual([]);
  expect(box.letters[0]?.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  expect(box.letters[0]?.text).not.toContain('Words of Eve');
  for (const to of ['amina@example.org,root', 'amina@example.org, eve@example.net', 'amina@example.org\r\nRCPT TO:<eve@example.net>', 'eve@example.net:;,amina@example.org', '<eve@example.net> amina@example.org']) {
    await postman.hand({ ...letter, to }, async () => true).catch(() => undefined);
  }
  expect(told).toEqual(['amina@example.org']);
  await postman.close();
  await box.close();
});

test('Who takes STARTTLS away from the line is handed nothing', async () => {
  const box = await mailbox();
  const hand = async (given: SmtpGiven) => {
    const postman = smtpPostman(given);
    try {
      return await postman.hand(letter, async () => true);
    } finally {
      await postman.close();
    }
  };
  expect(await hand({ url: `${box.url}?requireTLS=true`, from: 'walk@example.org', patienceMs: 2_000 })).toEqual({ kind: 'away', trouble: 'not-secret' });
  expect(box.letters).toEqual([]);
  await box.close();
});

describe('the end of a letter', () => {
  let box: Mailbox;
  beforeEach(async () => {
    box = await mailbox();
  });
  afterEach(() => box.close());
  const hand = async (mayGo: () => Promise<boolean>, times = 1, patienceMs = 10_000) => {
    const postman = smtpPostman({ url: box.url, from: 'walk@example.org', patienceMs, answerMs: patienceMs });
    try {
      const fared = [];
      for (let time = 0; time < times; time += 1) fared.push((await postman.hand(letter, mayGo).catch((fault: Error) => ({ kind: fault.message }))).kind);
      return fared;
    } finally {
      await postman.close();
    }
  };

  test('Nothing arrives before the yes, nothing without it, and the next letter goes on the way of its own', async () => {
    const seen: number[] = [];
    const answers = [true, false, true];
    expect(await hand(async () => {
      await sleep(50);
      seen.push(box.letters.length);
      return answers.shift() === true;
    }, 3)).toEqual(['handed', 'kept', 'handed']);
    expect(seen).toEqual([0, 1, 1]);
    expect(box.letters).toHaveLength(2);
  });

  test('Where the yes cannot be written down, the letter does not go', async () => {
    expect(await hand(() => Promise.reject(new Error('no database')))).toEqual(['no database']);
    await sleep(50);
    expect(box.letters).toEqual([]);
  });

  test('A line that breaks before the yes is there leaves a letter that never arrived', async () => {
    expect(await hand(async () => {
      box.hangUp();
      await sleep(50);
      return true;
    })).toEqual(['away']);
    await sleep(50);
    expect(box.letters).toEqual([]);
  });

  test('Silence after the end is neither a yes nor a no, and is handed over once by whoever hands over', async () => {
    box.taken = async () => box.hangUp();
    expect(await hand(async () => true, 2)).toEqual(['unanswered', 'unanswered']);
    expect(box.letters).toHaveLength(2);
    const givenUp = Promise.withResolvers<undefined>();
    box.taken = () => givenUp.promise;
    expect(await hand(async () => true, 1, 1_500)).toEqual(['unanswered']);
    givenUp.resolve(undefined);
  });

  test('A no after the end is a no: later for a 4, never for a 5, and the line goes on', async () => {
    const says = ['451 Later', '554 Not such words', '421 Going down', undefined];
    box.taken = async () => says.shift();
    expect(await hand(async () => true, 4)).toEqual(['later', 'refused', 'away', 'handed']);
  });
});
