import { expect, test } from 'vitest';
import { crashRounds } from '../testing/crash-rounds.ts';
import { testDirectory } from '../testing/directory.ts';

test('kill -9 of the database, of the keyring, of the app and of all at once while people ask, write and talk: nothing acknowledged is lost, no promise forgets its clock, and no letter goes twice', { timeout: 300_000 }, async () => {
  const rounds = ['database', 'keyring', 'app', 'all'] as const;
  const after = await crashRounds(await testDirectory(), rounds);
  for (const did of ['request', 'letter', 'message', 'mail'] as const) expect(after.acknowledged[did], did).toBeGreaterThan(5);
  expect(after).toMatchObject({ missing: [], forgotten: 0, brokenChains: [] });
  expect(after.chained).toBeGreaterThan(20);
  expect(after.mail).toMatchObject({ twice: [], lost: 0 });
  expect(after.mail.mayHaveArrived).toBeLessThanOrEqual(rounds.length);
});
