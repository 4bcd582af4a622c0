import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { hourOf, inTreeOrder, merkleRoot } from '../../proof/index.ts';
import { beginAnew, type ChainNow, chainNow, headOf } from './chains.ts';
import { keepAnchors } from './keep-anchors.ts';
import { mailAnchors } from './mail-anchors.ts';
import { alone } from './seal-trail.ts';

const HOUR = 3_600_000;
/** The keyring tags nothing of an hour two minutes after it; a minute more for two clocks that differ. */
const SETTLED_AFTER = 3 * 60_000;
/** Hours looked at in one round: after a long stop the next rounds go on. */
const MOST_HOURS = 100;
/** How long sayings that are still being written are waited for; then the next round looks again. */
const PATIENCE = 3_000;

/**
 * Anchors each hour that is over: where the chain stands and the root of that hour's proof tags, signed by the keyring, kept in a file beside the data,
 * and mailed once a day. What is to be signed is written down first, so that a process killed in between asks for the very same again.
 * After a stop, silent hours that were missed have none, and the next one vouches for them; the first hour of a chain has none, because it was not watched whole.
 */
export async function anchorHours(house: House, org: string): Promise<void> {
  if (await hoursAreDue(house, org)) {
    if (await everythingSaid(house, org)) await insideHouse(house, org, 'anchor-hours', writeDown);
  }
  const signed = await signWhatWaits(house, org);
  if (signed > 0) await keepAnchors(house, org);
  await mailAnchors(house, org);
}

/** The last hour that is over and settled, as its first moment. */
function lastHour(now: Date): Date {
  return new Date(Math.floor((now.getTime() - SETTLED_AFTER) / HOUR) * HOUR - HOUR);
}

async function hoursAreDue(house: House, org: string): Promise<boolean> {
  return insideHouse(house, org, 'anchor-hours', async (inside) => {
    const chain = await chainNow(inside);
    return chain !== undefined && (await hoursToAnchor(inside, chain)).length > 0;
  });
}

async function lastAnchored({ db, org }: Inside, { chain, begunAt }: ChainNow): Promise<Date> {
  const row = await db.selectFrom('trail_anchor').select('hour').where('org_id', '=', org).where('chain', '=', chain).orderBy('hour', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? new Date(Math.floor(begunAt.getTime() / HOUR) * HOUR) : new Date(`${row.hour}:00:00Z`);
}

/** Hours after the last anchor in which something was said, and the last one that is over. A silent hour before it is silent for ever: hours are signed forwards only. */
async function hoursToAnchor(inside: Inside, chain: ChainNow): Promise<readonly Date[]> {
  const last = await lastAnchored(inside, chain);
  const over = lastHour(inside.now);
  if (over <= last) return [];
  const rows = await inside.db
    .selectFrom('proof_tag').select('hour').distinct()
    .where('org_id', '=', inside.org).where('hour', '>', last).where('hour', '<=', over)
    .orderBy('hour').limit(MOST_HOURS).execute();
  const hours = rows.map(({ hour }) => hour);
  const whole = rows.length < MOST_HOURS;
  return whole && hours.at(-1)?.getTime() !== over.getTime() ? [...hours, over] : hours;
}

/**
 * Nothing said in an hour that is over may come after its root was made. Whoever says something holds a row's lock, and so a number, before the keyring tags
 * it; so once every transaction with a lower number than ours is over, all tags of that hour are there.
 */
async function everythingSaid(house: House, org: string): Promise<boolean> {
  const mine = await house.db.within({ org }, async (db) => (await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(db)).rows[0]?.xid ?? '0');
  for (const end = performance.now() + PATIENCE; ; await sleep(50)) {
    const over = await house.db.within({ org, readOnly: true }, async (db) => (await sql<{ over: boolean }>`select settled_before() > ${mine}::xid8 as over`.execute(db)).rows[0]?.over);
    if (over === true) return true;
    if (performance.now() > end) return false;
  }
}

async function writeDown(inside: Inside): Promise<void> {
  const { db, org, now } = inside;
  if (!(await alone(db, 'anchor-hours', org))) return;
  const chain = await chainNow(inside);
  if (chain === undefined) return;
  const head = await headOf(inside);
  for (const hour of await hoursToAnchor(inside, chain)) {
    await db
      .insertInto('trail_anchor')
      .values({ org_id: org, chain: chain.chain, hour: hourOf(hour.getTime()), seq: head.seq, head: Buffer.from(head.hash), tags_root: await rootOf(inside, hour), made_at: now })
      .execute();
  }
}

async function rootOf({ db, org }: Inside, hour: Date): Promise<Buffer | null> {
  const rows = await db.selectFrom('proof_tag').select('tag').where('org_id', '=', org).where('hour', '=', hour).execute();
  return rows.length === 0 ? null : merkleRoot(inTreeOrder(rows.map(({ tag }) => tag)));
}

/** Has what waits signed, the oldest first. @returns how many were. */
async function signWhatWaits(house: House, org: string): Promise<number> {
  const waiting = await insideHouse(house, org, 'anchor-hours', async (inside) => {
    const now = await chainNow(inside);
    if (now === undefined) return [];
    return inside.db
      .selectFrom('trail_anchor as body')
      .leftJoin('trail_anchor_signature as signed', (join) => join.onRef('signed.org_id', '=', 'body.org_id').onRef('signed.chain', '=', 'body.chain').onRef('signed.hour', '=', 'body.hour'))
      .select(['body.chain', 'body.hour', 'body.seq', 'body.head', 'body.tags_root'])
      .where('body.org_id', '=', org).where('body.chain', '=', now.chain).where('signed.hour', 'is', null)
      .orderBy('body.hour').limit(MOST_HOURS).execute();
  });
  let signed = 0;
  for (const { chain, hour, seq, head, tags_root } of waiting) {
    const answer = await house.keyring.anchor({ chain, hour, seq, head: head.toString('hex'), tagsRoot: tags_root === null ? null : tags_root.toString('hex') });
    if (answer.ok) {
      const { keyId, signature } = answer.anchor;
      await insideHouse(house, org, 'anchor-hours', ({ db, now }) =>
        db.insertInto('trail_anchor_signature').values({ org_id: org, chain, hour, key_id: keyId, signature, signed_at: now }).onConflict((c) => c.doNothing()).execute());
      signed += 1;
      continue;
    }
    if (answer.why === 'anchored-otherwise') {
      house.log.error({ round: 'anchor-hours', hour }, 'the keyring has signed another history of this trail; it goes on under a new name');
      await insideHouse(house, org, 'anchor-hours', beginAnew);
    }
    break;
  }
  return signed;
}
