import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Question } from '../../content/index.ts';
import { addContact, beginSession, join } from '../people/index.ts';
import { giveRole, programmeOf } from '../programmes/index.ts';
import { makePromise } from '../promises/index.ts';
import { leadOf, setOf } from './questions.ts';
import { type AnswerKept, answersOn, type Sheet, sheetToWrite, stillNeeded } from './sheets.ts';

/** Leads that move a request to the front (content/intake.yaml, leads). */
const URGENT_LEADS = new Set(['help-now', 'call-me-soon', 'talk-first']);

/**
 * A seeker asks for support (A2). One waiting request per person and programme; sending twice makes one.
 * The first answer is promised at once, with owner, back-up and time (P6). A browser that wrote the request stays able to see it.
 */
export const sendRequest = act({
  name: 'intake.send-request',
  input: z.object({ sheet: z.uuid(), cameFrom: z.string().max(80).default(''), shared: z.boolean().default(false) }),
  may: () => true, // sheetToWrite decides
  guards: { one_waiting_request: 'already-waiting', one_request_per_sheet: 'already-sent' },
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: sheetId, cameFrom, shared }) {
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
    const id = await receive(inside, sheet, { source, cameFrom, urgent: isUrgent(set.questions, answers) });
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
  about: { source: 'web' | 'phone' | 'import' | 'referral'; cameFrom?: string; urgent?: boolean; receivedAt?: Date; importId?: string },
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
      received_at: about.receivedAt ?? inside.now,
      import_id: about.importId ?? null,
    })
    .execute();
  await giveRole(inside, { person: sheet.person, programme: sheet.programme, role: 'seeker' });
  await makePromise(inside, { kind: 'first-answer', programme: sheet.programme, subject: { kind: 'support-request', id }, promisedTo: sheet.person });
  inside.record({ name: 'intake.request-received', subject: { kind: 'support-request', id }, programme: sheet.programme, about: { source: about.source, urgent: about.urgent ?? false } });
  return id;
}

/** Keeps the e-mail address and phone numbers somebody wrote beside "how may we reach you". Addresses that cannot be read stay in the answer. */
export async function addWaysToReach(inside: Inside, person: string, answers: ReadonlyMap<string, AnswerKept>): Promise<void> {
  const beside = answers.get('reach-by')?.written.beside ?? {};
  const careful = Object.values(answers.get('reach-safely')?.written.beside ?? {}).join(' · ');
  const kinds = { 'reach-email': 'email', 'reach-text': 'phone', 'reach-phone': 'phone' } as const;
  for (const [option, kind] of Object.entries(kinds)) {
    const value = beside[option];
    if (value !== undefined) await addContact(inside, person, { kind, value, ...(careful !== '' && { careful }) });
  }
}

function isUrgent(questions: readonly Question[], answers: ReadonlyMap<string, AnswerKept>): boolean {
  return questions.some((question) => URGENT_LEADS.has(leadOf(question, answers.get(question.id)?.coded.chosen ?? []) ?? ''));
}
