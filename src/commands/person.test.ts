import { beforeAll, expect, test } from 'vitest';
import { speak } from '../messages/index.ts';
import { actorOf, LINK_MINUTES, useLink } from '../rooms/people/index.ts';
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

test('Somebody who must be out at once is signed out everywhere, and comes in again by the new link alone', async () => {
  const wanted = { email: 'noor@example.org', name: 'Noor', administrator: true, lang: 'en' } as const;
  const sessions = [];
  for (let at = 0; at < 2; at += 1) sessions.push(value(await useLink(town.stranger(), { token: tokenIn((await makePerson(town.house, town.org, wanted)).link) })));
  const { link } = await makePerson(town.house, town.org, { ...wanted, signOut: true });
  for (const { token } of sessions) expect(await actorOf(town.house, town.org, token)).toBeUndefined();
  expect(await actorOf(town.house, town.org, value(await useLink(town.stranger(), { token: tokenIn(link) })).token)).toBeDefined();
});

test('Words that are not understood, or no address, say so and change nothing', async () => {
  expect(await person(['--emial', 'x'])).toBe(2);
  expect(await person(['--name', 'Noor'])).toBe(2);
});

test('The help says how long the printed link works, as it is', () => {
  for (const lang of ['en', 'fr'] as const) expect(speak(lang)('command.person.help')).toContain(` ${LINK_MINUTES} minutes`);
});
