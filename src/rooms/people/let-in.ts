import type { Inside } from '../../platform/inside.ts';
import type { Proof } from '../../platform/actor.ts';
import { join } from './persons.ts';
import { HISTORY_WAIT_HOURS } from './rules.ts';
import { beginSession, endSessions, markOf, type SessionBegun } from './sessions.ts';
import { tellOwner } from './tell-owner.ts';
import { hasStrongerWay } from './ways-in.ts';

/** Somebody whose proof was good, at the door. `device` is two known words (device.ts). */
export interface ComingIn {
  readonly person: string;
  readonly proof: Proof;
  readonly secondStep?: boolean;
  readonly shared: boolean;
  readonly device: string;
}

/**
 * Every way in ends here: a session begins under a new token, an earlier one of this browser ends, and a device we do not know is told to the person.
 * By e-mail alone older words stay closed for a while, when the account has a stronger way in: a stolen mailbox must not open the past.
 */
export async function letIn(inside: Inside, coming: ComingIn): Promise<SessionBegun> {
  const { person, shared } = coming;
  await join(inside, person);
  const before = await sessionHere(inside);
  const mark = shared ? null : (before?.mark ?? markOf(inside));
  const seen = await seenBefore(inside, person, mark);
  const byMailAlone = coming.proof === 'link' || coming.proof === 'code';
  const waits = byMailAlone && seen.how !== 'known' && (await hasStrongerWay(inside, person));
  const historyFrom = waits ? (seen.opensAt ?? new Date(inside.now.getTime() + HISTORY_WAIT_HOURS * 3_600_000)) : null;
  if (before !== undefined) await endSessions(inside, { person: before.person, only: before.id });
  const session = await beginSession(inside, { ...coming, historyFrom, mark });
  if (seen.how === 'new') await tellOwner(inside, person, 'new-sign-in', waits);
  inside.record({ name: 'people.signed-in', subject: { kind: 'person', id: person }, about: { proof: coming.proof, device: seen.how } });
  return session;
}

/** `first`: they never came before. `known`: this browser is theirs. `waiting`: this browser came by e-mail, and its wait goes on until `opensAt`. */
type SeenBefore = { readonly how: 'first' | 'known' | 'new'; readonly opensAt?: undefined } | { readonly how: 'waiting'; readonly opensAt: Date };

async function seenBefore(inside: Inside, person: string, mark: Buffer | null): Promise<SeenBefore> {
  // Writing a request under an address proves nothing, so a browser that only did that is not known by it.
  const here = mark === null ? undefined : await inside.db
    .selectFrom('session').select('history_from').where('org_id', '=', inside.org).where('person_id', '=', person).where('proof', '<>', 'begun').where('mark', '=', mark)
    .orderBy('history_from', (order) => order.asc().nullsFirst()).limit(1).executeTakeFirst();
  if (here !== undefined) return here.history_from === null || here.history_from <= inside.now ? { how: 'known' } : { how: 'waiting', opensAt: here.history_from };
  // Sessions are forgotten after a while; that somebody came in is not.
  const { came_in_at } = await inside.db.selectFrom('person').select('came_in_at').where('org_id', '=', inside.org).where('id', '=', person).executeTakeFirstOrThrow();
  return { how: came_in_at === null ? 'first' : 'new' };
}

/** The session this browser still has, of whomever. */
async function sessionHere({ actor, db, org }: Inside): Promise<{ id: string; person: string; mark: Buffer | null } | undefined> {
  if (actor.kind !== 'person') return undefined;
  const row = await db.selectFrom('session').select(['id', 'person_id', 'mark']).where('org_id', '=', org).where('id', '=', actor.session).executeTakeFirst();
  return row && { id: row.id, person: row.person_id, mark: row.mark };
}
