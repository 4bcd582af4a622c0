import { sql } from 'kysely';
import type { Inside } from '../../platform/inside.ts';
import { BEGINNING, type Head } from '../../trail/chain.ts';

/** The chain that goes on now. */
export interface ChainNow {
  readonly chain: string;
  readonly begunAt: Date;
}

/** Where the chain stands, and the line it stands at: sealing goes on after it. */
export interface HeadNow extends Head {
  readonly after: { readonly xid: string; readonly id: string };
}

const BEFORE_ALL = { xid: '0', id: '00000000-0000-0000-0000-000000000000' } as const;

/** The chain of an organisation that goes on now; undefined before its first line was sealed. */
export async function chainNow({ db, org }: Pick<Inside, 'db' | 'org'>): Promise<ChainNow | undefined> {
  const row = await db.selectFrom('trail_chain').select(['chain', 'begun_at']).where('org_id', '=', org).orderBy('from_seq', 'desc').orderBy('begun_at', 'desc').limit(1).executeTakeFirst();
  return row && { chain: row.chain, begunAt: row.begun_at };
}

/** Begins the organisation's first chain, under the organisation's own id. Nothing happens when there is one. */
export async function openChain({ db, org, now }: Inside): Promise<void> {
  if ((await chainNow({ db, org })) !== undefined) return;
  await db.insertInto('trail_chain').values({ org_id: org, chain: org, begun_at: now, from_seq: 0, from_hash: Buffer.from(BEGINNING.hash), why: 'first' }).onConflict((c) => c.doNothing()).execute();
}

/** Goes on under a new name from the link that was reached: the keyring has signed another history of the old one. The old anchors show what became of it. */
export async function beginAnew(inside: Inside): Promise<void> {
  const { db, org, now } = inside;
  const head = await headOf(inside);
  await db.insertInto('trail_chain').values({ org_id: org, chain: `${org}.${inside.newId()}`, begun_at: now, from_seq: head.seq, from_hash: Buffer.from(head.hash), why: 'signed-otherwise' }).execute();
}

/** Where the chain stands. */
export async function headOf({ db, org }: Pick<Inside, 'db' | 'org'>): Promise<HeadNow> {
  const row = await db.selectFrom('trail_link').select(['seq', 'hash', 'line_id', sql<string>`xid::text`.as('xid_text')]).where('org_id', '=', org).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? { ...BEGINNING, after: BEFORE_ALL } : { seq: row.seq, hash: row.hash, after: { xid: row.xid_text, id: row.line_id } };
}
