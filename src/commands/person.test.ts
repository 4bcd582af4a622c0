import { beforeAll, expect, test } from 'vitest';
import { actorOf, useLink } from '../rooms/people/index.ts';
import { type Town, testTown } from '../testing/town.ts';
import { value } from '../testing/walking.ts';
import { makePerson, person } from './person.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

const tokenIn = (link: string) => link.split('/').at(-1) ?? '';

test('The first administrator signs in by the printed link, and holds nothing until the second step is set up', async () => {
  const wanted = { email: 'New.Admin@example.org', name: 'Noor', administrator: true, lang: 'fr' } as const;
  const made = await makePerson(town.house, town.org, wanted);
  expect(made.added).toBe(true);
  const session = value(await useLink(town.stranger(), { token: tokenIn(made.link) }));
  const known = await actorOf(town.house, town.org, session.token);
  expect(known).toMatchObject({ lang: 'fr', actor: { holds: [], secondStepMissing: true } });
  expect(await useLink(town.stranger(), { token: tokenIn(made.link) })).toMatchObject({ kind: 'refused', code: 'link-over' });

  const again = await makePerson(town.house, town.org, wanted);
  expect(again.added).toBe(false);
  const roles = await town.db.owner.selectFrom('role_held').select('id').where('person_id', '=', session.person).execute();
  expect(roles.length).toBe(1);
});

test('Words that are not understood, or no address, say so and change nothing', async () => {
  expect(await person(['--emial', 'x'])).toBe(2);
  expect(await person(['--name', 'Noor'])).toBe(2);
});
