import { absent } from '../../platform/outcome.ts';
import type { Inside } from '../../platform/inside.ts';
import { answerApplication, answerRequest, applicationOf, openApplication, requestOf, waitingRequest } from '../intake/index.ts';
import { type Here, sealFor } from '../people/index.ts';
import { keepPromise, makePromise, type PromiseBegun } from '../promises/index.ts';
import type { Channel } from './rules.ts';

/** What a letter can be about: something the member has in the programme. */
export interface LetterAbout {
  readonly kind: 'support-request' | 'application';
  readonly id: string;
}

/** One letter to keep. `by` is null for an automatic one, which never counts as an answer (P6). */
export interface LetterGiven {
  readonly programme: string;
  readonly person: string;
  readonly words: string;
  readonly fromProgramme: boolean;
  readonly by: string | null;
  readonly channel: Channel;
  /** Only of calls: whether somebody was there. */
  readonly reached?: boolean;
  readonly about?: LetterAbout | undefined;
}

/** Whether somebody has, or had, anything to do with a programme as a member: asked, applied, or supports. @throws Absent when not. */
export async function memberOf(here: Here, programme: string, person: string): Promise<void> {
  const of = (table: 'support_request' | 'application' | 'supporter') =>
    here.db.selectFrom(table).select('id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('person_id', '=', person).limit(1).executeTakeFirst();
  if ((await of('support_request')) ?? (await of('application')) ?? (await of('supporter'))) return;
  absent();
}

/** Keeps one letter, sealed under the member's own key, and the thread it belongs to. Gives back the ids of both. */
export async function keepLetter(inside: Inside, given: LetterGiven): Promise<{ letter: string; thread: string }> {
  const { db, org, now } = inside;
  const letter = inside.newId();
  await db
    .insertInto('letter')
    .values({
      org_id: org, id: letter, programme_id: given.programme, person_id: given.person, about_kind: given.about?.kind ?? null, about_id: given.about?.id ?? null,
      from_programme: given.fromProgramme, written_by: given.by, channel: given.channel, reached: given.reached ?? true,
      words: await sealFor(inside, given.person, `letter/words/${letter}`, given.words), at: now,
    })
    .execute();
  const latest = { last_letter_id: letter, last_at: now };
  const thread = await db
    .insertInto('letter_thread')
    .values({ org_id: org, id: inside.newId(), programme_id: given.programme, person_id: given.person, ...latest })
    .onConflict((conflict) => conflict.columns(['org_id', 'programme_id', 'person_id']).doUpdateSet(latest))
    .returning('id')
    .executeTakeFirstOrThrow();
  return { letter, thread: thread.id };
}

/** The member waits from now on, unless they did already: with owner, back-up and time (P6). */
export async function promiseAnswer(inside: Inside, thread: string, given: Pick<LetterGiven, 'programme' | 'person'>): Promise<PromiseBegun> {
  await inside.db.updateTable('letter_thread').set((e) => ({ waiting_since: e.fn.coalesce('waiting_since', e.val(inside.now)) })).where('org_id', '=', inside.org).where('id', '=', thread).execute();
  return makePromise(inside, { kind: 'letter-answer', programme: given.programme, subject: { kind: 'letters', id: thread }, promisedTo: given.person });
}

/**
 * A person on the team answered. It keeps the promise of an answer to letters, and the first answer of what the letter is about; a letter about
 * nothing in particular answers everything the member has open here.
 */
export async function answered(inside: Inside, thread: string, given: Pick<LetterGiven, 'programme' | 'person' | 'about'>, how: string): Promise<void> {
  await inside.db.updateTable('letter_thread').set({ waiting_since: null }).where('org_id', '=', inside.org).where('id', '=', thread).execute();
  await keepPromise(inside, { subjectId: thread, kind: 'letter-answer', how });
  const { about } = given;
  const request = about === undefined ? await waitingRequest(inside, given.programme, given.person) : about.kind === 'support-request' ? about.id : undefined;
  const application = about === undefined ? await openApplication(inside, given.programme, given.person) : about.kind === 'application' ? about.id : undefined;
  if (request !== undefined && (await stillUnanswered(inside, given, request))) await answerRequest(inside, request, how);
  if (application !== undefined && (await applicationUnanswered(inside, given, application))) await answerApplication(inside, application, how);
}

async function stillUnanswered(inside: Inside, { programme, person }: Pick<LetterGiven, 'programme' | 'person'>, id: string): Promise<boolean> {
  const request = await requestOf(inside, id);
  if (request.person !== person || request.programme !== programme) return absent();
  return request.answeredAt === null && request.withdrawnAt === null && request.closedAt === null;
}

async function applicationUnanswered(inside: Inside, { programme, person }: Pick<LetterGiven, 'programme' | 'person'>, id: string): Promise<boolean> {
  const application = await applicationOf(inside, id);
  if (application.person !== person || application.programme !== programme) return absent();
  return application.answeredAt === null && application.decidedAt === null && application.withdrawnAt === null;
}
