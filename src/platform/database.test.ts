import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { newId } from './ids.ts';

let house: TestDatabase;
beforeAll(async () => {
  house = await testDatabase();
});

describe('a transaction', () => {
  it('knows its organisation, person and instant', async () => {
    const who = { org: newId(), person: newId(), now: new Date('2026-03-01T10:00:00Z') };
    const seen = await house.within(who, (db) =>
      sql<{ org: string; person: string; now: Date }>`select current_setting('app.org') as org, current_setting('app.person') as person, current_setting('app.now')::timestamptz as now`.execute(db),
    );
    expect(seen.rows).toEqual([who]);
  });
});
