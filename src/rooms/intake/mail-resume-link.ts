import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeNotice } from '../../platform/notices.ts';
import { done, refused } from '../../platform/outcome.ts';
import { looksLikeEmail, normalEmail } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { freshLink } from './resume.ts';
import { sheetToWrite } from './sheets.ts';

/** Mails an hour for one sheet: enough for a mistyped address, too few to bother anybody. */
const MAILS_AN_HOUR = 4;

/** Sends the link that opens a half-written sheet on another device to an address that was typed for it. The address is kept nowhere else. */
export const mailResumeLink = act({
  name: 'intake.mail-resume-link',
  input: z.object({ sheet: z.uuid(), email: z.string().max(254).refine(looksLikeEmail, 'intake.mistake.email') }),
  may: () => true, // sheetToWrite decides
  subject: ({ sheet }) => ({ kind: 'sheet', id: sheet }),

  async perform(inside, { sheet: id, email }) {
    const sheet = await sheetToWrite(inside, id);
    if (sheet.sentAt !== null) return refused('already-sent');
    const { count } = await inside.db
      .selectFrom('notice')
      .select((e) => e.fn.countAll<string>().as('count'))
      .where('org_id', '=', inside.org)
      .where('about_id', '=', id)
      .where('made_at', '>', new Date(inside.now.getTime() - 3_600_000))
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAILS_AN_HOUR) return refused('often-enough');

    const token = await freshLink(inside, id);
    const { slug } = await programmeOf(inside, sheet.programme);
    await writeNotice(inside, {
      person: sheet.person,
      programme: sheet.programme,
      kind: 'go-on-link',
      effect: `go-on-link/${inside.newId()}`,
      about: { kind: 'sheet', id },
      rings: true,
      secret: { token, path: `/p/${slug}/resume/${token}` },
      to: normalEmail(email),
    });
    inside.announce('notices');
    return done();
  },
});
