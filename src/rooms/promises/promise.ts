import type { Looking } from '../../platform/view.ts';
import { type PromiseState, stateOf } from './rules.ts';

/** What a look-up needs: an act's inside and a view's looking both have it. */
export type Here = Pick<Looking, 'db' | 'org' | 'now'>;

/** What is promised. Concerns have the clocks of their level; the others the programme's own terms. */
export type Kind = 'first-answer' | 'match' | 'application-answer' | 'letter-answer' | 'group-answer' | 'concern' | (string & {});

/** A promise as rooms and pages see it. People are ids. */
export interface PromiseMade {
  readonly id: string;
  readonly programme: string;
  readonly kind: Kind;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly promisedTo: string | null;
  readonly owner: string | null;
  readonly backup: string | null;
  readonly madeAt: Date;
  readonly warnAt: Date;
  readonly dueAt: Date;
  readonly climbAt: Date;
  readonly handedOverAt: Date | null;
  readonly climbedAt: Date | null;
  readonly keptAt: Date | null;
  readonly keptBy: string | null;
  readonly withdrawnAt: Date | null;
  readonly state: PromiseState;
}

/** What happened to a promise, for both sides to see. */
export type StepKind = 'made' | 'warned' | 'handed-over' | 'nobody-to-step-in' | 'climbed' | 'moved' | 'owner-replaced' | 'kept' | 'withdrawn';

/** One step in the story of a promise. `from` and `to` are whose hands it left and reached. */
export interface PromiseStep {
  readonly what: StepKind;
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
}

const columns = [
  'id', 'programme_id', 'kind', 'subject_kind', 'subject_id', 'promised_to', 'owner_id', 'backup_id', 'made_at', 'warn_at', 'due_at', 'climb_at',
  'warned_at', 'handed_over_at', 'climbed_at', 'kept_at', 'kept_by', 'withdrawn_at',
] as const;

/** Promises of this organisation, whole rows of what a promise is. */
export function promises({ db, org }: Pick<Looking, 'db' | 'org'>) {
  return db.selectFrom('promise').select(columns).where('org_id', '=', org);
}

/** Promises that still run. */
export function openPromises(here: Pick<Looking, 'db' | 'org'>) {
  return promises(here).where('kept_at', 'is', null).where('withdrawn_at', 'is', null);
}

/** A stored promise. */
export type PromiseRow = Awaited<ReturnType<ReturnType<typeof promises>['execute']>>[number];

/** A stored promise as others see it at a moment. */
export function asPromise(row: PromiseRow, now: Date): PromiseMade {
  const times = { warnAt: row.warn_at, dueAt: row.due_at, keptAt: row.kept_at, withdrawnAt: row.withdrawn_at };
  return {
    id: row.id,
    programme: row.programme_id,
    kind: row.kind,
    subject: { kind: row.subject_kind, id: row.subject_id },
    promisedTo: row.promised_to,
    owner: row.owner_id,
    backup: row.backup_id,
    madeAt: row.made_at,
    climbAt: row.climb_at,
    handedOverAt: row.handed_over_at,
    climbedAt: row.climbed_at,
    keptBy: row.kept_by,
    ...times,
    state: stateOf(times, now),
  };
}
