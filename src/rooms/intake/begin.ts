import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { takesPeopleIn, programmeBySlug } from '../programmes/index.ts';
import { setOf } from './questions.ts';
import { answersOn, beginSheet, draftOf, nextOpen, noteOnSheet } from './sheets.ts';

/**
 * Somebody begins to ask for support, or to apply as a supporter, or goes on with what this person or browser began before.
 * `way`: all questions, or only the few that let a person call (then `call` is noted). Changing the way keeps every answer.
 * A stranger needs the browser's own mark (a cookie that names nobody); without cookies the page offers what is left.
 */
export const begin = act({
  name: 'intake.begin',
  input: z.object({
    programme: z.string().max(100),
    side: z.enum(['seeker', 'supporter']),
    way: z.enum(['all', 'short']).optional(),
    cameFrom: z.string().max(80).default(''),
  }),
  may: ({ actor }) => actor.kind === 'person' || actor.kind === 'stranger',

  async perform(inside, { programme: slug, side, way, cameFrom }) {
    const programme = await programmeBySlug(inside, slug);
    if (!takesPeopleIn(programme)) return refused('not-open');
    if (inside.actor.kind === 'stranger' && inside.actor.visitor === undefined) return refused('no-cookies');
    const person = personOf(inside.actor);
    if (side === 'seeker' && person !== undefined && (await waitingRequest(inside, programme.id, person)) !== undefined) return refused('already-waiting');
    if (side === 'supporter' && person !== undefined && (await openApplication(inside, programme.id, person)) !== undefined) return refused('already-applied');

    const draft = await draftOf(inside, programme.id, side);
    const short = way === 'short' && side === 'seeker';
    const wished = short ? programme.settings.intake.short : programme.settings.intake[side];
    const set = await setOf(inside, programme.id, draft !== undefined && way === undefined ? draft.set : wished);
    if (set === undefined || set.side !== side) return absent();

    const sheet = draft?.id ?? (await beginSheet(inside, { programme: programme.id, side, set: set.id }));
    await noteOnSheet(inside, sheet, { set: set.id, ...(short && { callFirst: true }), ...(cameFrom !== '' && { cameFrom }) });
    return done({ sheet, first: nextOpen(set.questions, await answersOn(inside, sheet))?.id });
  },
});

/** The request somebody waits with in a programme. */
export async function waitingRequest(here: Here, programmeId: string, personId: string): Promise<string | undefined> {
  const row = await here.db
    .selectFrom('support_request')
    .select('id')
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('matched_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

/** The application somebody has open in a programme. */
export async function openApplication(here: Here, programmeId: string, personId: string): Promise<string | undefined> {
  const row = await here.db
    .selectFrom('application')
    .select('id')
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('decided_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}
