import { expect, test } from 'vitest';
import { testTown } from '../../testing/town.ts';
import { value } from '../../testing/walking.ts';
import { askForLink } from './ask-for-link.ts';
import { actorOf } from './doorkeeper.ts';
import { letIn } from './let-in.ts';
import { usePassword } from './passwords.ts';
import { findPersonByEmail } from './persons.ts';
import { beginSession } from './sessions.ts';
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

test('Whoever came in once is told of a new device also after their sessions are forgotten, and an address written beside their name opens nothing', async () => {
  const town = await testTown();
  const [grace, kit] = [await town.id('Grace'), await town.id('Kit')];
  const comesIn = (person: string, browser: string) =>
    town.inside((inside) => letIn({ ...inside, actor: { kind: 'stranger', visitor: browser } }, { person, proof: 'link', shared: false, device: '' }));
  const told = () => town.db.owner.selectFrom('notice').select('id').where('kind', '=', 'new-sign-in').execute();
  await comesIn(grace, 'her-own');
  expect(await told()).toEqual([]);
  // Writing a request under an address is no coming in, and stays as the newest session of hers.
  for (const person of [grace, kit]) await town.inside((inside) => beginSession(inside, { person, proof: 'begun' }));
  town.clock.moveBy(200 * 86_400_000);
  await sweepDoor(town.house, town.org);
  expect(await town.db.owner.selectFrom('session').select('proof').where('person_id', 'in', [grace, kit]).execute()).toEqual([{ proof: 'begun' }, { proof: 'begun' }]);

  await town.db.owner.updateTable('contact').set({ confirmed_at: null }).where('person_id', 'in', [grace, kit]).execute();
  const whose = (email: string) => town.inside((inside) => findPersonByEmail(inside, email));
  expect([await whose('grace@example.org'), await whose('kit@example.org')]).toEqual([undefined, kit]);
  await town.db.owner.updateTable('contact').set({ confirmed_at: town.clock.now() }).where('person_id', 'in', [grace, kit]).execute();
  await comesIn(kit, 'first-time');
  expect(await told(), 'the first time is no news').toEqual([]);
  await comesIn(grace, 'somebody-elses');
  expect(await told()).toHaveLength(1);
});
