import type { Inside } from '../../platform/act.ts';
import type { Here } from './programme.ts';

/** Roles somebody can hold. */
export const roles = [
  'seeker', 'supporter', 'mentor', 'mentee', 'facilitator', 'coordinator', 'lead', 'safety-lead', 'trainer', 'referrer', 'administrator',
] as const;
/** A role in a programme, or in the whole organisation. */
export type Role = (typeof roles)[number];

/** To whom the programme turns, in order: the owner of what comes in, who steps in, to whom it climbs; and the two for safety. */
export const duties = ['owner', 'backup', 'lead', 'safety', 'safety-backup'] as const;
/** A duty of the team. At most one person holds each in one programme. */
export type Duty = (typeof duties)[number];

/** Who holds which duty. Ids of people. */
export interface Team {
  readonly owner: string | null;
  readonly backup: string | null;
  readonly lead: string | null;
  readonly safety: string | null;
  readonly safetyBackup: string | null;
}

/** One role somebody holds now. */
export interface RoleHeld {
  readonly id: string;
  readonly person: string;
  readonly programme: string | null;
  readonly role: Role;
  readonly duty: Duty | null;
  readonly givenAt: Date;
}

/** Who holds which duty in a programme. Nobody who left or was erased is named. */
export async function teamOf(here: Here, programme: string): Promise<Team> {
  const held = await living(here)
    .where('role_held.programme_id', '=', programme)
    .where('role_held.duty', 'is not', null)
    .execute();
  const who = (duty: Duty) => held.find((one) => one.duty === duty)?.person_id ?? null;
  return { owner: who('owner'), backup: who('backup'), lead: who('lead'), safety: who('safety'), safetyBackup: who('safety-backup') };
}

/**
 * The people who answer for a programme, the nearest first: owner, back-up, lead, then its other coordinators and leads, then
 * administrators of the organisation. Nobody who left is in it; the safety lead is not, because what is raised with safety is not theirs to see.
 */
export async function answeringFor(here: Here, programme: string): Promise<readonly string[]> {
  const held = await living(here)
    .where((by) => by.or([by('role_held.programme_id', '=', programme), by('role_held.programme_id', 'is', null)]))
    .where('role_held.role', 'in', ['coordinator', 'lead', 'administrator'])
    .execute();
  const rank = ({ duty, role, programme_id }: (typeof held)[number]) => {
    const byDuty = ['owner', 'backup', 'lead'].indexOf(duty ?? '');
    if (byDuty >= 0 && programme_id !== null) return byDuty;
    return role === 'administrator' ? 4 : 3;
  };
  return [...new Set(held.toSorted((a, b) => rank(a) - rank(b)).map(({ person_id }) => person_id))];
}

/** Everybody on the staff of a programme, with role and duty; organisation-wide roles included. */
export async function staffOf(here: Here, programme: string): Promise<readonly RoleHeld[]> {
  const held = await living(here)
    .where((by) => by.or([by('role_held.programme_id', '=', programme), by('role_held.programme_id', 'is', null)]))
    .where('role_held.role', 'not in', ['seeker', 'supporter', 'mentor', 'mentee', 'referrer'])
    .execute();
  return held.map(asHeld);
}

/**
 * Gives a role, and a duty when named: whoever had that duty before keeps their role without it.
 * Somebody who holds the role already gets only the duty. Gives back the id of what is held.
 */
export async function giveRole(
  inside: Inside,
  { person, programme, role, duty = null }: { person: string; programme: string | null; role: Role; duty?: Duty | null },
): Promise<string> {
  const { db, org, now } = inside;
  if (duty !== null) await freeDuty(inside, programme, duty);
  const had = await heldBy(inside, person, programme, role);
  if (had !== undefined) {
    if (duty !== null && had.duty !== duty) {
      await db.updateTable('role_held').set({ duty }).where('org_id', '=', org).where('id', '=', had.id).execute();
    }
    return had.id;
  }
  const id = inside.newId();
  await db
    .insertInto('role_held')
    .values({ org_id: org, id, person_id: person, programme_id: programme, role, duty, given_by: giver(inside), given_at: now })
    .execute();
  inside.record({ name: 'programmes.role-given', subject: { kind: 'person', id: person }, programme, about: { role, duty } });
  return id;
}

/** Ends what somebody holds. Gives false when it had ended already. Whether a programme is left without an owner is the act's to look at. */
export async function endRole(inside: Inside, id: string): Promise<boolean> {
  const ended = await inside.db
    .updateTable('role_held')
    .set({ ended_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['person_id', 'programme_id', 'role', 'duty'])
    .executeTakeFirst();
  if (ended === undefined) return false;
  const { person_id, programme_id, role, duty } = ended;
  inside.record({ name: 'programmes.role-ended', subject: { kind: 'person', id: person_id }, programme: programme_id, about: { role, duty } });
  return true;
}

/** What somebody holds under this id, while they hold it. */
export async function roleHeld(here: Here, id: string): Promise<RoleHeld | undefined> {
  const row = await living(here).where('role_held.id', '=', id).executeTakeFirst();
  return row && asHeld(row);
}

async function freeDuty({ db, org }: Inside, programme: string | null, duty: Duty): Promise<void> {
  await db
    .updateTable('role_held')
    .set({ duty: null })
    .where('org_id', '=', org)
    .where('programme_id', programme === null ? 'is' : '=', programme)
    .where('duty', '=', duty)
    .where('ended_at', 'is', null)
    .execute();
}

async function heldBy(here: Here, person: string, programme: string | null, role: Role) {
  return living(here)
    .where('role_held.person_id', '=', person)
    .where('role_held.programme_id', programme === null ? 'is' : '=', programme)
    .where('role_held.role', '=', role)
    .executeTakeFirst();
}

function giver({ actor }: Inside): string | null {
  return actor.kind === 'person' ? actor.person : null;
}

/** Roles held now by people who are still here. */
function living({ db, org }: Here) {
  return db
    .selectFrom('role_held')
    .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'role_held.org_id').onRef('person.id', '=', 'role_held.person_id'))
    .select(['role_held.id', 'role_held.person_id', 'role_held.programme_id', 'role_held.role', 'role_held.duty', 'role_held.given_at'])
    .where('role_held.org_id', '=', org)
    .where('role_held.ended_at', 'is', null)
    .where('person.left_at', 'is', null)
    .where('person.erased_at', 'is', null)
    .orderBy('role_held.given_at')
    .orderBy('role_held.id');
}

type Row = Awaited<ReturnType<ReturnType<typeof living>['execute']>>[number];

function asHeld(row: Row): RoleHeld {
  return { id: row.id, person: row.person_id, programme: row.programme_id, role: row.role as Role, duty: row.duty as Duty | null, givenAt: row.given_at };
}
