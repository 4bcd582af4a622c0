import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { rename } from '../people/index.ts';
import { readAnswer, typed } from './answers.ts';
import { leadOf, setOf } from './questions.ts';
import { changeWaysToReach, wayMissing } from './reach.ts';
import { answersOn, keepAnswer, type Sheet, sheetToWrite } from './sheets.ts';

/**
 * One question answered, or skipped: kept at once, so that a lost connection or a closed page costs nothing.
 * `lead` says what an answer opens: help right now, an offer to call, places for people under 18 (then nothing typed is kept).
 */
export const answerQuestion = act({
  name: 'intake.answer-question',
  input: typed.extend({ sheet: z.uuid(), question: z.string().max(100), skip: z.boolean().default(false) }),
  may: () => true, // sheetToWrite decides: it ends as absent for everybody else
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, input) {
    const sheet = await sheetToWrite(inside, input.sheet);
    const set = await setOf(inside, sheet.programme, sheet.set);
    const question = set?.questions.find((one) => one.id === input.question);
    if (set === undefined || question === undefined) return refused('question-gone');

    const read = input.skip ? ('nothing' as const) : readAnswer(question, input);
    if (read === 'nothing' && !question.skippable) return refused(question.kind === 'text' ? 'words-needed' : 'choice-needed');
    if (read !== 'nothing' && 'mistakes' in read) return refused(read.mistakes[0]?.message === 'intake.mistake.date' ? 'date-unreadable' : 'number-unreadable');

    const missing = read === 'nothing' || question.id !== 'reach-by' ? undefined : await wayMissing(inside, sheet.person, read);
    if (missing !== undefined) return refused(missing);

    const lead = read === 'nothing' ? undefined : leadOf(question, read.coded.chosen ?? []);
    if (lead === 'under-18' && sheet.sentAt === null) {
      await forget(inside, sheet);
      return done({ lead, next: undefined });
    }
    const before = sheet.sentAt === null ? undefined : await answersOn(inside, sheet.id);
    await keepAnswer(inside, sheet, question.id, read === 'nothing' ? 'skipped' : read, input.share);
    if (question.id === 'preferred-name' && read !== 'nothing' && read.written.text !== undefined) await rename(inside, sheet.person, read.written.text);
    if (before !== undefined && question.id === 'reach-by') await changeWaysToReach(inside, sheet.person, before, await answersOn(inside, sheet.id));
    if (before !== undefined) inside.record({ name: 'intake.answers-changed', subject: { kind: 'sheet', id: sheet.id }, programme: sheet.programme });
    const place = set.questions.indexOf(question);
    return done({ lead, next: set.questions[place + 1]?.id });
  },
});

/** Nothing typed is kept: the sheet, its answers and the person who existed only for it. */
export async function forget(inside: Inside, sheet: Pick<Sheet, 'id' | 'person'>): Promise<void> {
  await inside.db.deleteFrom('sheet').where('org_id', '=', inside.org).where('id', '=', sheet.id).execute();
  const gone = await inside.db
    .deleteFrom('person')
    .where('org_id', '=', inside.org)
    .where('id', '=', sheet.person)
    .where('joined_at', 'is', null)
    .where((e) => e.not(e.exists(e.selectFrom('contact').select('contact.id').whereRef('contact.person_id', '=', 'person.id').whereRef('contact.org_id', '=', 'person.org_id'))))
    .returning('id')
    .execute();
  // Their key goes too: what was half written opens in no old backup either.
  await writeErasures(inside, gone.map(({ id }) => ({ kind: 'person', subject: id, because: 'retention' })));
}
