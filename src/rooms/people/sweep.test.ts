import { expect, test } from 'vitest';
import { testTown } from '../../testing/town.ts';
import { value } from '../../testing/walking.ts';
import { askForLink } from './ask-for-link.ts';
import { actorOf } from './doorkeeper.ts';
import { usePassword } from './passwords.ts';
import { sweepDoor } from './sweep.ts';

test('Failed tries, links and sessions of long ago are forgotten; what is still good stays', async () => {
  const town = await testTown();
  await town.session(await town.id('Ben'));
  town.clock.moveBy(60_000);
  const { token } = await town.session(await town.id('Ben'));
  value(await askForLink(town.stranger(), { email: 'ben@example.org' }));
  value(await usePassword(town.stranger(), { email: 'ben@example.org', password: 'none of their words' }));
  expect(await sweepDoor(town.house, town.org)).toBe(0);
  expect(await actorOf(town.house, town.org, token)).toBeDefined();

  town.clock.moveBy(2 * 86_400_000);
  expect(await sweepDoor(town.house, town.org)).toBe(1);
  town.clock.moveBy(200 * 86_400_000);
  expect(await sweepDoor(town.house, town.org)).toBeGreaterThanOrEqual(2);
  for (const table of ['attempt', 'sign_in_link', 'challenge'] as const) expect(await town.db.owner.selectFrom(table).select('org_id').execute()).toEqual([]);
  expect((await town.db.owner.selectFrom('session').select('id').where('person_id', '=', await town.id('Ben')).execute()).length).toBe(1);
});
