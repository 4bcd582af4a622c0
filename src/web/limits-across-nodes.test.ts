import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../platform/database.ts';
import { testDatabase } from '../testing/database.ts';
import { limitsAcrossNodes } from './limits-across-nodes.ts';

test('tries on several nodes are counted together, name nobody, and one person’s say nothing of another’s', async () => {
  const house = await testDatabase();
  const other = await openDatabase({ server: house.server, secret: house.secret, poolSize: 2, allowUnsafe: true });
  const nodes = [limitsAcrossNodes(house.app), limitsAcrossNodes(other.app)];
  const waits = [];
  for (let at = 0; at < 10; at += 1) waits.push(await nodes[at % 2]?.count('sign-in/person', 'org amina'));
  expect(waits.map((wait) => wait !== undefined)).toEqual([...Array(8).fill(false), true, true]);
  expect(waits.at(-1)).toBeLessThanOrEqual(60);
  expect(await nodes[0]?.count('sign-in/person', 'org ben')).toBeUndefined();
  const { rows } = await sql<{ key: string }>`select key from pace.counted`.execute(house.app);
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/amina|ben/);
  await other.close();
});

test('many at once do not slip through together', async () => {
  const house = await testDatabase();
  const nodes = [limitsAcrossNodes(house.app), limitsAcrossNodes(house.app)];
  const waits = await Promise.all(Array.from({ length: 30 }, (_, at) => nodes[at % 2]?.count('costly/person', 'one')));
  expect(waits.filter((wait) => wait === undefined)).toHaveLength(12);
});

test('while the database does not answer, each node counts for itself', async () => {
  const house = await testDatabase();
  const gone = await openDatabase({ server: house.server, secret: house.secret, poolSize: 1, patienceMs: 50, allowUnsafe: true });
  await gone.close();
  const alone = limitsAcrossNodes(gone.app);
  const waits = [];
  for (let at = 0; at < 9; at += 1) waits.push(await alone.count('sign-in/person', 'one'));
  expect(waits.map((wait) => wait !== undefined)).toEqual([...Array(8).fill(false), true]);
});

test('pages are counted without asking the database', async () => {
  const house = await testDatabase();
  const node = limitsAcrossNodes(house.app);
  await node.count('pages', 'one');
  expect((await sql`select 1 from pace.counted`.execute(house.app)).rows).toEqual([]);
});
