import { sql, type Transaction } from 'kysely';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import type { Tables } from '../../platform/tables.ts';
import { type Head, linkHash } from '../../trail/chain.ts';
import { ENTRY_IN_SQL } from '../../trail/entry.ts';
import { headOf, openChain } from './chains.ts';

/** Lines sealed in one transaction: a few hundredths of a second of work. */
const BATCH = 2_000;
/** Batches in one round: after a long stop it goes on in the next round, and holds no other round up for longer than about a minute. */
const MOST_BATCHES = 250;

/**
 * Gives every committed line of the trail its place in the organisation's chain, in the order of the transactions that wrote them, below the oldest one
 * still running: what commits late is sealed late, and never stepped over. Safe on many nodes: one seals, the others leave. Where the log goes elsewhere as
 * well (`LOG_TO`), each sealed line goes along: ids and hashes, as the trail has them.
 * @returns how many lines were sealed.
 */
export async function sealTrail(house: House, org: string): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const sealed = await insideHouse(house, org, 'seal-trail', sealBatch);
    total += sealed.length;
    // Only what is committed is told elsewhere; a place that was told twice after a crash has the same hash twice.
    if (house.config.logTo !== undefined) for (const { seq, hash, entry } of sealed) house.log.info({ org, seq, hash, entry }, 'trail');
    if (sealed.length < BATCH) break;
  }
  return total;
}

/** What one line got: its place, its hash, and its text as both sides write it. */
interface Sealed {
  readonly seq: number;
  readonly hash: string;
  readonly entry: string;
}

async function sealBatch(inside: Inside): Promise<readonly Sealed[]> {
  const { db, org, now } = inside;
  if (!(await alone(db, 'seal-trail', org))) return [];
  await openChain(inside);
  const head = await headOf(inside);
  const lines = await linesAfter(db, org, head.after);
  if (lines.length === 0) return [];

  let at: Head = head;
  const places = lines.map(({ id, xid, entry }) => {
    const [seq, prev] = [at.seq + 1, at.hash];
    at = { seq, hash: linkHash(prev, seq, entry) };
    return { seq, id, xid, entry, prev: hex(prev), hash: hex(at.hash) };
  });
  const column = (name: keyof (typeof places)[number]) => places.map((place) => String(place[name]));
  await sql`insert into trail_link (org_id, seq, line_id, xid, prev, hash, sealed_at)
    select ${org}::uuid, l.seq, l.id, l.xid::xid8, decode(l.prev, 'hex'), decode(l.hash, 'hex'), ${now}
    from unnest(${column('seq')}::bigint[], ${column('id')}::uuid[], ${column('xid')}::text[], ${column('prev')}::text[], ${column('hash')}::text[]) as l(seq, id, xid, prev, hash)`.execute(db);
  return places;
}

interface Line {
  readonly id: string;
  readonly xid: string;
  readonly entry: string;
}

async function linesAfter(db: Transaction<Tables>, org: string, after: { readonly xid: string; readonly id: string }): Promise<readonly Line[]> {
  const { rows } = await sql<Line>`select t.id, t.xid::text as xid, ${sql.raw(ENTRY_IN_SQL)} as entry from trail t
    where t.org_id = ${org} and (t.xid, t.id) > (${after.xid}::xid8, ${after.id}::uuid) and t.xid < settled_before()
    order by t.xid, t.id limit ${BATCH}`.execute(db);
  return rows;
}

/** Whether this transaction is the only one at this work in this organisation; it stays so until it ends. */
export async function alone(db: Transaction<Tables>, work: string, org: string): Promise<boolean> {
  const { rows } = await sql<{ alone: boolean }>`select pg_try_advisory_xact_lock(hashtext(${work}), hashtext(${org})) as alone`.execute(db);
  return rows[0]?.alone === true;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
