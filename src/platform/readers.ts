import { sql } from 'kysely';
import type { Fact } from './facts.ts';
import type { House } from './house.ts';
import { type Inside, insideHouse } from './inside.ts';

/**
 * Somebody who reads facts after they were committed: notifications, outcomes… Each fact reaches each reader once: what the reader
 * writes and how far it has read are one transaction.
 */
export interface FactReader {
  readonly name: string;
  /** Which facts it wants: exact names, or a room's all (`matching.`). */
  readonly wants: readonly string[];
  /** Called for one fact, inside the reader's transaction. Throwing leaves the fact for the next round. */
  read(inside: Inside, fact: Fact): Promise<void>;
}

/** Facts taken in one transaction. */
const BATCH = 100;

/**
 * Reads everything a reader has not read in one organisation. Safe on many nodes: whoever holds the reader's row reads, others leave.
 * The cursor is (xid, id) below the oldest running transaction of this database, so that a fact committed late is never stepped over.
 * @returns how many facts were handed over.
 */
export async function readFacts(house: House, org: string, reader: FactReader): Promise<number> {
  let total = 0;
  for (;;) {
    const { seen, handed } = await readBatch(house, org, reader);
    total += handed;
    if (seen < BATCH) return total;
  }
}

async function readBatch(house: House, org: string, reader: FactReader): Promise<{ seen: number; handed: number }> {
  return insideHouse(house, org, `reader:${reader.name}`, async (inside) => {
    const { db } = inside;
    await db.insertInto('fact_reader').values({ org_id: org, reader: reader.name }).onConflict((c) => c.doNothing()).execute();
    const cursor = await db
      .selectFrom('fact_reader')
      .select([sql<string>`xid::text`.as('xid'), 'id'])
      .where('org_id', '=', org)
      .where('reader', '=', reader.name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (cursor === undefined) return { seen: 0, handed: 0 };

    const rows = await db
      .selectFrom('fact')
      .select(['id', sql<string>`xid::text`.as('xid_text'), 'name', 'subject_kind', 'subject_id', 'programme_id', 'by_person_id', 'about', 'at'])
      .where('org_id', '=', org)
      .where(sql<boolean>`(xid, id) > (${cursor.xid}::xid8, ${cursor.id}::uuid)`)
      .where(sql<boolean>`xid < settled_before()`)
      .orderBy('xid')
      .orderBy('id')
      .limit(BATCH)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return { seen: 0, handed: 0 };

    const wanted = rows.filter((row) => reader.wants.some((name) => (name.endsWith('.') ? row.name.startsWith(name) : row.name === name)));
    for (const row of wanted) {
      await reader.read(inside, {
        id: row.id, org, name: row.name, subject: { kind: row.subject_kind, id: row.subject_id }, programme: row.programme_id,
        by: row.by_person_id, about: row.about as Fact['about'], at: row.at,
      });
    }
    await db
      .updateTable('fact_reader')
      .set({ xid: sql`${last.xid_text}::xid8`, id: last.id })
      .where('org_id', '=', org)
      .where('reader', '=', reader.name)
      .execute();
    return { seen: rows.length, handed: wanted.length };
  });
}

/** Every organisation in this database. */
export async function organisations(house: House): Promise<readonly string[]> {
  const { rows } = await sql<{ org: string }>`select organisations() as org`.execute(house.db.app);
  return rows.map(({ org }) => org);
}
