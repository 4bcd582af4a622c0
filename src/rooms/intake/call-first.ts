import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { canBeContact } from '../people/index.ts';
import { answersOn, keepAnswer, noteOnSheet, sheetToWrite } from './sheets.ts';

/**
 * Somebody would like to be called before anything else, or no longer does. The number goes where ways to reach them are kept.
 * The wish moves the request to the front when it is sent (content/intake.yaml, leads).
 */
export const wishForCall = act({
  name: 'intake.wish-for-call',
  input: z.object({ sheet: z.uuid(), call: z.boolean(), number: z.string().max(60, 'intake.mistake.long').default('') }),
  may: () => true, // sheetToWrite decides
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: id, call, number }) {
    const sheet = await sheetToWrite(inside, id);
    if (sheet.sentAt !== null) return refused('already-sent');
    const reach = (await answersOn(inside, id)).get('reach-by');
    const had = reach?.written.beside?.['reach-phone'] ?? reach?.written.beside?.['reach-text'] ?? '';
    const given = number.trim();
    if (call && !(await canBeContact(inside, { kind: 'phone', value: given === '' ? had : given }))) return refused('number-needed');
    if (call && given !== '') {
      const chosen = [...new Set([...(reach?.coded.chosen ?? []), 'reach-phone'])];
      await keepAnswer(inside, sheet, 'reach-by', { coded: { chosen }, written: { beside: { ...reach?.written.beside, 'reach-phone': given } } });
    }
    await noteOnSheet(inside, id, { callFirst: call });
    return done();
  },
});
