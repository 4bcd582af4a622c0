import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { openAttached } from '../../proof/index.ts';
import { teamOf } from '../programmes/index.ts';
import { sees } from '../sight/index.ts';
import { shownAttachment } from './shown.ts';
import { mayAnswer, raisedIt } from './who-answers.ts';

/**
 * A picture that somebody showed with a concern: for those who answer it, and for who raised it. What opens it stands in the shown message; bytes that are
 * not the ones that were sent open for nobody.
 */
export const shownPicture = view({
  name: 'safety.shown-picture',
  input: z.object({ concern: z.uuid(), picture: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { concern, picture }): Promise<{ readonly bytes: Buffer }> {
    if (!(await mayOpen(looking, concern))) return absent();
    const row = await looking.db.selectFrom('concern_picture').select('sealed').where('org_id', '=', looking.org).where('concern_id', '=', concern).where('id', '=', picture).executeTakeFirst();
    const shown = row && (await shownAttachment(looking, concern, picture));
    return shown === undefined || row === undefined ? absent() : { bytes: openAttached(shown, shown.attachment, row.sealed) };
  },
});

async function mayOpen(looking: Looking, id: string): Promise<boolean> {
  const row = await looking.db.selectFrom('concern').select(['programme_id', 'kept_from', 'also_for', 'raised_by']).where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.programme_id === null) return false;
  if (raisedIt(looking.actor, row)) return sees('messages', 'you');
  return sees('messages', 'safety-lead', 'part') && mayAnswer(looking.actor, row, await teamOf(looking, row.programme_id));
}
