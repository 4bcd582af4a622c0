import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done } from '../../platform/outcome.ts';
import type { Question } from '../../content/index.ts';
import { join, readsNow } from '../people/index.ts';
import { giveRole } from '../programmes/index.ts';
import { makePromise } from '../promises/index.ts';
import { leadOf } from './questions.ts';
import { addWaysToReach } from './reach.ts';
import { filledSheet, markSent, sessionForSender } from './sending.ts';
import type { AnswerKept, Sheet } from './sheets.ts';

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
  may: () => true, // filledSheet decides
  guards: { one_waiting_request: 'already-waiting', one_request_per_sheet: 'already-sent' },
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: sheetId, shared }) {
    const filled = await filledSheet(inside, sheetId, 'seeker');
    if ('code' in filled) return filled;
    const { sheet, questions, answers } = filled;
    const source = sheet.enteredBy === null ? 'web' : 'phone';
    const { callFirst, cameFrom } = sheet;
    const whoChooses = WHO_CHOOSES[answers.get('choose-how')?.coded.chosen?.[0] ?? ''];
    const urgent = callFirst || isUrgent(questions, answers);
    if (inside.actor.kind === 'stranger') await readsNow(inside, sheet.person, inside.scene.lang);
    const id = await receive(inside, sheet, { source, cameFrom, urgent, callFirst, ...(whoChooses !== undefined && { whoChooses }) });
    await addWaysToReach(inside, sheet.person, answers);
    return done({ request: id, session: await sessionForSender(inside, sheet.person, shared) });
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
  await markSent(inside, sheet.id);
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
