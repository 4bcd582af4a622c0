import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Holding, Person, Proof } from '../../platform/actor.ts';
import type { House } from '../../platform/house.ts';
import type { Lang } from '../../platform/scene.ts';
import { sessionLives, sessionTimes, STAFF_ROLES } from './rules.ts';
import { hashOf } from './secrets.ts';

/** Who stands behind a session's token, and how they read. */
export interface KnownAtTheDoor {
  readonly actor: Person;
  readonly lang: Lang;
  readonly zone?: string;
  readonly sharedDevice: boolean;
}

/** A session is written as seen at most this often, so that reading pages writes little. */
const SEEN_EVERY_MS = 60_000;

/**
 * The person behind a session token, or undefined when it is unknown, ended, idle too long, or its person left.
 * Staff roles are held only after a second step; until then `secondStepMissing` tells the web to ask for it.
 */
export async function actorOf(house: House, org: string, token: string): Promise<KnownAtTheDoor | undefined> {
  const found = await behind(house, org, token);
  const now = house.clock.now();
  if (found !== undefined && now.getTime() - found.seenAt.getTime() > SEEN_EVERY_MS) {
    await house.db.within({ org }, (db) => db.updateTable('session').set({ seen_at: now }).where('org_id', '=', org).where('id', '=', found.known.actor.session).execute());
  }
  return found?.known;
}

/**
 * The same without counting as being there, idle time included: open streams ask at each piece of news, and must not keep a session alive. Roles are those of this
 * moment, so whoever is taken off a team hears nothing more on a page that is still open.
 */
export async function stillHere(house: House, org: string, token: string): Promise<KnownAtTheDoor | undefined> {
  return (await behind(house, org, token))?.known;
}

async function behind(house: House, org: string, token: string): Promise<{ readonly known: KnownAtTheDoor; readonly seenAt: Date } | undefined> {
  const now = house.clock.now();
  const row = await house.db.within({ org, readOnly: true }, (db) =>
    db
      .selectFrom('session')
      .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'session.org_id').onRef('person.id', '=', 'session.person_id'))
      .select([
        'session.id', 'session.person_id', 'session.proof', 'session.second_step_at', 'session.shared_device',
        'session.created_at', 'session.seen_at', 'session.ends_at', 'session.ended_at', 'person.lang', 'person.zone',
      ])
      // With their roles at once: this is asked before every page.
      .select((e) =>
        jsonArrayFrom(
          e.selectFrom('role_held').select(['programme_id', 'role']).whereRef('role_held.org_id', '=', 'session.org_id').whereRef('role_held.person_id', '=', 'session.person_id').where('role_held.ended_at', 'is', null),
        ).as('held'),
      )
      .where('session.org_id', '=', org)
      .where('session.token_hash', '=', hashOf(token))
      .where('person.left_at', 'is', null)
      .where('person.erased_at', 'is', null)
      .executeTakeFirst(),
  );
  if (row === undefined) return undefined;

  const { held } = row;
  const staff = held.some(({ role }) => STAFF_ROLES.includes(role));
  const session = { seenAt: row.seen_at, endsAt: row.ends_at, endedAt: row.ended_at };
  if (!sessionLives(session, sessionTimes({ staff, shared: row.shared_device }), now)) return undefined;

  const secondStep = row.second_step_at !== null;
  const holds: Holding[] = held
    .filter(({ role }) => secondStep || !STAFF_ROLES.includes(role))
    .map(({ programme_id, role }) => ({ programme: programme_id, role }));
  return {
    seenAt: row.seen_at,
    known: {
      actor: {
        kind: 'person',
        person: row.person_id,
        session: row.id,
        holds,
        proof: row.proof as Proof,
        secondStep,
        signedInAt: row.created_at,
        secondStepMissing: staff && !secondStep,
      },
      lang: row.lang === 'fr' ? 'fr' : 'en',
      ...(row.zone !== null && { zone: row.zone }),
      sharedDevice: row.shared_device,
    },
  };
}

/** Ends a session at once, by its token: the Leave button. Ending one that is not there is no error. */
export async function leaveSession(house: House, org: string, token: string): Promise<void> {
  const now = house.clock.now();
  await house.db.within({ org }, (db) =>
    db.updateTable('session').set({ ended_at: now }).where('org_id', '=', org).where('token_hash', '=', hashOf(token)).where('ended_at', 'is', null).execute(),
  );
}
