import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { isOpen, programmeBySlug } from '../programmes/index.ts';
import { setOf } from './questions.ts';
import { beginSheet, draftOf } from './sheets.ts';

/**
 * Somebody begins to ask for support, or to apply as a supporter. Goes on with what this person or browser began before.
 * A stranger needs the browser's own mark (a cookie that names nobody); without cookies the page offers a phone call instead.
 */
export const begin = act({
  name: 'intake.begin',
  input: z.object({ programme: z.string().max(100), side: z.enum(['seeker', 'supporter']), set: z.string().max(100).optional() }),
  may: ({ actor }) => actor.kind === 'person' || actor.kind === 'stranger',

  async perform(inside, { programme: slug, side, set: wished }) {
    const programme = await programmeBySlug(inside, slug);
    if (!isOpen(programme)) return refused('not-open');
    if (inside.actor.kind === 'stranger' && inside.actor.visitor === undefined) return refused('no-cookies');
    const person = personOf(inside.actor);
    if (side === 'seeker' && person !== undefined && (await waitingRequest(inside, programme.id, person)) !== undefined) return refused('already-waiting');

    const questions = await setOf(inside, programme.id, wished ?? programme.settings.intake[side]);
    if (questions === undefined || questions.side !== side) return absent();
    const sheet = (await draftOf(inside, programme.id, side)) ?? (await beginSheet(inside, { programme: programme.id, side, set: questions.id }));
    return done({ sheet, first: questions.questions[0]?.id });
  },
});

/** The request somebody waits with in a programme. */
export async function waitingRequest(inside: Parameters<typeof draftOf>[0], programmeId: string, personId: string): Promise<string | undefined> {
  const row = await inside.db
    .selectFrom('support_request')
    .select('id')
    .where('org_id', '=', inside.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('matched_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}
