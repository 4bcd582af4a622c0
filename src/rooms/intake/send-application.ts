import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { join, readsNow } from '../people/index.ts';
import { makePromise } from '../promises/index.ts';
import { conductAtTheDoor } from '../safety/index.ts';
import { addWaysToReach } from './reach.ts';
import { filledSheet, markSent, sessionForSender } from './sending.ts';
import type { Sheet } from './sheets.ts';

/** Somebody offers to walk with others (A4). The answer is promised with owner, back-up and time, and every step stays visible to both. */
export const sendApplication = act({
  name: 'intake.send-application',
  input: z.object({ sheet: z.uuid(), shared: z.boolean().default(false), conduct: z.string().max(40).default('') }),
  may: () => true, // filledSheet decides
  guards: { one_open_application: 'already-applied', one_application_per_sheet: 'already-sent' },
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: sheetId, shared, conduct }) {
    const filled = await filledSheet(inside, sheetId, 'supporter');
    if ('code' in filled) return filled;
    const { sheet, answers } = filled;

    // Whoever offers to support says yes to the code of conduct first, in the words they read (I6).
    const code = await conductAtTheDoor(inside, { person: sheet.person, programme: sheet.programme, version: conduct });
    if (code !== undefined) return refused(code);

    if (inside.actor.kind === 'stranger') await readsNow(inside, sheet.person, inside.scene.lang);
    const id = await receiveApplication(inside, sheet, { source: sheet.enteredBy === null ? 'web' : 'phone' });
    await addWaysToReach(inside, sheet.person, answers);
    return done({ application: id, session: await sessionForSender(inside, sheet.person, shared) });
  },
});

/** Puts a filled sheet among the applications, with its promise. Also for imports. */
export async function receiveApplication(
  inside: Inside,
  sheet: Pick<Sheet, 'id' | 'person' | 'programme'>,
  about: { source: 'web' | 'phone' | 'import'; receivedAt?: Date; importId?: string },
): Promise<string> {
  const id = inside.newId();
  await markSent(inside, sheet.id);
  await join(inside, sheet.person);
  await inside.db
    .insertInto('application')
    .values({
      org_id: inside.org, id, programme_id: sheet.programme, person_id: sheet.person, sheet_id: sheet.id, source: about.source,
      received_at: about.receivedAt ?? inside.now, import_id: about.importId ?? null,
    })
    .execute();
  await makePromise(inside, { kind: 'application-answer', programme: sheet.programme, subject: { kind: 'application', id }, promisedTo: sheet.person });
  inside.record({ name: 'intake.application-received', subject: { kind: 'application', id }, programme: sheet.programme, about: { source: about.source } });
  return id;
}
