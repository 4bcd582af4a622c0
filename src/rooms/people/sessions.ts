import { createHmac } from 'node:crypto';
import type { Inside } from '../../platform/act.ts';
import type { Proof } from '../../platform/actor.ts';
import { sessionTimes, STAFF_ROLES } from './rules.ts';
import { hashOf, newToken } from './secrets.ts';

/** A session that begins: what the browser keeps. */
export interface SessionBegun {
  readonly token: string;
  /** Seconds the browser keeps it; absent on a shared computer (until it closes). */
  readonly keepSeconds?: number;
  readonly person: string;
}

/** Begins a session. The token is new (7.2.4), only its hash is stored. */
export async function beginSession(
  inside: Inside,
  { person, proof, secondStep = false, shared = false, device = '', historyFrom = null, mark }: {
    person: string;
    proof: Proof;
    secondStep?: boolean;
    shared?: boolean;
    device?: string;
    historyFrom?: Date | null;
    /** What this browser is known by when it comes again; its own mark unless another is given. Never kept on a shared computer. */
    mark?: Buffer | null;
  },
): Promise<SessionBegun> {
  const token = newToken();
  const { atMost } = sessionTimes({ staff: await holdsStaffRole(inside, person), shared });
  await inside.db
    .insertInto('session')
    .values({
      org_id: inside.org,
      id: inside.newId(),
      person_id: person,
      token_hash: hashOf(token),
      proof,
      second_step_at: secondStep ? inside.now : null,
      history_from: historyFrom,
      device: device.slice(0, 40),
      mark: shared ? null : (mark ?? markOf(inside)),
      shared_device: shared,
      created_at: inside.now,
      seen_at: inside.now,
      ends_at: new Date(inside.now.getTime() + atMost),
    })
    .execute();
  if (proof !== 'begun') await noteCameIn(inside, person);
  return shared ? { token, person } : { token, person, keepSeconds: Math.floor(atMost / 1000) };
}

/** Notes once that somebody came in: sessions are forgotten, this is not. */
async function noteCameIn({ db, org, now }: Inside, person: string): Promise<void> {
  await db.updateTable('person').set({ came_in_at: now }).where('org_id', '=', org).where('id', '=', person).where('came_in_at', 'is', null).execute();
}

/** Ends one session, or all of a person's but one, or all that began with one kind of proof. */
export async function endSessions(inside: Inside, which: { person: string; only?: string; except?: string; proof?: Proof }): Promise<void> {
  let ending = inside.db
    .updateTable('session')
    .set({ ended_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('person_id', '=', which.person)
    .where('ended_at', 'is', null);
  if (which.only !== undefined) ending = ending.where('id', '=', which.only);
  if (which.except !== undefined) ending = ending.where('id', '<>', which.except);
  if (which.proof !== undefined) ending = ending.where('proof', '=', which.proof);
  await ending.execute();
}

/** Shuts every door of somebody's: all sessions end, links on their way open nothing, and no browser is known any more, so that the wait for older words begins anew. */
export async function endAllOf(inside: Inside, person: string): Promise<void> {
  const { db, org, now } = inside;
  await endSessions(inside, { person });
  await db.updateTable('session').set({ mark: null }).where('org_id', '=', org).where('person_id', '=', person).where('mark', 'is not', null).execute();
  await db.updateTable('sign_in_link').set({ used_at: now }).where('org_id', '=', org).where('person_id', '=', person).where('used_at', 'is', null).execute();
}

/** Whether somebody holds a role that needs a second step. Roles are rows of the programmes room; only their names matter here. */
export async function holdsStaffRole(inside: Pick<Inside, 'db' | 'org'>, person: string): Promise<boolean> {
  const row = await inside.db
    .selectFrom('role_held')
    .select('id')
    .where('org_id', '=', inside.org)
    .where('person_id', '=', person)
    .where('role', 'in', STAFF_ROLES)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A keyed hash of the mark that a browser itself keeps; null when it has none. It names nobody and is known only inside this house. */
export function markOf({ actor, scene, org }: Inside): Buffer | null {
  if (actor.kind !== 'stranger' || actor.visitor === undefined) return null;
  return createHmac('sha256', scene.house.secret('device-mark')).update(`${org}\n${actor.visitor}`).digest();
}
