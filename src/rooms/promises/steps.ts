import type { Inside } from '../../platform/act.ts';
import { absent, present } from '../../platform/outcome.ts';
import type { Subject } from '../../platform/trail.ts';
import { answeringFor, hoursOf, teamOf, termsOfProgramme } from '../programmes/index.ts';
import { type Kind, openPromises, type PromiseRow, type StepKind } from './promise.ts';
import { type PromiseTerm, promiseTimes } from './rules.ts';

/** What is promised, to whom, about what. */
export interface PromiseGiven {
  readonly kind: Kind;
  readonly programme: string;
  readonly subject: Subject;
  /** The person who waits; absent when they are not known. */
  readonly promisedTo?: string | null;
  /** Instead of the programme's own term for this kind: the clock of a concern. */
  readonly term?: PromiseTerm;
  /** Instead of the programme's owner and back-up: a concern goes to those its level names, and never to whom it is about. */
  readonly owner?: string | null;
  readonly backup?: string | null;
}

/** A promise just made, or the one that already ran. */
export interface PromiseBegun {
  readonly id: string;
  readonly dueAt: Date;
  readonly owner: string | null;
  readonly backup: string | null;
}

/** What holds when a programme has set no term for a kind: two days, with a reminder half a day before. */
const plainTerm: PromiseTerm = { amount: 2, unit: 'day', warnAmount: 12, warnUnit: 'hour', climbAmount: 4, climbUnit: 'hour' };

/**
 * Makes a promise (P6): from now on somebody waits for a person. Owner and back-up are the programme's, or the nearest who answer for it.
 * While one of the same kind about the same thing runs, that one goes on: writing again never makes anybody wait longer.
 */
export async function makePromise(inside: Inside, given: PromiseGiven): Promise<PromiseBegun> {
  const { db, org, now } = inside;
  const running = await openPromises(inside).where('subject_id', '=', given.subject.id).where('kind', '=', given.kind).executeTakeFirst();
  if (running !== undefined) return begunFrom(running);

  const [owner, backup] = await handsFor(inside, given);
  const { warnAt, dueAt, climbAt } = promiseTimes(given.term ?? (await termFor(inside, given)), now, await hoursOf(inside, given.programme));
  const id = inside.newId();
  const made = await db
    .insertInto('promise')
    .values({
      org_id: org, id, programme_id: given.programme, kind: given.kind, subject_kind: given.subject.kind, subject_id: given.subject.id,
      promised_to: given.promisedTo ?? null, owner_id: owner, backup_id: backup, made_at: now, due_at: dueAt, warn_at: warnAt, climb_at: climbAt,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'subject_id', 'kind']).where('kept_at', 'is', null).where('withdrawn_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) {
    return begunFrom(await openPromises(inside).where('subject_id', '=', given.subject.id).where('kind', '=', given.kind).executeTakeFirstOrThrow());
  }
  await writeStep(inside, id, 'made', null, owner);
  inside.announce('promises');
  return { id, dueAt, owner, backup };
}

/**
 * Keeps the open promise of this kind about this thing. Only a person keeps a promise: an automatic reply changes nothing, and neither does
 * the one who waits. Gives back whether it was in time, or undefined when nothing was kept.
 */
export async function keepPromise(
  inside: Inside,
  { subjectId, kind, how, by: whose }: {
    subjectId: string;
    kind: Kind;
    how: string;
    /** Who on the team kept it, when the act that completed it was somebody else's: a match is found by whoever proposed it, also when the seeker's yes comes last. */
    by?: string;
  },
): Promise<{ id: string; inTime: boolean } | undefined> {
  if (inside.actor.kind !== 'person') return undefined;
  const by = whose ?? inside.actor.person;
  const kept = await inside.db
    .updateTable('promise')
    .set({ kept_at: inside.now, kept_by: by, kept_how: how })
    .where('org_id', '=', inside.org)
    .where('subject_id', '=', subjectId)
    .where('kind', '=', kind)
    .where('kept_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where((is) => is.or([is('promised_to', 'is', null), is('promised_to', '<>', by)]))
    .returning(['id', 'programme_id', 'subject_kind', 'due_at', 'owner_id'])
    .executeTakeFirst();
  if (kept === undefined) return undefined;
  const inTime = inside.now <= kept.due_at;
  await writeStep(inside, kept.id, 'kept', kept.owner_id, by);
  inside.record({ name: 'promises.kept', subject: { kind: kept.subject_kind, id: subjectId }, programme: kept.programme_id, about: { promise: kept.id, kind, inTime } });
  inside.announce('promises');
  return { id: kept.id, inTime };
}

/** Ends the open promises about a thing that needs no answer any more (a request was withdrawn). Names one kind, or all. Gives back how many. */
export async function withdrawPromise(inside: Inside, { subjectId, kind }: { subjectId: string; kind?: Kind }): Promise<number> {
  let ending = inside.db
    .updateTable('promise')
    .set({ withdrawn_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('subject_id', '=', subjectId)
    .where('kept_at', 'is', null)
    .where('withdrawn_at', 'is', null);
  if (kind !== undefined) ending = ending.where('kind', '=', kind);
  const ended = await ending.returning(['id', 'owner_id']).execute();
  for (const { id, owner_id } of ended) await writeStep(inside, id, 'withdrawn', owner_id, null);
  if (ended.length > 0) inside.announce('promises');
  return ended.length;
}

/**
 * Puts an open promise into somebody else's hands; whose it was steps in from then on. The promised time stays what it is.
 * @throws Absent when it does not run any more, or when that person does not answer for this programme.
 */
export async function handOver(inside: Inside, promiseId: string, toPerson: string): Promise<void> {
  const promise = present(await openPromises(inside).where('id', '=', promiseId).forUpdate().executeTakeFirst());
  if (!(await mayHold(inside, promise, toPerson))) absent();
  if (promise.owner_id === toPerson) return;
  await inside.db
    .updateTable('promise')
    .set({ owner_id: toPerson, backup_id: promise.owner_id ?? promise.backup_id })
    .where('org_id', '=', inside.org)
    .where('id', '=', promiseId)
    .execute();
  await writeStep(inside, promiseId, 'moved', promise.owner_id, toPerson);
  inside.record({
    name: 'promises.moved', subject: { kind: promise.subject_kind, id: promise.subject_id }, programme: promise.programme_id,
    about: { promise: promiseId, kind: promise.kind, from: promise.owner_id, to: toPerson },
  });
  inside.announce('promises');
}

/** Adds to the story of a promise. */
export async function writeStep(inside: Inside, promiseId: string, what: StepKind, from: string | null, to: string | null): Promise<void> {
  await inside.db
    .insertInto('promise_step')
    .values({ org_id: inside.org, id: inside.newId(), promise_id: promiseId, what, at: inside.now, from_person: from, to_person: to })
    .execute();
}

/** Whether somebody may have this promise in their hands: those who answer for the programme, and for a concern those on safety duty. */
export async function mayHold(inside: Inside, promise: Pick<PromiseRow, 'programme_id' | 'kind'>, person: string): Promise<boolean> {
  const { safety, safetyBackup } = await teamOf(inside, promise.programme_id);
  if (promise.kind === 'concern') return person === safety || person === safetyBackup;
  return (await answeringFor(inside, promise.programme_id)).includes(person);
}

async function handsFor(inside: Inside, given: PromiseGiven): Promise<[owner: string | null, backup: string | null]> {
  if (given.owner !== undefined) return [given.owner, given.backup === given.owner ? null : (given.backup ?? null)];
  // Nobody keeps a promise that was made to themselves.
  const hands = (await answeringFor(inside, given.programme)).filter((person) => person !== given.promisedTo);
  const { owner, backup } = await teamOf(inside, given.programme);
  const first = hands.find((person) => person === owner) ?? hands[0] ?? null;
  const second = hands.find((person) => person === backup && person !== first) ?? hands.find((person) => person !== first) ?? null;
  return [first, second];
}

async function termFor(inside: Inside, { programme, kind }: PromiseGiven): Promise<PromiseTerm> {
  const terms = await termsOfProgramme(inside, programme);
  return terms.find((term) => term.kind === kind) ?? terms.find((term) => term.kind === 'first-answer') ?? plainTerm;
}

function begunFrom(row: PromiseRow): PromiseBegun {
  return { id: row.id, dueAt: row.due_at, owner: row.owner_id, backup: row.backup_id };
}
