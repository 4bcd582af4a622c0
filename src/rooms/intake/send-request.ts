import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Question } from '../../content/index.ts';
import { beginSession, join, readsNow } from '../people/index.ts';
import { giveRole, programmeOf } from '../programmes/index.ts';
import { makePromise } from '../promises/index.ts';
import { leadOf, setOf } from './questions.ts';
import { addWaysToReach } from './reach.ts';
import { type AnswerKept, answersOn, type Sheet, sheetToWrite, stillNeeded } from './sheets.ts';

/** The lead that moves a request to the front by itself; the others do when the person said yes to a call (content/intake.yaml, leads). */
const URGENT_LEAD = 'help-now';
/** What "how would you like to find your supporter" says about who chooses; the other answers leave it to the programme. */
const WHO_CHOOSES: Readonly<Record<string, string>> = { 'choose-show-me': 'choose-from-three', 'choose-for-me': 'choose-for-me' };

/**
 * A seeker asks for support (A2). One waiting request per person and programme; sending twice makes one.
 * The first answer is promised at once, with owner, back-up and time (P6). A browser that wrote the request stays able to see it.
 */
export const sendRequest = act({
  name: 'intake.send-request',
  input: z.object({ sheet: z.uuid(), shared: z.boolean().default(false) }),
  may: () => true, // sheetToWrite decides
  guards: { one_waiting_request: 'already-waiting', one_request_per_sheet: 'already-sent' },
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: sheetId, shared }) {
    const sheet = await sheetToWrite(inside, sheetId);
    if (sheet.side !== 'seeker') return absent();
    if (sheet.sentAt !== null) return refused('already-sent');
    const programme = await programmeOf(inside, sheet.programme);
    if (programme.closedAt !== null) return refused('not-open');
    const set = (await setOf(inside, sheet.programme, sheet.set)) ?? absent();
    const answers = await answersOn(inside, sheet.id);
    const missing = stillNeeded(set.questions, answers);
    if (missing.length > 0) return refused('answers-missing', { count: missing.length });

    const source = sheet.enteredBy === null ? 'web' : 'phone';
    const { callFirst, cameFrom } = sheet;
    const whoChooses = WHO_CHOOSES[answers.get('choose-how')?.coded.chosen?.[0] ?? ''];
    const urgent = callFirst || isUrgent(set.questions, answers);
    if (inside.actor.kind === 'stranger') await readsNow(inside, sheet.person, inside.scene.lang);
    const id = await receive(inside, sheet, { source, cameFrom, urgent, callFirst, ...(whoChooses !== undefined && { whoChooses }) });
    await addWaysToReach(inside, sheet.person, answers);
    if (inside.actor.kind !== 'stranger') return done({ request: id, session: undefined });
    const session = await beginSession(inside, { person: sheet.person, proof: 'begun', shared });
    return done({ request: id, session: { token: session.token, ...(session.keepSeconds !== undefined && { keepSeconds: session.keepSeconds }) } });
  },
});

/** Puts a filled sheet on the waiting list: the request, the seeker's role, the promise of a first answer, the fact. Also for imports. */
export async function receive(
  inside: Inside,
  sheet: Pick<Sheet, 'id' | 'person' | 'programme'>,
  about: {
    source: 'web' | 'phone' | 'import' | 'referral'; cameFrom?: string; urgent?: boolean; callFirst?: boolean; whoChooses?: string; receivedAt?: Date; importId?: string;
  },
): Promise<string> {
  const id = inside.newId();
  await inside.db
    .updateTable('sheet')
    .set({ sent_at: inside.now, visitor: null, resume_hash: null })
    .where('org_id', '=', inside.org)
    .where('id', '=', sheet.id)
    .execute();
  await join(inside, sheet.person);
  await inside.db
    .insertInto('support_request')
    .values({
      org_id: inside.org,
      id,
      programme_id: sheet.programme,
      person_id: sheet.person,
      sheet_id: sheet.id,
      source: about.source,
      came_from: about.cameFrom ?? '',
      urgent: about.urgent ?? false,
      call_first: about.callFirst ?? false,
      who_chooses: about.whoChooses ?? null,
      received_at: about.receivedAt ?? inside.now,
      import_id: about.importId ?? null,
    })
    .execute();
  await giveRole(inside, { person: sheet.person, programme: sheet.programme, role: 'seeker' });
  await makePromise(inside, { kind: 'first-answer', programme: sheet.programme, subject: { kind: 'support-request', id }, promisedTo: sheet.person });
  inside.record({ name: 'intake.request-received', subject: { kind: 'support-request', id }, programme: sheet.programme, about: { source: about.source, urgent: about.urgent ?? false } });
  return id;
}

function isUrgent(questions: readonly Question[], answers: ReadonlyMap<string, AnswerKept>): boolean {
  return questions.some((question) => leadOf(question, answers.get(question.id)?.coded.chosen ?? []) === URGENT_LEAD);
}
