import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { connect } from './postgres/address.ts';

let here: TestDatabase;
let neighbour: TestDatabase;
beforeAll(async () => {
  [here, neighbour] = [await testDatabase(), await testDatabase()];
});

const number = async (db: TestDatabase, what: string) => BigInt((await sql<{ n: string }>`select ${sql.raw(what)}::text as n`.execute(db.app)).rows[0]?.n ?? '');

/** What it comes to. Other tests' transactions on this server may count for the instant in which they begin or end: it may say less for a moment, never more. */
const settles = (db: TestDatabase) => expect.poll(() => number(db, 'settled_before()'));

/** A transaction that has a number and does not end, in a database. */
async function unfinished(db: TestDatabase): Promise<{ number: bigint; end(): Promise<void> }> {
  const client = await connect(db.server);
  await client.query('begin');
  const { rows } = await client.query<{ n: string }>('select pg_current_xact_id()::text as n');
  return { number: BigInt(rows[0]?.n ?? ''), end: async () => { await client.query('commit'); await client.end(); } };
}

test('A transaction that has not ended holds back what is read in order in its own database, and in no other on the same server', async () => {
  const [ours, theirs] = [await unfinished(here), await unfinished(neighbour)];
  // Others come and go meanwhile.
  await number(here, 'pg_current_xact_id()');
  await settles(here).toBe(ours.number);
  await settles(neighbour).toBe(theirs.number);
  await ours.end();
  await settles(here).toBeGreaterThan(theirs.number);
  await settles(neighbour).toBe(theirs.number);
  await theirs.end();
  await number(here, 'pg_current_xact_id()');
  await settles(neighbour).toBeGreaterThan(theirs.number);
});
