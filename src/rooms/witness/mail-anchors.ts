import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { anchorLine } from '../../trail/anchor-lines.ts';
import { allProgrammes, teamOf } from '../programmes/index.ts';
import { signedSince } from './keep-anchors.ts';
import { alone } from './seal-trail.ts';

/** An hour's line takes a third of a kilobyte; a letter with more than this would be refused by some mailboxes. What is left goes the next day. */
const MOST_IN_A_LETTER = 200;

/**
 * Once a day (UTC) writes every anchor signed since the letter before to those outside this machine: the safety lead of each programme, and the trustee whose
 * address stands in `TRUSTEE_EMAIL`. Without anybody to write to, or without a new anchor, nothing is written.
 */
export async function mailAnchors(house: House, org: string): Promise<void> {
  await insideHouse(house, org, 'mail-anchors', async (inside) => {
    const { db, now } = inside;
    const day = now.toISOString().slice(0, 10);
    const last = await db.selectFrom('trail_anchor_sent').select(['day', 'up_to']).where('org_id', '=', org).orderBy('day', 'desc').limit(1).executeTakeFirst();
    if (last !== undefined && last.day >= day) return;
    const anchors = (await signedSince(inside, last?.up_to ?? new Date(0))).slice(0, MOST_IN_A_LETTER);
    if (anchors.length === 0 || !(await alone(db, 'mail-anchors', org))) return;

    const [leads, trustee] = [await safetyLeads(inside), house.config.trusteeEmail];
    if (leads.length === 0 && trustee === undefined) return;
    const enclosed = anchors.map(anchorLine).join('\n');
    for (const person of leads) await writeNotice(inside, { person, kind: 'trail-anchors', effect: `trail-anchors:${day}:${person}`, secret: { enclosed } });
    if (trustee !== undefined) await writeNotice(inside, { kind: 'trail-anchors', effect: `trail-anchors:${day}:trustee`, to: trustee, secret: { enclosed } });
    await db.insertInto('trail_anchor_sent').values({ org_id: org, day, up_to: await lastSigned(inside, anchors), anchors: anchors.length, addresses: leads.length + (trustee === undefined ? 0 : 1) }).execute();
  });
}

async function safetyLeads(inside: Inside): Promise<readonly string[]> {
  const leads = new Set<string>();
  for (const { id } of await allProgrammes(inside)) {
    const { safety } = await teamOf(inside, id);
    if (safety !== null) leads.add(safety);
  }
  return [...leads];
}

/** When the last of these anchors was signed: the next letter begins after it. */
async function lastSigned({ db, org }: Inside, anchors: readonly { readonly chain: string; readonly hour: string }[]): Promise<Date> {
  const last = anchors.at(-1);
  const { signed_at } = await db.selectFrom('trail_anchor_signature').select('signed_at').where('org_id', '=', org).where('chain', '=', last?.chain ?? '').where('hour', '=', last?.hour ?? '').executeTakeFirstOrThrow();
  return signed_at;
}
