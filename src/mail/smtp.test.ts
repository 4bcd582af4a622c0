import { expect, test } from 'vitest';
import type { Letter } from './letter.ts';
import { mailbox } from './mailbox.fixture.ts';
import { type SmtpGiven, mustBeSecret, smtpPostman } from './smtp.ts';

const letter: Letter = { sender: 'Companionway', to: 'amina@example.org', subject: 'You have a new message', body: ['Hello'], foot: [], lang: 'en', messageId: 'a@example.org', at: new Date() };

test('Only a mail server on this machine, or one whose address says so, is given letters in the open', () => {
  for (const url of ['smtp://mail.example.org:587', 'smtp://10.0.0.5', 'smtps://mail.example.org', 'smtp://localhost.example.org']) expect([url, mustBeSecret(url)]).toEqual([url, true]);
  for (const url of ['smtp://127.0.0.1:25', 'smtp://localhost', 'smtp://[::1]:25', 'smtp://relay.internal?requireTLS=false']) expect([url, mustBeSecret(url)]).toEqual([url, false]);
});

test('Who takes STARTTLS away from the line is handed nothing', async () => {
  const box = await mailbox();
  const hand = async (given: SmtpGiven) => {
    const postman = smtpPostman(given);
    try {
      return await postman.hand(letter);
    } finally {
      await postman.close();
    }
  };
  expect(await hand({ url: `${box.url}?requireTLS=true`, from: 'walk@example.org', patienceMs: 2_000 })).toEqual({ kind: 'away', trouble: 'not-secret' });
  expect(box.letters).toEqual([]);
  await box.close();
});
