import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { hashOf, newToken } from '../people/index.ts';
import { setOf } from './questions.ts';
import { answersOn, nextOpen, passSheet, sheetToWrite } from './sheets.ts';

/** Makes a link that opens a half-written sheet on another device. A new link ends the one before. Only its hash is kept. */
export const makeResumeLink = act({
  name: 'intake.make-resume-link',
  input: z.object({ sheet: z.uuid() }),
  may: () => true, // sheetToWrite decides
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),
  async perform(inside, { sheet: id }) {
    const sheet = await sheetToWrite(inside, id);
    if (sheet.sentAt !== null) return refused('already-sent');
    return done({ token: await freshLink(inside, id) });
  },
});

/** A new link for a sheet, as its secret. */
export async function freshLink(inside: Inside, sheetId: string): Promise<string> {
  const token = newToken();
  await inside.db.updateTable('sheet').set({ resume_hash: hashOf(token) }).where('org_id', '=', inside.org).where('id', '=', sheetId).execute();
  return token;
}

/** Goes on with a half-written sheet on this device: from now on it belongs to this browser (or to the person signed in here). The link works once. */
export const resumeSheet = act({
  name: 'intake.resume-sheet',
  input: z.object({ token: z.string().min(20).max(100) }),
  may: ({ actor }) => actor.kind !== 'house',
  async perform(inside, { token }) {
    const sheet = await inside.db
      .selectFrom('sheet')
      .select(['id', 'programme_id', 'set_id', 'person_id'])
      .where('org_id', '=', inside.org)
      .where('resume_hash', '=', hashOf(token))
      .where('sent_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    const visitor = inside.actor.kind === 'stranger' ? inside.actor.visitor : undefined;
    if (sheet === undefined) return refused('link-over');
    if (inside.actor.kind === 'stranger' && visitor === undefined) return refused('no-cookies');
    if (inside.actor.kind === 'person' && !(await handOverSheet(inside, sheet, inside.actor.person))) return refused('link-over');
    await inside.db
      .updateTable('sheet')
      .set({ visitor: visitor ?? null, resume_hash: null, changed_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('id', '=', sheet.id)
      .execute();
    const set = (await setOf(inside, sheet.programme_id, sheet.set_id)) ?? absent();
    return done({ sheet: sheet.id, side: set.side, next: nextOpen(set.questions, await answersOn(inside, sheet.id))?.id });
  },
});

/** Somebody signed in opens the link of what they wrote before they signed in: it becomes theirs. A sheet of somebody who is here already stays with them. */
async function handOverSheet(inside: Inside, sheet: { id: string; person_id: string }, person: string): Promise<boolean> {
  if (sheet.person_id === person) return true;
  const writer = await inside.db.selectFrom('person').select('joined_at').where('org_id', '=', inside.org).where('id', '=', sheet.person_id).executeTakeFirst();
  if (writer === undefined || writer.joined_at !== null) return false;
  await passSheet(inside, { id: sheet.id, person: sheet.person_id }, person);
  return true;
}
