/**
 * Who is acting. Roles are words that programmes declare; the platform only compares them.
 */

/** A role somebody holds in one programme, or in the whole organisation when `programme` is null. */
export interface Holding {
  readonly programme: string | null;
  readonly role: string;
}

/** How somebody showed who they are in this session. `begun`: this very browser wrote what the account holds. */
export type Proof = 'begun' | 'link' | 'code' | 'password' | 'passkey' | 'organisation' | 'demo';

/** Nobody signed in. `visitor` marks one browser, so that a half-written form finds its way back; it names no one. */
interface Stranger {
  readonly kind: 'stranger';
  readonly visitor?: string;
}

/** Somebody signed in. `secondStep` is true once a second proof was given in this session. */
export interface Person {
  readonly kind: 'person';
  readonly person: string;
  readonly session: string;
  readonly holds: readonly Holding[];
  readonly proof: Proof;
  readonly secondStep: boolean;
  readonly signedInAt: Date;
  /** True when this person holds roles that need a second step and has not given it in this session. */
  readonly secondStepMissing: boolean;
}

/** The house itself: clocks, reminders, clean-up. `because` names the job. */
interface HouseActor {
  readonly kind: 'house';
  readonly because: string;
}

/** Whoever acts: nobody signed in, somebody signed in, or the house itself. */
export type Actor = Stranger | Person | HouseActor;

/**
 * Whether the actor holds one of the roles in that programme (or in the whole organisation).
 * Holdings that need a second step are already absent from `holds` until it is given, so a missing step can never be forgotten here.
 */
export function holds(actor: Actor, roles: string | readonly string[], programme?: string | null): boolean {
  if (actor.kind !== 'person') return false;
  const wanted = typeof roles === 'string' ? [roles] : roles;
  return actor.holds.some(
    (holding) =>
      wanted.includes(holding.role) &&
      (holding.programme === null || programme === undefined || holding.programme === programme),
  );
}

/** The signed-in person's id, or undefined. */
export function personOf(actor: Actor): string | undefined {
  return actor.kind === 'person' ? actor.person : undefined;
}
