import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { organisations } from '../platform/readers.ts';
import { actorOf, useLink } from '../rooms/people/index.ts';
import { testDirectory } from '../testing/directory.ts';
import { type Town, testTown } from '../testing/town.ts';
import { value } from '../testing/walking.ts';
import { type Answers, setup, setUpHere } from './setup.ts';

let town: Town;
const printed: string[] = [];
beforeEach(async () => {
  town = await testTown();
  // A house that nobody has set up yet: the town's own organisation makes room.
  await sql`truncate organisation cascade`.execute(town.db.owner);
  printed.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  return () => vi.restoreAllMocks();
});

const answers: Answers = {
  name: 'Walking Alongside', country: 'CA', lang: 'fr', zone: 'America/Vancouver', template: 'grief-family',
  'coordinator-name': 'Chidi', 'coordinator-email': 'chidi@example.org', 'backup-name': 'Dalia', 'backup-email': 'dalia@example.org', 'sender-name': 'W. A.',
};
const theOrg = async () => (await organisations(town.house))[0] ?? '';

test('With every answer given, nobody is asked: the house is set up through the acts of the pages, and the printed link signs the coordinator in', async () => {
  expect(await setUpHere(town.house, answers, undefined, 'en')).toBe(0);
  const org = await theOrg();
  const row = await town.db.owner.selectFrom('organisation').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ name: 'Walking Alongside', country: 'CA', lang: 'fr', sender_name: 'W. A.' });
  expect(row.set_up_at).not.toBeNull();
  const token = (printed.at(-1) ?? '').trim().split('/').at(-1) ?? '';
  const session = value(await useLink({ ...town.stranger(), org }, { token }));
  expect(await actorOf(town.house, org, session.token)).toMatchObject({ actor: { kind: 'person' } });
  // The session of setting up itself is over.
  expect(await town.db.owner.selectFrom('session').select('id').where('ended_at', 'is', null).execute()).toHaveLength(1);
  expect(await setUpHere(town.house, answers, undefined, 'en')).toBe(1);
});

test('A missing or mistaken answer is named, nothing is set up, and what was answered is kept', async () => {
  const { template: _, ...some } = answers;
  expect(await setUpHere(town.house, some, undefined, 'en')).toBe(2);
  expect(printed.join('')).toContain('--template');
  expect(await setUpHere(town.house, { ...answers, 'coordinator-email': 'chidi' }, undefined, 'en')).toBe(2);
  expect(printed.join('')).toContain('--coordinator-email');
  const row = await town.db.owner.selectFrom('organisation').selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({ name: 'Walking Alongside', set_up_at: null });
});

test('Whoever sits there is asked for what is missing, and again when it cannot be taken', async () => {
  const said = ['nowhere', 'grief-family'];
  const { template: _, ...some } = answers;
  const asked: string[] = [];
  expect(await setUpHere(town.house, some, async (question) => (asked.push(question), said.shift() ?? ''), 'en')).toBe(0);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toContain('grief-family');
});

test('A file without answers is said before anything is opened', async () => {
  const file = join(await testDirectory(), 'answers.json');
  await writeFile(file, '{"nmae":"x"}');
  expect(await setup(['--file', file])).toBe(2);
  await expect(setup(['--nmae', 'x'])).rejects.toThrow();
});
