import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { hashOf, newToken } from '../people/index.ts';
import { sheetToWrite } from './sheets.ts';

/** Makes a link that opens a half-written sheet on another device. A new link ends the one before. Only its hash is kept. */
export const makeResumeLink = act({
  name: 'intake.make-resume-link',
  input: z.object({ sheet: z.uuid() }),
  may: () => true, // sheetToWrite decides
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),
  async perform(inside, { sheet: id }) {
    const sheet = await sheetToWrite(inside, id);
    if (sheet.sentAt !== null) return refused('already-sent');
    const token = newToken();
    await inside.db.updateTable('sheet').set({ resume_hash: hashOf(token) }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    return done({ token });
  },
});

/** Goes on with a half-written sheet on this device: from now on it belongs to this browser (or to the person signed in here). The link works once. */
export const resumeSheet = act({
  name: 'intake.resume-sheet',
  input: z.object({ token: z.string().min(20).max(100) }),
  may: ({ actor }) => actor.kind !== 'house',
  async perform(inside, { token }) {
    const sheet = await inside.db
      .selectFrom('sheet')
      .select(['id', 'programme_id', 'side', 'person_id'])
      .where('org_id', '=', inside.org)
      .where('resume_hash', '=', hashOf(token))
      .where('sent_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    const visitor = inside.actor.kind === 'stranger' ? inside.actor.visitor : undefined;
    if (sheet === undefined) return refused('link-over');
    if (inside.actor.kind === 'stranger' && visitor === undefined) return refused('no-cookies');
    if (inside.actor.kind === 'person' && inside.actor.person !== sheet.person_id) return refused('link-over');
    await inside.db
      .updateTable('sheet')
      .set({ visitor: visitor ?? null, resume_hash: null })
      .where('org_id', '=', inside.org)
      .where('id', '=', sheet.id)
      .execute();
    return done({ sheet: sheet.id, programme: sheet.programme_id, side: sheet.side === 'supporter' ? ('supporter' as const) : ('seeker' as const) });
  },
});
